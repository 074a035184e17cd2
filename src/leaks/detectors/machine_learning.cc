// SPDX-License-Identifier: Apache-2.0
//
// Keys of services around machine learning: hosted models, speech, images, vectors, traces, sandboxes, search for agents.
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kReplicateToken[] = {
    {"ENV API_TOKEN r8_"
     "s6rd93pw5YLHUEtnCj6lmF8vaYJWriFMTcGVY\n",
     "r8_"
     "s6rd93pw5YLHUEtnCj6lmF8vaYJWriFMTcGVY"}};
constexpr LeakCounterexample kReplicateTokenNot[] = {{"r8_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                     {"r8_"
                                                      "s6rd93pw5YLHUEtnCj"}};
constexpr LeakExample kElevenlabsKey[] = {
    {"{\\\"token\\\":\\\"sk_"
     "e2bfcc898807ef3c270e3a28b78a1329efa8bb9490c992f8\\\"}",
     "sk_"
     "e2bfcc898807ef3c270e3a28b78a1329efa8bb9490c992f8"}};
constexpr LeakCounterexample kElevenlabsKeyNot[] = {{"sk_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"sk_"
                                                     "e2bfcc898807ef3c270e3a28"}};
constexpr LeakExample kStabilityKey[] = {{"run --stability-api-key sk-"
                                          "WvWk6LuqqcJsvtomupCMR7WJt9zrd3Beewq8RZST7hreOZmo x",
                                          "sk-"
                                          "WvWk6LuqqcJsvtomupCMR7WJt9zrd3Beewq8RZST7hreOZmo"},
                                         {"\"stability_api_key\" => \"sk-"
                                          "WvWk6LuqqcJsvtomupCMR7WJt9zrd3Beewq8RZST7hreOZmo\"",
                                          "sk-"
                                          "WvWk6LuqqcJsvtomupCMR7WJt9zrd3Beewq8RZST7hreOZmo"}};
constexpr LeakCounterexample kStabilityKeyNot[] = {{"checksum: sk-WvWk6LuqqcJsvtomupCMR7WJt9zrd3Beewq8RZST7hreOZmo"},
                                                   {"STABILITY_API_KEY=sk-WvWk6L"}};
constexpr LeakExample kLangsmithKey[] = {
    {"export TOKEN=\"lsv2_pt_"
     "97ae4d3b9495a869cd0f0009767f5442_47ad5e2143\"",
     "lsv2_pt_"
     "97ae4d3b9495a869cd0f0009767f5442_47ad5e2143"}};
constexpr LeakCounterexample kLangsmithKeyNot[] = {{"lsv2_pt_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxx"},
                                                   {"lsv2_pt_"
                                                    "97ae4d3b9495a869cd0f0"}};
constexpr LeakExample kLangfuseSecretKey[] = {
    {"const t = `sk-lf-"
     "168444ff-8d3e-41ea-832d-acf43000ca3f`;",
     "sk-lf-"
     "168444ff-8d3e-41ea-832d-acf43000ca3f"}};
constexpr LeakCounterexample kLangfuseSecretKeyNot[] = {{"sk-lf-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"},
                                                        {"sk-lf-"
                                                         "168444ff-8d3e-41ea"}};
constexpr LeakExample kHeliconeKey[] = {
    {"TOKEN=sk-helicone-"
     "b5esm1e-8ota791-druqswz-vv1y5hv\n",
     "sk-helicone-"
     "b5esm1e-8ota791-druqswz-vv1y5hv"}};
constexpr LeakCounterexample kHeliconeKeyNot[] = {{"sk-helicone-xxxxxxx-xxxxxxx-xxxxxxx-xxxxxxx"},
                                                  {"sk-helicone-"
                                                   "b5esm1e-8ota791"}};
constexpr LeakExample kWandbKey[] = {
    {"ENV WANDB_API_KEY bf3bec5e3cbc0fa0e8d15d824de93e34d3884837\n", "bf3bec5e3cbc0fa0e8d15d824de93e34d3884837"},
    {"wandb_api_key = \"bf3bec5e3cbc0fa0e8d15d824de93e34d3884837\"\n", "bf3bec5e3cbc0fa0e8d15d824de93e34d3884837"}};
constexpr LeakCounterexample kWandbKeyNot[] = {{"checksum: bf3bec5e3cbc0fa0e8d15d824de93e34d3884837"}, {"WANDB_API_KEY=bf3bec5e3"}};
constexpr LeakExample kWandbNetrc[] = {{"machine api.wandb.ai\n  login user\n  password a5bd7d3ec03fe6debf8acda5b70d99be78eb1801\n",
                                        "a5bd7d3ec03fe6debf8acda5b70d99be78eb1801"}};
constexpr LeakCounterexample kWandbNetrcNot[] = {{"machine api.wandb.ai login user password secret"}};
constexpr LeakExample kPineconeKey[] = {
    {"curl -H \"Authorization: Bearer pcsk_"
     "9UhIx_TimR1KbcQdICp3tyMtQV52pFX3TUMjotUT1x6i4ECGI2FjTPPYfq2SwrUVTu8Cv\" x",
     "pcsk_"
     "9UhIx_TimR1KbcQdICp3tyMtQV52pFX3TUMjotUT1x6i4ECGI2FjTPPYfq2SwrUVTu8Cv"}};
constexpr LeakCounterexample kPineconeKeyNot[] = {{"pcsk_xxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"pcsk_"
                                                   "9UhIx_TimR1KbcQdICp3tyMtQV52pFX3TU"}};
constexpr LeakExample kPineconeKeyOlder[] = {
    {"config.set(\"pinecone_api_key\", \"e3882025-2cd2-41be-b25f-88a30372892a\")", "e3882025-2cd2-41be-b25f-88a30372892a"},
    {"run --pinecone-api-key e3882025-2cd2-41be-b25f-88a30372892a x", "e3882025-2cd2-41be-b25f-88a30372892a"}};
constexpr LeakCounterexample kPineconeKeyOlderNot[] = {{"checksum: e3882025-2cd2-41be-b25f-88a30372892a"}, {"PINECONE_API_KEY=e3882025-"}};
constexpr LeakExample kWeaviateKey[] = {
    {"\"weaviateApiKey\": \"Ir0RGoA6yJOH8S0P1blIFFMUF5kTj4aw4cKa\",", "Ir0RGoA6yJOH8S0P1blIFFMUF5kTj4aw4cKa"},
    {"const weaviateApiKey string = \"Ir0RGoA6yJOH8S0P1blIFFMUF5kTj4aw4cKa\"\n", "Ir0RGoA6yJOH8S0P1blIFFMUF5kTj4aw4cKa"}};
constexpr LeakCounterexample kWeaviateKeyNot[] = {{"checksum: Ir0RGoA6yJOH8S0P1blIFFMUF5kTj4aw4cKa"}, {"WEAVIATE_API_KEY=Ir0RGoA6y"}};
constexpr LeakExample kQdrantKey[] = {{"qdrant_api_key = \"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
                                       ".eyJhY2Nlc3MiOiJtIn0.wcQmygIWLVK7JY1xSJwCE0vWnMQ9E7hdPXgEt6HMRDG\"\n",
                                       "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
                                       ".eyJhY2Nlc3MiOiJtIn0.wcQmygIWLVK7JY1xSJwCE0vWnMQ9E7hdPXgEt6HMRDG"},
                                      {"<add key=\"qdrantApiKey\" value=\"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
                                       ".eyJhY2Nlc3MiOiJtIn0.wcQmygIWLVK7JY1xSJwCE0vWnMQ9E7hdPXgEt6HMRDG\"/>",
                                       "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
                                       ".eyJhY2Nlc3MiOiJtIn0.wcQmygIWLVK7JY1xSJwCE0vWnMQ9E7hdPXgEt6HMRDG"}};
constexpr LeakCounterexample kQdrantKeyNot[] = {
    {"checksum: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhY2Nlc3MiOiJtIn0.wcQmygIWLVK7JY1xSJwCE0vWnMQ9E7hdPXgEt6HMRDG"},
    {"QDRANT_API_KEY=eyJhbGciO"}};
constexpr LeakExample kVoyageKey[] = {
    {"TOKEN=pa-"
     "MCTdY5iOD5cEVUEtBslPEKRePgR0xCfxqV2xLi1aVid\n",
     "pa-"
     "MCTdY5iOD5cEVUEtBslPEKRePgR0xCfxqV2xLi1aVid"}};
constexpr LeakCounterexample kVoyageKeyNot[] = {{"pa-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"pa-"
                                                 "MCTdY5iOD5cEVUEtBslPE"}};
constexpr LeakExample kTavilyKey[] = {{"\"token\": \"tvly-"
                                       "OQRagaKvkqEmo7qRqEPwZVrKvOctJQXP\"",
                                       "tvly-"
                                       "OQRagaKvkqEmo7qRqEPwZVrKvOctJQXP"},
                                      {"token: 'tvly-dev-"
                                       "biDsw7dRbiCPAWV3GhVsRxjAzDlyqriK'\n",
                                       "tvly-dev-"
                                       "biDsw7dRbiCPAWV3GhVsRxjAzDlyqriK"}};
constexpr LeakCounterexample kTavilyKeyNot[] = {{"tvly-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"tvly-"
                                                 "OQRagaKvkqEmo7qR"}};
constexpr LeakExample kDeepgramKey[] = {
    {"const deepgramApiKey string = \"45de4a76969c606270db699b98d33a31da9b0b39\"\n", "45de4a76969c606270db699b98d33a31da9b0b39"},
    {"DEEPGRAM_API_KEY=45de4a76969c606270db699b98d33a31da9b0b39\n", "45de4a76969c606270db699b98d33a31da9b0b39"}};
constexpr LeakCounterexample kDeepgramKeyNot[] = {{"checksum: 45de4a76969c606270db699b98d33a31da9b0b39"}, {"DEEPGRAM_API_KEY=45de4a769"}};
constexpr LeakExample kAssemblyaiKey[] = {
    {"<add key=\"assemblyaiApiKey\" value=\"ad55fc930217b4ad130e20a24e0ddee9\"/>", "ad55fc930217b4ad130e20a24e0ddee9"},
    {"assemblyai:\n  api_key: ad55fc930217b4ad130e20a24e0ddee9\n", "ad55fc930217b4ad130e20a24e0ddee9"}};
constexpr LeakCounterexample kAssemblyaiKeyNot[] = {{"checksum: ad55fc930217b4ad130e20a24e0ddee9"}, {"ASSEMBLYAI_API_KEY=ad55fc930"}};
constexpr LeakExample kJinaKey[] = {
    {"x --token=jina_"
     "d619168359d3d0c26b29aaeab18d75c8SDPjJaNFX1SKzPsE8stNOzMxLv13 y",
     "jina_"
     "d619168359d3d0c26b29aaeab18d75c8SDPjJaNFX1SKzPsE8stNOzMxLv13"}};
constexpr LeakCounterexample kJinaKeyNot[] = {{"jina_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                              {"jina_"
                                               "d619168359d3d0c26b29aaeab18d75"}};
constexpr LeakExample kFirecrawlKey[] = {
    {"export TOKEN=\"fc-"
     "3f99d7ad6dfec6a136005d898c435657\"",
     "fc-"
     "3f99d7ad6dfec6a136005d898c435657"}};
constexpr LeakCounterexample kFirecrawlKeyNot[] = {{"fc-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"fc-"
                                                    "3f99d7ad6dfec6a1"}};
constexpr LeakExample kApifyToken[] = {
    {"const t = `apify_api_"
     "9pKeDj8GrKr3Vjl1mnhblHyKKHioWI3J7IO7`;",
     "apify_api_"
     "9pKeDj8GrKr3Vjl1mnhblHyKKHioWI3J7IO7"}};
constexpr LeakCounterexample kApifyTokenNot[] = {{"apify_api_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"apify_api_"
                                                  "9pKeDj8GrKr3Vjl1mn"}};
constexpr LeakExample kE2bKey[] = {
    {"TOKEN=e2b_"
     "498248e04ebcd3dd3df077f0976a3c6ef966661a\n",
     "e2b_"
     "498248e04ebcd3dd3df077f0976a3c6ef966661a"}};
constexpr LeakCounterexample kE2bKeyNot[] = {{"e2b_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                             {"e2b_"
                                              "498248e04ebcd3dd3df0"}};
constexpr LeakExample kRunpodKey[] = {
    {"\"token\": \"rpa_"
     "CLNP4328QNLYB9XJTTTGFB48RYIPT4PTPV7OX5UFq50r2i\"",
     "rpa_"
     "CLNP4328QNLYB9XJTTTGFB48RYIPT4PTPV7OX5UFq50r2i"}};
constexpr LeakCounterexample kRunpodKeyNot[] = {{"rpa_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"rpa_"
                                                 "CLNP4328QNLYB9XJTTTGFB4"}};
constexpr LeakExample kModalTokenSecret[] = {
    {"MODAL_TOKEN_SECRET=as-"
     "BFHAoIirHQSF0j6oP9zPwP\n",
     "as-"
     "BFHAoIirHQSF0j6oP9zPwP"}};
constexpr LeakCounterexample kModalTokenSecretNot[] = {{"as-vd4O8gmResODl6B7UHJpjg"}};
constexpr LeakExample kFalKey[] = {{"FAL_KEY=\"245d28e7-545a-4f86-8085-e46536ad3b6a:ca92a8b3d00a0fb87df26f5eee2541fc\"",
                                    "245d28e7-545a-4f86-8085-e46536ad3b6a:ca92a8b3d00a0fb87df26f5eee2541fc"}};
constexpr LeakCounterexample kFalKeyNot[] = {{"FAL_KEY=key_id:key_secret"}};
constexpr LeakExample kDifyKey[] = {
    {"DIFY_API_KEY=app-"
     "icJUECjqrR4HOIO4WBMzpIgq\n",
     "app-"
     "icJUECjqrR4HOIO4WBMzpIgq"}};
constexpr LeakCounterexample kDifyKeyNot[] = {{"DIFY_API_KEY=app-key"}};
constexpr LeakExample kRoboflowKey[] = {{"rf = Roboflow(api_key=\"L1xl2C6cA6cvWGmDASI7\")", "L1xl2C6cA6cvWGmDASI7"}};
constexpr LeakCounterexample kRoboflowKeyNot[] = {{"Roboflow(api_key=\"YOUR_API_KEY_GOES_HE\")"}};
constexpr LeakExample kClarifaiKey[] = {{"clarifai:\n  pat_token: 59a98c47fa5066e368f2add4b29bb843\n", "59a98c47fa5066e368f2add4b29bb843"},
                                        {"clarifai.pat.token=59a98c47fa5066e368f2add4b29bb843\n", "59a98c47fa5066e368f2add4b29bb843"}};
constexpr LeakCounterexample kClarifaiKeyNot[] = {{"checksum: 59a98c47fa5066e368f2add4b29bb843"}, {"CLARIFAI_PAT_TOKEN=59a98c47f"}};
constexpr LeakExample kCometKey[] = {{"os.environ['COMET_API_KEY'] = '9gTmu7vDIyzlgQ6d8sBqnlTGE'", "9gTmu7vDIyzlgQ6d8sBqnlTGE"},
                                     {"ENV COMET_API_KEY 9gTmu7vDIyzlgQ6d8sBqnlTGE\n", "9gTmu7vDIyzlgQ6d8sBqnlTGE"}};
constexpr LeakCounterexample kCometKeyNot[] = {{"checksum: 9gTmu7vDIyzlgQ6d8sBqnlTGE"}, {"COMET_API_KEY=9gTmu7vDI"}};
constexpr LeakExample kNeptuneToken[] = {{"run --neptune-api-token eyJhcGlf"
                                          "YWRkcmVzcyI6Imh0dHBzOi8vYXBwLm5lcHR1bmUuYWkiLCJhcGlfdXJsIjoiaHR0cHM6Ly9hcHAubmVwdHVuZS5haSIsImFw"
                                          "aV9rZXkiOiI5OGQ2NWZmYS1iNGVlLTQ5M2ItYTcwOC01OWZhZTAzMTUyMmEifQ x",
                                          "eyJhcGlf"
                                          "YWRkcmVzcyI6Imh0dHBzOi8vYXBwLm5lcHR1bmUuYWkiLCJhcGlfdXJsIjoiaHR0cHM6Ly9hcHAubmVwdHVuZS5haSIsImFw"
                                          "aV9rZXkiOiI5OGQ2NWZmYS1iNGVlLTQ5M2ItYTcwOC01OWZhZTAzMTUyMmEifQ"},
                                         {"\"neptune_api_token\" => \"eyJhcGlf"
                                          "YWRkcmVzcyI6Imh0dHBzOi8vYXBwLm5lcHR1bmUuYWkiLCJhcGlfdXJsIjoiaHR0cHM6Ly9hcHAubmVwdHVuZS5haSIsImFw"
                                          "aV9rZXkiOiI5OGQ2NWZmYS1iNGVlLTQ5M2ItYTcwOC01OWZhZTAzMTUyMmEifQ\"",
                                          "eyJhcGlf"
                                          "YWRkcmVzcyI6Imh0dHBzOi8vYXBwLm5lcHR1bmUuYWkiLCJhcGlfdXJsIjoiaHR0cHM6Ly9hcHAubmVwdHVuZS5haSIsImFw"
                                          "aV9rZXkiOiI5OGQ2NWZmYS1iNGVlLTQ5M2ItYTcwOC01OWZhZTAzMTUyMmEifQ"}};
constexpr LeakCounterexample kNeptuneTokenNot[] = {{"checksum: "
                                                    "eyJhcGlfYWRkcmVzcyI6Imh0dHBzOi8vYXBwLm5lcHR1bmUuYWkiLCJhcGlfdXJsIjoiaHR0cHM6Ly9hcHAubm"
                                                    "VwdHVuZS5haSIsImFwaV9rZXkiOiI5OGQ2NWZmYS1iNGVlLTQ5M2ItYTcwOC01OWZhZTAzMTUyMmEifQ"},
                                                   {"NEPTUNE_API_TOKEN=eyJhcGlfY"}};
constexpr LeakExample kKaggleKey[] = {
    {"{\"username\":\"jo\",\"key\":\"61c6c3ecd1d97ead0120b74da53de981\"}", "61c6c3ecd1d97ead0120b74da53de981"}};
constexpr LeakCounterexample kKaggleKeyNot[] = {{"{\"username\":\"jo\",\"key\":\"abc\"}"}};

constexpr LeakKind kKinds[] = {
    {.id = "replicate-token",
     .title = "Replicate API token",
     .pattern = R"(\br8_[0-9A-Za-z]{37}\b)",
     .repair = "delete it at https://replicate.com/account/api-tokens",
     .matches = kReplicateToken,
     .matches_not = kReplicateTokenNot},
    {.id = "elevenlabs-key",
     .title = "ElevenLabs API key",
     .pattern = R"(\bsk_[0-9a-f]{48}\b)",
     .min_entropy = 3.0,
     .repair = "delete it at https://elevenlabs.io/app/settings/api-keys",
     .matches = kElevenlabsKey,
     .matches_not = kElevenlabsKeyNot},
    {.id = "stability-key",
     .title = "Stability AI API key",
     .pattern = kNamed<"stability", "sk-[0-9A-Za-z]{48}">,
     .repair = "delete it at https://platform.stability.ai/account/keys",
     .matches = kStabilityKey,
     .matches_not = kStabilityKeyNot},
    {.id = "langsmith-key",
     .title = "LangSmith API key",
     .pattern = R"(\blsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}\b)",
     .repair = "delete it at https://smith.langchain.com/settings",
     .matches = kLangsmithKey,
     .matches_not = kLangsmithKeyNot},
    {.id = "langfuse-secret-key",
     .title = "Langfuse secret key",
     .pattern = R"(\bsk-lf-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)",
     .repair = "delete it in the settings of the project",
     .matches = kLangfuseSecretKey,
     .matches_not = kLangfuseSecretKeyNot},
    {.id = "helicone-key",
     .title = "Helicone API key",
     .pattern = R"(\bsk-helicone(?:-(?:eu|proxy))?-[0-9a-z]{7}-[0-9a-z]{7}-[0-9a-z]{7}-[0-9a-z]{7}\b)",
     .repair = "delete it at https://us.helicone.ai/settings/api-keys",
     .matches = kHeliconeKey,
     .matches_not = kHeliconeKeyNot},
    {.id = "wandb-key",
     .title = "Weights & Biases API key",
     .pattern = kNamed<"wandb|weights_?(?:and_?)?biases", "[0-9a-f]{40}", "key|token|login|passw">,
     .min_entropy = 3.0,
     .repair = "delete it at https://wandb.ai/authorize",
     .matches = kWandbKey,
     .matches_not = kWandbKeyNot},
    {.id = "wandb-netrc",
     .title = "Weights & Biases API key in .netrc",
     .pattern = R"(machine api\.wandb\.ai\s{1,4}login user\s{1,4}password ([0-9a-f]{40})\b)",
     .repair = "delete it at https://wandb.ai/authorize",
     .matches = kWandbNetrc,
     .matches_not = kWandbNetrcNot},
    {.id = "pinecone-key",
     .title = "Pinecone API key",
     .pattern = R"(\bpcsk_[0-9A-Za-z]{5,6}_[0-9A-Za-z]{63}\b)",
     .repair = "delete it at https://app.pinecone.io, API keys",
     .matches = kPineconeKey,
     .matches_not = kPineconeKeyNot},
    {.id = "pinecone-key-older",
     .title = "Pinecone API key",
     .pattern = kNamed<"pinecone", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}">,
     .repair = "delete it at https://app.pinecone.io, API keys",
     .matches = kPineconeKeyOlder,
     .matches_not = kPineconeKeyOlderNot},
    {.id = "weaviate-key",
     .title = "Weaviate API key",
     .pattern = kNamed<"weaviate|wcs_|wcd_", "[0-9A-Za-z]{36,52}">,
     .confirm = likely_if_random,
     .repair = "delete it at https://console.weaviate.cloud",
     .matches = kWeaviateKey,
     .matches_not = kWeaviateKeyNot},
    {.id = "qdrant-key",
     .title = "Qdrant API key",
     .pattern = kNamed<"qdrant", R"((?:eyJ[0-9A-Za-z_-]{20,40}\.eyJ[0-9A-Za-z_-]{10,120}\.[0-9A-Za-z_-]{43}|[0-9A-Za-z_-]{54}))">,
     .repair = "delete it on the page of the cluster",
     .matches = kQdrantKey,
     .matches_not = kQdrantKeyNot},
    {.id = "voyage-key",
     .title = "Voyage AI API key",
     .pattern = R"(\b(pa-[\w-]{43})(?:[^\w-]|$))",
     .confirm = likely_if_random,
     .repair = "delete it at https://dash.voyageai.com/api-keys",
     .matches = kVoyageKey,
     .matches_not = kVoyageKeyNot},
    {.id = "tavily-key",
     .title = "Tavily API key",
     .pattern = R"(\btvly-(?:dev-|prod-)?[0-9A-Za-z]{32}\b)",
     .repair = "delete it at https://app.tavily.com",
     .matches = kTavilyKey,
     .matches_not = kTavilyKeyNot},
    {.id = "deepgram-key",
     .title = "Deepgram API key",
     .pattern = kNamed<"deepgram|dg_api", "[0-9a-f]{40}">,
     .min_entropy = 3.0,
     .repair = "delete it at https://console.deepgram.com",
     .matches = kDeepgramKey,
     .matches_not = kDeepgramKeyNot},
    {.id = "assemblyai-key",
     .title = "AssemblyAI API key",
     .pattern = kNamed<"assembly_?ai", "[0-9a-f]{32}">,
     .min_entropy = 3.0,
     .repair = "regenerate it at https://www.assemblyai.com/app/account",
     .matches = kAssemblyaiKey,
     .matches_not = kAssemblyaiKeyNot},
    {.id = "jina-key",
     .title = "Jina AI API key",
     .pattern = R"(\b(jina_[0-9a-f]{32}[0-9A-Za-z_-]{28})(?:[^\w-]|$))",
     .repair = "delete it at https://jina.ai/api-dashboard/key-manager",
     .matches = kJinaKey,
     .matches_not = kJinaKeyNot},
    {.id = "firecrawl-key",
     .title = "Firecrawl API key",
     .pattern = R"(\bfc-[0-9a-f]{32}\b)",
     .min_entropy = 3.0,
     .repair = "delete it at https://www.firecrawl.dev/app/api-keys",
     .matches = kFirecrawlKey,
     .matches_not = kFirecrawlKeyNot},
    {.id = "apify-token",
     .title = "Apify API token",
     .pattern = R"(\bapify_api_[0-9A-Za-z]{36}\b)",
     .repair = "delete it at https://console.apify.com/account/integrations",
     .matches = kApifyToken,
     .matches_not = kApifyTokenNot},
    {.id = "e2b-key",
     .title = "E2B API key",
     .pattern = R"(\b(?:e2b|sk_e2b)_[0-9a-f]{40}\b)",
     .repair = "delete it at https://e2b.dev/dashboard?tab=keys",
     .matches = kE2bKey,
     .matches_not = kE2bKeyNot},
    {.id = "runpod-key",
     .title = "RunPod API key",
     .pattern = R"(\brpa_[0-9A-Z]{40}[0-9a-z]{4,8}\b)",
     .repair = "delete it at https://www.runpod.io/console/user/settings",
     .matches = kRunpodKey,
     .matches_not = kRunpodKeyNot},
    {.id = "modal-token-secret",
     .title = "Modal token secret",
     .pattern = R"((?i:modal)[\w\s.:"\'=(,{}-]{0,24}["\'`\s=:(,>](as-[0-9A-Za-z]{22})\b)",
     .confirm = likely_if_random,
     .repair = "revoke it at https://modal.com/settings/tokens",
     .matches = kModalTokenSecret,
     .matches_not = kModalTokenSecretNot},
    {.id = "fal-key",
     .title = "fal.ai key",
     .pattern =
         R"((?i:\bfal(?:_ai)?[_.: -]?(?:api[_-]?)?key)["\'`]?\s{0,3}[=:,]\s{0,3}["\'`]?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}:[0-9a-f]{32})\b)",
     .repair = "delete it at https://fal.ai/dashboard/keys",
     .matches = kFalKey,
     .matches_not = kFalKeyNot},
    {.id = "dify-key",
     .title = "Dify app key",
     .pattern = R"((?i:dify)[\w.-]{0,20}["\'`]?\s{0,3}[=:]\s{0,3}["\'`]?(?:Bearer )?((?:app|dataset)-[0-9A-Za-z]{24})\b)",
     .repair = "delete it on the API Access page of the app",
     .matches = kDifyKey,
     .matches_not = kDifyKeyNot},
    {.id = "roboflow-key",
     .title = "Roboflow API key",
     .pattern = R"((?i:roboflow)[\w.\s(-]{0,24}(?i:key)["\'`]?\s{0,3}[=:]\s{0,3}["\'`]?([0-9A-Za-z]{20})\b)",
     .confirm = likely_if_random,
     .repair = "roll it in the settings of the workspace",
     .matches = kRoboflowKey,
     .matches_not = kRoboflowKeyNot},
    {.id = "clarifai-key",
     .title = "Clarifai personal access token",
     .pattern = kNamed<"clarifai", "[0-9a-f]{32}", "pat|key|token">,
     .min_entropy = 3.0,
     .repair = "delete it at https://clarifai.com/settings/security",
     .matches = kClarifaiKey,
     .matches_not = kClarifaiKeyNot},
    {.id = "comet-key",
     .title = "Comet API key",
     .pattern = kNamed<"comet", "[0-9A-Za-z]{25}">,
     .confirm = likely_if_random,
     .repair = "make a new one at https://www.comet.com/account-settings/apiKeys",
     .matches = kCometKey,
     .matches_not = kCometKeyNot},
    {.id = "neptune-token",
     .title = "Neptune.ai API token",
     .pattern = kNamed<"neptune", "eyJhcGlfYWRkcmVzcyI6[0-9A-Za-z+/]{80,300}">,
     .repair = "make a new one on the Get your API token page",
     .matches = kNeptuneToken,
     .matches_not = kNeptuneTokenNot},
    {.id = "kaggle-key",
     .title = "Kaggle API key",
     .pattern = R"re("username"\s{0,3}:\s{0,3}"[\w-]{2,50}"\s{0,3},\s{0,3}"key"\s{0,3}:\s{0,3}"([0-9a-f]{32})")re",
     .min_entropy = 3.0,
     .repair = "expire it at https://www.kaggle.com/settings",
     .matches = kKaggleKey,
     .matches_not = kKaggleKeyNot},
};

}  // namespace

extern constinit const Detector machine_learning;
constinit const Detector machine_learning = {
    .name = "machine_learning", .summary = "keys of services around machine learning", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

// SPDX-License-Identifier: Apache-2.0
//
// Keys of services around machine learning: hosted models, speech, images, vectors, traces, sandboxes, search for agents.
#include "base/text.h"
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

// Twenty-two characters behind "as-" say little: the name must stand near.
Opinion modal(const Candidate& candidate) {
  return base::lower(candidate.near).contains("modal") && looks_random(candidate.secret) ? Opinion::kLikely : Opinion::kNo;
}

constexpr LeakExample kReplicateToken[] = {
    {"{\\\"token\\\":\\\"r8_"
     "fpygKuTdkhxA4lwZykzmnmvZ8M7lVTMWpqjDi\\\"}",
     "r8_"
     "fpygKuTdkhxA4lwZykzmnmvZ8M7lVTMWpqjDi"}};
constexpr LeakCounterexample kReplicateTokenNot[] = {{"r8_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                     {"r8_"
                                                      "fpygKuTdkhxA4lwZyk"}};
constexpr LeakExample kElevenlabsKey[] = {
    {"<token>sk_"
     "0c0c734f93dac2f01735818b1186bd651320c9c0df08abaa</token>",
     "sk_"
     "0c0c734f93dac2f01735818b1186bd651320c9c0df08abaa"}};
constexpr LeakCounterexample kElevenlabsKeyNot[] = {{"sk_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"sk_"
                                                     "0c0c734f93dac2f01735818b"}};
constexpr LeakExample kStabilityKey[] = {{"<stability-api-key>sk-"
                                          "DpR9kNxo6wAKXN18KCzHqL699y46fKtVXoFuFfP5CQqOdLsP</stability-api-key>",
                                          "sk-"
                                          "DpR9kNxo6wAKXN18KCzHqL699y46fKtVXoFuFfP5CQqOdLsP"},
                                         {"config.set(\"stability_api_key\", \"sk-"
                                          "DpR9kNxo6wAKXN18KCzHqL699y46fKtVXoFuFfP5CQqOdLsP\")",
                                          "sk-"
                                          "DpR9kNxo6wAKXN18KCzHqL699y46fKtVXoFuFfP5CQqOdLsP"}};
constexpr LeakCounterexample kStabilityKeyNot[] = {{"checksum: sk-DpR9kNxo6wAKXN18KCzHqL699y46fKtVXoFuFfP5CQqOdLsP"},
                                                   {"STABILITY_API_KEY=sk-DpR9kN"}};
constexpr LeakExample kLangsmithKey[] = {
    {"const t = `lsv2_pt_"
     "ff8b2cb1c6d29d828cea9e4685037e8a_f5cc64916a`;",
     "lsv2_pt_"
     "ff8b2cb1c6d29d828cea9e4685037e8a_f5cc64916a"}};
constexpr LeakCounterexample kLangsmithKeyNot[] = {{"lsv2_pt_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxx"},
                                                   {"lsv2_pt_"
                                                    "ff8b2cb1c6d29d828cea9"}};
constexpr LeakExample kLangfuseSecretKey[] = {
    {"TOKEN=sk-lf-"
     "34445254-1516-4b22-aba5-310a2c2523e0\n",
     "sk-lf-"
     "34445254-1516-4b22-aba5-310a2c2523e0"}};
constexpr LeakCounterexample kLangfuseSecretKeyNot[] = {{"sk-lf-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"},
                                                        {"sk-lf-"
                                                         "34445254-1516-4b22"}};
constexpr LeakExample kHeliconeKey[] = {
    {"\"token\": \"sk-helicone-"
     "vgax0nr-25c7xhh-w1io35d-2bjq0ew\"",
     "sk-helicone-"
     "vgax0nr-25c7xhh-w1io35d-2bjq0ew"}};
constexpr LeakCounterexample kHeliconeKeyNot[] = {{"sk-helicone-xxxxxxx-xxxxxxx-xxxxxxx-xxxxxxx"},
                                                  {"sk-helicone-"
                                                   "vgax0nr-25c7xhh"}};
constexpr LeakExample kWandbKey[] = {
    {"{\\\"wandbApiKey\\\":\\\"9b9f126bbfcf2756eb6d225f93686293d21a11f3\\\"}", "9b9f126bbfcf2756eb6d225f93686293d21a11f3"},
    {"os.environ['WANDB_API_KEY'] = '9b9f126bbfcf2756eb6d225f93686293d21a11f3'", "9b9f126bbfcf2756eb6d225f93686293d21a11f3"}};
constexpr LeakCounterexample kWandbKeyNot[] = {{"checksum: 9b9f126bbfcf2756eb6d225f93686293d21a11f3"}, {"WANDB_API_KEY=9b9f126bb"}};
constexpr LeakExample kWandbNetrc[] = {{"machine api.wandb.ai\n  login user\n  password 2af5588624deed19356f8c09ac340c364467cec8\n",
                                        "2af5588624deed19356f8c09ac340c364467cec8"}};
constexpr LeakCounterexample kWandbNetrcNot[] = {{"machine api.wandb.ai login user password secret"}};
constexpr LeakExample kPineconeKey[] = {
    {"ENV API_TOKEN pcsk_"
     "qobqi_P84e2bFc4UZ16b026pYOqVLa1zGAHSIH1R1cqoRV3RQwupg7DcvrcL1LF8VelC0\n",
     "pcsk_"
     "qobqi_P84e2bFc4UZ16b026pYOqVLa1zGAHSIH1R1cqoRV3RQwupg7DcvrcL1LF8VelC0"}};
constexpr LeakCounterexample kPineconeKeyNot[] = {{"pcsk_xxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"pcsk_"
                                                   "qobqi_P84e2bFc4UZ16b026pYOqVLa1zGA"}};
constexpr LeakExample kPineconeKeyOlder[] = {
    {"PINECONE_API_KEY=52b75300-b23f-45f3-ac6c-95ae00685e35\n", "52b75300-b23f-45f3-ac6c-95ae00685e35"},
    {"<pinecone-api-key>52b75300-b23f-45f3-ac6c-95ae00685e35</pinecone-api-key>", "52b75300-b23f-45f3-ac6c-95ae00685e35"}};
constexpr LeakCounterexample kPineconeKeyOlderNot[] = {{"checksum: 52b75300-b23f-45f3-ac6c-95ae00685e35"}, {"PINECONE_API_KEY=52b75300-"}};
constexpr LeakExample kWeaviateKey[] = {
    {"weaviate:\n  api_key: 46zcS2HkOAVaTrPrJ3DYjsAy3q7xTowz8WFq\n", "46zcS2HkOAVaTrPrJ3DYjsAy3q7xTowz8WFq"},
    {"weaviate.api.key=46zcS2HkOAVaTrPrJ3DYjsAy3q7xTowz8WFq\n", "46zcS2HkOAVaTrPrJ3DYjsAy3q7xTowz8WFq"}};
constexpr LeakCounterexample kWeaviateKeyNot[] = {{"checksum: 46zcS2HkOAVaTrPrJ3DYjsAy3q7xTowz8WFq"}, {"WEAVIATE_API_KEY=46zcS2HkO"}};
constexpr LeakExample kQdrantKey[] = {{"os.environ['QDRANT_API_KEY'] = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
                                       ".eyJhY2Nlc3MiOiJtIn0.kPdxZfP1q9N9H0iIMZ5uVo7Qo8Tomy8NwjvjAI5TsSd'",
                                       "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
                                       ".eyJhY2Nlc3MiOiJtIn0.kPdxZfP1q9N9H0iIMZ5uVo7Qo8Tomy8NwjvjAI5TsSd"},
                                      {"ENV QDRANT_API_KEY eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
                                       ".eyJhY2Nlc3MiOiJtIn0.kPdxZfP1q9N9H0iIMZ5uVo7Qo8Tomy8NwjvjAI5TsSd\n",
                                       "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
                                       ".eyJhY2Nlc3MiOiJtIn0.kPdxZfP1q9N9H0iIMZ5uVo7Qo8Tomy8NwjvjAI5TsSd"}};
constexpr LeakCounterexample kQdrantKeyNot[] = {
    {"checksum: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhY2Nlc3MiOiJtIn0.kPdxZfP1q9N9H0iIMZ5uVo7Qo8Tomy8NwjvjAI5TsSd"},
    {"QDRANT_API_KEY=eyJhbGciO"}};
constexpr LeakExample kVoyageKey[] = {
    {"\"token\": \"pa-"
     "vyqdsXjWOOTc3OnrE0EE2qcAgR8sidr5hBWy37GorTA\"",
     "pa-"
     "vyqdsXjWOOTc3OnrE0EE2qcAgR8sidr5hBWy37GorTA"}};
constexpr LeakCounterexample kVoyageKeyNot[] = {{"pa-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"pa-"
                                                 "vyqdsXjWOOTc3OnrE0EE2"}};
constexpr LeakExample kTavilyKey[] = {{"token: 'tvly-"
                                       "5rWVWxyP6qlZyDcgVklhcT94mZi3JQr4'\n",
                                       "tvly-"
                                       "5rWVWxyP6qlZyDcgVklhcT94mZi3JQr4"},
                                      {"curl -H \"Authorization: Bearer tvly-dev-"
                                       "O6cSJ0SEawc2LSsBEbGeyMeNXfKbi5nF\" x",
                                       "tvly-dev-"
                                       "O6cSJ0SEawc2LSsBEbGeyMeNXfKbi5nF"}};
constexpr LeakCounterexample kTavilyKeyNot[] = {{"tvly-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"tvly-"
                                                 "5rWVWxyP6qlZyDcg"}};
constexpr LeakExample kDeepgramKey[] = {
    {"deepgram.api.key=0da8ed5bda9f5597245170024f85ab28501e777a\n", "0da8ed5bda9f5597245170024f85ab28501e777a"},
    {"\"deepgramApiKey\": \"0da8ed5bda9f5597245170024f85ab28501e777a\",", "0da8ed5bda9f5597245170024f85ab28501e777a"}};
constexpr LeakCounterexample kDeepgramKeyNot[] = {{"checksum: 0da8ed5bda9f5597245170024f85ab28501e777a"}, {"DEEPGRAM_API_KEY=0da8ed5bd"}};
constexpr LeakExample kAssemblyaiKey[] = {
    {"ENV ASSEMBLYAI_API_KEY dd4eb18fb7a3dd15f2d6ecfd133ffc1d\n", "dd4eb18fb7a3dd15f2d6ecfd133ffc1d"},
    {"assemblyai_api_key = \"dd4eb18fb7a3dd15f2d6ecfd133ffc1d\"\n", "dd4eb18fb7a3dd15f2d6ecfd133ffc1d"}};
constexpr LeakCounterexample kAssemblyaiKeyNot[] = {{"checksum: dd4eb18fb7a3dd15f2d6ecfd133ffc1d"}, {"ASSEMBLYAI_API_KEY=dd4eb18fb"}};
constexpr LeakExample kJinaKey[] = {
    {"export TOKEN=\"jina_"
     "c36d75041b0801080a513249aa9a5633YiLexPZFnWUYW1bYTZQfpenLDS31\"",
     "jina_"
     "c36d75041b0801080a513249aa9a5633YiLexPZFnWUYW1bYTZQfpenLDS31"}};
constexpr LeakCounterexample kJinaKeyNot[] = {{"jina_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                              {"jina_"
                                               "c36d75041b0801080a513249aa9a56"}};
constexpr LeakExample kFirecrawlKey[] = {
    {"const t = `fc-"
     "13c449a8948f2d3c4450fbe32bdb7364`;",
     "fc-"
     "13c449a8948f2d3c4450fbe32bdb7364"}};
constexpr LeakCounterexample kFirecrawlKeyNot[] = {{"fc-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"fc-"
                                                    "13c449a8948f2d3c"}};
constexpr LeakExample kApifyToken[] = {
    {"TOKEN=apify_api_"
     "CGL0tH1p1M8CiqqL7yOBYMcSi34xSYKsrzZk\n",
     "apify_api_"
     "CGL0tH1p1M8CiqqL7yOBYMcSi34xSYKsrzZk"}};
constexpr LeakCounterexample kApifyTokenNot[] = {{"apify_api_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"apify_api_"
                                                  "CGL0tH1p1M8CiqqL7y"}};
constexpr LeakExample kE2bKey[] = {
    {"\"token\": \"e2b_"
     "162c89f28ba735d893648ab630a8b418ae448e87\"",
     "e2b_"
     "162c89f28ba735d893648ab630a8b418ae448e87"}};
constexpr LeakCounterexample kE2bKeyNot[] = {{"e2b_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                             {"e2b_"
                                              "162c89f28ba735d89364"}};
constexpr LeakExample kRunpodKey[] = {
    {"token: 'rpa_"
     "PMRGRWYEIM4P4OMD7DI0HIKN7XTY3O78PV3CHSWT8augg2'\n",
     "rpa_"
     "PMRGRWYEIM4P4OMD7DI0HIKN7XTY3O78PV3CHSWT8augg2"}};
constexpr LeakCounterexample kRunpodKeyNot[] = {{"rpa_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"rpa_"
                                                 "PMRGRWYEIM4P4OMD7DI0HIK"}};
constexpr LeakExample kModalTokenSecret[] = {
    {"MODAL_TOKEN_SECRET=as-"
     "XcHiMrxj2LNUl2CZEFsMM4\n",
     "as-"
     "XcHiMrxj2LNUl2CZEFsMM4"}};
constexpr LeakCounterexample kModalTokenSecretNot[] = {{"as-ZlqegT3BXfVAE2EWQHq8Qp"}};
constexpr LeakExample kFalKey[] = {{"FAL_KEY=\"2753caf5-9770-4612-a2ac-325e8db57595:1c6608f2d045716500b4cea1d0edacf6\"",
                                    "2753caf5-9770-4612-a2ac-325e8db57595:1c6608f2d045716500b4cea1d0edacf6"}};
constexpr LeakCounterexample kFalKeyNot[] = {{"FAL_KEY=key_id:key_secret"}};
constexpr LeakExample kDifyKey[] = {
    {"DIFY_API_KEY=app-"
     "NEcqwHZbgTc8jnNDAnSusFEy\n",
     "app-"
     "NEcqwHZbgTc8jnNDAnSusFEy"}};
constexpr LeakCounterexample kDifyKeyNot[] = {{"DIFY_API_KEY=app-key"}};
constexpr LeakExample kRoboflowKey[] = {{"rf = Roboflow(api_key=\"Dh5R62lwquCQrgGTnKv6\")", "Dh5R62lwquCQrgGTnKv6"}};
constexpr LeakCounterexample kRoboflowKeyNot[] = {{"Roboflow(api_key=\"YOUR_API_KEY_GOES_HE\")"}};
constexpr LeakExample kClarifaiKey[] = {
    {"clarifai_pat_token = \"11829817bf96e456fa084f1e2bfcc898\"\n", "11829817bf96e456fa084f1e2bfcc898"},
    {"<add key=\"clarifaiPatToken\" value=\"11829817bf96e456fa084f1e2bfcc898\"/>", "11829817bf96e456fa084f1e2bfcc898"}};
constexpr LeakCounterexample kClarifaiKeyNot[] = {{"checksum: 11829817bf96e456fa084f1e2bfcc898"}, {"CLARIFAI_PAT_TOKEN=11829817b"}};
constexpr LeakExample kCometKey[] = {{"- name: COMET_API_KEY\n  value: YqapCFhZMyeHoKbCXR7N53gSu\n", "YqapCFhZMyeHoKbCXR7N53gSu"},
                                     {"{\\\"cometApiKey\\\":\\\"YqapCFhZMyeHoKbCXR7N53gSu\\\"}", "YqapCFhZMyeHoKbCXR7N53gSu"}};
constexpr LeakCounterexample kCometKeyNot[] = {{"checksum: YqapCFhZMyeHoKbCXR7N53gSu"}, {"COMET_API_KEY=YqapCFhZM"}};
constexpr LeakExample kNeptuneToken[] = {{"<neptune-api-token>eyJhcGlf"
                                          "YWRkcmVzcyI6Imh0dHBzOi8vYXBwLm5lcHR1bmUuYWkiLCJhcGlfdXJsIjoiaHR0cHM6Ly9hcHAubmVwdHVuZS5haSIsImFw"
                                          "aV9rZXkiOiIyOGI3OGExMy0yOWVmLTRhOGItYTk0OS0wYzk5MmY4YTVhODgifQ</neptune-api-token>",
                                          "eyJhcGlf"
                                          "YWRkcmVzcyI6Imh0dHBzOi8vYXBwLm5lcHR1bmUuYWkiLCJhcGlfdXJsIjoiaHR0cHM6Ly9hcHAubmVwdHVuZS5haSIsImFw"
                                          "aV9rZXkiOiIyOGI3OGExMy0yOWVmLTRhOGItYTk0OS0wYzk5MmY4YTVhODgifQ"},
                                         {"config.set(\"neptune_api_token\", \"eyJhcGlf"
                                          "YWRkcmVzcyI6Imh0dHBzOi8vYXBwLm5lcHR1bmUuYWkiLCJhcGlfdXJsIjoiaHR0cHM6Ly9hcHAubmVwdHVuZS5haSIsImFw"
                                          "aV9rZXkiOiIyOGI3OGExMy0yOWVmLTRhOGItYTk0OS0wYzk5MmY4YTVhODgifQ\")",
                                          "eyJhcGlf"
                                          "YWRkcmVzcyI6Imh0dHBzOi8vYXBwLm5lcHR1bmUuYWkiLCJhcGlfdXJsIjoiaHR0cHM6Ly9hcHAubmVwdHVuZS5haSIsImFw"
                                          "aV9rZXkiOiIyOGI3OGExMy0yOWVmLTRhOGItYTk0OS0wYzk5MmY4YTVhODgifQ"}};
constexpr LeakCounterexample kNeptuneTokenNot[] = {{"checksum: "
                                                    "eyJhcGlfYWRkcmVzcyI6Imh0dHBzOi8vYXBwLm5lcHR1bmUuYWkiLCJhcGlfdXJsIjoiaHR0cHM6Ly9hcHAubm"
                                                    "VwdHVuZS5haSIsImFwaV9rZXkiOiIyOGI3OGExMy0yOWVmLTRhOGItYTk0OS0wYzk5MmY4YTVhODgifQ"},
                                                   {"NEPTUNE_API_TOKEN=eyJhcGlfY"}};
constexpr LeakExample kKaggleKey[] = {
    {"{\"username\":\"jo\",\"key\":\"19a976a7e9c81d22b83826797ae4d3b9\"}", "19a976a7e9c81d22b83826797ae4d3b9"}};
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
     .pattern = R"(\bpa-[\w-]{43}\b)",
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
     .pattern = R"(\bjina_[0-9a-f]{32}[0-9A-Za-z_-]{28}\b)",
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
     .pattern = R"(\bas-[0-9A-Za-z]{22}\b)",
     .confirm = modal,
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

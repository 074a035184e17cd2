// SPDX-License-Identifier: Apache-2.0
//
// Keys of services that run workflows and keep data: Prefect, Dagster, dbt, Airbyte, Fivetran, Retool, n8n, Temporal, Trigger.dev,
// Inngest, Convex, Xata, Turso, Redis of Upstash are elsewhere; RapidAPI, Nylas, Merge, Sendbird, Stream.
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kPrefectKey[] = {{"\"token\": \"pnu_"
                                        "cU1SFAKdcSTfcx9syd8ulsL6bc4UIJnMSRrt\"",
                                        "pnu_"
                                        "cU1SFAKdcSTfcx9syd8ulsL6bc4UIJnMSRrt"},
                                       {"token: 'pnb_"
                                        "wbrbugGLXvcaBviWqErya3K2wqxlhqmbnDKV'\n",
                                        "pnb_"
                                        "wbrbugGLXvcaBviWqErya3K2wqxlhqmbnDKV"}};
constexpr LeakCounterexample kPrefectKeyNot[] = {{"pnu_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"pnu_"
                                                  "cU1SFAKdcSTfcx9syd"}};
constexpr LeakExample kDagsterToken[] = {
    {"DAGSTER_CLOUD_API_TOKEN=user:acme:9d1c0ad2a4473ce985c19879c3966df6\n", "user:acme:9d1c0ad2a4473ce985c19879c3966df6"}};
constexpr LeakCounterexample kDagsterTokenNot[] = {{"user:acme:9c76124a700cb9b7fdb8419d926176a"}};
constexpr LeakExample kDbtToken[] = {{"curl -H \"Authorization: Bearer dbtc_"
                                      "VU2Qb4CNMDJ9dEf4mHeVDxajy6HJZeOXR5BO9paaepT6Lv\" x",
                                      "dbtc_"
                                      "VU2Qb4CNMDJ9dEf4mHeVDxajy6HJZeOXR5BO9paaepT6Lv"},
                                     {"ENV API_TOKEN dbtu_"
                                      "ZYpwmoWwgsHYVI3MzCcEjIWKnBnnVyDz9KnhMh3O\n",
                                      "dbtu_"
                                      "ZYpwmoWwgsHYVI3MzCcEjIWKnBnnVyDz9KnhMh3O"}};
constexpr LeakCounterexample kDbtTokenNot[] = {{"dbtc_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                               {"dbtc_"
                                                "VU2Qb4CNMDJ9dEf4mHeVDxa"}};
constexpr LeakExample kRetoolToken[] = {
    {"{\\\"token\\\":\\\"retool_"
     "cgcie0ue1mq2vy0eh78jwnewl0\\\"}",
     "retool_"
     "cgcie0ue1mq2vy0eh78jwnewl0"}};
constexpr LeakCounterexample kRetoolTokenNot[] = {{"retool_xxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"retool_"
                                                   "cgcie0ue1mq2v"}};
constexpr LeakExample kTriggerDevKey[] = {
    {"<token>tr_prod_"
     "PfM7RoNRnEwc3S8UMzLK</token>",
     "tr_prod_"
     "PfM7RoNRnEwc3S8UMzLK"}};
constexpr LeakCounterexample kTriggerDevKeyNot[] = {{"tr_prod_xxxxxxxxxxxxxxxxxxxx"},
                                                    {"tr_prod_"
                                                     "PfM7RoNRnE"}};
constexpr LeakExample kInngestSigningKey[] = {
    {"x --token=signkey-prod-"
     "23055065c93f87339b3e344d27ac9b523d49039a5ac4c81050ab44d23a1c131e y",
     "signkey-prod-"
     "23055065c93f87339b3e344d27ac9b523d49039a5ac4c81050ab44d23a1c131e"}};
constexpr LeakCounterexample kInngestSigningKeyNot[] = {
    {"signkey-prod-"
     "89045bc01ef2e88a0646"}};
constexpr LeakExample kConvexDeployKey[] = {
    {"CONVEX_DEPLOY_KEY=prod:happy-otter-123|ey"
     "J2MiI6ImExNGY3MDI2OTU4Y2FiNTAyNDZkNmZmN2VlN2RkMGM0MjYwNjI5ZTE1OWFlOGJjNDk4NjQ4OThkIn0\n",
     "ey"
     "J2MiI6ImExNGY3MDI2OTU4Y2FiNTAyNDZkNmZmN2VlN2RkMGM0MjYwNjI5ZTE1OWFlOGJjNDk4NjQ4OThkIn0"}};
constexpr LeakCounterexample kConvexDeployKeyNot[] = {{"prod:happy-otter-123|KEY"}};
constexpr LeakExample kXataKey[] = {
    {"export TOKEN=\"xau_"
     "oO8rXvHfQrHspqnFO7BlXj7YbHsUiquJiCcu\"",
     "xau_"
     "oO8rXvHfQrHspqnFO7BlXj7YbHsUiquJiCcu"}};
constexpr LeakCounterexample kXataKeyNot[] = {{"xau_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                              {"xau_"
                                               "oO8rXvHfQrHspqnFO7"}};
constexpr LeakExample kRapidapiKey[] = {
    {"const t = `815e530373msh72690ede75fe3d6p1b7465jsn19b8eea5bace`;", "815e530373msh72690ede75fe3d6p1b7465jsn19b8eea5bace"}};
constexpr LeakCounterexample kRapidapiKeyNot[] = {{"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}, {"815e530373msh72690ede75fe"}};
constexpr LeakExample kNylasKey[] = {
    {"TOKEN=nyk_v0_"
     "fnda9czcQkhS7cOxsRKlPL0RJA1BquR4dgUBs0TWE5XVwYJ8tK4ozNOLbyyYM9ZK\n",
     "nyk_v0_"
     "fnda9czcQkhS7cOxsRKlPL0RJA1BquR4dgUBs0TWE5XVwYJ8tK4ozNOLbyyYM9ZK"}};
constexpr LeakCounterexample kNylasKeyNot[] = {{"nyk_v0_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                               {"nyk_v0_"
                                                "fnda9czcQkhS7cOxsRKlPL0RJA1BquR4"}};
constexpr LeakExample kSendbirdToken[] = {
    {"\"sendbirdApiToken\": \"a4b1ffbc8dd4599fa5bbe03e5340813bf0230e69\",", "a4b1ffbc8dd4599fa5bbe03e5340813bf0230e69"},
    {"const sendbirdApiToken string = \"a4b1ffbc8dd4599fa5bbe03e5340813bf0230e69\"\n", "a4b1ffbc8dd4599fa5bbe03e5340813bf0230e69"}};
constexpr LeakCounterexample kSendbirdTokenNot[] = {{"checksum: a4b1ffbc8dd4599fa5bbe03e5340813bf0230e69"},
                                                    {"SENDBIRD_API_TOKEN=a4b1ffbc8"}};
constexpr LeakExample kStreamSecret[] = {
    {"getstream_api_secret = \"fqdimqgpihp9h3hjuyy7ju1dkoso132i39ufaiu89l2yp926u7pu748f3egnjy5m\"\n",
     "fqdimqgpihp9h3hjuyy7ju1dkoso132i39ufaiu89l2yp926u7pu748f3egnjy5m"},
    {"<add key=\"getstreamApiSecret\" value=\"fqdimqgpihp9h3hjuyy7ju1dkoso132i39ufaiu89l2yp926u7pu748f3egnjy5m\"/>",
     "fqdimqgpihp9h3hjuyy7ju1dkoso132i39ufaiu89l2yp926u7pu748f3egnjy5m"}};
constexpr LeakCounterexample kStreamSecretNot[] = {{"checksum: fqdimqgpihp9h3hjuyy7ju1dkoso132i39ufaiu89l2yp926u7pu748f3egnjy5m"},
                                                   {"GETSTREAM_API_SECRET=fqdimqgpi"}};
constexpr LeakExample kAirbyteSecret[] = {
    {"- name: AIRBYTE_CLIENT_SECRET\n  value: 0c18VRhUXfSWZ4qDKDRTunEi1EQJfNsp\n", "0c18VRhUXfSWZ4qDKDRTunEi1EQJfNsp"},
    {"{\\\"airbyteClientSecret\\\":\\\"0c18VRhUXfSWZ4qDKDRTunEi1EQJfNsp\\\"}", "0c18VRhUXfSWZ4qDKDRTunEi1EQJfNsp"}};
constexpr LeakCounterexample kAirbyteSecretNot[] = {{"checksum: 0c18VRhUXfSWZ4qDKDRTunEi1EQJfNsp"}, {"AIRBYTE_CLIENT_SECRET=0c18VRhUX"}};
constexpr LeakExample kFivetranSecret[] = {
    {"<fivetran-api-secret>OwbgnI3rsQL2vGp8KKcStyjWMqmf9KBPli1TOW1D</fivetran-api-secret>", "OwbgnI3rsQL2vGp8KKcStyjWMqmf9KBPli1TOW1D"},
    {"config.set(\"fivetran_api_secret\", \"OwbgnI3rsQL2vGp8KKcStyjWMqmf9KBPli1TOW1D\")", "OwbgnI3rsQL2vGp8KKcStyjWMqmf9KBPli1TOW1D"}};
constexpr LeakCounterexample kFivetranSecretNot[] = {{"checksum: OwbgnI3rsQL2vGp8KKcStyjWMqmf9KBPli1TOW1D"},
                                                     {"FIVETRAN_API_SECRET=OwbgnI3rs"}};
constexpr LeakExample kN8nKey[] = {
    {"const t = `n8n_api_"
     "700fb2b3eb461c102d3e80225cc671f81bbf1e03c57f347705bace47a20e619909d93c672d436e6c`;",
     "n8n_api_"
     "700fb2b3eb461c102d3e80225cc671f81bbf1e03c57f347705bace47a20e619909d93c672d436e6c"}};
constexpr LeakCounterexample kN8nKeyNot[] = {{"n8n_api_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                             {"n8n_api_"
                                              "700fb2b3eb461c102d3e80225cc671f81bbf1e03"}};
constexpr LeakExample kBrowserstackKey[] = {
    {"<add key=\"browserstackAccessKey\" value=\"BaNuqeVQiFVcfPKFeMUE\"/>", "BaNuqeVQiFVcfPKFeMUE"},
    {"browserstack:\n  access_key: 8fd4a126-c4ad-4e83-8e93-d9bdbf64af5d\n", "8fd4a126-c4ad-4e83-8e93-d9bdbf64af5d"}};
constexpr LeakCounterexample kBrowserstackKeyNot[] = {{"checksum: BaNuqeVQiFVcfPKFeMUE"}, {"BROWSERSTACK_ACCESS_KEY=BaNuqeVQi"}};

constexpr LeakKind kKinds[] = {
    {.id = "prefect-key",
     .title = "Prefect Cloud API key",
     .pattern = R"(\bpn[ub]_[0-9A-Za-z]{36}\b)",
     .repair = "delete it at https://app.prefect.cloud/my/api-keys",
     .matches = kPrefectKey,
     .matches_not = kPrefectKeyNot},
    {.id = "dagster-token",
     .title = "Dagster+ token",
     .pattern = R"((?i:dagster)[\w\s.:"\'=(,{}-]{0,24}["\'`\s=:(,>]((?:user|agent):[0-9A-Za-z_-]{1,40}:[0-9a-f]{32})\b)",
     .repair = "revoke it under Organization settings > Tokens",
     .matches = kDagsterToken,
     .matches_not = kDagsterTokenNot},
    {.id = "dbt-token",
     .title = "dbt Cloud token",
     .pattern = R"(\b(dbt[cu]_[0-9A-Za-z_-]{36,60})(?:[^\w-]|$))",
     .confirm = likely_if_random,
     .repair = "delete it in the profile or under Service tokens",
     .matches = kDbtToken,
     .matches_not = kDbtTokenNot},
    {.id = "retool-token",
     .title = "Retool API token",
     .pattern = R"(\bretool_[0-9A-Za-z]{26,40}\b)",
     .confirm = likely_if_random,
     .repair = "revoke it under Settings > API",
     .matches = kRetoolToken,
     .matches_not = kRetoolTokenNot},
    {.id = "trigger-dev-key",
     .title = "Trigger.dev secret key",
     .pattern = R"(\btr_(?:prod|dev|stg|preview)_[0-9A-Za-z]{20,24}\b)",
     .repair = "regenerate it on the API keys page of the project",
     .matches = kTriggerDevKey,
     .matches_not = kTriggerDevKeyNot},
    {.id = "inngest-signing-key",
     .title = "Inngest signing key",
     .pattern = R"(\bsignkey-[a-z]{3,12}-[0-9a-f]{32,64}\b)",
     .repair = "rotate it at https://app.inngest.com/env/production/manage/signing-key",
     .matches = kInngestSigningKey,
     .matches_not = kInngestSigningKeyNot},
    {.id = "convex-deploy-key",
     .title = "Convex deploy key",
     .pattern = R"(\b(?:prod|preview|dev):[a-z]{3,12}-[a-z]{3,12}-[0-9]{3}\|(ey[0-9A-Za-z+/]{60,120}={0,2}))",
     .repair = "delete it in the settings of the deployment",
     .matches = kConvexDeployKey,
     .matches_not = kConvexDeployKeyNot},
    {.id = "xata-key",
     .title = "Xata API key",
     .pattern = R"(\bxau_[0-9A-Za-z]{32,40}\b)",
     .confirm = likely_if_random,
     .repair = "delete it at https://app.xata.io/settings",
     .matches = kXataKey,
     .matches_not = kXataKeyNot},
    {.id = "rapidapi-key",
     .title = "RapidAPI key",
     .pattern = R"(\b[0-9a-f]{10}msh[0-9a-f]{15}p1[0-9a-f]{5}jsn[0-9a-f]{12}\b)",
     .repair = "rotate it at https://rapidapi.com/developer/security",
     .matches = kRapidapiKey,
     .matches_not = kRapidapiKeyNot},
    {.id = "nylas-key",
     .title = "Nylas API key",
     .pattern = R"(\bnyk_v0_[0-9A-Za-z]{64}\b)",
     .repair = "delete it at https://dashboard-v3.nylas.com",
     .matches = kNylasKey,
     .matches_not = kNylasKeyNot},
    {.id = "sendbird-token",
     .title = "Sendbird API token",
     .pattern = kNamed<"sendbird", "[0-9a-f]{40}">,
     .min_entropy = 3.0,
     .repair = "revoke it in the settings of the application",
     .matches = kSendbirdToken,
     .matches_not = kSendbirdTokenNot},
    {.id = "stream-secret",
     .title = "Stream (getstream.io) secret",
     .pattern = kNamed<"get_?stream|stream_api", "[0-9a-z]{64}", "secret">,
     .confirm = likely_if_random,
     .repair = "rotate it on the dashboard of the app",
     .matches = kStreamSecret,
     .matches_not = kStreamSecretNot},
    {.id = "airbyte-secret",
     .title = "Airbyte client secret",
     .pattern = kNamed<"airbyte", "[0-9A-Za-z]{32}", "secret">,
     .confirm = likely_if_random,
     .repair = "delete the application in the settings of the user",
     .matches = kAirbyteSecret,
     .matches_not = kAirbyteSecretNot},
    {.id = "fivetran-secret",
     .title = "Fivetran API secret",
     .pattern = kNamed<"fivetran", "[0-9A-Za-z]{40}", "secret">,
     .confirm = likely_if_random,
     .repair = "generate a new one at https://fivetran.com/account/settings",
     .matches = kFivetranSecret,
     .matches_not = kFivetranSecretNot},
    {.id = "n8n-key",
     .title = "n8n API key",
     .pattern = R"(\bn8n_api_[0-9a-f]{60,100}\b)",
     .repair = "delete it under Settings > n8n API",
     .matches = kN8nKey,
     .matches_not = kN8nKeyNot},
    {.id = "browserstack-key",
     .title = "BrowserStack, Sauce Labs or LambdaTest access key",
     .pattern = kNamed<"browserstack|sauce_?labs|sauce_|lambdatest|lt_access",
                       "(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9A-Za-z]{50}|[0-9A-Za-z]{20})", "key">,
     .confirm = likely_if_random,
     .repair = "reset it on the page of the account",
     .matches = kBrowserstackKey,
     .matches_not = kBrowserstackKeyNot},
};

}  // namespace

extern constinit const Detector workflows_and_data;
constinit const Detector workflows_and_data = {
    .name = "workflows_and_data", .summary = "keys of workflow engines and data services", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

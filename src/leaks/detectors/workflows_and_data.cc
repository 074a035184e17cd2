// SPDX-License-Identifier: Apache-2.0
//
// Keys of services that run workflows and keep data: Prefect, Dagster, dbt, Airbyte, Fivetran, Retool, n8n, Temporal, Trigger.dev,
// Inngest, Convex, Xata, Turso, Redis of Upstash are elsewhere; RapidAPI, Nylas, Merge, Sendbird, Stream.
#include "base/text.h"
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion dagster(const Candidate& candidate) { return base::lower(candidate.near).contains("dagster") ? Opinion::kLikely : Opinion::kNo; }

constexpr LeakExample kPrefectKey[] = {{"export TOKEN=\"pnu_"
                                        "k78RF64Qm83kgxezvEQkYnnHpsONrKYH1ZTl\"",
                                        "pnu_"
                                        "k78RF64Qm83kgxezvEQkYnnHpsONrKYH1ZTl"},
                                       {"const t = `pnb_"
                                        "r7tdianKWM4nYyuGsJKSCnnxfHkK4MZneHEU`;",
                                        "pnb_"
                                        "r7tdianKWM4nYyuGsJKSCnnxfHkK4MZneHEU"}};
constexpr LeakCounterexample kPrefectKeyNot[] = {{"pnu_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"pnu_"
                                                  "k78RF64Qm83kgxezvE"}};
constexpr LeakExample kDagsterToken[] = {
    {"DAGSTER_CLOUD_API_TOKEN=user:acme:eae5008c579beab05f26398db1e3e9cf\n", "eae5008c579beab05f26398db1e3e9cf"}};
constexpr LeakCounterexample kDagsterTokenNot[] = {{"user:acme:ed0531139e9463403f2e03edc9d9fcc"}};
constexpr LeakExample kDbtToken[] = {{"TOKEN=dbtc_"
                                      "ZEoipgscm3iFE9gHpibShaDd423unZEmG3QPteCrLhwxrm\n",
                                      "dbtc_"
                                      "ZEoipgscm3iFE9gHpibShaDd423unZEmG3QPteCrLhwxrm"},
                                     {"\"token\": \"dbtu_"
                                      "bNvToLcMlYW5eHHoLNZkfjbDp7lj7GADRzf6I4Ny\"",
                                      "dbtu_"
                                      "bNvToLcMlYW5eHHoLNZkfjbDp7lj7GADRzf6I4Ny"}};
constexpr LeakCounterexample kDbtTokenNot[] = {{"dbtc_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                               {"dbtc_"
                                                "ZEoipgscm3iFE9gHpibShaD"}};
constexpr LeakExample kRetoolToken[] = {
    {"token: 'retool_"
     "p6nx86ksdp6yydpzrydnfoeeh3'\n",
     "retool_"
     "p6nx86ksdp6yydpzrydnfoeeh3"}};
constexpr LeakCounterexample kRetoolTokenNot[] = {{"retool_xxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"retool_"
                                                   "p6nx86ksdp6yy"}};
constexpr LeakExample kTriggerDevKey[] = {
    {"curl -H \"Authorization: Bearer tr_prod_"
     "Z2RgEOG6siUxrYqf37Vc\" x",
     "tr_prod_"
     "Z2RgEOG6siUxrYqf37Vc"}};
constexpr LeakCounterexample kTriggerDevKeyNot[] = {{"tr_prod_xxxxxxxxxxxxxxxxxxxx"},
                                                    {"tr_prod_"
                                                     "Z2RgEOG6si"}};
constexpr LeakExample kInngestSigningKey[] = {
    {"ENV API_TOKEN signkey-prod-"
     "7da168d870d8e438659225d71399ade447b210f5bc238d6bf8f8dc905e081f97\n",
     "signkey-prod-"
     "7da168d870d8e438659225d71399ade447b210f5bc238d6bf8f8dc905e081f97"}};
constexpr LeakCounterexample kInngestSigningKeyNot[] = {
    {"signkey-prod-"
     "852c57e9dabe058426df"}};
constexpr LeakExample kConvexDeployKey[] = {
    {"CONVEX_DEPLOY_KEY=prod:happy-otter-123|ey"
     "J2MiI6ImEzNTFkZjU5NTA0MTI2Zjc2NWM4MmY5MjE2MmUxYzkxYjdjOWNkOTg3ZTFhYTBlZTBmYTk4NmQ0In0\n",
     "ey"
     "J2MiI6ImEzNTFkZjU5NTA0MTI2Zjc2NWM4MmY5MjE2MmUxYzkxYjdjOWNkOTg3ZTFhYTBlZTBmYTk4NmQ0In0"}};
constexpr LeakCounterexample kConvexDeployKeyNot[] = {{"prod:happy-otter-123|KEY"}};
constexpr LeakExample kXataKey[] = {
    {"{\\\"token\\\":\\\"xau_"
     "n1OrLoVrjSJRRsuKSRlpb82iM12h3JYWXRzK\\\"}",
     "xau_"
     "n1OrLoVrjSJRRsuKSRlpb82iM12h3JYWXRzK"}};
constexpr LeakCounterexample kXataKeyNot[] = {{"xau_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                              {"xau_"
                                               "n1OrLoVrjSJRRsuKSR"}};
constexpr LeakExample kRapidapiKey[] = {
    {"<token>fed7ec4207msh6c5fc03ae4c8d0ep18875bjsnd33c9deca7a7</token>", "fed7ec4207msh6c5fc03ae4c8d0ep18875bjsnd33c9deca7a7"}};
constexpr LeakCounterexample kRapidapiKeyNot[] = {{"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}, {"fed7ec4207msh6c5fc03ae4c8"}};
constexpr LeakExample kNylasKey[] = {
    {"x --token=nyk_v0_"
     "lFJhlKWInhS2oRa5virDv10717A4wMqeG9uhmK13vG9sGF0zt5BMIoWumrth4aCQ y",
     "nyk_v0_"
     "lFJhlKWInhS2oRa5virDv10717A4wMqeG9uhmK13vG9sGF0zt5BMIoWumrth4aCQ"}};
constexpr LeakCounterexample kNylasKeyNot[] = {{"nyk_v0_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                               {"nyk_v0_"
                                                "lFJhlKWInhS2oRa5virDv10717A4wMqe"}};
constexpr LeakExample kSendbirdToken[] = {
    {"const sendbirdApiToken string = \"faaca827c2744366b37735a11b8e4f1de185f151\"\n", "faaca827c2744366b37735a11b8e4f1de185f151"},
    {"SENDBIRD_API_TOKEN=faaca827c2744366b37735a11b8e4f1de185f151\n", "faaca827c2744366b37735a11b8e4f1de185f151"}};
constexpr LeakCounterexample kSendbirdTokenNot[] = {{"checksum: faaca827c2744366b37735a11b8e4f1de185f151"},
                                                    {"SENDBIRD_API_TOKEN=faaca827c"}};
constexpr LeakExample kStreamSecret[] = {
    {"<add key=\"getstreamApiSecret\" value=\"xov5ow94q0v3mzra7ww8yurhedstuldw614d5ue82lbmqhqiy1lg6iqjud17zimh\"/>",
     "xov5ow94q0v3mzra7ww8yurhedstuldw614d5ue82lbmqhqiy1lg6iqjud17zimh"},
    {"getstream:\n  api_secret: xov5ow94q0v3mzra7ww8yurhedstuldw614d5ue82lbmqhqiy1lg6iqjud17zimh\n",
     "xov5ow94q0v3mzra7ww8yurhedstuldw614d5ue82lbmqhqiy1lg6iqjud17zimh"}};
constexpr LeakCounterexample kStreamSecretNot[] = {{"checksum: xov5ow94q0v3mzra7ww8yurhedstuldw614d5ue82lbmqhqiy1lg6iqjud17zimh"},
                                                   {"GETSTREAM_API_SECRET=xov5ow94q"}};
constexpr LeakExample kAirbyteSecret[] = {
    {"{\\\"airbyteClientSecret\\\":\\\"Qy1GZroyAPfS15BkZjM16Z1BhI9osJbF\\\"}", "Qy1GZroyAPfS15BkZjM16Z1BhI9osJbF"},
    {"os.environ['AIRBYTE_CLIENT_SECRET'] = 'Qy1GZroyAPfS15BkZjM16Z1BhI9osJbF'", "Qy1GZroyAPfS15BkZjM16Z1BhI9osJbF"}};
constexpr LeakCounterexample kAirbyteSecretNot[] = {{"checksum: Qy1GZroyAPfS15BkZjM16Z1BhI9osJbF"}, {"AIRBYTE_CLIENT_SECRET=Qy1GZroyA"}};
constexpr LeakExample kFivetranSecret[] = {
    {"config.set(\"fivetran_api_secret\", \"azLo71y7xlAsLEOiZDNnznRgN1OGIBf96AMw9I7l\")", "azLo71y7xlAsLEOiZDNnznRgN1OGIBf96AMw9I7l"},
    {"run --fivetran-api-secret azLo71y7xlAsLEOiZDNnznRgN1OGIBf96AMw9I7l x", "azLo71y7xlAsLEOiZDNnznRgN1OGIBf96AMw9I7l"}};
constexpr LeakCounterexample kFivetranSecretNot[] = {{"checksum: azLo71y7xlAsLEOiZDNnznRgN1OGIBf96AMw9I7l"},
                                                     {"FIVETRAN_API_SECRET=azLo71y7x"}};
constexpr LeakExample kN8nKey[] = {
    {"<token>n8n_api_"
     "7cecb2e4985ce5e1dd2d21c48b77737532e65e326d432c1be37c463e89aa071bfc1a64e99606222d</token>",
     "n8n_api_"
     "7cecb2e4985ce5e1dd2d21c48b77737532e65e326d432c1be37c463e89aa071bfc1a64e99606222d"}};
constexpr LeakCounterexample kN8nKeyNot[] = {{"n8n_api_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                             {"n8n_api_"
                                              "7cecb2e4985ce5e1dd2d21c48b77737532e65e32"}};
constexpr LeakExample kBrowserstackKey[] = {
    {"browserstack:\n  access_key: 8KfKfQ0hx0QH2Rt0w2pk\n", "8KfKfQ0hx0QH2Rt0w2pk"},
    {"browserstack.access.key=18d5acf6-ed33-40e2-a0d6-9612cbf967ad\n", "18d5acf6-ed33-40e2-a0d6-9612cbf967ad"}};
constexpr LeakCounterexample kBrowserstackKeyNot[] = {{"checksum: 8KfKfQ0hx0QH2Rt0w2pk"}, {"BROWSERSTACK_ACCESS_KEY=8KfKfQ0hx"}};

constexpr LeakKind kKinds[] = {
    {.id = "prefect-key",
     .title = "Prefect Cloud API key",
     .pattern = R"(\bpn[ub]_[0-9A-Za-z]{36}\b)",
     .repair = "delete it at https://app.prefect.cloud/my/api-keys",
     .matches = kPrefectKey,
     .matches_not = kPrefectKeyNot},
    {.id = "dagster-token",
     .title = "Dagster+ token",
     .pattern = R"(\b(?:user|agent):[\w-]{1,40}:([0-9a-f]{32})\b)",
     .confirm = dagster,
     .repair = "revoke it under Organization settings > Tokens",
     .matches = kDagsterToken,
     .matches_not = kDagsterTokenNot},
    {.id = "dbt-token",
     .title = "dbt Cloud token",
     .pattern = R"(\bdbt[cu]_[0-9A-Za-z_-]{36,60}\b)",
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

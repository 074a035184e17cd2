// SPDX-License-Identifier: Apache-2.0
//
// Keys of services that collect errors, page people and watch uptime: PagerDuty, Opsgenie, Rollbar, Bugsnag, Airbrake, Honeybadger,
// Raygun, Checkly, UptimeRobot, Pingdom, Statuspage, Cronitor, incident.io, Rootly.
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kPagerdutyKey[] = {{"<add key=\"pagerdutyApiKey\" value=\"abQYQlVbiMfYC9CHd9sU\"/>", "abQYQlVbiMfYC9CHd9sU"},
                                         {"pagerduty:\n  api_key: u+kG4nN3te4cqXHm8NcM\n", "u+kG4nN3te4cqXHm8NcM"}};
constexpr LeakCounterexample kPagerdutyKeyNot[] = {{"checksum: abQYQlVbiMfYC9CHd9sU"}, {"PAGERDUTY_API_KEY=abQYQlVbi"}};
constexpr LeakExample kPagerdutyRoutingKey[] = {
    {"{\\\"pagerdutyRoutingKey\\\":\\\"865576bdf02539df77c63f5195bc4d2c\\\"}", "865576bdf02539df77c63f5195bc4d2c"},
    {"os.environ['PAGERDUTY_ROUTING_KEY'] = '865576bdf02539df77c63f5195bc4d2c'", "865576bdf02539df77c63f5195bc4d2c"}};
constexpr LeakCounterexample kPagerdutyRoutingKeyNot[] = {{"checksum: 865576bdf02539df77c63f5195bc4d2c"},
                                                          {"PAGERDUTY_ROUTING_KEY=865576bdf"}};
constexpr LeakExample kOpsgenieKey[] = {
    {"config.set(\"opsgenie_api_key\", \"a9214403-16be-4541-84aa-24d13604c6a2\")", "a9214403-16be-4541-84aa-24d13604c6a2"},
    {"run --opsgenie-api-key a9214403-16be-4541-84aa-24d13604c6a2 x", "a9214403-16be-4541-84aa-24d13604c6a2"}};
constexpr LeakCounterexample kOpsgenieKeyNot[] = {{"checksum: a9214403-16be-4541-84aa-24d13604c6a2"}, {"OPSGENIE_API_KEY=a9214403-"}};
constexpr LeakExample kOpsgenieHeader[] = {
    {"Authorization: GenieKey 17933193-fccb-40a2-94f8-8cc68fc4ec63\n", "17933193-fccb-40a2-94f8-8cc68fc4ec63"}};
constexpr LeakCounterexample kOpsgenieHeaderNot[] = {{"Authorization: GenieKey KEY"}};
constexpr LeakExample kRollbarToken[] = {
    {"\"rollbarAccessToken\": \"c656638cfe09d60b4878999a76c6dceb\",", "c656638cfe09d60b4878999a76c6dceb"},
    {"const rollbarAccessToken string = \"c656638cfe09d60b4878999a76c6dceb\"\n", "c656638cfe09d60b4878999a76c6dceb"}};
constexpr LeakCounterexample kRollbarTokenNot[] = {{"checksum: c656638cfe09d60b4878999a76c6dceb"}, {"ROLLBAR_ACCESS_TOKEN=c656638cf"}};
constexpr LeakExample kBugsnagKey[] = {
    {"bugsnag_api_key = \"a0bdb3827b21639af3732ecfcf7454aa\"\n", "a0bdb3827b21639af3732ecfcf7454aa"},
    {"<add key=\"bugsnagApiKey\" value=\"a0bdb3827b21639af3732ecfcf7454aa\"/>", "a0bdb3827b21639af3732ecfcf7454aa"}};
constexpr LeakCounterexample kBugsnagKeyNot[] = {{"checksum: a0bdb3827b21639af3732ecfcf7454aa"}, {"BUGSNAG_API_KEY=a0bdb3827"}};
constexpr LeakExample kAirbrakeKey[] = {
    {"- name: AIRBRAKE_PROJECT_KEY\n  value: 054eed7452c06af565a8ed2491590266\n", "054eed7452c06af565a8ed2491590266"},
    {"{\\\"airbrakeProjectKey\\\":\\\"054eed7452c06af565a8ed2491590266\\\"}", "054eed7452c06af565a8ed2491590266"}};
constexpr LeakCounterexample kAirbrakeKeyNot[] = {{"checksum: 054eed7452c06af565a8ed2491590266"}, {"AIRBRAKE_PROJECT_KEY=054eed745"}};
constexpr LeakExample kHoneybadgerKey[] = {
    {"x --token=hbp_"
     "I10XvG923mKLyTT5VsWGfE3GlTDPG4FTJsrn y",
     "hbp_"
     "I10XvG923mKLyTT5VsWGfE3GlTDPG4FTJsrn"}};
constexpr LeakCounterexample kHoneybadgerKeyNot[] = {{"hbp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                     {"hbp_"
                                                      "I10XvG923mKLyTT5Vs"}};
constexpr LeakExample kRaygunKey[] = {{"const raygunApiKey string = \"qTDDcH7RrfnUQxzBt7KId9\"\n", "qTDDcH7RrfnUQxzBt7KId9"},
                                      {"RAYGUN_API_KEY=qTDDcH7RrfnUQxzBt7KId9\n", "qTDDcH7RrfnUQxzBt7KId9"}};
constexpr LeakCounterexample kRaygunKeyNot[] = {{"checksum: qTDDcH7RrfnUQxzBt7KId9"}, {"RAYGUN_API_KEY=qTDDcH7Rr"}};
constexpr LeakExample kChecklyKey[] = {
    {"TOKEN=cu_"
     "528fcae8312fbdd0ff23d6ea0d0ef7ef\n",
     "cu_"
     "528fcae8312fbdd0ff23d6ea0d0ef7ef"}};
constexpr LeakCounterexample kChecklyKeyNot[] = {{"cu_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"cu_"
                                                  "528fcae8312fbdd0"}};
constexpr LeakExample kUptimerobotKey[] = {
    {"UPTIMEROBOT_API_KEY=u8218150"
     "-3af2a37681754e0818f1e086\n",
     "u8218150"
     "-3af2a37681754e0818f1e086"}};
constexpr LeakCounterexample kUptimerobotKeyNot[] = {{"file u7654321-a97c84303194c86f575a608a"}};
constexpr LeakExample kPingdomToken[] = {
    {"ENV PINGDOM_API_TOKEN HDOGHp4oBHzcec5haxpKSCTWrrMDiFZENCqsSCeFWZc4ewWw0UoDsLWmqFe8VD6Cmt7HNlxSAuIv72H4s1aK4r\n",
     "HDOGHp4oBHzcec5haxpKSCTWrrMDiFZENCqsSCeFWZc4ewWw0UoDsLWmqFe8VD6Cmt7HNlxSAuIv72H4s1aK4r"},
    {"pingdom_api_token = \"HDOGHp4oBHzcec5haxpKSCTWrrMDiFZENCqsSCeFWZc4ewWw0UoDsLWmqFe8VD6Cmt7HNlxSAuIv72H4s1aK4r\"\n",
     "HDOGHp4oBHzcec5haxpKSCTWrrMDiFZENCqsSCeFWZc4ewWw0UoDsLWmqFe8VD6Cmt7HNlxSAuIv72H4s1aK4r"}};
constexpr LeakCounterexample kPingdomTokenNot[] = {
    {"checksum: HDOGHp4oBHzcec5haxpKSCTWrrMDiFZENCqsSCeFWZc4ewWw0UoDsLWmqFe8VD6Cmt7HNlxSAuIv72H4s1aK4r"}, {"PINGDOM_API_TOKEN=HDOGHp4oB"}};
constexpr LeakExample kStatuspageKey[] = {
    {"\"statuspage_api_key\" => \"c528ca3c-13f4-4d63-b09a-fa194e1627b8\"", "c528ca3c-13f4-4d63-b09a-fa194e1627b8"},
    {"- name: STATUSPAGE_API_KEY\n  value: c528ca3c-13f4-4d63-b09a-fa194e1627b8\n", "c528ca3c-13f4-4d63-b09a-fa194e1627b8"}};
constexpr LeakCounterexample kStatuspageKeyNot[] = {{"checksum: c528ca3c-13f4-4d63-b09a-fa194e1627b8"}, {"STATUSPAGE_API_KEY=c528ca3c-"}};
constexpr LeakExample kCronitorKey[] = {
    {"CRONITOR_API_KEY=32557d4160dc86d7fc7a9e86b30b74ee\n", "32557d4160dc86d7fc7a9e86b30b74ee"},
    {"<cronitor-api-key>32557d4160dc86d7fc7a9e86b30b74ee</cronitor-api-key>", "32557d4160dc86d7fc7a9e86b30b74ee"}};
constexpr LeakCounterexample kCronitorKeyNot[] = {{"checksum: 32557d4160dc86d7fc7a9e86b30b74ee"}, {"CRONITOR_API_KEY=32557d416"}};
constexpr LeakExample kHealthchecksKey[] = {
    {"x --token=hcw_"
     "PTrplpqHjlFlxH5TY0vSf732Lh71 y",
     "hcw_"
     "PTrplpqHjlFlxH5TY0vSf732Lh71"}};
constexpr LeakCounterexample kHealthchecksKeyNot[] = {{"hcw_xxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                      {"hcw_"
                                                       "PTrplpqHjlFlxH"}};
constexpr LeakExample kRootlyToken[] = {
    {"export TOKEN=\"rootly_"
     "72e9f466f5bf00b49c78a5076c210f14ebf893a673b0dc9add483e651e1f7ea3\"",
     "rootly_"
     "72e9f466f5bf00b49c78a5076c210f14ebf893a673b0dc9add483e651e1f7ea3"}};
constexpr LeakCounterexample kRootlyTokenNot[] = {{"rootly_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"rootly_"
                                                   "72e9f466f5bf00b49c78a5076c210f14"}};
constexpr LeakExample kIncidentIoKey[] = {
    {"const t = `inc_"
     "26acc9e7eb5ca881908cb135110d60d76eff41263e5d96c987900cb8b73c141f`;",
     "inc_"
     "26acc9e7eb5ca881908cb135110d60d76eff41263e5d96c987900cb8b73c141f"}};
constexpr LeakCounterexample kIncidentIoKeyNot[] = {{"inc_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"inc_"
                                                     "26acc9e7eb5ca881908cb135110d60d7"}};

constexpr LeakKind kKinds[] = {
    {.id = "pagerduty-key",
     .title = "PagerDuty API key",
     .pattern = kNamed<"pager_?duty", R"((?:u\+[0-9A-Za-z_+-]{18}|[a-z]_?[0-9A-Za-z_+-]{18,19}|[0-9A-Za-z+_-]{20}))", "token|key">,
     .confirm = likely_if_random,
     .repair = "delete it at Integrations > API Access Keys, or in the settings of the user",
     .matches = kPagerdutyKey,
     .matches_not = kPagerdutyKeyNot},
    {.id = "pagerduty-routing-key",
     .title = "PagerDuty integration (routing) key",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"pager_?duty|routing", "[0-9a-f]{32}", "key">,
     .min_entropy = 3.0,
     .repair = "delete the integration of the service and add it again",
     .matches = kPagerdutyRoutingKey,
     .matches_not = kPagerdutyRoutingKeyNot},
    {.id = "opsgenie-key",
     .title = "Opsgenie API key",
     .pattern = kNamed<"opsgenie|genie_?key", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}">,
     .repair = "delete it under Settings > API key management",
     .matches = kOpsgenieKey,
     .matches_not = kOpsgenieKeyNot},
    {.id = "opsgenie-header",
     .title = "Opsgenie API key in a header",
     .pattern = R"((?i:GenieKey)\s{1,3}([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b)",
     .repair = "delete it under Settings > API key management",
     .matches = kOpsgenieHeader,
     .matches_not = kOpsgenieHeaderNot},
    {.id = "rollbar-token",
     .title = "Rollbar access token",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"rollbar", "[0-9a-f]{32}">,
     .min_entropy = 3.0,
     .repair = "disable it in the settings of the project, Access Tokens",
     .matches = kRollbarToken,
     .matches_not = kRollbarTokenNot},
    {.id = "bugsnag-key",
     .title = "Bugsnag API key or token",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"bugsnag", "(?:[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})">,
     .min_entropy = 3.0,
     .repair = "regenerate it in the settings of the project or the account",
     .matches = kBugsnagKey,
     .matches_not = kBugsnagKeyNot},
    {.id = "airbrake-key",
     .title = "Airbrake project or user key",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"airbrake", "(?:[0-9a-f]{32}|[0-9a-f]{40})">,
     .min_entropy = 3.0,
     .repair = "regenerate it in the settings of the project or the user",
     .matches = kAirbrakeKey,
     .matches_not = kAirbrakeKeyNot},
    {.id = "honeybadger-key",
     .title = "Honeybadger API key",
     .severity = model::Severity::kMedium,
     .pattern = R"(\bhb[pa][0-9A-Za-z]?_[0-9A-Za-z]{36}\b)",
     .repair = "regenerate it in the settings of the project",
     .matches = kHoneybadgerKey,
     .matches_not = kHoneybadgerKeyNot},
    {.id = "raygun-key",
     .title = "Raygun API key",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"raygun", "[0-9A-Za-z+/]{22,24}={0,2}">,
     .confirm = likely_if_random,
     .repair = "regenerate it in the settings of the application",
     .matches = kRaygunKey,
     .matches_not = kRaygunKeyNot},
    {.id = "checkly-key",
     .title = "Checkly API key",
     .pattern = R"(\bcu_[0-9a-f]{32}\b)",
     .min_entropy = 3.0,
     .repair = "delete it at https://app.checklyhq.com/settings/user/api-keys",
     .matches = kChecklyKey,
     .matches_not = kChecklyKeyNot},
    {.id = "uptimerobot-key",
     .title = "UptimeRobot API key",
     .pattern = R"((?i:uptime_?robot)[\w\s.:"\'=(,{}-]{0,24}["\'`\s=:(,>]([um][0-9]{6,9}-[0-9a-f]{24,32})\b)",
     .min_entropy = 3.0,
     .repair = "regenerate it at https://dashboard.uptimerobot.com/integrations",
     .matches = kUptimerobotKey,
     .matches_not = kUptimerobotKeyNot},
    {.id = "pingdom-token",
     .title = "Pingdom API token",
     .pattern = kNamed<"pingdom", "[0-9A-Za-z_-]{84,86}", "token|key">,
     .repair = "delete it at https://my.pingdom.com/app/api-tokens",
     .matches = kPingdomToken,
     .matches_not = kPingdomTokenNot},
    {.id = "statuspage-key",
     .title = "Statuspage API key",
     .pattern = kNamed<"status_?page", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}">,
     .repair = "delete it under User menu > API info",
     .matches = kStatuspageKey,
     .matches_not = kStatuspageKeyNot},
    {.id = "cronitor-key",
     .title = "Cronitor API key",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"cronitor", "[0-9a-f]{32}">,
     .min_entropy = 3.0,
     .repair = "make a new one at https://cronitor.io/app/settings/api",
     .matches = kCronitorKey,
     .matches_not = kCronitorKeyNot},
    {.id = "healthchecks-key",
     .title = "Healthchecks.io API key",
     .severity = model::Severity::kMedium,
     .pattern = R"(\bhc[rw]_[0-9A-Za-z]{28}\b)",
     .confirm = likely_if_random,
     .repair = "revoke it in the settings of the project",
     .matches = kHealthchecksKey,
     .matches_not = kHealthchecksKeyNot},
    {.id = "rootly-token",
     .title = "Rootly API key",
     .pattern = R"(\brootly_[0-9a-f]{64}\b)",
     .repair = "revoke it under Organization Settings > API Keys",
     .matches = kRootlyToken,
     .matches_not = kRootlyTokenNot},
    {.id = "incident-io-key",
     .title = "incident.io API key",
     .pattern = R"(\binc_[0-9a-f]{64}\b)",
     .min_entropy = 3.2,
     .repair = "delete it at https://app.incident.io/settings/api-keys",
     .matches = kIncidentIoKey,
     .matches_not = kIncidentIoKeyNot},
};

}  // namespace

extern constinit const Detector alerts_and_errors;
constinit const Detector alerts_and_errors = {
    .name = "alerts_and_errors", .summary = "keys of alerts, errors and uptime", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

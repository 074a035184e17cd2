// SPDX-License-Identifier: Apache-2.0
//
// Keys of services that collect errors, page people and watch uptime: PagerDuty, Opsgenie, Rollbar, Bugsnag, Airbrake, Honeybadger,
// Raygun, Checkly, UptimeRobot, Pingdom, Statuspage, Cronitor, incident.io, Rootly.
#include "base/text.h"
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion uptime_robot(const Candidate& candidate) { return base::lower(candidate.near).contains("robot") ? Opinion::kLikely : Opinion::kNo; }

constexpr LeakExample kPagerdutyKey[] = {{"ENV PAGERDUTY_API_KEY Gdbr2eMYdibocP25QnjL\n", "Gdbr2eMYdibocP25QnjL"},
                                         {"pagerduty_api_key = \"u+6MjL1UBK3FOduqeIR8\"\n", "u+6MjL1UBK3FOduqeIR8"}};
constexpr LeakCounterexample kPagerdutyKeyNot[] = {{"checksum: Gdbr2eMYdibocP25QnjL"}, {"PAGERDUTY_API_KEY=Gdbr2eMYd"}};
constexpr LeakExample kPagerdutyRoutingKey[] = {
    {"\"pagerduty_routing_key\" => \"17c149396dc05ecab636b22f98349fae\"", "17c149396dc05ecab636b22f98349fae"},
    {"- name: PAGERDUTY_ROUTING_KEY\n  value: 17c149396dc05ecab636b22f98349fae\n", "17c149396dc05ecab636b22f98349fae"}};
constexpr LeakCounterexample kPagerdutyRoutingKeyNot[] = {{"checksum: 17c149396dc05ecab636b22f98349fae"},
                                                          {"PAGERDUTY_ROUTING_KEY=17c149396"}};
constexpr LeakExample kOpsgenieKey[] = {
    {"OPSGENIE_API_KEY=e500ad12-24c2-45d5-a149-21ba00174c02\n", "e500ad12-24c2-45d5-a149-21ba00174c02"},
    {"<opsgenie-api-key>e500ad12-24c2-45d5-a149-21ba00174c02</opsgenie-api-key>", "e500ad12-24c2-45d5-a149-21ba00174c02"}};
constexpr LeakCounterexample kOpsgenieKeyNot[] = {{"checksum: e500ad12-24c2-45d5-a149-21ba00174c02"}, {"OPSGENIE_API_KEY=e500ad12-"}};
constexpr LeakExample kOpsgenieHeader[] = {
    {"Authorization: GenieKey 177f42ae-83e7-44ad-b474-d5ec0fbc49c6\n", "177f42ae-83e7-44ad-b474-d5ec0fbc49c6"}};
constexpr LeakCounterexample kOpsgenieHeaderNot[] = {{"Authorization: GenieKey KEY"}};
constexpr LeakExample kRollbarToken[] = {
    {"rollbar:\n  access_token: 4342cad880011a20ea7f69458c8bca44\n", "4342cad880011a20ea7f69458c8bca44"},
    {"rollbar.access.token=4342cad880011a20ea7f69458c8bca44\n", "4342cad880011a20ea7f69458c8bca44"}};
constexpr LeakCounterexample kRollbarTokenNot[] = {{"checksum: 4342cad880011a20ea7f69458c8bca44"}, {"ROLLBAR_ACCESS_TOKEN=4342cad88"}};
constexpr LeakExample kBugsnagKey[] = {
    {"os.environ['BUGSNAG_API_KEY'] = '710bd3a52adb09b95be46fbb747bdffa'", "710bd3a52adb09b95be46fbb747bdffa"},
    {"ENV BUGSNAG_API_KEY 710bd3a52adb09b95be46fbb747bdffa\n", "710bd3a52adb09b95be46fbb747bdffa"}};
constexpr LeakCounterexample kBugsnagKeyNot[] = {{"checksum: 710bd3a52adb09b95be46fbb747bdffa"}, {"BUGSNAG_API_KEY=710bd3a52"}};
constexpr LeakExample kAirbrakeKey[] = {
    {"run --airbrake-project-key c77dda036f729a46762ea48e80d2cbf0 x", "c77dda036f729a46762ea48e80d2cbf0"},
    {"\"airbrake_project_key\" => \"c77dda036f729a46762ea48e80d2cbf0\"", "c77dda036f729a46762ea48e80d2cbf0"}};
constexpr LeakCounterexample kAirbrakeKeyNot[] = {{"checksum: c77dda036f729a46762ea48e80d2cbf0"}, {"AIRBRAKE_PROJECT_KEY=c77dda036"}};
constexpr LeakExample kHoneybadgerKey[] = {
    {"export TOKEN=\"hbp_"
     "ssIsdrFh7lAnQAj8LCwmt5DI3IXvK2GNre5Q\"",
     "hbp_"
     "ssIsdrFh7lAnQAj8LCwmt5DI3IXvK2GNre5Q"}};
constexpr LeakCounterexample kHoneybadgerKeyNot[] = {{"hbp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                     {"hbp_"
                                                      "ssIsdrFh7lAnQAj8LC"}};
constexpr LeakExample kRaygunKey[] = {{"raygun.api.key=pXTjrc8XAQDu5tycuvV9a2\n", "pXTjrc8XAQDu5tycuvV9a2"},
                                      {"\"raygunApiKey\": \"pXTjrc8XAQDu5tycuvV9a2\",", "pXTjrc8XAQDu5tycuvV9a2"}};
constexpr LeakCounterexample kRaygunKeyNot[] = {{"checksum: pXTjrc8XAQDu5tycuvV9a2"}, {"RAYGUN_API_KEY=pXTjrc8XA"}};
constexpr LeakExample kChecklyKey[] = {
    {"\"token\": \"cu_"
     "26be0651621e8aa9d5968a086bcf2480\"",
     "cu_"
     "26be0651621e8aa9d5968a086bcf2480"}};
constexpr LeakCounterexample kChecklyKeyNot[] = {{"cu_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"cu_"
                                                  "26be0651621e8aa9"}};
constexpr LeakExample kUptimerobotKey[] = {
    {"UPTIMEROBOT_API_KEY=u0723197"
     "-393a53dac370f42aaeb97320\n",
     "u0723197"
     "-393a53dac370f42aaeb97320"}};
constexpr LeakCounterexample kUptimerobotKeyNot[] = {{"file u7654321-8c0a89e1f65a18b22fe41be7"}};
constexpr LeakExample kPingdomToken[] = {
    {"{\\\"pingdomApiToken\\\":\\\"2TKRjhztgXBPLpcbEUsJGcYAuDOc8sxeEvI641C7sSFO9o9k1keYlUDeGm7H34cMrcJByLFT0iP06P64vfHCyf\\\"}",
     "2TKRjhztgXBPLpcbEUsJGcYAuDOc8sxeEvI641C7sSFO9o9k1keYlUDeGm7H34cMrcJByLFT0iP06P64vfHCyf"},
    {"os.environ['PINGDOM_API_TOKEN'] = '2TKRjhztgXBPLpcbEUsJGcYAuDOc8sxeEvI641C7sSFO9o9k1keYlUDeGm7H34cMrcJByLFT0iP06P64vfHCyf'",
     "2TKRjhztgXBPLpcbEUsJGcYAuDOc8sxeEvI641C7sSFO9o9k1keYlUDeGm7H34cMrcJByLFT0iP06P64vfHCyf"}};
constexpr LeakCounterexample kPingdomTokenNot[] = {
    {"checksum: 2TKRjhztgXBPLpcbEUsJGcYAuDOc8sxeEvI641C7sSFO9o9k1keYlUDeGm7H34cMrcJByLFT0iP06P64vfHCyf"}, {"PINGDOM_API_TOKEN=2TKRjhztg"}};
constexpr LeakExample kStatuspageKey[] = {
    {"config.set(\"statuspage_api_key\", \"87390bc3-211d-4477-baf6-45e6a6ec292d\")", "87390bc3-211d-4477-baf6-45e6a6ec292d"},
    {"run --statuspage-api-key 87390bc3-211d-4477-baf6-45e6a6ec292d x", "87390bc3-211d-4477-baf6-45e6a6ec292d"}};
constexpr LeakCounterexample kStatuspageKeyNot[] = {{"checksum: 87390bc3-211d-4477-baf6-45e6a6ec292d"}, {"STATUSPAGE_API_KEY=87390bc3-"}};
constexpr LeakExample kCronitorKey[] = {
    {"\"cronitorApiKey\": \"765366a8b405b9ad9ad86e126dbcdc69\",", "765366a8b405b9ad9ad86e126dbcdc69"},
    {"const cronitorApiKey string = \"765366a8b405b9ad9ad86e126dbcdc69\"\n", "765366a8b405b9ad9ad86e126dbcdc69"}};
constexpr LeakCounterexample kCronitorKeyNot[] = {{"checksum: 765366a8b405b9ad9ad86e126dbcdc69"}, {"CRONITOR_API_KEY=765366a8b"}};
constexpr LeakExample kHealthchecksKey[] = {
    {"export TOKEN=\"hcw_"
     "2hpR3JwF7VDG0DTPIP27eMxJtCr0\"",
     "hcw_"
     "2hpR3JwF7VDG0DTPIP27eMxJtCr0"}};
constexpr LeakCounterexample kHealthchecksKeyNot[] = {{"hcw_xxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                      {"hcw_"
                                                       "2hpR3JwF7VDG0D"}};
constexpr LeakExample kRootlyToken[] = {
    {"const t = `rootly_"
     "20bcdfc3e0ffcda1971f8cd546ad90c558329f7e1d86fa62eed3e8ec640d244d`;",
     "rootly_"
     "20bcdfc3e0ffcda1971f8cd546ad90c558329f7e1d86fa62eed3e8ec640d244d"}};
constexpr LeakCounterexample kRootlyTokenNot[] = {{"rootly_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"rootly_"
                                                   "20bcdfc3e0ffcda1971f8cd546ad90c5"}};
constexpr LeakExample kIncidentIoKey[] = {
    {"TOKEN=inc_"
     "0d3af754243129bbbb7251e411a7ba7504f94120ea067821907b92bba6d280d1\n",
     "inc_"
     "0d3af754243129bbbb7251e411a7ba7504f94120ea067821907b92bba6d280d1"}};
constexpr LeakCounterexample kIncidentIoKeyNot[] = {{"inc_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"inc_"
                                                     "0d3af754243129bbbb7251e411a7ba75"}};

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
     .pattern = R"(\b[um][0-9]{6,9}-[0-9a-f]{24,32}\b)",
     .min_entropy = 3.0,
     .confirm = uptime_robot,
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

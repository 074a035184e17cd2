// SPDX-License-Identifier: Apache-2.0
//
// Keys of services that take logs, metrics and traces: Datadog, New Relic, Honeycomb, Dynatrace, Splunk, Elastic, Logz.io, Sumo Logic,
// Loggly, Better Stack, Axiom, Coralogix, Lightstep, Instana, AppSignal.
#include <algorithm>
#include <optional>
#include <string>

#include "leaks/base64_text.h"
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion id_and_key(const Candidate& candidate) {
  std::optional<std::string> pair = read_base64(candidate.secret);
  const bool right =
      pair && pair->size() == 43 && (*pair)[20] == ':' && std::ranges::all_of(*pair, [](char c) { return (c > ' ' && c <= '~'); });
  return right ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr LeakExample kDatadogApiKey[] = {{"datadog:\n  api_key: 8f47cba13629e5d743245d28e7545af8\n", "8f47cba13629e5d743245d28e7545af8"},
                                          {"datadog.api.key=8f47cba13629e5d743245d28e7545af8\n", "8f47cba13629e5d743245d28e7545af8"}};
constexpr LeakCounterexample kDatadogApiKeyNot[] = {{"checksum: 8f47cba13629e5d743245d28e7545af8"}, {"DATADOG_API_KEY=8f47cba13"}};
constexpr LeakExample kDatadogAppKey[] = {
    {"os.environ['DATADOG_APP_KEY'] = '63085e46536ad3b6aca92a8b3d00a0fb87df26f5'", "63085e46536ad3b6aca92a8b3d00a0fb87df26f5"},
    {"ENV DATADOG_APP_KEY 63085e46536ad3b6aca92a8b3d00a0fb87df26f5\n", "63085e46536ad3b6aca92a8b3d00a0fb87df26f5"}};
constexpr LeakCounterexample kDatadogAppKeyNot[] = {{"checksum: 63085e46536ad3b6aca92a8b3d00a0fb87df26f5"}, {"DATADOG_APP_KEY=63085e465"}};
constexpr LeakExample kDatadogClientToken[] = {
    {"\"token\": \"pub"
     "eee2541fc41fe488dc738b5e1d1a6ed5\"",
     "pub"
     "eee2541fc41fe488dc738b5e1d1a6ed5"}};
constexpr LeakCounterexample kDatadogClientTokenNot[] = {{"pubxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                         {"pub"
                                                          "eee2541fc41fe488"}};
constexpr LeakExample kNewRelicUserKey[] = {
    {"token: 'NRAK-"
     "TVSQYIP4U9LAM8N27HM6R4FV11J'\n",
     "NRAK-"
     "TVSQYIP4U9LAM8N27HM6R4FV11J"}};
constexpr LeakCounterexample kNewRelicUserKeyNot[] = {{"NRAK-xxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                      {"NRAK-"
                                                       "TVSQYIP4U9LAM"}};
constexpr LeakExample kNewRelicLicenseKey[] = {
    {"curl -H \"Authorization: Bearer b29bb84336aaecc5319d865f98d65ffaFFFFNRAL\" x", "b29bb84336aaecc5319d865f98d65ffaFFFFNRAL"},
    {"ENV API_TOKEN eu01xx"
     "b4ee93ba70859fae031522a61cFFFFNRAL\n",
     "eu01xx"
     "b4ee93ba70859fae031522a61cFFFFNRAL"}};
constexpr LeakCounterexample kNewRelicLicenseKeyNot[] = {{"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}, {"b29bb84336aaecc5319d"}};
constexpr LeakExample kNewRelicInsightsKey[] = {
    {"{\\\"token\\\":\\\"NRII-"
     "mQ7XyHgDRyOATdAtoD5vAbdfbGwp8jGA\\\"}",
     "NRII-"
     "mQ7XyHgDRyOATdAtoD5vAbdfbGwp8jGA"}};
constexpr LeakCounterexample kNewRelicInsightsKeyNot[] = {{"NRII-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                          {"NRII-"
                                                           "mQ7XyHgDRyOATdAt"}};
constexpr LeakExample kNewRelicAdminKey[] = {{"<token>NRAA-"
                                              "a53de9816c99dc06eacf6595ecc</token>",
                                              "NRAA-"
                                              "a53de9816c99dc06eacf6595ecc"},
                                             {"x --token=NRRA-"
                                              "cf6b80f03f5753791336efd6654822cd481d4f102e y",
                                              "NRRA-"
                                              "cf6b80f03f5753791336efd6654822cd481d4f102e"}};
constexpr LeakCounterexample kNewRelicAdminKeyNot[] = {{"NRAA-xxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                       {"NRAA-"
                                                        "a53de9816c99d"}};
constexpr LeakExample kNewRelicBrowserKey[] = {
    {"export TOKEN=\"NRJS-"
     "12c1198317aabc36fd0\"",
     "NRJS-"
     "12c1198317aabc36fd0"}};
constexpr LeakCounterexample kNewRelicBrowserKeyNot[] = {{"NRJS-xxxxxxxxxxxxxxxxxxx"},
                                                         {"NRJS-"
                                                          "12c119831"}};
constexpr LeakExample kNewRelicLicenseKeyOlder[] = {
    {"config.set(\"newrelic_license_key\", \"3ddebaf0c57910e0b51560623fe98b2150577430\")", "3ddebaf0c57910e0b51560623fe98b2150577430"},
    {"run --newrelic-license-key 3ddebaf0c57910e0b51560623fe98b2150577430 x", "3ddebaf0c57910e0b51560623fe98b2150577430"}};
constexpr LeakCounterexample kNewRelicLicenseKeyOlderNot[] = {{"checksum: 3ddebaf0c57910e0b51560623fe98b2150577430"},
                                                              {"NEWRELIC_LICENSE_KEY=3ddebaf0c"}};
constexpr LeakExample kHoneycombKey[] = {
    {"\"token\": \"hcaik_"
     "j2lhgsqisrn3jjs5uaq86z9mlaskpp8uv23x82pzkab3bakuuhrb0e1oc7\"",
     "hcaik_"
     "j2lhgsqisrn3jjs5uaq86z9mlaskpp8uv23x82pzkab3bakuuhrb0e1oc7"}};
constexpr LeakCounterexample kHoneycombKeyNot[] = {{"hcaik_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"hcaik_"
                                                    "j2lhgsqisrn3jjs5uaq86z9mlaskp"}};
constexpr LeakExample kHoneycombKeyOlder[] = {
    {"honeycomb:\n  api_key: 546a008fd0f2fcbec58605403156e7cf\n", "546a008fd0f2fcbec58605403156e7cf"},
    {"honeycomb.api.key=iAijEciAgypc9SCZVYf3ry\n", "iAijEciAgypc9SCZVYf3ry"}};
constexpr LeakCounterexample kHoneycombKeyOlderNot[] = {{"checksum: 546a008fd0f2fcbec58605403156e7cf"}, {"HONEYCOMB_API_KEY=546a008fd"}};
constexpr LeakExample kDynatraceToken[] = {
    {"ENV API_TOKEN dt0c01."
     "Z81C3D1VMD8CV6QB8BXWDV3P.X5H6XWI2HLDJA8DQ97PDZGC6L8WE85WSEFHI7A0S2UWP3ELBGI6T9BE57E2PPIUH\n",
     "dt0c01."
     "Z81C3D1VMD8CV6QB8BXWDV3P.X5H6XWI2HLDJA8DQ97PDZGC6L8WE85WSEFHI7A0S2UWP3ELBGI6T9BE57E2PPIUH"}};
constexpr LeakCounterexample kDynatraceTokenNot[] = {
    {"dt0c01.xxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"dt0c01."
     "Z81C3D1VMD8CV6QB8BXWDV3P.X5H6XWI2HLDJA8DQ97P"}};
constexpr LeakExample kSplunkHecToken[] = {
    {"curl -H \"Authorization: Splunk 49dc097e-4af8-4a0e-9364-3055d16f68a6\" x", "49dc097e-4af8-4a0e-9364-3055d16f68a6"}};
constexpr LeakCounterexample kSplunkHecTokenNot[] = {{"Authorization: Splunk TOKEN"}};
constexpr LeakExample kSplunkToken[] = {
    {"- name: SPLUNK_HEC_TOKEN\n  value: ead33ab5-f841-4906-997b-00aee1c4db02\n", "ead33ab5-f841-4906-997b-00aee1c4db02"},
    {"{\\\"splunkHecToken\\\":\\\"ead33ab5-f841-4906-997b-00aee1c4db02\\\"}", "ead33ab5-f841-4906-997b-00aee1c4db02"}};
constexpr LeakCounterexample kSplunkTokenNot[] = {{"checksum: ead33ab5-f841-4906-997b-00aee1c4db02"}, {"SPLUNK_HEC_TOKEN=ead33ab5-"}};
constexpr LeakExample kElasticApiKey[] = {{"Authorization: ApiKey NjVHQXdXZFV0Tk1NbmtkOElXcUY6TjhFTUZRRFUtUGtHXzFKNHEzXzFDcQ==\n",
                                           "NjVHQXdXZFV0Tk1NbmtkOElXcUY6TjhFTUZRRFUtUGtHXzFKNHEzXzFDcQ=="}};
constexpr LeakCounterexample kElasticApiKeyNot[] = {{"ApiKey 5QxOjkVhuhGNuoYU1J5Z/1XRnWJS+gBxymoSI5ooIOUtlyEPdygv3dZBNg=="}};
constexpr LeakExample kElasticCloudKey[] = {
    {"x --token=essu_"
     "aVNtOGVWbHV3VXBtdEZHWFhBVHU6MzlZejA3QUEwZFRCRUtWWVFncUNuMHBNcnp2dXpNdkNPblVmMkU1a09ESXd3RjdV y",
     "essu_"
     "aVNtOGVWbHV3VXBtdEZHWFhBVHU6MzlZejA3QUEwZFRCRUtWWVFncUNuMHBNcnp2dXpNdkNPblVmMkU1a09ESXd3RjdV"}};
constexpr LeakCounterexample kElasticCloudKeyNot[] = {
    {"essu_"
     "SctNEzqpo5LVZjFLRZsv3Aw6npzQFU"}};
constexpr LeakExample kLogzIoToken[] = {
    {"const logzioApiToken string = \"6ea7aa10-2bd6-4337-8d95-435aed0df6b6\"\n", "6ea7aa10-2bd6-4337-8d95-435aed0df6b6"},
    {"LOGZIO_API_TOKEN=6ea7aa10-2bd6-4337-8d95-435aed0df6b6\n", "6ea7aa10-2bd6-4337-8d95-435aed0df6b6"}};
constexpr LeakCounterexample kLogzIoTokenNot[] = {{"checksum: 6ea7aa10-2bd6-4337-8d95-435aed0df6b6"}, {"LOGZIO_API_TOKEN=6ea7aa10-"}};
constexpr LeakExample kSumoLogicKey[] = {
    {"<add key=\"sumologicAccessKey\" value=\"XiVrFmpM8xYZhhvL7EiCENAJK5NgUdCajhdAsqOZtzoChVs6YCfJMk9xtnNQrvVg\"/>",
     "XiVrFmpM8xYZhhvL7EiCENAJK5NgUdCajhdAsqOZtzoChVs6YCfJMk9xtnNQrvVg"},
    {"sumologic:\n  access_key: XiVrFmpM8xYZhhvL7EiCENAJK5NgUdCajhdAsqOZtzoChVs6YCfJMk9xtnNQrvVg\n",
     "XiVrFmpM8xYZhhvL7EiCENAJK5NgUdCajhdAsqOZtzoChVs6YCfJMk9xtnNQrvVg"}};
constexpr LeakCounterexample kSumoLogicKeyNot[] = {{"checksum: XiVrFmpM8xYZhhvL7EiCENAJK5NgUdCajhdAsqOZtzoChVs6YCfJMk9xtnNQrvVg"},
                                                   {"SUMOLOGIC_ACCESS_KEY=XiVrFmpM8"}};
constexpr LeakExample kSumoLogicCollector[] = {
    {"https://endpoint4.collection.eu.sumologic.com/receiver/v1/http/"
     "imxX3AtFH0fixribU9xVrshUzK87ifFkUxodItzfPzbOFWOgfdLQ2AK1wDDX8ade5QJ7aoUa6NRm5rFXbxwU==",
     "imxX3AtFH0fixribU9xVrshUzK87ifFkUxodItzfPzbOFWOgfdLQ2AK1wDDX8ade5QJ7aoUa6NRm5rFXbxwU=="}};
constexpr LeakCounterexample kSumoLogicCollectorNot[] = {{"https://endpoint4.collection.eu.sumologic.com/receiver/v1/http/UNIQUE"}};
constexpr LeakExample kLogglyToken[] = {
    {"https://logs-01.loggly.com/inputs/8bc67199-3535-4f28-9549-a34538308a35/tag/http/", "8bc67199-3535-4f28-9549-a34538308a35"}};
constexpr LeakCounterexample kLogglyTokenNot[] = {{"https://logs-01.loggly.com/inputs/TOKEN/tag/http/"}};
constexpr LeakExample kBetterStackToken[] = {
    {"{\\\"logtailSourceToken\\\":\\\"jkuGxLE7iqPlziWQqy11q9n3\\\"}", "jkuGxLE7iqPlziWQqy11q9n3"},
    {"os.environ['LOGTAIL_SOURCE_TOKEN'] = 'jkuGxLE7iqPlziWQqy11q9n3'", "jkuGxLE7iqPlziWQqy11q9n3"}};
constexpr LeakCounterexample kBetterStackTokenNot[] = {{"checksum: jkuGxLE7iqPlziWQqy11q9n3"}, {"LOGTAIL_SOURCE_TOKEN=jkuGxLE7i"}};
constexpr LeakExample kAxiomToken[] = {
    {"ENV API_TOKEN xaat-"
     "fbfbe908-e2fd-44fc-ab36-519be7cca359\n",
     "xaat-"
     "fbfbe908-e2fd-44fc-ab36-519be7cca359"}};
constexpr LeakCounterexample kAxiomTokenNot[] = {{"xaat-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"},
                                                 {"xaat-"
                                                  "fbfbe908-e2fd-44fc"}};
constexpr LeakExample kCoralogixKey[] = {
    {"CORALOGIX_API_KEY=c27af6ac-4733-4ea8-b6ce-a9d38f9a2fc0\n", "c27af6ac-4733-4ea8-b6ce-a9d38f9a2fc0"},
    {"<coralogix-api-key>c27af6ac-4733-4ea8-b6ce-a9d38f9a2fc0</coralogix-api-key>", "c27af6ac-4733-4ea8-b6ce-a9d38f9a2fc0"}};
constexpr LeakCounterexample kCoralogixKeyNot[] = {{"checksum: c27af6ac-4733-4ea8-b6ce-a9d38f9a2fc0"}, {"CORALOGIX_API_KEY=c27af6ac-"}};
constexpr LeakExample kCoralogixPersonalKey[] = {
    {"x --token=cxtp_"
     "KZGorzSviI8Bcj8pemPR3Oco8REI0j y",
     "cxtp_"
     "KZGorzSviI8Bcj8pemPR3Oco8REI0j"}};
constexpr LeakCounterexample kCoralogixPersonalKeyNot[] = {{"cxtp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                           {"cxtp_"
                                                            "KZGorzSviI8Bcj8"}};
constexpr LeakExample kLightstepToken[] = {
    {"lightstep_access_token = \"73uP6BTTjxS9Acws0A8XHkyuQ1qoyjy6O3dp7wym70BDqVPVpH4VS9zna16kIzq9VTmh9lBY0Zu3aV8RbqNlY6dE\"\n",
     "73uP6BTTjxS9Acws0A8XHkyuQ1qoyjy6O3dp7wym70BDqVPVpH4VS9zna16kIzq9VTmh9lBY0Zu3aV8RbqNlY6dE"},
    {"<add key=\"lightstepAccessToken\" "
     "value=\"73uP6BTTjxS9Acws0A8XHkyuQ1qoyjy6O3dp7wym70BDqVPVpH4VS9zna16kIzq9VTmh9lBY0Zu3aV8RbqNlY6dE\"/>",
     "73uP6BTTjxS9Acws0A8XHkyuQ1qoyjy6O3dp7wym70BDqVPVpH4VS9zna16kIzq9VTmh9lBY0Zu3aV8RbqNlY6dE"}};
constexpr LeakCounterexample kLightstepTokenNot[] = {
    {"checksum: 73uP6BTTjxS9Acws0A8XHkyuQ1qoyjy6O3dp7wym70BDqVPVpH4VS9zna16kIzq9VTmh9lBY0Zu3aV8RbqNlY6dE"},
    {"LIGHTSTEP_ACCESS_TOKEN=73uP6BTTj"}};
constexpr LeakExample kInstanaKey[] = {{"- name: INSTANA_AGENT_KEY\n  value: k2jj8YF5pXlSMf612MF0TY\n", "k2jj8YF5pXlSMf612MF0TY"},
                                       {"{\\\"instanaAgentKey\\\":\\\"k2jj8YF5pXlSMf612MF0TY\\\"}", "k2jj8YF5pXlSMf612MF0TY"}};
constexpr LeakCounterexample kInstanaKeyNot[] = {{"checksum: k2jj8YF5pXlSMf612MF0TY"}, {"INSTANA_AGENT_KEY=k2jj8YF5p"}};
constexpr LeakExample kAppsignalKey[] = {
    {"<appsignal-push_api_key>77daa364-1ab1-47c4-a501-73b2ea90bd09</appsignal-push_api_key>", "77daa364-1ab1-47c4-a501-73b2ea90bd09"},
    {"config.set(\"appsignal_push_api_key\", \"77daa364-1ab1-47c4-a501-73b2ea90bd09\")", "77daa364-1ab1-47c4-a501-73b2ea90bd09"}};
constexpr LeakCounterexample kAppsignalKeyNot[] = {{"checksum: 77daa364-1ab1-47c4-a501-73b2ea90bd09"},
                                                   {"APPSIGNAL_PUSH_API_KEY=77daa364-"}};
constexpr LeakExample kPapertrailToken[] = {{"papertrail.api.token=PeWoM4At08IIpxNCUz7b\n", "PeWoM4At08IIpxNCUz7b"},
                                            {"\"papertrailApiToken\": \"PeWoM4At08IIpxNCUz7b\",", "PeWoM4At08IIpxNCUz7b"}};
constexpr LeakCounterexample kPapertrailTokenNot[] = {{"checksum: PeWoM4At08IIpxNCUz7b"}, {"PAPERTRAIL_API_TOKEN=PeWoM4At0"}};

constexpr LeakKind kKinds[] = {
    {.id = "datadog-api-key",
     .title = "Datadog API key",
     .pattern = kNamed<"datadog|dd[_-]api", "[0-9a-f]{32}">,
     .min_entropy = 3.0,
     .repair = "revoke it at https://app.datadoghq.com/organization-settings/api-keys",
     .matches = kDatadogApiKey,
     .matches_not = kDatadogApiKeyNot},
    {.id = "datadog-app-key",
     .title = "Datadog application key",
     .severity = model::Severity::kCritical,
     .pattern = kNamed<"datadog|dd[_-]app", "[0-9a-f]{40}">,
     .min_entropy = 3.0,
     .repair = "revoke it at https://app.datadoghq.com/organization-settings/application-keys",
     .matches = kDatadogAppKey,
     .matches_not = kDatadogAppKeyNot},
    {.id = "datadog-client-token",
     .title = "Datadog client token",
     .severity = model::Severity::kLow,
     .pattern = R"(\bpub[0-9a-f]{32}\b)",
     .min_entropy = 3.0,
     .repair = "it only takes events; revoke it at https://app.datadoghq.com/organization-settings/client-tokens where it is misused",
     .matches = kDatadogClientToken,
     .matches_not = kDatadogClientTokenNot},
    {.id = "new-relic-user-key",
     .title = "New Relic user API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bNRAK-[0-9A-Z]{27}\b)",
     .repair = "delete it at https://one.newrelic.com/api-keys",
     .matches = kNewRelicUserKey,
     .matches_not = kNewRelicUserKeyNot},
    {.id = "new-relic-license-key",
     .title = "New Relic licence key",
     .pattern = R"(\b(?:(?:eu|gov)[0-9]{2}xx)?[0-9a-f]{26,36}(?:FFFF)?NRAL\b)",
     .repair = "delete it at https://one.newrelic.com/api-keys",
     .matches = kNewRelicLicenseKey,
     .matches_not = kNewRelicLicenseKeyNot},
    {.id = "new-relic-insights-key",
     .title = "New Relic Insights insert or query key",
     .pattern = R"(\bNRI[IQ]-[0-9A-Za-z_-]{32}\b)",
     .repair = "delete it at https://one.newrelic.com/api-keys",
     .matches = kNewRelicInsightsKey,
     .matches_not = kNewRelicInsightsKeyNot},
    {.id = "new-relic-admin-key",
     .title = "New Relic admin or REST API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bNRA[AL]-[0-9a-f]{27}\b|\bNRRA-[0-9a-f]{42}\b)",
     .repair = "delete it at https://one.newrelic.com/api-keys",
     .matches = kNewRelicAdminKey,
     .matches_not = kNewRelicAdminKeyNot},
    {.id = "new-relic-browser-key",
     .title = "New Relic browser key",
     .severity = model::Severity::kLow,
     .pattern = R"(\bNRJS-[0-9a-f]{19}\b)",
     .repair = "it only takes events; delete it at https://one.newrelic.com/api-keys where it is misused",
     .matches = kNewRelicBrowserKey,
     .matches_not = kNewRelicBrowserKeyNot},
    {.id = "new-relic-license-key-older",
     .title = "New Relic licence key",
     .pattern = kNamed<"new_?relic", "[0-9a-f]{40}">,
     .min_entropy = 3.0,
     .repair = "replace it at https://one.newrelic.com/api-keys",
     .matches = kNewRelicLicenseKeyOlder,
     .matches_not = kNewRelicLicenseKeyOlderNot},
    {.id = "honeycomb-key",
     .title = "Honeycomb API key",
     .pattern = R"(\bhc[a-z][il][kc]_[0-9a-z]{58}\b)",
     .repair = "delete it in the settings of the environment",
     .matches = kHoneycombKey,
     .matches_not = kHoneycombKeyNot},
    {.id = "honeycomb-key-older",
     .title = "Honeycomb API key",
     .pattern = kNamed<"honeycomb", "(?:[0-9a-f]{32}|[0-9A-Za-z]{22})">,
     .confirm = likely_if_random,
     .repair = "delete it in the settings of the environment",
     .matches = kHoneycombKeyOlder,
     .matches_not = kHoneycombKeyOlderNot},
    {.id = "dynatrace-token",
     .title = "Dynatrace access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bdt0[a-z][0-9]{2}\.[0-9A-Z]{8,24}\.[0-9A-Z]{64}\b)",
     .repair = "disable it under Access tokens",
     .matches = kDynatraceToken,
     .matches_not = kDynatraceTokenNot},
    {.id = "splunk-hec-token",
     .title = "Splunk HTTP Event Collector token",
     .severity = model::Severity::kMedium,
     .pattern =
         R"((?i:Authorization["\'`]?\s{0,3}[:=,]\s{0,3}["\'`]?Splunk\s{1,3})([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b)",
     .repair = "delete it under Settings > Data inputs > HTTP Event Collector",
     .matches = kSplunkHecToken,
     .matches_not = kSplunkHecTokenNot},
    {.id = "splunk-token",
     .title = "Splunk HEC token",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"splunk|hec[_-]tok", "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}", "token|secret">,
     .repair = "delete it under Settings > Data inputs > HTTP Event Collector",
     .matches = kSplunkToken,
     .matches_not = kSplunkTokenNot},
    {.id = "elastic-api-key",
     .title = "Elasticsearch API key",
     .severity = model::Severity::kCritical,
     .pattern = R"((?i:ApiKey["\'`]?\s{0,3}[:=, ]\s{0,3}["\'`]?)([0-9A-Za-z+/_-]{57,60}={0,2}))",
     .confirm = id_and_key,
     .repair = "invalidate it by DELETE /_security/api_key",
     .matches = kElasticApiKey,
     .matches_not = kElasticApiKeyNot},
    {.id = "elastic-cloud-key",
     .title = "Elastic Cloud API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bessu_[0-9A-Za-z+/]{60,160}={0,2})",
     .trigger = R"(\bessu_[0-9A-Za-z+/]{60})",
     .repair = "revoke it at https://cloud.elastic.co/account/keys",
     .matches = kElasticCloudKey,
     .matches_not = kElasticCloudKeyNot},
    {.id = "logz-io-token",
     .title = "Logz.io token",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"logz", "(?:[A-Za-z]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})", "token|key">,
     .repair = "delete it at https://app.logz.io/#/dashboard/settings/manage-tokens",
     .matches = kLogzIoToken,
     .matches_not = kLogzIoTokenNot},
    {.id = "sumo-logic-key",
     .title = "Sumo Logic access key",
     .pattern = kNamed<"sumo_?logic|sumo_", "[0-9A-Za-z]{64}", "key|secret">,
     .confirm = likely_if_random,
     .repair = "delete it under Preferences or Security > Access Keys",
     .matches = kSumoLogicKey,
     .matches_not = kSumoLogicKeyNot},
    {.id = "sumo-logic-collector",
     .title = "Sumo Logic HTTP source address",
     .severity = model::Severity::kMedium,
     .pattern = R"(\.collection\.(?:[a-z]{2}[0-9]?\.)?sumologic\.com/receiver/v1/(?:http|trace|otlp)/([0-9A-Za-z+/_-]{60,120}={0,2}))",
     .trigger = R"(\.sumologic\.com/receiver/v1/(?:http|trace|otlp)/)",
     .repair = "regenerate the address of the source",
     .matches = kSumoLogicCollector,
     .matches_not = kSumoLogicCollectorNot},
    {.id = "loggly-token",
     .title = "Loggly customer token",
     .severity = model::Severity::kMedium,
     .pattern = R"(logs-01\.loggly\.com/(?:inputs|bulk)/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b)",
     .repair = "retire it under Source Setup > Customer Tokens",
     .matches = kLogglyToken,
     .matches_not = kLogglyTokenNot},
    {.id = "better-stack-token",
     .title = "Better Stack (Logtail, Uptime) token",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"logtail|better_?stack|better_?uptime", "[0-9A-Za-z]{24}", "token">,
     .confirm = likely_if_random,
     .repair = "make a new one on the page of the source or team",
     .matches = kBetterStackToken,
     .matches_not = kBetterStackTokenNot},
    {.id = "axiom-token",
     .title = "Axiom API or personal token",
     .pattern = R"(\bxa(?:at|pt)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)",
     .repair = "delete it at https://app.axiom.co/settings/api-tokens",
     .matches = kAxiomToken,
     .matches_not = kAxiomTokenNot},
    {.id = "coralogix-key",
     .title = "Coralogix key",
     .pattern = kNamed<"coralogix", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}">,
     .repair = "delete it under Data Flow > API Keys",
     .matches = kCoralogixKey,
     .matches_not = kCoralogixKeyNot},
    {.id = "coralogix-personal-key",
     .title = "Coralogix API key",
     .pattern = R"(\bcxt[phu]_[0-9A-Za-z]{30}\b)",
     .repair = "delete it under Data Flow > API Keys",
     .matches = kCoralogixPersonalKey,
     .matches_not = kCoralogixPersonalKeyNot},
    {.id = "lightstep-token",
     .title = "Lightstep (ServiceNow Cloud Observability) access token",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"lightstep|ls_access", "[0-9A-Za-z+/]{80,110}={0,2}", "token">,
     .repair = "delete it under Settings > Access Tokens",
     .matches = kLightstepToken,
     .matches_not = kLightstepTokenNot},
    {.id = "instana-key",
     .title = "Instana agent key or API token",
     .pattern = kNamed<"instana", "[0-9A-Za-z_-]{22}">,
     .confirm = likely_if_random,
     .repair = "delete it under Settings > Security & Access",
     .matches = kInstanaKey,
     .matches_not = kInstanaKeyNot},
    {.id = "appsignal-key",
     .title = "AppSignal push API key",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"appsignal", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}">,
     .repair = "renew it at https://appsignal.com, App settings > Push & deploy",
     .matches = kAppsignalKey,
     .matches_not = kAppsignalKeyNot},
    {.id = "papertrail-token",
     .title = "Papertrail API token",
     .pattern = kNamed<"papertrail", "[0-9A-Za-z]{20}", "token">,
     .confirm = likely_if_random,
     .repair = "reset it at https://papertrailapp.com/account/profile",
     .matches = kPapertrailToken,
     .matches_not = kPapertrailTokenNot},
};

}  // namespace

extern constinit const Detector logs_and_metrics;
constinit const Detector logs_and_metrics = {
    .name = "logs_and_metrics", .summary = "keys of logs, metrics and traces", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

// SPDX-License-Identifier: Apache-2.0
//
// Keys of services that take logs, metrics and traces: Datadog, New Relic, Honeycomb, Dynatrace, Splunk, Elastic, Logz.io, Sumo Logic,
// Loggly, Better Stack, Axiom, Coralogix, Lightstep, Instana, AppSignal.
#include <algorithm>
#include <optional>
#include <string>

#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion id_and_key(const Candidate& candidate) {
  std::optional<std::string> pair = decode_base64(candidate.secret);
  const bool right =
      pair && pair->size() == 43 && (*pair)[20] == ':' && std::ranges::all_of(*pair, [](char c) { return (c > ' ' && c <= '~'); });
  return right ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr LeakExample kDatadogApiKey[] = {
    {"\"datadogApiKey\": \"5abf485c48c86fbfbe908e2fd4fc8b36\",", "5abf485c48c86fbfbe908e2fd4fc8b36"},
    {"const datadogApiKey string = \"5abf485c48c86fbfbe908e2fd4fc8b36\"\n", "5abf485c48c86fbfbe908e2fd4fc8b36"}};
constexpr LeakCounterexample kDatadogApiKeyNot[] = {{"checksum: 5abf485c48c86fbfbe908e2fd4fc8b36"}, {"DATADOG_API_KEY=5abf485c4"}};
constexpr LeakExample kDatadogAppKey[] = {
    {"datadog_app_key = \"519be7cca359c27af6ac4733ea8e6cea9d38f9a2\"\n", "519be7cca359c27af6ac4733ea8e6cea9d38f9a2"},
    {"<add key=\"datadogAppKey\" value=\"519be7cca359c27af6ac4733ea8e6cea9d38f9a2\"/>", "519be7cca359c27af6ac4733ea8e6cea9d38f9a2"}};
constexpr LeakCounterexample kDatadogAppKeyNot[] = {{"checksum: 519be7cca359c27af6ac4733ea8e6cea9d38f9a2"}, {"DATADOG_APP_KEY=519be7cca"}};
constexpr LeakExample kDatadogClientToken[] = {
    {"TOKEN=pub"
     "fc078ca4d1472617f4ad4bd1b9d5ca87\n",
     "pub"
     "fc078ca4d1472617f4ad4bd1b9d5ca87"}};
constexpr LeakCounterexample kDatadogClientTokenNot[] = {{"pubxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                         {"pub"
                                                          "fc078ca4d1472617"}};
constexpr LeakExample kNewRelicUserKey[] = {
    {"\"token\": \"NRAK-"
     "YJYDPWYM13QP7ZNAK8ZQMHL1UAB\"",
     "NRAK-"
     "YJYDPWYM13QP7ZNAK8ZQMHL1UAB"}};
constexpr LeakCounterexample kNewRelicUserKeyNot[] = {{"NRAK-xxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                      {"NRAK-"
                                                       "YJYDPWYM13QP7"}};
constexpr LeakExample kNewRelicLicenseKey[] = {
    {"token: '851f544f752f77daa3641ab17c495017FFFFNRAL'\n", "851f544f752f77daa3641ab17c495017FFFFNRAL"},
    {"curl -H \"Authorization: Bearer eu01xx"
     "3b2ea90bd0927d97bec0108214FFFFNRAL\" x",
     "eu01xx"
     "3b2ea90bd0927d97bec0108214FFFFNRAL"}};
constexpr LeakCounterexample kNewRelicLicenseKeyNot[] = {{"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}, {"851f544f752f77daa364"}};
constexpr LeakExample kNewRelicInsightsKey[] = {
    {"ENV API_TOKEN NRII-"
     "bocP25QnjL6MjL1UBK3FOduqeIR8dp9z\n",
     "NRII-"
     "bocP25QnjL6MjL1UBK3FOduqeIR8dp9z"}};
constexpr LeakCounterexample kNewRelicInsightsKeyNot[] = {{"NRII-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                          {"NRII-"
                                                           "bocP25QnjL6MjL1U"}};
constexpr LeakExample kNewRelicAdminKey[] = {{"{\\\"token\\\":\\\"NRAA-"
                                              "149396dc05ecab636b22f98349f\\\"}",
                                              "NRAA-"
                                              "149396dc05ecab636b22f98349f"},
                                             {"<token>NRRA-"
                                              "aee500ad1224c25d5814921ba00174c02177f42ae8</token>",
                                              "NRRA-"
                                              "aee500ad1224c25d5814921ba00174c02177f42ae8"}};
constexpr LeakCounterexample kNewRelicAdminKeyNot[] = {{"NRAA-xxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                       {"NRAA-"
                                                        "149396dc05eca"}};
constexpr LeakExample kNewRelicBrowserKey[] = {
    {"x --token=NRJS-"
     "3e74adf474d5ec0fbc4 y",
     "NRJS-"
     "3e74adf474d5ec0fbc4"}};
constexpr LeakCounterexample kNewRelicBrowserKeyNot[] = {{"NRJS-xxxxxxxxxxxxxxxxxxx"},
                                                         {"NRJS-"
                                                          "3e74adf47"}};
constexpr LeakExample kNewRelicLicenseKeyOlder[] = {
    {"\"newrelic_license_key\" => \"9c64342cad880011a20ea7f69458c8bca44710bd\"", "9c64342cad880011a20ea7f69458c8bca44710bd"},
    {"- name: NEWRELIC_LICENSE_KEY\n  value: 9c64342cad880011a20ea7f69458c8bca44710bd\n", "9c64342cad880011a20ea7f69458c8bca44710bd"}};
constexpr LeakCounterexample kNewRelicLicenseKeyOlderNot[] = {{"checksum: 9c64342cad880011a20ea7f69458c8bca44710bd"},
                                                              {"NEWRELIC_LICENSE_KEY=9c64342ca"}};
constexpr LeakExample kHoneycombKey[] = {
    {"TOKEN=hcaik_"
     "gvkfu1wasx7t9kx3jm5w7wpjpx144uzop600uagn5p9esuinpne2ujr2ra\n",
     "hcaik_"
     "gvkfu1wasx7t9kx3jm5w7wpjpx144uzop600uagn5p9esuinpne2ujr2ra"}};
constexpr LeakCounterexample kHoneycombKeyNot[] = {{"hcaik_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"hcaik_"
                                                    "gvkfu1wasx7t9kx3jm5w7wpjpx144"}};
constexpr LeakExample kHoneycombKeyOlder[] = {
    {"\"honeycombApiKey\": \"d2cbf099918f35d6d4eb69ea827481de\",", "d2cbf099918f35d6d4eb69ea827481de"},
    {"const honeycombApiKey string = \"u5tycuvV9a261fnHwCamkc\"\n", "u5tycuvV9a261fnHwCamkc"}};
constexpr LeakCounterexample kHoneycombKeyOlderNot[] = {{"checksum: d2cbf099918f35d6d4eb69ea827481de"}, {"HONEYCOMB_API_KEY=d2cbf0999"}};
constexpr LeakExample kDynatraceToken[] = {
    {"curl -H \"Authorization: Bearer dt0c01."
     "NFC2RVU6S17LSNRVAQMXY5EI.QAD4IOG5GT6HUKH1UZH7PA4I9EVU3XTOHEBQYBUR8S2D5NLVDQWEE43JDX3OJHZT\" x",
     "dt0c01."
     "NFC2RVU6S17LSNRVAQMXY5EI.QAD4IOG5GT6HUKH1UZH7PA4I9EVU3XTOHEBQYBUR8S2D5NLVDQWEE43JDX3OJHZT"}};
constexpr LeakCounterexample kDynatraceTokenNot[] = {
    {"dt0c01.xxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"dt0c01."
     "NFC2RVU6S17LSNRVAQMXY5EI.QAD4IOG5GT6HUKH1UZH"}};
constexpr LeakExample kSplunkHecToken[] = {
    {"curl -H \"Authorization: Splunk 3d710f91-dae1-49b2-bae9-f75525e26181\" x", "3d710f91-dae1-49b2-bae9-f75525e26181"}};
constexpr LeakCounterexample kSplunkHecTokenNot[] = {{"Authorization: Splunk TOKEN"}};
constexpr LeakExample kSplunkToken[] = {
    {"os.environ['SPLUNK_HEC_TOKEN'] = 'dcf4a2ec-2873-490b-b321-1d477caf645e'", "dcf4a2ec-2873-490b-b321-1d477caf645e"},
    {"ENV SPLUNK_HEC_TOKEN dcf4a2ec-2873-490b-b321-1d477caf645e\n", "dcf4a2ec-2873-490b-b321-1d477caf645e"}};
constexpr LeakCounterexample kSplunkTokenNot[] = {{"checksum: dcf4a2ec-2873-490b-b321-1d477caf645e"}, {"SPLUNK_HEC_TOKEN=dcf4a2ec-"}};
constexpr LeakExample kElasticApiKey[] = {{"Authorization: ApiKey amFEYnlKLWNWVElVWkFGZ0tMbng6b3g4aUhydnJOUnBydW1JbWRJUW92dA==\n",
                                           "amFEYnlKLWNWVElVWkFGZ0tMbng6b3g4aUhydnJOUnBydW1JbWRJUW92dA=="}};
constexpr LeakCounterexample kElasticApiKeyNot[] = {{"ApiKey b69p7M4slSLQdGNVO2tspoO2QAVRs56k3ZOk2IZq5xIoYN62wt/Pbp88ew=="}};
constexpr LeakExample kElasticCloudKey[] = {
    {"<token>essu_"
     "UjNKd0Y3VkRHMERUUElQMjdlTXg6SnRDcjBmYnh6QThFemdEYkVKRU05ekFZdWNzSU1vZFA0MTFGNFEycnowOEpCa05q</token>",
     "essu_"
     "UjNKd0Y3VkRHMERUUElQMjdlTXg6SnRDcjBmYnh6QThFemdEYkVKRU05ekFZdWNzSU1vZFA0MTFGNFEycnowOEpCa05q"}};
constexpr LeakCounterexample kElasticCloudKeyNot[] = {
    {"essu_"
     "mHuB0OORWsRJaylkO0rJgfsHFXoCcZ"}};
constexpr LeakExample kLogzIoToken[] = {
    {"<logzio-api-token>d86fa62e-ed3e-48ec-940d-244d0d3af754</logzio-api-token>", "d86fa62e-ed3e-48ec-940d-244d0d3af754"},
    {"config.set(\"logzio_api_token\", \"d86fa62e-ed3e-48ec-940d-244d0d3af754\")", "d86fa62e-ed3e-48ec-940d-244d0d3af754"}};
constexpr LeakCounterexample kLogzIoTokenNot[] = {{"checksum: d86fa62e-ed3e-48ec-940d-244d0d3af754"}, {"LOGZIO_API_TOKEN=d86fa62e-"}};
constexpr LeakExample kSumoLogicKey[] = {{"sumologic.access.key=ePiGZI56hdfZGsx09GLxwxGOPpelPIcCWj0ccuoRxHJMK4vNOp8Q0lYajEXIKMti\n",
                                          "ePiGZI56hdfZGsx09GLxwxGOPpelPIcCWj0ccuoRxHJMK4vNOp8Q0lYajEXIKMti"},
                                         {"\"sumologicAccessKey\": \"ePiGZI56hdfZGsx09GLxwxGOPpelPIcCWj0ccuoRxHJMK4vNOp8Q0lYajEXIKMti\",",
                                          "ePiGZI56hdfZGsx09GLxwxGOPpelPIcCWj0ccuoRxHJMK4vNOp8Q0lYajEXIKMti"}};
constexpr LeakCounterexample kSumoLogicKeyNot[] = {{"checksum: ePiGZI56hdfZGsx09GLxwxGOPpelPIcCWj0ccuoRxHJMK4vNOp8Q0lYajEXIKMti"},
                                                   {"SUMOLOGIC_ACCESS_KEY=ePiGZI56h"}};
constexpr LeakExample kSumoLogicCollector[] = {
    {"https://endpoint4.collection.eu.sumologic.com/receiver/v1/http/"
     "IXceaDR8vb4noqfdZsSbowYt9YfxW77PPLW2w2KuQWm9AQeraU9RHAdKRkh4XX2EKEY0hfwCNzVsPiynhs6K==",
     "IXceaDR8vb4noqfdZsSbowYt9YfxW77PPLW2w2KuQWm9AQeraU9RHAdKRkh4XX2EKEY0hfwCNzVsPiynhs6K=="}};
constexpr LeakCounterexample kSumoLogicCollectorNot[] = {{"https://endpoint4.collection.eu.sumologic.com/receiver/v1/http/UNIQUE"}};
constexpr LeakExample kLogglyToken[] = {
    {"https://logs-01.loggly.com/inputs/ae3eed10-eb1c-4a04-9e37-d33e98158035/tag/http/", "ae3eed10-eb1c-4a04-9e37-d33e98158035"}};
constexpr LeakCounterexample kLogglyTokenNot[] = {{"https://logs-01.loggly.com/inputs/TOKEN/tag/http/"}};
constexpr LeakExample kBetterStackToken[] = {{"ENV LOGTAIL_SOURCE_TOKEN C6YzhDm7nA5LHGEL3gJnhRXH\n", "C6YzhDm7nA5LHGEL3gJnhRXH"},
                                             {"logtail_source_token = \"C6YzhDm7nA5LHGEL3gJnhRXH\"\n", "C6YzhDm7nA5LHGEL3gJnhRXH"}};
constexpr LeakCounterexample kBetterStackTokenNot[] = {{"checksum: C6YzhDm7nA5LHGEL3gJnhRXH"}, {"LOGTAIL_SOURCE_TOKEN=C6YzhDm7n"}};
constexpr LeakExample kAxiomToken[] = {
    {"curl -H \"Authorization: Bearer xaat-"
     "feadb3a1-b1aa-4aff-8213-7fe5fcb47559\" x",
     "xaat-"
     "feadb3a1-b1aa-4aff-8213-7fe5fcb47559"}};
constexpr LeakCounterexample kAxiomTokenNot[] = {{"xaat-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"},
                                                 {"xaat-"
                                                  "feadb3a1-b1aa-4aff"}};
constexpr LeakExample kCoralogixKey[] = {
    {"config.set(\"coralogix_api_key\", \"f4b08be3-12c4-4c04-aff2-0d9049bc1c0b\")", "f4b08be3-12c4-4c04-aff2-0d9049bc1c0b"},
    {"run --coralogix-api-key f4b08be3-12c4-4c04-aff2-0d9049bc1c0b x", "f4b08be3-12c4-4c04-aff2-0d9049bc1c0b"}};
constexpr LeakCounterexample kCoralogixKeyNot[] = {{"checksum: f4b08be3-12c4-4c04-aff2-0d9049bc1c0b"}, {"CORALOGIX_API_KEY=f4b08be3-"}};
constexpr LeakExample kCoralogixPersonalKey[] = {
    {"<token>cxtp_"
     "6Hl9cBPFfOScFYAlzRzJPJuPKWJSHb</token>",
     "cxtp_"
     "6Hl9cBPFfOScFYAlzRzJPJuPKWJSHb"}};
constexpr LeakCounterexample kCoralogixPersonalKeyNot[] = {{"cxtp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                           {"cxtp_"
                                                            "6Hl9cBPFfOScFYA"}};
constexpr LeakExample kLightstepToken[] = {
    {"lightstep:\n  access_token: vh3YUNSJ5Z49WgdqK5bsPom58Eyv1VobsBjBNbvC9nNUY1Gv45naR5DhAcM4fJCoW4vJWGSQXa8bmk6qyluS5ycY\n",
     "vh3YUNSJ5Z49WgdqK5bsPom58Eyv1VobsBjBNbvC9nNUY1Gv45naR5DhAcM4fJCoW4vJWGSQXa8bmk6qyluS5ycY"},
    {"lightstep.access.token=vh3YUNSJ5Z49WgdqK5bsPom58Eyv1VobsBjBNbvC9nNUY1Gv45naR5DhAcM4fJCoW4vJWGSQXa8bmk6qyluS5ycY\n",
     "vh3YUNSJ5Z49WgdqK5bsPom58Eyv1VobsBjBNbvC9nNUY1Gv45naR5DhAcM4fJCoW4vJWGSQXa8bmk6qyluS5ycY"}};
constexpr LeakCounterexample kLightstepTokenNot[] = {
    {"checksum: vh3YUNSJ5Z49WgdqK5bsPom58Eyv1VobsBjBNbvC9nNUY1Gv45naR5DhAcM4fJCoW4vJWGSQXa8bmk6qyluS5ycY"},
    {"LIGHTSTEP_ACCESS_TOKEN=vh3YUNSJ5"}};
constexpr LeakExample kInstanaKey[] = {{"os.environ['INSTANA_AGENT_KEY'] = 'lAXzw07WUvtgiGttwoXPT1'", "lAXzw07WUvtgiGttwoXPT1"},
                                       {"ENV INSTANA_AGENT_KEY lAXzw07WUvtgiGttwoXPT1\n", "lAXzw07WUvtgiGttwoXPT1"}};
constexpr LeakCounterexample kInstanaKeyNot[] = {{"checksum: lAXzw07WUvtgiGttwoXPT1"}, {"INSTANA_AGENT_KEY=lAXzw07WU"}};
constexpr LeakExample kAppsignalKey[] = {
    {"run --appsignal-push_api_key c8ca5165-8aad-4a00-9644-23d7992d05fe x", "c8ca5165-8aad-4a00-9644-23d7992d05fe"},
    {"\"appsignal_push_api_key\" => \"c8ca5165-8aad-4a00-9644-23d7992d05fe\"", "c8ca5165-8aad-4a00-9644-23d7992d05fe"}};
constexpr LeakCounterexample kAppsignalKeyNot[] = {{"checksum: c8ca5165-8aad-4a00-9644-23d7992d05fe"},
                                                   {"APPSIGNAL_PUSH_API_KEY=c8ca5165-"}};
constexpr LeakExample kPapertrailToken[] = {{"const papertrailApiToken string = \"E7156rkrtH4ok7qFDffs\"\n", "E7156rkrtH4ok7qFDffs"},
                                            {"PAPERTRAIL_API_TOKEN=E7156rkrtH4ok7qFDffs\n", "E7156rkrtH4ok7qFDffs"}};
constexpr LeakCounterexample kPapertrailTokenNot[] = {{"checksum: E7156rkrtH4ok7qFDffs"}, {"PAPERTRAIL_API_TOKEN=E7156rkrt"}};

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
     .pattern = R"(\b(NRI[IQ]-[0-9A-Za-z_-]{32})(?:[^\w-]|$))",
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

// SPDX-License-Identifier: Apache-2.0
//
// Grafana's service account tokens: "glsa_", 32 characters, "_", and the CRC-32 of all before it in hex, the least significant byte
// first (grafana, pkg/components/satokengen). Cloud tokens and the older API keys are JSON in base64.
#include <string>

#include "leaks/checksum.h"
#include "leaks/detector.h"
#include "leaks/encodings.h"

namespace batten::leaks::detectors {
namespace {

// The checksum's bytes stand in the other order.
Opinion checked(const Candidate& candidate) {
  std::size_t body = candidate.secret.rfind('_');
  std::string_view hex = candidate.secret.substr(body + 1);
  std::string turned;
  for (std::size_t i = hex.size(); i >= 2; i -= 2) turned += hex.substr(i - 2, 2);
  return ends_in_crc32_hex(candidate.secret.substr(0, body), turned) ? Opinion::kConfirmed : Opinion::kPossible;
}

Opinion cloud(const Candidate& candidate) {
  return base64_holds_json(candidate.secret.substr(4), {"o", "n", "k"}) ? Opinion::kConfirmed : Opinion::kNo;
}

Opinion older(const Candidate& candidate) {
  return base64_holds_json(candidate.secret, {"k", "n", "id"}) ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr LeakExample kGrafanaServiceAccountToken[] = {
    {"export TOKEN=\"glsa_"
     "M8Vm7KyXRtGtAzZYbm55CK545vyREnk9_78e837f8\"",
     "glsa_"
     "M8Vm7KyXRtGtAzZYbm55CK545vyREnk9_78e837f8"}};
constexpr LeakCounterexample kGrafanaServiceAccountTokenNot[] = {{"glsa_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxx"},
                                                                 {"glsa_"
                                                                  "M8Vm7KyXRtGtAzZYbm55"}};
constexpr LeakExample kGrafanaCloudToken[] = {
    {"const t = `glc_"
     "eyJvIjoiOTE3MzY0IiwibiI6InN0YWNrLTkxNzM2NC1obC13cml0ZS1tZXRyaWNzIiwiayI6InNsUTdDOEwwT1BPeVl6eUZWOEhuNXdxNCIsIm0iOnsiciI6ImV1In19`;",
     "glc_"
     "eyJvIjoiOTE3MzY0IiwibiI6InN0YWNrLTkxNzM2NC1obC13cml0ZS1tZXRyaWNzIiwiayI6InNsUTdDOEwwT1BPeVl6eUZWOEhuNXdxNCIsIm0iOnsiciI6ImV1In19"}};
constexpr LeakCounterexample kGrafanaCloudTokenNot[] = {
    {"glc_"
     "eyJBGmnkirG8YLffYz515BJ5QQiIPrdBjFOIYOcbT6fDcXf6ZUZzdc8sqI4gdoYv0vxz8gnEBaZJPhAA3Cw"}};
constexpr LeakExample kGrafanaApiKey[] = {
    {"TOKEN=eyJrIjoi"
     "YVVGYk9nRVNsOW9sU2c4TW9HN00ydGQzaGhtQ1U4WUUiLCJuIjoiZGFzaGJvYXJkcyIsImlkIjoxfQ==\n",
     "eyJrIjoi"
     "YVVGYk9nRVNsOW9sU2c4TW9HN00ydGQzaGhtQ1U4WUUiLCJuIjoiZGFzaGJvYXJkcyIsImlkIjoxfQ=="}};
constexpr LeakCounterexample kGrafanaApiKeyNot[] = {
    {"eyJrIjoi"
     "MSIsInQiOiJhZjBjNTc5MS0wZTBiLTQ1MTUtOTA2Mi0zZmU5OGIyMTUwNTciLCJjIjo5LCJkIjoib2lQM2dhajc4UkNXbDRoZ1BzVFhxMFRpS044czM0In0="}};

constexpr LeakKind kKinds[] = {
    {.id = "grafana-service-account-token",
     .title = "Grafana service account token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bglsa_[0-9A-Za-z]{32}_[0-9a-f]{8}\b)",
     .confirm = checked,
     .repair = "delete it under Administration > Service accounts",
     .matches = kGrafanaServiceAccountToken,
     .matches_not = kGrafanaServiceAccountTokenNot},
    {.id = "grafana-cloud-token",
     .title = "Grafana Cloud access policy token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bglc_eyJ[0-9A-Za-z+/]{60,300}={0,2})",
     .trigger = R"(\bglc_eyJ[0-9A-Za-z+/]{60})",
     .confirm = cloud,
     .repair = "delete it at https://grafana.com/profile/org/access-policies",
     .matches = kGrafanaCloudToken,
     .matches_not = kGrafanaCloudTokenNot},
    {.id = "grafana-api-key",
     .title = "Grafana API key",
     .pattern = R"(\beyJrIjoi[0-9A-Za-z+/]{60,200}={0,2})",
     .trigger = R"(\beyJrIjoi[0-9A-Za-z+/]{60})",
     .confirm = older,
     .repair = "delete it under Administration > API keys: Grafana has replaced them by service accounts",
     .matches = kGrafanaApiKey,
     .matches_not = kGrafanaApiKeyNot},
};

}  // namespace

extern constinit const Detector grafana;
constinit const Detector grafana = {.name = "grafana", .summary = "tokens of Grafana", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

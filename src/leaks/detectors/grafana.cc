// SPDX-License-Identifier: Apache-2.0
//
// Grafana's service account tokens: "glsa_", 32 characters, "_", and the CRC-32 of all before it in hex, the least significant byte
// first (grafana, pkg/components/satokengen). Cloud tokens and the older API keys are JSON in base64.
#include <string>

#include "leaks/base64_text.h"
#include "leaks/checksum.h"
#include "leaks/detector.h"

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
    {"const t = `glsa_"
     "iYtkuqSns5yB0b25EbaJLWbtSY0oKnZo_4ca6b151`;",
     "glsa_"
     "iYtkuqSns5yB0b25EbaJLWbtSY0oKnZo_4ca6b151"}};
constexpr LeakCounterexample kGrafanaServiceAccountTokenNot[] = {{"glsa_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxx"},
                                                                 {"glsa_"
                                                                  "iYtkuqSns5yB0b25EbaJ"}};
constexpr LeakExample kGrafanaCloudToken[] = {
    {"TOKEN=glc_"
     "eyJvIjoiOTE3MzY0IiwibiI6InN0YWNrLTkxNzM2NC1obC13cml0ZS1tZXRyaWNzIiwiayI6IlU5RmszaWk0ZVo5ajVvdUExVFRRa0Q0ZiIsIm0iOnsiciI6ImV1In19\n",
     "glc_"
     "eyJvIjoiOTE3MzY0IiwibiI6InN0YWNrLTkxNzM2NC1obC13cml0ZS1tZXRyaWNzIiwiayI6IlU5RmszaWk0ZVo5ajVvdUExVFRRa0Q0ZiIsIm0iOnsiciI6ImV1In19"}};
constexpr LeakCounterexample kGrafanaCloudTokenNot[] = {
    {"glc_"
     "eyJHA06hYU35L7DMdDTIRUY1vchGeS9OLAV9uzF7jWh03bbb2XU25TyugFbFesMmBeIoTtaHNYJBdruqsYw"}};
constexpr LeakExample kGrafanaApiKey[] = {
    {"\"token\": \"eyJrIjoi"
     "UFM2ZEtpZ1pjTVJHSW1yaVAxSGpLTUhqVk5GV0VZcVQiLCJuIjoiZGFzaGJvYXJkcyIsImlkIjoxfQ==\"",
     "eyJrIjoi"
     "UFM2ZEtpZ1pjTVJHSW1yaVAxSGpLTUhqVk5GV0VZcVQiLCJuIjoiZGFzaGJvYXJkcyIsImlkIjoxfQ=="}};
constexpr LeakCounterexample kGrafanaApiKeyNot[] = {
    {"eyJrIjoi"
     "MSIsInQiOiJjYWFkY2YzYS1iZjNiLTRlYzUtYjNjYi1jMGZhMGU4ZDE1ZDgiLCJjIjo5LCJkIjoiTWZqSUJaNVNLWThXOUR0Z1daUkNoOWlVNkFocTFyIn0="}};

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

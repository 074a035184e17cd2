// SPDX-License-Identifier: Apache-2.0
//
// Cloudflare: since 2026 "cfut_" (of a user), "cfat_" (of an account) and "cfk_" (global key), 40 characters and a checksum; older
// ones without a mark are found by a name. The token of a tunnel is base64 of a JSON object.
#include <optional>
#include <string>

#include "base/json.h"
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion mixed(const Candidate& candidate) { return is_mixed(candidate.secret) ? Opinion::kLikely : Opinion::kNo; }

// {"a": account, "t": tunnel, "s": secret}
Opinion tunnel(const Candidate& candidate) {
  std::optional<std::string> text = decode_base64(candidate.secret);
  if (!text) return Opinion::kNo;
  Result<json::Document> document = json::Document::parse(*text, {.max_bytes = 4096, .max_depth = 4});
  return document && (*document)["t"].is_string() && (*document)["s"].is_string() ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr std::string_view kRoll = "roll it at https://dash.cloudflare.com/profile/api-tokens, then look at the audit log of the account";
constexpr LeakExample kToken[] = {{"CLOUDFLARE_API_TOKEN="
                                   "cfut_"
                                   "Gy9MFK0eaJ6QvIVs3bHj2a4IHl9MAvhMM1mm718Y"
                                   "2a890775\n",
                                   "cfut_"
                                   "Gy9MFK0eaJ6QvIVs3bHj2a4IHl9MAvhMM1mm718Y"
                                   "2a890775"},
                                  {"token: "
                                   "cfat_"
                                   "RYLlRQJHCE2aWB92uiifSYiTe1fD1zz1OosOoM3z"
                                   "a80a2ca2\n",
                                   "cfat_"
                                   "RYLlRQJHCE2aWB92uiifSYiTe1fD1zz1OosOoM3z"
                                   "a80a2ca2"}};
constexpr LeakCounterexample kTokenNot[] = {
    {"cfut_"
     "bAfZy6yEFcrnH1QEVZNt"}};
constexpr LeakExample kGlobalKey[] = {
    {"CLOUDFLARE_API_KEY="
     "cfk_"
     "Xf5Y9D7sdXMoSmZB9kIUPAnMgGOGbjpemBadHY5q"
     "72298520\n",
     "cfk_"
     "Xf5Y9D7sdXMoSmZB9kIUPAnMgGOGbjpemBadHY5q"
     "72298520"}};
constexpr LeakCounterexample kGlobalKeyNot[] = {
    {"cfk_"
     "NEvgiKm2Zfugwe5Ujk2G"}};
constexpr LeakExample kTokenOld[] = {{"CLOUDFLARE_API_TOKEN="
                                      "USkdUPvMrV-o5z7oB-mHAEvJgqhfyWF-J1y2cP7b\n",
                                      "USkdUPvMrV-o5z7oB-mHAEvJgqhfyWF-J1y2cP7b"},
                                     {"dns_cloudflare_api_token = "
                                      "jrYwKQREGRpYQXjN8UDdZCSwmq1X0TXbb87KWG7b\n",
                                      "jrYwKQREGRpYQXjN8UDdZCSwmq1X0TXbb87KWG7b"}};
constexpr LeakCounterexample kTokenOldNot[] = {{"CLOUDFLARE_API_TOKEN="
                                                "a45a80153eeb9fb2dfd11b77803c15ea65d450b2"},
                                               {"CLOUDFLARE_API_TOKEN="
                                                "XunGHOLnMaTaZ9HgOh0Y"}};
constexpr LeakExample kGlobalKeyOld[] = {{"CF_API_KEY="
                                          "07bc667b0b295c9555e002288ae3540ca9016\n",
                                          "07bc667b0b295c9555e002288ae3540ca9016"},
                                         {"curl -H \"X-Auth-Key: "
                                          "f884474128fe680ab4857b9be1b6695f615a7\"",
                                          "f884474128fe680ab4857b9be1b6695f615a7"}};
constexpr LeakCounterexample kGlobalKeyOldNot[] = {
    {"CF_API_KEY="
     "e53c61db1dd268f10d4eb6ae76a37137"}};
constexpr LeakExample kOriginCaKey[] = {
    {"X-Auth-User-Service-Key: "
     "v1.0-"
     "f7cb84a6acaeea91c6d45a74-"
     "d48823d5cef385ae351ba2802e9d881f7ea0ed2208bc2fc105c6543e5966d693c6050a0d3bbd8af98acb9e3f167b311e22392e2fba0429"
     "9101dbe86a3820464b6f8b2d357a0d0424f7\n",
     "v1.0-"
     "f7cb84a6acaeea91c6d45a74-"
     "d48823d5cef385ae351ba2802e9d881f7ea0ed2208bc2fc105c6543e5966d693c6050a0d3bbd8af98acb9e3f167b311e22392e2fba0429"
     "9101dbe86a3820464b6f8b2d357a0d0424f7"}};
constexpr LeakCounterexample kOriginCaKeyNot[] = {
    {"v1.0-"
     "2cb90fed35b8e2c7437f9e47-"
     "55d80ea2e5f737fd043e"}};
constexpr LeakExample kTunnelToken[] = {
    {"cloudflared tunnel run --token "
     "eyJhIjoiYTcyOWNlYjgwNjQ5MzcyZmYyMjAzNDcyOTQwNjU1NzMiLCJ0IjoiMTAzNGE0YjQtY2M0OC00ODJkLTlkYTctOTFlMGQ0ZGQ4YTUwIi"
     "wicyI6Im5jVDBtUHB0VG53TlZ5RkFiS2x6eXNBS1RFU0RiZ1hpZDhHUUZwQVlYbVE9In0=\n",
     "eyJhIjoiYTcyOWNlYjgwNjQ5MzcyZmYyMjAzNDcyOTQwNjU1NzMiLCJ0IjoiMTAzNGE0YjQtY2M0OC00ODJkLTlkYTctOTFlMGQ0ZGQ4YTUwIi"
     "wicyI6Im5jVDBtUHB0VG53TlZ5RkFiS2x6eXNBS1RFU0RiZ1hpZDhHUUZwQVlYbVE9In0="}};
constexpr LeakCounterexample kTunnelTokenNot[] = {
    {"eyJhIjoi"
     "1s8AOncdRYBXhc4vcI+k1C3FphaG5+bqvX/foYevDqBkHYXoeIDoWkNGk6V5PH2Y/U293yHzwKnfOeMOJmnG10stBZdE97Dj/eg083tKnHUzOg"}};
constexpr LeakExample kTunnelCredentials[] = {
    {"{\"AccountTag\":\""
     "e131491a4af68c791c924ae371fdfc4b\",\"TunnelSecret\":\""
     "PIZuEqBFdA2Yq5X9eoF4sjXuxS2xQQsIEzSqn+OpDNo=\",\"TunnelID\":\"x\"}",
     "PIZuEqBFdA2Yq5X9eoF4sjXuxS2xQQsIEzSqn+OpDNo="}};
constexpr LeakCounterexample kTunnelCredentialsNot[] = {{"\"TunnelSecret\":\"\""}};

constexpr LeakKind kKinds[] = {
    {.id = "cloudflare-token",
     .title = "Cloudflare API token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bcf[ua]t_[0-9A-Za-z]{40}[0-9A-Za-z]{6,10}\b)",
     .repair = kRoll,
     .matches = kToken,
     .matches_not = kTokenNot},
    {.id = "cloudflare-global-key",
     .title = "Cloudflare global API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bcfk_[0-9A-Za-z]{40}[0-9A-Za-z]{6,10}\b)",
     .repair = kRoll,
     .matches = kGlobalKey,
     .matches_not = kGlobalKeyNot},
    {.id = "cloudflare-token-old",
     .title = "Cloudflare API token of before 2026",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:cloudflare|\bcf_api)[\w.-]{0,16}token[\w.-]{0,4})", R"([0-9A-Za-z_-]{40})">,
     .min_entropy = 4,
     .confirm = mixed,
     .repair = kRoll,
     .matches = kTokenOld,
     .matches_not = kTokenOldNot},
    {.id = "cloudflare-global-key-old",
     .title = "Cloudflare global API key of before 2026",
     .severity = model::Severity::kCritical,
     .pattern =
         kAssigned<R"((?:cloudflare|\bcf|x-auth)[\w.-]{0,16}(?:api_?key|auth-key|x-auth-key|-key|_key)[\w.-]{0,4})", R"([0-9a-f]{37})">,
     .min_entropy = 3,
     .repair = kRoll,
     .matches = kGlobalKeyOld,
     .matches_not = kGlobalKeyOldNot},
    {.id = "cloudflare-origin-ca-key",
     .title = "Cloudflare Origin CA key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bv1\.0-[0-9a-f]{24}-[0-9a-f]{146}\b)",
     .repair = "change it at https://dash.cloudflare.com/profile/api-tokens under API keys",
     .matches = kOriginCaKey,
     .matches_not = kOriginCaKeyNot},
    {.id = "cloudflare-tunnel-token",
     .title = "Cloudflare tunnel token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\beyJhIjoi[0-9A-Za-z+/_-]{100,}={0,2})",
     .confirm = tunnel,
     .repair = "refresh it under Networks, Tunnels, or delete the tunnel: who has it may stand in for your servers",
     .matches = kTunnelToken,
     .matches_not = kTunnelTokenNot},
    {.id = "cloudflare-tunnel-credentials",
     .title = "Cloudflare tunnel credentials",
     .severity = model::Severity::kCritical,
     .pattern = R"("TunnelSecret\\?"\s{0,2}:\s{0,2}\\?"([0-9A-Za-z+/]{40,90}={0,2})\\?")",
     .repair = "delete the tunnel and make a new one: who has it may stand in for your servers",
     .matches = kTunnelCredentials,
     .matches_not = kTunnelCredentialsNot},
};

}  // namespace

extern constinit const Detector cloudflare;
constinit const Detector cloudflare = {.name = "cloudflare", .summary = "keys and tokens of Cloudflare", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

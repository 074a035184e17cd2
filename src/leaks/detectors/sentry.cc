// SPDX-License-Identifier: Apache-2.0
//
// Sentry's organisation tokens (docs.sentry.io, "Auth Tokens"): "sntrys_", JSON in base64 that names the server, "_", and the secret.
#include "leaks/base64_text.h"
#include "leaks/detector.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion names_server(const Candidate& candidate) {
  std::string_view body = candidate.secret.substr(candidate.secret.find('_') + 1);
  return base64_holds_json(body.substr(0, body.rfind('_')), {"iat", "url"}) ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr LeakExample kSentryOrgToken[] = {
    {"token: 'sntrys_"
     "eyJpYXQiOjE3MTY5MDAwMDAuNSwidXJsIjoiaHR0cHM6Ly9zZW50cnkuaW8iLCJyZWdpb25fdXJsIjoiaHR0cHM6Ly9kZS5zZW50cnkuaW8iLCJvcmciOiJhY21lIn0=_"
     "0iXqgQpUvl4Tx4BoAV84KMgICzbhFDUmBDwEquyAuTl'\n",
     "sntrys_"
     "eyJpYXQiOjE3MTY5MDAwMDAuNSwidXJsIjoiaHR0cHM6Ly9zZW50cnkuaW8iLCJyZWdpb25fdXJsIjoiaHR0cHM6Ly9kZS5zZW50cnkuaW8iLCJvcmciOiJhY21lIn0=_"
     "0iXqgQpUvl4Tx4BoAV84KMgICzbhFDUmBDwEquyAuTl"}};
constexpr LeakCounterexample kSentryOrgTokenNot[] = {
    {"sntrys_"
     "eyJwKpbPAtswCP3HRSoPrCXwcYJrad9UhIxTimR1KbcQdICp3tyMtQV52pFX3TUMjotUT1x6i4ECGI2FjTPPYfq2SwrUV_"
     "Tu8Cv4PCP6gSGrWTqOebZekeYQX6zOYBe2c5QxC2YYz"}};
constexpr LeakExample kSentryUserToken[] = {{"curl -H \"Authorization: Bearer sntryu_"
                                             "25f88a30372892a87dc05fff540b10b16c3bbefa6f313f9ee14e1ff9d95f23be\" x",
                                             "sntryu_"
                                             "25f88a30372892a87dc05fff540b10b16c3bbefa6f313f9ee14e1ff9d95f23be"},
                                            {"ENV API_TOKEN sntryi_"
                                             "2b8b4041030a58f6788fb8a1904e9b104ed39b4dce5c88445de4a76969c60627\n",
                                             "sntryi_"
                                             "2b8b4041030a58f6788fb8a1904e9b104ed39b4dce5c88445de4a76969c60627"}};
constexpr LeakCounterexample kSentryUserTokenNot[] = {{"sntryu_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                      {"sntryu_"
                                                       "25f88a30372892a87dc05fff540b10b1"}};
constexpr LeakExample kSentryTokenOlder[] = {
    {"SENTRY_AUTH_TOKEN=0db699b98d33a31da9b0b39ad55fc930217b4ad130e20a24e0ddee9d61916835\n",
     "0db699b98d33a31da9b0b39ad55fc930217b4ad130e20a24e0ddee9d61916835"},
    {"<sentry-auth-token>0db699b98d33a31da9b0b39ad55fc930217b4ad130e20a24e0ddee9d61916835</sentry-auth-token>",
     "0db699b98d33a31da9b0b39ad55fc930217b4ad130e20a24e0ddee9d61916835"}};
constexpr LeakCounterexample kSentryTokenOlderNot[] = {{"checksum: 0db699b98d33a31da9b0b39ad55fc930217b4ad130e20a24e0ddee9d61916835"},
                                                       {"SENTRY_AUTH_TOKEN=0db699b98"}};
constexpr LeakExample kSentryDsnSecret[] = {
    {"SENTRY_DSN=https://cba3f99d7ad6dfec6a136005d898c435:9d3d0c26b29aaeab18d75c8e40fc9f99@sentry.acme.io/12",
     "9d3d0c26b29aaeab18d75c8e40fc9f99"}};
constexpr LeakCounterexample kSentryDsnSecretNot[] = {{"https://65772e4884566305c47498248e04ebcd@o1.ingest.sentry.io/12"}};
constexpr LeakExample kSentryDsn[] = {
    {"dsn: https://3dd3df077f0976a3c6ef966661a1567f@o123456.ingest.de.sentry.io/4505", "3dd3df077f0976a3c6ef966661a1567f"}};
constexpr LeakCounterexample kSentryDsnNot[] = {{"https://public@sentry.io/12"}};

constexpr LeakKind kKinds[] = {
    {.id = "sentry-org-token",
     .title = "Sentry organisation auth token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(sntrys_eyJ[0-9A-Za-z+/=_-]{80,400}_[0-9A-Za-z+/]{40,48})(?:[^\w+/]|$))",
     .trigger = R"(\bsntrys_eyJ[0-9A-Za-z+/=_-]{60})",
     .confirm = names_server,
     .repair = "revoke it at https://sentry.io/settings/auth-tokens/",
     .matches = kSentryOrgToken,
     .matches_not = kSentryOrgTokenNot},
    {.id = "sentry-user-token",
     .title = "Sentry user or integration auth token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bsntry[ui]_[0-9a-f]{64}\b)",
     .repair = "revoke it at https://sentry.io/settings/account/api/auth-tokens/",
     .matches = kSentryUserToken,
     .matches_not = kSentryUserTokenNot},
    {.id = "sentry-token-older",
     .title = "Sentry auth token",
     .pattern = kNamed<"sentry", "[0-9a-f]{64}", "token|key">,
     .min_entropy = 3.2,
     .repair = "revoke it at https://sentry.io/settings/account/api/auth-tokens/",
     .matches = kSentryTokenOlder,
     .matches_not = kSentryTokenOlderNot},
    {.id = "sentry-dsn-secret",
     .title = "Sentry DSN with its secret key",
     .pattern = R"(https://[0-9a-f]{32}:([0-9a-f]{32})@[\w.-]{3,60}/[0-9]{1,12}\b)",
     .min_entropy = 3.0,
     .repair = "rotate the client key of the project and use a DSN without a secret",
     .matches = kSentryDsnSecret,
     .matches_not = kSentryDsnSecretNot},
    {.id = "sentry-dsn",
     .title = "Sentry DSN",
     .severity = model::Severity::kLow,
     .pattern = R"(https://([0-9a-f]{32})@(?:o[0-9]{1,10}\.)?(?:ingest\.)?(?:us\.|de\.)?sentry\.io/[0-9]{1,20}\b)",
     .min_entropy = 3.0,
     .repair = "it only takes reports; rotate the client key where it is misused",
     .matches = kSentryDsn,
     .matches_not = kSentryDsnNot},
};

}  // namespace

extern constinit const Detector sentry;
constinit const Detector sentry = {.name = "sentry", .summary = "tokens of Sentry", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

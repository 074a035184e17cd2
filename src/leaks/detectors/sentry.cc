// SPDX-License-Identifier: Apache-2.0
//
// Sentry's organisation tokens (docs.sentry.io, "Auth Tokens"): "sntrys_", JSON in base64 that names the server, "_", and the secret.
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion names_server(const Candidate& candidate) {
  std::string_view body = candidate.secret.substr(candidate.secret.find('_') + 1);
  return base64_holds_json(body.substr(0, body.rfind('_')), {"iat", "url"}) ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr LeakExample kSentryOrgToken[] = {
    {"\"token\": \"sntrys_"
     "eyJpYXQiOjE3MTY5MDAwMDAuNSwidXJsIjoiaHR0cHM6Ly9zZW50cnkuaW8iLCJyZWdpb25fdXJsIjoiaHR0cHM6Ly9kZS5zZW50cnkuaW8iLCJvcmciOiJhY21lIn0=_"
     "rPnDP5jjsXFuaq3QI5GzVJmlaSUskRpNVpI6uXZvCQD\"",
     "sntrys_"
     "eyJpYXQiOjE3MTY5MDAwMDAuNSwidXJsIjoiaHR0cHM6Ly9zZW50cnkuaW8iLCJyZWdpb25fdXJsIjoiaHR0cHM6Ly9kZS5zZW50cnkuaW8iLCJvcmciOiJhY21lIn0=_"
     "rPnDP5jjsXFuaq3QI5GzVJmlaSUskRpNVpI6uXZvCQD"}};
constexpr LeakCounterexample kSentryOrgTokenNot[] = {
    {"sntrys_"
     "eyJTxIQCpzQ8kabWDRbKaS9kuuhrbAeTPBo2OcSWHVli0mJv6aaqJEAbE4fGW1XE3zx74JJJIDykrN1TnaVOljO6aNhcl_"
     "n7X81YG20ZD69oyPFiAijEciAgypc9SCZVYf3ryzRIB"}};
constexpr LeakExample kSentryUserToken[] = {{"token: 'sntryu_"
                                             "1e1da611a800bb1ae7bf3bb4e351401871c315b2fb922340d9eab7e25034902f'\n",
                                             "sntryu_"
                                             "1e1da611a800bb1ae7bf3bb4e351401871c315b2fb922340d9eab7e25034902f"},
                                            {"curl -H \"Authorization: Bearer sntryi_"
                                             "2e774a349dc097e4af8a0e73643055d16f68a6ead33ab5f841906697b00aee1c\" x",
                                             "sntryi_"
                                             "2e774a349dc097e4af8a0e73643055d16f68a6ead33ab5f841906697b00aee1c"}};
constexpr LeakCounterexample kSentryUserTokenNot[] = {{"sntryu_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                      {"sntryu_"
                                                       "1e1da611a800bb1ae7bf3bb4e3514018"}};
constexpr LeakExample kSentryTokenOlder[] = {
    {"config.set(\"sentry_auth_token\", \"4db02e04846b18b81d95f5d965f07c612922e2920722dd434625ab769fdacdd1\")",
     "4db02e04846b18b81d95f5d965f07c612922e2920722dd434625ab769fdacdd1"},
    {"run --sentry-auth-token 4db02e04846b18b81d95f5d965f07c612922e2920722dd434625ab769fdacdd1 x",
     "4db02e04846b18b81d95f5d965f07c612922e2920722dd434625ab769fdacdd1"}};
constexpr LeakCounterexample kSentryTokenOlderNot[] = {{"checksum: 4db02e04846b18b81d95f5d965f07c612922e2920722dd434625ab769fdacdd1"},
                                                       {"SENTRY_AUTH_TOKEN=4db02e048"}};
constexpr LeakExample kSentryDsnSecret[] = {
    {"SENTRY_DSN=https://adb67cf6ea7aa102bd63370d95435aed:df38e678caacae62f5ebbf19fc8774f9@sentry.acme.io/12",
     "df38e678caacae62f5ebbf19fc8774f9"}};
constexpr LeakCounterexample kSentryDsnSecretNot[] = {{"https://0df6b648f67b33af4efd31e0431d989c@o1.ingest.sentry.io/12"}};
constexpr LeakExample kSentryDsn[] = {
    {"dsn: https://7e39e25b968a346bd9f24b840b893c42@o123456.ingest.de.sentry.io/4505", "7e39e25b968a346bd9f24b840b893c42"}};
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

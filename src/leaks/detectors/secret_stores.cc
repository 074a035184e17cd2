// SPDX-License-Identifier: Apache-2.0
//
// Services that keep secrets, so that one token opens all: Doppler, Infisical, 1Password, Bitwarden, Akeyless, Conjur; and keys that
// open files: dotenv-vault, dotenvx.
#include <optional>
#include <string>

#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

// A JSON object with the address and keys of the account.
Opinion op_service_account(const Candidate& candidate) {
  std::optional<std::string> text = decode_base64(candidate.secret.substr(4));
  return text && text->contains("\"secretKey\"") ? Opinion::kConfirmed : Opinion::kPossible;
}

constexpr std::string_view kDoppler = "revoke it (doppler configs tokens revoke, or under Tokens), then rotate what it could read";
constexpr LeakExample kDopplerPersonalToken[] = {
    {"DOPPLER_TOKEN="
     "dp.pt."
     "UCplSqRmaI8QjUuh6NZI7TRqoiMs0vtBjEUXeZP1NbI\n",
     "dp.pt."
     "UCplSqRmaI8QjUuh6NZI7TRqoiMs0vtBjEUXeZP1NbI"}};
constexpr LeakCounterexample kDopplerPersonalTokenNot[] = {
    {"dp.pt."
     "abc"}};
constexpr LeakExample kDopplerServiceToken[] = {{"DOPPLER_TOKEN="
                                                 "dp.st.prd."
                                                 "BGDE1wKdp5ER971ZFj4tQGFXPrzJ72Vdl8Z2wtQN2v7\n",
                                                 "dp.st.prd."
                                                 "BGDE1wKdp5ER971ZFj4tQGFXPrzJ72Vdl8Z2wtQN2v7"},
                                                {"ENV DOPPLER_TOKEN "
                                                 "dp.st."
                                                 "S7T6SO6VCy5ZUENQT4RITJR7tWKeWS82JQWffPhz",
                                                 "dp.st."
                                                 "S7T6SO6VCy5ZUENQT4RITJR7tWKeWS82JQWffPhz"}};
constexpr LeakCounterexample kDopplerServiceTokenNot[] = {
    {"dp.st.prd."
     "abc"}};
constexpr LeakExample kDopplerOtherToken[] = {{"token: "
                                               "dp.ct."
                                               "IsXa2ni9NEc4KJhoKLny3Mb6LGQ74himWZvxdwPCMbJ\n",
                                               "dp.ct."
                                               "IsXa2ni9NEc4KJhoKLny3Mb6LGQ74himWZvxdwPCMbJ"},
                                              {"dp.audit."
                                               "mVU3nCJnuhmktLiE4SwXxhuM94QfRHTkKX4uj707",
                                               "dp.audit."
                                               "mVU3nCJnuhmktLiE4SwXxhuM94QfRHTkKX4uj707"}};
constexpr LeakCounterexample kDopplerOtherTokenNot[] = {
    {"dp.ct."
     "abc"}};
constexpr LeakExample kInfisicalServiceToken[] = {
    {"INFISICAL_TOKEN="
     "st."
     "09e45141824cd7c96458b623."
     "908a1bf46592fc90dd9feef70c04237720ded568aae947a720c99ddc4eea77b0."
     "a3a484fb14724014bc725d647e2c55c9\n",
     "st."
     "09e45141824cd7c96458b623."
     "908a1bf46592fc90dd9feef70c04237720ded568aae947a720c99ddc4eea77b0."
     "a3a484fb14724014bc725d647e2c55c9"}};
constexpr LeakCounterexample kInfisicalServiceTokenNot[] = {
    {"st."
     "649a0992eed0470dc8e29191.x"}};
constexpr LeakExample kInfisicalClientSecret[] = {
    {"INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET="
     "2b462d0f8288fd8c15be3809b0d016a23efe03ad48ed63ee9bb4a5679737b2af\n",
     "2b462d0f8288fd8c15be3809b0d016a23efe03ad48ed63ee9bb4a5679737b2af"}};
constexpr LeakCounterexample kInfisicalClientSecretNot[] = {
    {"INFISICAL_CLIENT_SECRET="
     "deb77d6f9e2edec1333f"}};
constexpr LeakExample kOnepasswordServiceToken[] = {
    {"OP_SERVICE_ACCOUNT_TOKEN="
     "ops_"
     "eyJzaWduSW5BZGRyZXNzIjoiYWNtZS4xcGFzc3dvcmQuY29tIiwidXNlckF1dGgiOnsibWV0aG9kIjoiU1JQZy00MDk2IiwiYWxnIjoiUEJFUz"
     "JnLUhTMjU2IiwiaXRlcmF0aW9ucyI6NjUwMDAwLCJzYWx0IjoiTklleFlRT05za1VRY0p6QS9jL0hLZz09In0sImVtYWlsIjoia0AxcGFzc3dv"
     "cmRzZXJ2aWNlYWNjb3VudHMuY29tIiwic3JwWCI6IjcxODM3Nzc3ZmI2M2M3MjYxZTMwYWM4OWRhZDY2ZWUzYjhmMjhkY2M3NDdkM2ZiYWM1ND"
     "g3ZmVkYTExZjgwNTIiLCJzZWNyZXRLZXkiOiJBMy1BQkNERUYifQ\n",
     "ops_"
     "eyJzaWduSW5BZGRyZXNzIjoiYWNtZS4xcGFzc3dvcmQuY29tIiwidXNlckF1dGgiOnsibWV0aG9kIjoiU1JQZy00MDk2IiwiYWxnIjoiUEJFUz"
     "JnLUhTMjU2IiwiaXRlcmF0aW9ucyI6NjUwMDAwLCJzYWx0IjoiTklleFlRT05za1VRY0p6QS9jL0hLZz09In0sImVtYWlsIjoia0AxcGFzc3dv"
     "cmRzZXJ2aWNlYWNjb3VudHMuY29tIiwic3JwWCI6IjcxODM3Nzc3ZmI2M2M3MjYxZTMwYWM4OWRhZDY2ZWUzYjhmMjhkY2M3NDdkM2ZiYWM1ND"
     "g3ZmVkYTExZjgwNTIiLCJzZWNyZXRLZXkiOiJBMy1BQkNERUYifQ"}};
constexpr LeakCounterexample kOnepasswordServiceTokenNot[] = {
    {"ops_eyJ"
     "abc"}};
constexpr LeakExample kOnepasswordSecretKey[] = {
    {"Secret Key: "
     "A3-"
     "ZAKASP-"
     "3H8YH5-"
     "NM843-"
     "K00A2-"
     "XDCJK-"
     "RM3FT\n",
     "A3-"
     "ZAKASP-"
     "3H8YH5-"
     "NM843-"
     "K00A2-"
     "XDCJK-"
     "RM3FT"}};
constexpr LeakCounterexample kOnepasswordSecretKeyNot[] = {{"A3-XXXXXX-XXXXXX-XXXXX-XXXXX-XXXXX-XXXXX"},
                                                           {"A3-"
                                                            "JN5NW1-"
                                                            "8TV21Q"}};
constexpr LeakExample kBitwardenAccessToken[] = {
    {"BWS_ACCESS_TOKEN="
     "0."
     "223b484a-448b-46a2-8400-96d5a487ec7f."
     "Zd2TaJTEQUIfPJmNyTRpihuBiQYQ8v:"
     "v4j4WY5iqf+43kx0k/Zh8w==\n",
     "0."
     "223b484a-448b-46a2-8400-96d5a487ec7f."
     "Zd2TaJTEQUIfPJmNyTRpihuBiQYQ8v:"
     "v4j4WY5iqf+43kx0k/Zh8w=="}};
constexpr LeakCounterexample kBitwardenAccessTokenNot[] = {
    {"0."
     "9bfe9578-24bf-4b3b-8f84-1e6d89e66743.x"}};
constexpr LeakExample kDotenvxPrivateKey[] = {
    {"DOTENV_PRIVATE_KEY_PRODUCTION=\""
     "fd181efe009a1ef8ce46176b82acab579cd569a2bf454d799a40bcfb7de31746\"",
     "fd181efe009a1ef8ce46176b82acab579cd569a2bf454d799a40bcfb7de31746"}};
constexpr LeakCounterexample kDotenvxPrivateKeyNot[] = {
    {"DOTENV_PRIVATE_KEY="
     "348f5e1c3364580acfe8"}};
constexpr LeakExample kDotenvVaultKey[] = {
    {"DOTENV_KEY=\"dotenv://:"
     "key_"
     "6bb45fa957ad98344e52982e4b94263c3dfd264c523e7a95b272d1ab177f450e@dotenv.org/vault/.env.vault?environment=produ"
     "ction\"",
     "key_"
     "6bb45fa957ad98344e52982e4b94263c3dfd264c523e7a95b272d1ab177f450e"}};
constexpr LeakCounterexample kDotenvVaultKeyNot[] = {{"dotenv://:key_1234@dotenv.org"}};
constexpr LeakExample kConjurApiKey[] = {
    {"CONJUR_AUTHN_API_KEY="
     "hjwlbyz4sflspmr1bnicbzvwtik58bm2y5fjl5fearkjhwl0d5u2\n",
     "hjwlbyz4sflspmr1bnicbzvwtik58bm2y5fjl5fearkjhwl0d5u2"}};
constexpr LeakCounterexample kConjurApiKeyNot[] = {{"CONJUR_AUTHN_LOGIN=host/app"}};

constexpr LeakKind kKinds[] = {
    {.id = "doppler-personal-token",
     .title = "Doppler personal token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bdp\.pt\.[0-9A-Za-z]{40,44}\b)",
     .repair = kDoppler,
     .matches = kDopplerPersonalToken,
     .matches_not = kDopplerPersonalTokenNot},
    {.id = "doppler-service-token",
     .title = "Doppler service token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bdp\.st\.(?:[0-9a-z_-]{2,35}\.)?[0-9A-Za-z]{40,44}\b)",
     .repair = kDoppler,
     .matches = kDopplerServiceToken,
     .matches_not = kDopplerServiceTokenNot},
    {.id = "doppler-other-token",
     .title = "Doppler CLI, service account, SCIM or audit token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bdp\.(?:ct|sa|scim|audit|said)\.[0-9A-Za-z]{40,44}\b)",
     .repair = kDoppler,
     .matches = kDopplerOtherToken,
     .matches_not = kDopplerOtherTokenNot},
    {.id = "infisical-service-token",
     .title = "Infisical service token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bst\.[0-9a-f]{24}\.[0-9a-f]{32,64}\.[0-9a-f]{32}\b)",
     .repair = "delete it under Project settings, Service tokens, then rotate what it could read",
     .matches = kInfisicalServiceToken,
     .matches_not = kInfisicalServiceTokenNot},
    {.id = "infisical-client-secret",
     .title = "Infisical machine identity secret",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(infisical[\w.-]{0,24}secret[\w.-]{0,4})", R"([0-9a-f]{64})">,
     .min_entropy = 3.2,
     .repair = "revoke the client secret of the identity, then rotate what it could read",
     .matches = kInfisicalClientSecret,
     .matches_not = kInfisicalClientSecretNot},
    {.id = "onepassword-service-token",
     .title = "1Password service account token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bops_eyJ[0-9A-Za-z+/_-]{150,1500}={0,3})",
     .confirm = op_service_account,
     .repair = "revoke it in the service account's page, then rotate what it could read",
     .matches = kOnepasswordServiceToken,
     .matches_not = kOnepasswordServiceTokenNot},
    {.id = "onepassword-secret-key",
     .title = "1Password secret key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bA3-[0-9A-Z]{6}-(?:[0-9A-Z]{11}|[0-9A-Z]{6}-[0-9A-Z]{5})-[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}\b)",
     .text_only = true,
     .min_entropy = 3,
     .repair = "make a new one under My profile (and a new emergency kit): with the account password it opens everything",
     .matches = kOnepasswordSecretKey,
     .matches_not = kOnepasswordSecretKeyNot},
    {.id = "bitwarden-access-token",
     .title = "Bitwarden Secrets Manager access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b0\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.[0-9A-Za-z]{30}:[0-9A-Za-z+/]{22}==)",
     .repair = "revoke it in the machine account, then rotate what it could read",
     .matches = kBitwardenAccessToken,
     .matches_not = kBitwardenAccessTokenNot},
    {.id = "dotenvx-private-key",
     .title = "dotenvx private key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bDOTENV_PRIVATE_KEY[0-9A-Z_]{0,20}\s?[=:]\s?[\\"\']{0,2}([0-9a-f]{64})\b)",
     .min_entropy = 3.2,
     .repair = "make new keys (dotenvx rotate), and renew the secrets in the file that it opens",
     .matches = kDotenvxPrivateKey,
     .matches_not = kDotenvxPrivateKeyNot},
    {.id = "dotenv-vault-key",
     .title = "dotenv-vault key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bdotenv://:(key_[0-9a-f]{64})@)",
     .repair = "rotate it (dotenv-vault rotatekey)",
     .matches = kDotenvVaultKey,
     .matches_not = kDotenvVaultKeyNot},
    {.id = "conjur-api-key",
     .title = "CyberArk Conjur API key",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(conjur[\w.-]{0,16}(?:api_?key|authn_api_key|password)[\w.-]{0,4})", R"([0-9a-z]{40,56})">,
     .min_entropy = 3.8,
     .repair = "rotate it (conjur host rotate-api-key)",
     .matches = kConjurApiKey,
     .matches_not = kConjurApiKeyNot},
};

}  // namespace

extern constinit const Detector secret_stores;
constinit const Detector secret_stores = {.name = "secret_stores", .summary = "tokens of secret stores", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

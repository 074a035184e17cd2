// SPDX-License-Identifier: Apache-2.0
//
// Tokens of Atlassian's products: base64url behind a prefix, and eight hex digits behind "=" that are a CRC-32 (support.atlassian.com,
// "Manage API tokens for your Atlassian account"). What exactly it is taken over is not documented: both readings count.
#include "leaks/checksum.h"
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

bool fits(std::string_view body, std::string_view checksum, std::size_t prefix) {
  return ends_in_crc32_hex(body, checksum) || ends_in_crc32_hex(body.substr(prefix), checksum);
}

Opinion checked(const Candidate& candidate) {
  std::size_t equals = candidate.secret.rfind('=');
  std::string_view checksum = candidate.secret.substr(equals + 1);
  bool right = fits(candidate.secret.substr(0, equals), checksum, 6) || fits(candidate.secret.substr(0, equals + 1), checksum, 6);
  return right ? Opinion::kConfirmed : Opinion::kLikely;
}

Opinion checked_app_password(const Candidate& candidate) {
  std::size_t size = candidate.secret.size() - 8;
  return fits(candidate.secret.substr(0, size), candidate.secret.substr(size), 4) ? Opinion::kConfirmed : Opinion::kLikely;
}

constexpr LeakExample kAtlassianApiToken[] = {
    {"\"token\": \"ATATT3"
     "4NVun70qyESm8_EFEgGZfcDI8H2p39iPyOo6sDpKuIw0T4qOtD7VOoPkMr_zCdrjxsKu6JcbBNmG_kCaIUmFZc6o01DHygbBWA0smSJnOKR_"
     "skvWORRoVmw89oaCGjvVtRngahJHXvR1xj4xPyoFrLsOMjNqcVkHSNWTkaRDFPG1-h8dfx_wp5=F09A077F\"",
     "ATATT3"
     "4NVun70qyESm8_EFEgGZfcDI8H2p39iPyOo6sDpKuIw0T4qOtD7VOoPkMr_zCdrjxsKu6JcbBNmG_kCaIUmFZc6o01DHygbBWA0smSJnOKR_"
     "skvWORRoVmw89oaCGjvVtRngahJHXvR1xj4xPyoFrLsOMjNqcVkHSNWTkaRDFPG1-h8dfx_wp5=F09A077F"}};
constexpr LeakCounterexample kAtlassianApiTokenNot[] = {
    {"ATATT3xxxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_"
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxx_xxx=xxxxxxxx"},
    {"ATATT3"
     "4NVun70qyESm8_EFEgGZfcDI8H2p39iPyOo6sDpKuIw0T4qOtD7VOoPkMr_zCdrjxsKu6JcbBNmG_kCaIUmFZc6o01DHygb"}};
constexpr LeakExample kAtlassianAccessToken[] = {
    {"token: 'ATCTT3"
     "LVpuvu-qq2sINeY1HBKvLukNCVL2I88lY_"
     "qs6mleX7u94Irrs164KFdtqG9NoePPSfsNHm2qE3eKDHFRfRNLdzvUMUJtAlKQ8UbzK07gh0RYEjbCC9XWHQWYTvAPCGUCkU7WpRCW_STi4ebMPyT-x2AqiP-"
     "HWQFp7zzqVjgDKW3T4wfpx6Aaay=860A50EC'\n",
     "ATCTT3"
     "LVpuvu-qq2sINeY1HBKvLukNCVL2I88lY_"
     "qs6mleX7u94Irrs164KFdtqG9NoePPSfsNHm2qE3eKDHFRfRNLdzvUMUJtAlKQ8UbzK07gh0RYEjbCC9XWHQWYTvAPCGUCkU7WpRCW_STi4ebMPyT-x2AqiP-"
     "HWQFp7zzqVjgDKW3T4wfpx6Aaay=860A50EC"}};
constexpr LeakCounterexample kAtlassianAccessTokenNot[] = {
    {"ATCTT3xxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxx_"
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxx-xxxxxx-"
     "xxxxxxxxxxxxxxxxxxxxxxxxxxx=xxxxxxxx"},
    {"ATCTT3"
     "LVpuvu-qq2sINeY1HBKvLukNCVL2I88lY_qs6mleX7u94Irrs164KFdtqG9NoePPSfsNHm2qE3eKDHFRfRNLdzvUMUJtAlK"}};
constexpr LeakExample kBitbucketAppPassword[] = {
    {"https://me:ATBB"
     "iQvCtjqvmLugCfe7ozlFuQ199AE0989F@bitbucket.org/a/b.git",
     "ATBB"
     "iQvCtjqvmLugCfe7ozlFuQ199AE0989F"}};
constexpr LeakCounterexample kBitbucketAppPasswordNot[] = {{"ATBBxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                           {"ATBB"
                                                            "iQvCtjqvmLugCfe7"}};
constexpr LeakExample kAtlassianOauthSecret[] = {
    {"curl -H \"Authorization: Bearer ATOA"
     "wK9AqkxuIWQ30tha3rz_a-ASlyYaEIx9lJwuqh3F_zEVbsZd-2yCS44C668J\" x",
     "ATOA"
     "wK9AqkxuIWQ30tha3rz_a-ASlyYaEIx9lJwuqh3F_zEVbsZd-2yCS44C668J"}};
constexpr LeakCounterexample kAtlassianOauthSecretNot[] = {{"ATOAxxxxxxxxxxxxxxxxxxx_x-xxxxxxxxxxxxxxxxxx_xxxxxxx-xxxxxxxxxxx"},
                                                           {"ATOA"
                                                            "wK9AqkxuIWQ30tha3rz_a-ASlyYaEI"}};
constexpr LeakExample kJiraToken[] = {
    {"config.set(\"jira_api_token\", \"HBayaONi2v4CBf2KwfI14QNM\")", "HBayaONi2v4CBf2KwfI14QNM"},
    {"run --jira-api-token NzE5Mzg0NzU2MDEyOnZsTWg2YlV0RVltaG5NUlN3V1Fa x", "NzE5Mzg0NzU2MDEyOnZsTWg2YlV0RVltaG5NUlN3V1Fa"}};
constexpr LeakCounterexample kJiraTokenNot[] = {{"checksum: HBayaONi2v4CBf2KwfI14QNM"}, {"JIRA_API_TOKEN=HBayaONi2"}};
constexpr LeakExample kBitbucketClientSecret[] = {
    {"\"bitbucketClientSecret\": \"gvRQemksAUDMC3LZM6VkprC7XydG8dQk\",", "gvRQemksAUDMC3LZM6VkprC7XydG8dQk"},
    {"const bitbucketClientSecret string = \"gvRQemksAUDMC3LZM6VkprC7XydG8dQk\"\n", "gvRQemksAUDMC3LZM6VkprC7XydG8dQk"}};
constexpr LeakCounterexample kBitbucketClientSecretNot[] = {{"checksum: gvRQemksAUDMC3LZM6VkprC7XydG8dQk"},
                                                            {"BITBUCKET_CLIENT_SECRET=gvRQemksA"}};
constexpr LeakExample kTrelloToken[] = {
    {"export TOKEN=\"ATTA"
     "f4ac0889eece3ec6234f21b1beb0d6263df1bce0cccc73d2c2ea8354867e5c2aF0825522\"",
     "ATTA"
     "f4ac0889eece3ec6234f21b1beb0d6263df1bce0cccc73d2c2ea8354867e5c2aF0825522"}};
constexpr LeakCounterexample kTrelloTokenNot[] = {{"ATTAxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"ATTA"
                                                   "f4ac0889eece3ec6234f21b1beb0d6263df1"}};
constexpr LeakExample kTrelloApiSecret[] = {
    {"os.environ['TRELLO_API_SECRET'] = '16e195d8f614937218e9993cc4ca152210804972f4740aed548f56c24e79173d'",
     "16e195d8f614937218e9993cc4ca152210804972f4740aed548f56c24e79173d"},
    {"ENV TRELLO_API_SECRET 16e195d8f614937218e9993cc4ca152210804972f4740aed548f56c24e79173d\n",
     "16e195d8f614937218e9993cc4ca152210804972f4740aed548f56c24e79173d"}};
constexpr LeakCounterexample kTrelloApiSecretNot[] = {{"checksum: 16e195d8f614937218e9993cc4ca152210804972f4740aed548f56c24e79173d"},
                                                      {"TRELLO_API_SECRET=16e195d8f"}};

constexpr LeakKind kKinds[] = {
    {.id = "atlassian-api-token",
     .title = "Atlassian API token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bATATT3[\w-]{120,220}=[0-9A-F]{8}\b)",
     .trigger = R"(\bATATT3[\w-]{24})",
     .confirm = checked,
     .repair = "revoke it at https://id.atlassian.com/manage-profile/security/api-tokens",
     .matches = kAtlassianApiToken,
     .matches_not = kAtlassianApiTokenNot},
    {.id = "atlassian-access-token",
     .title = "Atlassian or Bitbucket repository, project or workspace access token",
     .pattern = R"(\bATCTT3[\w-]{120,220}=[0-9A-F]{8}\b)",
     .trigger = R"(\bATCTT3[\w-]{24})",
     .confirm = checked,
     .repair = "revoke it under Security > Access tokens of the repository, project, workspace or site",
     .matches = kAtlassianAccessToken,
     .matches_not = kAtlassianAccessTokenNot},
    {.id = "bitbucket-app-password",
     .title = "Bitbucket app password",
     .pattern = R"(\bATBB[0-9A-Za-z]{24}[0-9A-F]{8}\b)",
     .confirm = checked_app_password,
     .repair = "revoke it at https://bitbucket.org/account/settings/app-passwords/",
     .matches = kBitbucketAppPassword,
     .matches_not = kBitbucketAppPasswordNot},
    {.id = "atlassian-oauth-secret",
     .title = "Atlassian OAuth 2.0 client secret",
     .pattern = R"(\b(ATOA[\w-]{56,80})(?:[^\w-]|$))",
     .confirm = likely_if_random,
     .repair = "make a new secret for the app at https://developer.atlassian.com/console/myapps/",
     .matches = kAtlassianOauthSecret,
     .matches_not = kAtlassianOauthSecretNot},
    {.id = "jira-token",
     .title = "Jira or Confluence token",
     .pattern = kNamed<"jira|confluence|atlassian", "(?:[0-9A-Za-z]{24}|[MNO][A-Za-z][0-9A-Za-z+/]{42})", "token|api_?key|passw|secret">,
     .confirm = likely_if_random,
     .repair =
         "revoke it at https://id.atlassian.com/manage-profile/security/api-tokens, or among the personal access tokens of the server",
     .matches = kJiraToken,
     .matches_not = kJiraTokenNot},
    {.id = "bitbucket-client-secret",
     .title = "Bitbucket OAuth consumer secret",
     .pattern = kNamed<"bitbucket", "[0-9A-Za-z]{32}", "secret">,
     .confirm = likely_if_random,
     .repair = "make a new OAuth consumer in the settings of the workspace and delete the old one",
     .matches = kBitbucketClientSecret,
     .matches_not = kBitbucketClientSecretNot},
    {.id = "trello-token",
     .title = "Trello token",
     .pattern = R"(\bATTA[0-9a-f]{64}[0-9A-F]{8}\b)",
     .confirm = checked_app_password,
     .repair = "revoke it at https://trello.com/u/me/account or by DELETE /1/tokens/TOKEN",
     .matches = kTrelloToken,
     .matches_not = kTrelloTokenNot},
    {.id = "trello-api-secret",
     .title = "Trello secret or older token",
     .pattern = kNamed<"trello", "[0-9a-f]{64}">,
     .min_entropy = 3.2,
     .repair = "revoke it by DELETE /1/tokens/TOKEN, make a new secret at https://trello.com/power-ups/admin",
     .matches = kTrelloApiSecret,
     .matches_not = kTrelloApiSecretNot},
};

}  // namespace

extern constinit const Detector atlassian;
constinit const Detector atlassian = {
    .name = "atlassian", .summary = "tokens of Atlassian, Bitbucket and Trello", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

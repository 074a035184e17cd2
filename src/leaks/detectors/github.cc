// SPDX-License-Identifier: Apache-2.0
//
// GitHub's tokens: a prefix, then characters of which the last six are the CRC-32 of those before, in base 62
// (github.blog, "Behind GitHub's new authentication token formats").
#include "leaks/checksum.h"
#include "leaks/detector.h"

namespace batten::leaks::detectors {
namespace {

// A wrong checksum was not issued by GitHub; somebody may have made one up, or the rule may have changed.
Opinion checked(const Candidate& candidate) {
  std::string_view token = candidate.secret;
  std::string_view body = token.substr(0, token.size() - 6);
  body.remove_prefix(body.find('_') + 1);
  return ends_in_crc32_base62(body, token.substr(token.size() - 6)) ? Opinion::kConfirmed : Opinion::kPossible;
}

constexpr std::string_view kRevoke = "revoke it at https://github.com/settings/tokens, then look at the security log of its owner";

constexpr LeakExample kPersonal[] = {{"token = ghp_"
                                      "Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y3gm1IL\n",
                                      "ghp_"
                                      "Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y3gm1IL"},
                                     {"https://ghp_"
                                      "Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y3gm1IL@github.com/a/b",
                                      "ghp_"
                                      "Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y3gm1IL"}};
constexpr LeakCounterexample kPersonalNot[] = {{"ghp_"
                                                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                               {"ghp_"
                                                "Ky9Pf34qY6Nb3wWD25RQ"}};
constexpr LeakExample kOAuth[] = {
    {"gho_"
     "Eeeby3abP3E2Zs8IQ9Y7aJZqhB6bae2dTjzx",
     "gho_"
     "Eeeby3abP3E2Zs8IQ9Y7aJZqhB6bae2dTjzx"}};
constexpr LeakExample kApp[] = {{"ghs_"
                                 "JXVuLkSIc47WQAmL9xVQ2zg4mZaouq416qWT",
                                 "ghs_"
                                 "JXVuLkSIc47WQAmL9xVQ2zg4mZaouq416qWT"},
                                {"ghu_"
                                 "CN6Zj4a3dDVhYRnKTbxTNJFoBinF5a42GyMy",
                                 "ghu_"
                                 "CN6Zj4a3dDVhYRnKTbxTNJFoBinF5a42GyMy"}};
constexpr LeakExample kRefresh[] = {
    {"ghr_"
     "KLiMcVbpT4r5yHUig43kiJfahqSIjO2WghHl",
     "ghr_"
     "KLiMcVbpT4r5yHUig43kiJfahqSIjO2WghHl"}};
constexpr LeakExample kFine[] = {
    {"github_pat_"
     "ugM1yTMAd7V3DnI8lFPPwt_V5ASPZHu8qRtZHjQMhuOzE95B9EgE0VrbBGI09QYNdaKy8isWydfh0QjAVA",
     "github_pat_"
     "ugM1yTMAd7V3DnI8lFPPwt_V5ASPZHu8qRtZHjQMhuOzE95B9EgE0VrbBGI09QYNdaKy8isWydfh0QjAVA"}};
constexpr LeakCounterexample kShort[] = {{"gho_ ghu_ ghs_ ghr_ github_pat_11AAAAAAA"}};

constexpr LeakKind kKinds[] = {
    {.id = "github-token",
     .title = "GitHub personal access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bghp_[0-9A-Za-z]{36}\b)",
     .confirm = checked,
     .repair = kRevoke,
     .matches = kPersonal,
     .matches_not = kPersonalNot},
    {.id = "github-oauth-token",
     .title = "GitHub OAuth access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bgho_[0-9A-Za-z]{36}\b)",
     .confirm = checked,
     .repair = "revoke the grant at https://github.com/settings/applications",
     .matches = kOAuth,
     .matches_not = kShort},
    {.id = "github-app-token",
     .title = "GitHub App token",
     .pattern = R"(\bgh[us]_[0-9A-Za-z]{36}\b)",
     .confirm = checked,
     .repair = "it ends by itself within hours; suspend the installation of the app and make a new private key for it",
     .matches = kApp,
     .matches_not = kShort},
    {.id = "github-refresh-token",
     .title = "GitHub App refresh token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bghr_[0-9A-Za-z]{36,76}\b)",
     .confirm = checked,
     .repair = "revoke the authorisation at https://github.com/settings/apps/authorizations",
     .matches = kRefresh,
     .matches_not = kShort},
    {.id = "github-fine-grained-token",
     .title = "GitHub fine-grained personal access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bgithub_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}\b)",
     .repair = "revoke it at https://github.com/settings/personal-access-tokens, then look at the security log of its owner",
     .matches = kFine,
     .matches_not = kShort},
};

}  // namespace

extern constinit const Detector github;
constinit const Detector github = {.name = "github", .summary = "tokens of GitHub", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

// SPDX-License-Identifier: Apache-2.0
//
// Tokens of services that read source code: SonarQube, Snyk, Semgrep, Codacy, Codecov, Coveralls, Code Climate, Socket. A token of
// theirs often reads private code.
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kSonarToken[] = {{"curl -H \"Authorization: Bearer squ_"
                                        "183bedf9345d779fa0b8b9d60aacb87910d2d674\" x",
                                        "squ_"
                                        "183bedf9345d779fa0b8b9d60aacb87910d2d674"},
                                       {"ENV API_TOKEN sqp_"
                                        "22661f73e8aaa2a7567c07efa2aed1d0f7a21d3a\n",
                                        "sqp_"
                                        "22661f73e8aaa2a7567c07efa2aed1d0f7a21d3a"}};
constexpr LeakCounterexample kSonarTokenNot[] = {{"squ_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"squ_"
                                                  "183bedf9345d779fa0b8"}};
constexpr LeakExample kSonarTokenOlder[] = {
    {"<add key=\"sonarToken\" value=\"b368d59ad3190be6d6035018a323e5cd1fa2a8f2\"/>", "b368d59ad3190be6d6035018a323e5cd1fa2a8f2"},
    {"sonar:\n  token: b368d59ad3190be6d6035018a323e5cd1fa2a8f2\n", "b368d59ad3190be6d6035018a323e5cd1fa2a8f2"}};
constexpr LeakCounterexample kSonarTokenOlderNot[] = {{"checksum: b368d59ad3190be6d6035018a323e5cd1fa2a8f2"}, {"SONAR_TOKEN=b368d59ad"}};
constexpr LeakExample kSnykToken[] = {
    {"{\\\"snykApiToken\\\":\\\"0f3403c4-793d-40c8-a314-09308b28f918\\\"}", "0f3403c4-793d-40c8-a314-09308b28f918"},
    {"os.environ['SNYK_API_TOKEN'] = '0f3403c4-793d-40c8-a314-09308b28f918'", "0f3403c4-793d-40c8-a314-09308b28f918"}};
constexpr LeakCounterexample kSnykTokenNot[] = {{"checksum: 0f3403c4-793d-40c8-a314-09308b28f918"}, {"SNYK_API_TOKEN=0f3403c4-"}};
constexpr LeakExample kSnykServiceToken[] = {
    {"const t = `snyk_uat."
     "4a78a9fd.UsgfV09o7x7iwCR0616IPtZ5R4MLuHjCnglkQwOInE79EHPOUZ8eA7LMPTDgKH06.d6XHdpTohBT0Q1dKyI78twP3ejjTnioMA7rJrzpLltt`;",
     "snyk_uat."
     "4a78a9fd.UsgfV09o7x7iwCR0616IPtZ5R4MLuHjCnglkQwOInE79EHPOUZ8eA7LMPTDgKH06.d6XHdpTohBT0Q1dKyI78twP3ejjTnioMA7rJrzpLltt"}};
constexpr LeakCounterexample kSnykServiceTokenNot[] = {
    {"snyk_uat."
     "baa2b84e.eb0V6qELwFXapnKBu0kw"}};
constexpr LeakExample kSemgrepToken[] = {
    {"SEMGREP_APP_TOKEN=12eed75917adf9b9148da6b8938e72bed58f11f07f6c693cd4c21e2366767c9b\n",
     "12eed75917adf9b9148da6b8938e72bed58f11f07f6c693cd4c21e2366767c9b"},
    {"<semgrep-app-token>12eed75917adf9b9148da6b8938e72bed58f11f07f6c693cd4c21e2366767c9b</semgrep-app-token>",
     "12eed75917adf9b9148da6b8938e72bed58f11f07f6c693cd4c21e2366767c9b"}};
constexpr LeakCounterexample kSemgrepTokenNot[] = {{"checksum: 12eed75917adf9b9148da6b8938e72bed58f11f07f6c693cd4c21e2366767c9b"},
                                                   {"SEMGREP_APP_TOKEN=12eed7591"}};
constexpr LeakExample kCodacyToken[] = {
    {"codacy:\n  project_token: c4eb291ac2f8b30290db442e078041dc\n", "c4eb291ac2f8b30290db442e078041dc"},
    {"codacy.project.token=8zVqXgOlnqvjwx5joJzG\n", "8zVqXgOlnqvjwx5joJzG"}};
constexpr LeakCounterexample kCodacyTokenNot[] = {{"checksum: c4eb291ac2f8b30290db442e078041dc"}, {"CODACY_PROJECT_TOKEN=c4eb291ac"}};
constexpr LeakExample kCodecovToken[] = {
    {"os.environ['CODECOV_TOKEN'] = '1c34083c-82be-4400-a583-3330da067d43'", "1c34083c-82be-4400-a583-3330da067d43"},
    {"ENV CODECOV_TOKEN 1c34083c-82be-4400-a583-3330da067d43\n", "1c34083c-82be-4400-a583-3330da067d43"}};
constexpr LeakCounterexample kCodecovTokenNot[] = {{"checksum: 1c34083c-82be-4400-a583-3330da067d43"}, {"CODECOV_TOKEN=1c34083c-"}};
constexpr LeakExample kCoverallsToken[] = {
    {"run --coveralls-repo-token q9ObpgITY7WGdPHBo0UFEmqvKcGe40lg x", "q9ObpgITY7WGdPHBo0UFEmqvKcGe40lg"},
    {"\"coveralls_repo_token\" => \"q9ObpgITY7WGdPHBo0UFEmqvKcGe40lg\"", "q9ObpgITY7WGdPHBo0UFEmqvKcGe40lg"}};
constexpr LeakCounterexample kCoverallsTokenNot[] = {{"checksum: q9ObpgITY7WGdPHBo0UFEmqvKcGe40lg"}, {"COVERALLS_REPO_TOKEN=q9ObpgITY"}};
constexpr LeakExample kCodeclimateToken[] = {
    {"const codeclimateRepoToken string = \"74ff232c9f5212e0e4a487e2352f9f34d8da9d60b34e6fcecfe71cfa8cb794a0\"\n",
     "74ff232c9f5212e0e4a487e2352f9f34d8da9d60b34e6fcecfe71cfa8cb794a0"},
    {"CODECLIMATE_REPO_TOKEN=74ff232c9f5212e0e4a487e2352f9f34d8da9d60b34e6fcecfe71cfa8cb794a0\n",
     "74ff232c9f5212e0e4a487e2352f9f34d8da9d60b34e6fcecfe71cfa8cb794a0"}};
constexpr LeakCounterexample kCodeclimateTokenNot[] = {{"checksum: 74ff232c9f5212e0e4a487e2352f9f34d8da9d60b34e6fcecfe71cfa8cb794a0"},
                                                       {"CODECLIMATE_REPO_TOKEN=74ff232c9"}};
constexpr LeakExample kCcTestReporterId[] = {{"CC_TEST_REPORTER_ID=c69c94d9afde662d5a056f839fa3804a061b209138c22048c1efc2ec2870a3c4\n",
                                              "c69c94d9afde662d5a056f839fa3804a061b209138c22048c1efc2ec2870a3c4"}};
constexpr LeakCounterexample kCcTestReporterIdNot[] = {{"CC_TEST_REPORTER_ID=0123"}};
constexpr LeakExample kSocketToken[] = {
    {"TOKEN=sktsec_"
     "zLxQnWZ7oRXQb4i3sUfZ4Xs5nAPaj8Mel3YRSsujsXhZ_api\n",
     "sktsec_"
     "zLxQnWZ7oRXQb4i3sUfZ4Xs5nAPaj8Mel3YRSsujsXhZ_api"}};
constexpr LeakCounterexample kSocketTokenNot[] = {{"sktsec_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxx"},
                                                  {"sktsec_"
                                                   "zLxQnWZ7oRXQb4i3sUfZ4Xs5"}};
constexpr LeakExample kDeepsourceDsn[] = {{"ENV DEEPSOURCE_DSN https://dc1699a1997f31c5b5588c5d475e3123@app.deepsource.com\n",
                                           "https://dc1699a1997f31c5b5588c5d475e3123@app.deepsource.com"},
                                          {"deepsource_dsn = \"https://dc1699a1997f31c5b5588c5d475e3123@app.deepsource.com\"\n",
                                           "https://dc1699a1997f31c5b5588c5d475e3123@app.deepsource.com"}};
constexpr LeakCounterexample kDeepsourceDsnNot[] = {{"DEEPSOURCE_DSN=https://app.deepsource.com"}};

constexpr LeakKind kKinds[] = {
    {.id = "sonar-token",
     .title = "SonarQube or SonarCloud token",
     .pattern = R"(\bsq[upa]_[0-9a-f]{40}\b)",
     .repair = "revoke it under My Account > Security",
     .matches = kSonarToken,
     .matches_not = kSonarTokenNot},
    {.id = "sonar-token-older",
     .title = "SonarQube or SonarCloud token",
     .pattern = kNamed<"sonar", "[0-9a-f]{40}", "token|login">,
     .min_entropy = 3.0,
     .repair = "revoke it under My Account > Security",
     .matches = kSonarTokenOlder,
     .matches_not = kSonarTokenOlderNot},
    {.id = "snyk-token",
     .title = "Snyk API token",
     .pattern = kNamed<"snyk", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}">,
     .repair = "revoke it at https://app.snyk.io/account",
     .matches = kSnykToken,
     .matches_not = kSnykTokenNot},
    {.id = "snyk-service-token",
     .title = "Snyk personal or service account token",
     .pattern = R"(\b(snyk_[us]at\.[0-9a-f]{8}\.[0-9A-Za-z_-]{40,200}(?:\.[0-9A-Za-z_-]{20,100})?)(?:[^\w-]|$))",
     .trigger = R"(\bsnyk_[us]at\.[0-9a-f]{8})",
     .repair = "revoke it at https://app.snyk.io/account or on the page of the service account",
     .matches = kSnykServiceToken,
     .matches_not = kSnykServiceTokenNot},
    {.id = "semgrep-token",
     .title = "Semgrep app token",
     .pattern = kNamed<"semgrep", "[0-9a-f]{64}">,
     .min_entropy = 3.2,
     .repair = "delete it at https://semgrep.dev/orgs/-/settings/tokens",
     .matches = kSemgrepToken,
     .matches_not = kSemgrepTokenNot},
    {.id = "codacy-token",
     .title = "Codacy project or account token",
     .pattern = kNamed<"codacy", "(?:[0-9a-f]{32}|[0-9A-Za-z]{20})">,
     .confirm = likely_if_random,
     .repair = "delete it under Integrations of the project or Access management of the account",
     .matches = kCodacyToken,
     .matches_not = kCodacyTokenNot},
    {.id = "codecov-token",
     .title = "Codecov upload or access token",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"codecov", "(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-z]{32})">,
     .repair = "regenerate it on the configuration page of the repository",
     .matches = kCodecovToken,
     .matches_not = kCodecovTokenNot},
    {.id = "coveralls-token",
     .title = "Coveralls repository token",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"coveralls", "[0-9A-Za-z]{32}", "token">,
     .confirm = likely_if_random,
     .repair = "regenerate it on the settings page of the repository",
     .matches = kCoverallsToken,
     .matches_not = kCoverallsTokenNot},
    {.id = "codeclimate-token",
     .title = "Code Climate reporter or API token",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"code_?climate", "(?:[0-9a-f]{64}|[0-9a-f]{40})", "token|key|id">,
     .min_entropy = 3.0,
     .repair = "regenerate it in the settings of the repository",
     .matches = kCodeclimateToken,
     .matches_not = kCodeclimateTokenNot},
    {.id = "cc-test-reporter-id",
     .title = "Code Climate test reporter ID",
     .severity = model::Severity::kMedium,
     .pattern = R"((?i:CC_TEST_REPORTER_ID)["\']?\s{0,3}[=: ]\s{0,3}["\']?([0-9a-f]{64})\b)",
     .min_entropy = 3.2,
     .repair = "regenerate it in the settings of the repository",
     .matches = kCcTestReporterId,
     .matches_not = kCcTestReporterIdNot},
    {.id = "socket-token",
     .title = "Socket security API token",
     .pattern = R"(\bsktsec_[0-9A-Za-z_-]{40,60}_api\b)",
     .repair = "revoke it at https://socket.dev/dashboard, API tokens",
     .matches = kSocketToken,
     .matches_not = kSocketTokenNot},
    {.id = "deepsource-dsn",
     .title = "DeepSource DSN",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"deepsource", R"(https://[0-9a-f]{32}@(?:app\.)?deepsource\.(?:io|com))", "dsn">,
     .repair = "regenerate the DSN in the settings of the repository",
     .matches = kDeepsourceDsn,
     .matches_not = kDeepsourceDsnNot},
};

}  // namespace

extern constinit const Detector code_quality;
constinit const Detector code_quality = {
    .name = "code_quality", .summary = "tokens of code analysis services", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

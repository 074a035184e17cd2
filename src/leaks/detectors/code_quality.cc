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
                                        "d67422661f73e8aaa2a7567c07efa2aed1d0f7a2\" x",
                                        "squ_"
                                        "d67422661f73e8aaa2a7567c07efa2aed1d0f7a2"},
                                       {"ENV API_TOKEN sqp_"
                                        "1d3ab368d59ad3190be6d6035018a323e5cd1fa2\n",
                                        "sqp_"
                                        "1d3ab368d59ad3190be6d6035018a323e5cd1fa2"}};
constexpr LeakCounterexample kSonarTokenNot[] = {{"squ_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"squ_"
                                                  "d67422661f73e8aaa2a7"}};
constexpr LeakExample kSonarTokenOlder[] = {
    {"<add key=\"sonarToken\" value=\"a8f20f3403c4793d0c8b31409308b28f9184a78a\"/>", "a8f20f3403c4793d0c8b31409308b28f9184a78a"},
    {"sonar:\n  token: a8f20f3403c4793d0c8b31409308b28f9184a78a\n", "a8f20f3403c4793d0c8b31409308b28f9184a78a"}};
constexpr LeakCounterexample kSonarTokenOlderNot[] = {{"checksum: a8f20f3403c4793d0c8b31409308b28f9184a78a"}, {"SONAR_TOKEN=a8f20f340"}};
constexpr LeakExample kSnykToken[] = {
    {"{\\\"snykApiToken\\\":\\\"9fd9327b-4be9-4a4e-9355-b6ff2de31177\\\"}", "9fd9327b-4be9-4a4e-9355-b6ff2de31177"},
    {"os.environ['SNYK_API_TOKEN'] = '9fd9327b-4be9-4a4e-9355-b6ff2de31177'", "9fd9327b-4be9-4a4e-9355-b6ff2de31177"}};
constexpr LeakCounterexample kSnykTokenNot[] = {{"checksum: 9fd9327b-4be9-4a4e-9355-b6ff2de31177"}, {"SNYK_API_TOKEN=9fd9327b-"}};
constexpr LeakExample kSnykServiceToken[] = {
    {"const t = `snyk_uat."
     "3d1c9b24.jTnioMA7rJrzpLlttZZxuvexJRqjKCeb0V6qELwFXapnKBu0kwdJeUC9CBMpSk78.tc4ovAJFGs3IXxsdJjSK1UrV3AvnwqsG4gqNC7p7fxH`;",
     "snyk_uat."
     "3d1c9b24.jTnioMA7rJrzpLlttZZxuvexJRqjKCeb0V6qELwFXapnKBu0kwdJeUC9CBMpSk78.tc4ovAJFGs3IXxsdJjSK1UrV3AvnwqsG4gqNC7p7fxH"}};
constexpr LeakCounterexample kSnykServiceTokenNot[] = {
    {"snyk_uat."
     "ed58f11f.bo8MEnymsPK3gPzBjz7e"}};
constexpr LeakExample kSemgrepToken[] = {
    {"SEMGREP_APP_TOKEN=1e2366767c9bc4eb291ac2f8b30290db442e078041dcc83568a4bb47c1c34083\n",
     "1e2366767c9bc4eb291ac2f8b30290db442e078041dcc83568a4bb47c1c34083"},
    {"<semgrep-app-token>1e2366767c9bc4eb291ac2f8b30290db442e078041dcc83568a4bb47c1c34083</semgrep-app-token>",
     "1e2366767c9bc4eb291ac2f8b30290db442e078041dcc83568a4bb47c1c34083"}};
constexpr LeakCounterexample kSemgrepTokenNot[] = {{"checksum: 1e2366767c9bc4eb291ac2f8b30290db442e078041dcc83568a4bb47c1c34083"},
                                                   {"SEMGREP_APP_TOKEN=1e2366767"}};
constexpr LeakExample kCodacyToken[] = {
    {"codacy:\n  project_token: c82be400a5833330da067d4380731d7f\n", "c82be400a5833330da067d4380731d7f"},
    {"codacy.project.token=EmqvKcGe40lgXLoiFHF7\n", "EmqvKcGe40lgXLoiFHF7"}};
constexpr LeakCounterexample kCodacyTokenNot[] = {{"checksum: c82be400a5833330da067d4380731d7f"}, {"CODACY_PROJECT_TOKEN=c82be400a"}};
constexpr LeakExample kCodecovToken[] = {
    {"os.environ['CODECOV_TOKEN'] = '232c9f52-12e0-4e4a-987e-2352f9f34d8d'", "232c9f52-12e0-4e4a-987e-2352f9f34d8d"},
    {"ENV CODECOV_TOKEN 232c9f52-12e0-4e4a-987e-2352f9f34d8d\n", "232c9f52-12e0-4e4a-987e-2352f9f34d8d"}};
constexpr LeakCounterexample kCodecovTokenNot[] = {{"checksum: 232c9f52-12e0-4e4a-987e-2352f9f34d8d"}, {"CODECOV_TOKEN=232c9f52-"}};
constexpr LeakExample kCoverallsToken[] = {
    {"run --coveralls-repo-token WMvSLsAmawgjC1N6ImE8RzCMyECR9odz x", "WMvSLsAmawgjC1N6ImE8RzCMyECR9odz"},
    {"\"coveralls_repo_token\" => \"WMvSLsAmawgjC1N6ImE8RzCMyECR9odz\"", "WMvSLsAmawgjC1N6ImE8RzCMyECR9odz"}};
constexpr LeakCounterexample kCoverallsTokenNot[] = {{"checksum: WMvSLsAmawgjC1N6ImE8RzCMyECR9odz"}, {"COVERALLS_REPO_TOKEN=WMvSLsAma"}};
constexpr LeakExample kCodeclimateToken[] = {
    {"const codeclimateRepoToken string = \"fa8cb794a0c69c94d9afde662d5a056f839fa3804a061b209138c22048c1efc2\"\n",
     "fa8cb794a0c69c94d9afde662d5a056f839fa3804a061b209138c22048c1efc2"},
    {"CODECLIMATE_REPO_TOKEN=fa8cb794a0c69c94d9afde662d5a056f839fa3804a061b209138c22048c1efc2\n",
     "fa8cb794a0c69c94d9afde662d5a056f839fa3804a061b209138c22048c1efc2"}};
constexpr LeakCounterexample kCodeclimateTokenNot[] = {{"checksum: fa8cb794a0c69c94d9afde662d5a056f839fa3804a061b209138c22048c1efc2"},
                                                       {"CODECLIMATE_REPO_TOKEN=fa8cb794a"}};
constexpr LeakExample kCcTestReporterId[] = {{"CC_TEST_REPORTER_ID=ec2870a3c4cb67049296d04259a493dc1699a1997f31c5b5588c5d475e3123ac\n",
                                              "ec2870a3c4cb67049296d04259a493dc1699a1997f31c5b5588c5d475e3123ac"}};
constexpr LeakCounterexample kCcTestReporterIdNot[] = {{"CC_TEST_REPORTER_ID=0123"}};
constexpr LeakExample kSocketToken[] = {
    {"TOKEN=sktsec_"
     "a1OKYX8XLkku38D2MhTIkNGATn5j34fdtfESAj3poYns_api\n",
     "sktsec_"
     "a1OKYX8XLkku38D2MhTIkNGATn5j34fdtfESAj3poYns_api"}};
constexpr LeakCounterexample kSocketTokenNot[] = {{"sktsec_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxx"},
                                                  {"sktsec_"
                                                   "a1OKYX8XLkku38D2MhTIkNGA"}};
constexpr LeakExample kDeepsourceDsn[] = {{"ENV DEEPSOURCE_DSN https://3ccd83a9cd4fc73ed1dc5daaeee6ccba@app.deepsource.com\n",
                                           "https://3ccd83a9cd4fc73ed1dc5daaeee6ccba@app.deepsource.com"},
                                          {"deepsource_dsn = \"https://3ccd83a9cd4fc73ed1dc5daaeee6ccba@app.deepsource.com\"\n",
                                           "https://3ccd83a9cd4fc73ed1dc5daaeee6ccba@app.deepsource.com"}};
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
     .pattern = kNamed<"code_?climate|cc_test_reporter", "(?:[0-9a-f]{64}|[0-9a-f]{40})", "token|key|id">,
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

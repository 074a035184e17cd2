// SPDX-License-Identifier: Apache-2.0
//
// GitLab's tokens (docs.gitlab.com, "GitLab token overview"): a prefix for each kind, then twenty characters, or a routable payload:
// PAYLOAD.VERSION.LENGTH and the CRC-32 of all that stands before it, in base 36 (lib/authn/token_field/generator/routable_token.rb of
// GitLab).
#include "leaks/checksum.h"
#include "leaks/detector.h"

namespace batten::leaks::detectors {
namespace {

// A wrong checksum was not issued by GitLab: somebody made one up, or the rule has changed.
Opinion checked(const Candidate& candidate) {
  constexpr std::size_t kChecksum = 7;
  std::string_view token = candidate.secret;
  if (!token.contains('.')) return Opinion::kLikely;
  std::string_view body = token.substr(0, token.size() - kChecksum);
  return ends_in_crc32_base36(body, token.substr(body.size())) ? Opinion::kConfirmed : Opinion::kPossible;
}

constexpr LeakExample kGitlabToken[] = {{"https://oauth2:glpat-"
                                         "HSlB8R0iCIj_ZBUUu35Q@gitlab.com/a/b.git",
                                         "glpat-"
                                         "HSlB8R0iCIj_ZBUUu35Q"},
                                        {"PRIVATE-TOKEN: glpat-"
                                         "5ncmJHaE_bAsNUekB3oEVmM6MQpvOjFzOQpwOmd4CnU6NWYT.01.1c1n1ndns\n",
                                         "glpat-"
                                         "5ncmJHaE_bAsNUekB3oEVmM6MQpvOjFzOQpwOmd4CnU6NWYT.01.1c1n1ndns"}};
constexpr LeakCounterexample kGitlabTokenNot[] = {{"glpat-"
                                                   "xxxxxxxxxxxxxxxxxxxx"},
                                                  {"glpat-"
                                                   "p4k5gPufX7uP"},
                                                  {"glpat-"
                                                   "pI1-JJz6rrmXXN_c1Szpabc"}};
constexpr LeakExample kGitlabDeployToken[] = {
    {"TOKEN=gldt-"
     "Ck7Wt1vp0xoNbg2eIZz7\n",
     "gldt-"
     "Ck7Wt1vp0xoNbg2eIZz7"}};
constexpr LeakCounterexample kGitlabDeployTokenNot[] = {{"gldt-xxxxxxxxxxxxxxxxxxxx"},
                                                        {"gldt-"
                                                         "Ck7Wt1vp0x"}};
constexpr LeakExample kGitlabRunnerToken[] = {{"\"token\": \"glrt-"
                                               "CfpsjusWFIqjV4j5DoiA\"",
                                               "glrt-"
                                               "CfpsjusWFIqjV4j5DoiA"},
                                              {"token: 'glrt-"
                                               "t3_vfiZ6TDW33FjaeG8WVSYy2M6MQpvOjFzOQpwOmd4CnU6NWYT.01.1c157rilq'\n",
                                               "glrt-"
                                               "t3_vfiZ6TDW33FjaeG8WVSYy2M6MQpvOjFzOQpwOmd4CnU6NWYT.01.1c157rilq"}};
constexpr LeakCounterexample kGitlabRunnerTokenNot[] = {{"glrt-"
                                                         "xxxxxxxxxxxxxxxxxxxx"},
                                                        {"glrt-"
                                                         "fi78fHRaK"}};
constexpr LeakExample kGitlabJobToken[] = {
    {"curl -H \"Authorization: Bearer glcbt-"
     "64_HgrUjlwsBdMLQiNQTGZq\" x",
     "glcbt-"
     "64_HgrUjlwsBdMLQiNQTGZq"}};
constexpr LeakCounterexample kGitlabJobTokenNot[] = {{"glcbt-xx_xxxxxxxxxxxxxxxxxxxx"},
                                                     {"glcbt-"
                                                      "64_HgrUjlws"}};
constexpr LeakExample kGitlabTriggerToken[] = {
    {"ENV API_TOKEN glptt-"
     "b39d213becbd039ab12420dc9e54c32e3baf848e\n",
     "glptt-"
     "b39d213becbd039ab12420dc9e54c32e3baf848e"}};
constexpr LeakCounterexample kGitlabTriggerTokenNot[] = {{"glptt-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                         {"glptt-"
                                                          "b39d213becbd039ab124"}};
constexpr LeakExample kGitlabFeedToken[] = {{"https://gitlab.com/a/-/issues.atom?feed_token=glft-"
                                             "wcNdiC7fEm-g5Bty7UmO\n",
                                             "glft-"
                                             "wcNdiC7fEm-g5Bty7UmO"},
                                            {"feed: glft-"
                                             "df403cc1075d1d08be30471403c167749172fcbb788c6b4e5c8523732eef65f4-1234\n",
                                             "glft-"
                                             "df403cc1075d1d08be30471403c167749172fcbb788c6b4e5c8523732eef65f4-1234"}};
constexpr LeakCounterexample kGitlabFeedTokenNot[] = {{"glft-xxxxxxxxxx-xxxxxxxxx"},
                                                      {"glft-"
                                                       "wcNdiC7fEm"}};
constexpr LeakExample kGitlabIncomingMailToken[] = {
    {"{\\\"token\\\":\\\"glimt-"
     "eeJVBkMkMFsZlZPoEeT96mNAY\\\"}",
     "glimt-"
     "eeJVBkMkMFsZlZPoEeT96mNAY"}};
constexpr LeakCounterexample kGitlabIncomingMailTokenNot[] = {{"glimt-xxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                              {"glimt-"
                                                               "eeJVBkMkMFsZ"}};
constexpr LeakExample kGitlabAgentToken[] = {
    {"<token>glagent-"
     "GUrTl5WTsj8AqLFOfpSE96k8ya1fDl2PVPm-_aiJmvAavpsFmX</token>",
     "glagent-"
     "GUrTl5WTsj8AqLFOfpSE96k8ya1fDl2PVPm-_aiJmvAavpsFmX"}};
constexpr LeakCounterexample kGitlabAgentTokenNot[] = {{"glagent-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-_xxxxxxxxxxxxx"},
                                                       {"glagent-"
                                                        "GUrTl5WTsj8AqLFOfpSE96k8y"}};
constexpr LeakExample kGitlabScimToken[] = {
    {"x --token=glsoat-"
     "7Qv-iBSjxzuLZqahLxDy y",
     "glsoat-"
     "7Qv-iBSjxzuLZqahLxDy"}};
constexpr LeakCounterexample kGitlabScimTokenNot[] = {{"glsoat-xxx-xxxxxxxxxxxxxxxx"},
                                                      {"glsoat-"
                                                       "7Qv-iBSjxz"}};
constexpr LeakExample kGitlabOauthSecret[] = {
    {"export TOKEN=\"gloas-"
     "6caea846e4302bbf20747f6f5d6422f677adb1af12efab41f446d14b8f9621d9\"",
     "gloas-"
     "6caea846e4302bbf20747f6f5d6422f677adb1af12efab41f446d14b8f9621d9"}};
constexpr LeakCounterexample kGitlabOauthSecretNot[] = {{"gloas-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                        {"gloas-"
                                                         "6caea846e4302bbf20747f6f5d6422f6"}};
constexpr LeakExample kGitlabFeatureFlagsToken[] = {
    {"const t = `glffct-"
     "ev2T3nAJ83K-qJw6b9mS`;",
     "glffct-"
     "ev2T3nAJ83K-qJw6b9mS"}};
constexpr LeakCounterexample kGitlabFeatureFlagsTokenNot[] = {{"glffct-xxxxxxxxxxx-xxxxxxxx"},
                                                              {"glffct-"
                                                               "ev2T3nAJ83"}};
constexpr LeakExample kGitlabRegistrationToken[] = {
    {"TOKEN=GR1348941"
     "LOHQ500limdiYdw7dtUF\n",
     "GR1348941"
     "LOHQ500limdiYdw7dtUF"}};
constexpr LeakCounterexample kGitlabRegistrationTokenNot[] = {{"GR1348941xxxxxxxxxxxxxxxxxxxx"},
                                                              {"GR1348941"
                                                               "LOHQ500lim"}};
constexpr LeakExample kGitlabSessionCookie[] = {
    {"Cookie: _gitlab_session=02a8cc3171c011e3248f2203ec2efb51; x=1", "02a8cc3171c011e3248f2203ec2efb51"}};
constexpr LeakCounterexample kGitlabSessionCookieNot[] = {{"_gitlab_session=deadbeef"}};

constexpr LeakKind kKinds[] = {
    {.id = "gitlab-token",
     .title = "GitLab personal, project or group access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(glpat-(?:[\w-]{27,240}(?:\.[0-9a-z]{2})?\.[0-9a-z]{9}|[\w-]{20}))(?:[^\w-]|$))",
     .trigger = R"(\bglpat-[\w-]{20})",
     .confirm = checked,
     .repair = "revoke it at https://gitlab.com/-/user_settings/personal_access_tokens or in the settings of the project or group it was "
               "made for",
     .matches = kGitlabToken,
     .matches_not = kGitlabTokenNot},
    {.id = "gitlab-deploy-token",
     .title = "GitLab deploy token",
     .pattern = R"(\b(gldt-[\w-]{20})(?:[^\w-]|$))",
     .repair = "revoke it under Settings > Repository > Deploy tokens of the project or group",
     .matches = kGitlabDeployToken,
     .matches_not = kGitlabDeployTokenNot},
    {.id = "gitlab-runner-token",
     .title = "GitLab runner authentication token",
     .pattern = R"(\b(glrtr?-(?:t[0-9]_[\w-]{20,240}(?:\.[0-9a-z]{2})?(?:\.[0-9a-z]{9})?|[\w-]{20}))(?:[^\w.-]|\.?$|\.[^\w]))",
     .trigger = R"(\bglrtr?-[\w-]{20})",
     .confirm = checked,
     .repair = "reset it under Settings > CI/CD > Runners: who has it receives jobs and their variables",
     .matches = kGitlabRunnerToken,
     .matches_not = kGitlabRunnerTokenNot},
    {.id = "gitlab-job-token",
     .title = "GitLab CI/CD job token",
     .severity = model::Severity::kMedium,
     .pattern = R"(\b(glcbt-[0-9a-zA-Z]{1,5}_[\w-]{20})(?:[^\w-]|$))",
     .repair = "it ended with its job; keep job logs and artifacts from holding it",
     .matches = kGitlabJobToken,
     .matches_not = kGitlabJobTokenNot},
    {.id = "gitlab-trigger-token",
     .title = "GitLab pipeline trigger token",
     .pattern = R"(\bglptt-[0-9a-f]{40}\b)",
     .repair = "revoke it under Settings > CI/CD > Pipeline trigger tokens of the project",
     .matches = kGitlabTriggerToken,
     .matches_not = kGitlabTriggerTokenNot},
    {.id = "gitlab-feed-token",
     .title = "GitLab feed token",
     .severity = model::Severity::kMedium,
     .pattern = R"(\b(glft-(?:[0-9a-f]{64}-[0-9]{1,12}|[\w-]{20}))(?:[^\w-]|$))",
     .repair = "reset the feed token at https://gitlab.com/-/user_settings/personal_access_tokens",
     .matches = kGitlabFeedToken,
     .matches_not = kGitlabFeedTokenNot},
    {.id = "gitlab-incoming-mail-token",
     .title = "GitLab incoming email token",
     .severity = model::Severity::kMedium,
     .pattern = R"(\b(glimt-[\w-]{25})(?:[^\w-]|$))",
     .repair = "reset the incoming email token at https://gitlab.com/-/user_settings/personal_access_tokens",
     .matches = kGitlabIncomingMailToken,
     .matches_not = kGitlabIncomingMailTokenNot},
    {.id = "gitlab-agent-token",
     .title = "GitLab agent for Kubernetes token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(glagent-[\w-]{50,60})(?:[^\w-]|$))",
     .repair = "revoke it on the page of the agent under Operate > Kubernetes clusters",
     .matches = kGitlabAgentToken,
     .matches_not = kGitlabAgentTokenNot},
    {.id = "gitlab-scim-token",
     .title = "GitLab SCIM token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(glsoat-[\w-]{20})(?:[^\w-]|$))",
     .repair = "reset it under Settings > SAML SSO of the group: it makes and removes users",
     .matches = kGitlabScimToken,
     .matches_not = kGitlabScimTokenNot},
    {.id = "gitlab-oauth-secret",
     .title = "GitLab OAuth application secret",
     .pattern = R"(\bgloas-[0-9a-f]{64}\b)",
     .repair = "renew the secret on the page of the application",
     .matches = kGitlabOauthSecret,
     .matches_not = kGitlabOauthSecretNot},
    {.id = "gitlab-feature-flags-token",
     .title = "GitLab feature flags client token",
     .severity = model::Severity::kMedium,
     .pattern = R"(\b(glffct-[\w-]{20})(?:[^\w-]|$))",
     .repair = "reset the instance ID under Deploy > Feature flags > Configure",
     .matches = kGitlabFeatureFlagsToken,
     .matches_not = kGitlabFeatureFlagsTokenNot},
    {.id = "gitlab-registration-token",
     .title = "GitLab runner registration token",
     .pattern = R"(\b(GR1348941[\w-]{20})(?:[^\w-]|$))",
     .repair = "reset the registration token under Settings > CI/CD > Runners",
     .matches = kGitlabRegistrationToken,
     .matches_not = kGitlabRegistrationTokenNot},
    {.id = "gitlab-session-cookie",
     .title = "GitLab session cookie",
     .pattern = R"(_gitlab_session=([0-9a-f]{32})\b)",
     .min_entropy = 3.0,
     .repair = "sign out of all sessions at https://gitlab.com/-/user_settings/active_sessions",
     .matches = kGitlabSessionCookie,
     .matches_not = kGitlabSessionCookieNot},
};

}  // namespace

extern constinit const Detector gitlab;
constinit const Detector gitlab = {.name = "gitlab", .summary = "tokens of GitLab", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

// SPDX-License-Identifier: Apache-2.0
//
// Tokens of build servers and hosted CI: Buildkite, CircleCI, Travis, Drone, Jenkins, TeamCity, Harness, Scalingo. TeamCity's look like
// a JWT whose header is {"typ": "TCV2"}.
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion teamcity(const Candidate& candidate) {
  std::string_view body = candidate.secret.substr(candidate.secret.find('.') + 1);
  std::size_t dot = body.find('.');
  bool reads = decode_base64(body.substr(0, dot)) && decode_base64(body.substr(dot + 1));
  return reads ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr LeakExample kBuildkiteToken[] = {
    {"\"token\": \"bkua_"
     "6k0pv3xyhscoa3f5ic434ep4rf732huwvurl4rer\"",
     "bkua_"
     "6k0pv3xyhscoa3f5ic434ep4rf732huwvurl4rer"}};
constexpr LeakCounterexample kBuildkiteTokenNot[] = {{"bkua_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                     {"bkua_"
                                                      "6k0pv3xyhscoa3f5ic43"}};
constexpr LeakExample kBuildkiteAgentToken[] = {
    {"<buildkite-agent-token>RVSJd7nCuprQEWApu5VC3tfkiFxc6LS5hCoENwFgDZuo6EccmI</buildkite-agent-token>",
     "RVSJd7nCuprQEWApu5VC3tfkiFxc6LS5hCoENwFgDZuo6EccmI"},
    {"config.set(\"buildkite_agent_token\", \"RVSJd7nCuprQEWApu5VC3tfkiFxc6LS5hCoENwFgDZuo6EccmI\")",
     "RVSJd7nCuprQEWApu5VC3tfkiFxc6LS5hCoENwFgDZuo6EccmI"}};
constexpr LeakCounterexample kBuildkiteAgentTokenNot[] = {{"checksum: RVSJd7nCuprQEWApu5VC3tfkiFxc6LS5hCoENwFgDZuo6EccmI"},
                                                          {"BUILDKITE_AGENT_TOKEN=RVSJd7nCu"}};
constexpr LeakExample kCircleciToken[] = {
    {"ENV API_TOKEN CCIPAT_"
     "YQm4Cd0HBuSv5KRfyiIV3N_251aeae29fc18299943f76eb8a7c4797dfc4d64e\n",
     "CCIPAT_"
     "YQm4Cd0HBuSv5KRfyiIV3N_251aeae29fc18299943f76eb8a7c4797dfc4d64e"}};
constexpr LeakCounterexample kCircleciTokenNot[] = {{"CCIPAT_xxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"CCIPAT_"
                                                     "YQm4Cd0HBuSv5KRfyiIV3N_251aeae2"}};
constexpr LeakExample kCircleciProjectToken[] = {
    {"{\\\"token\\\":\\\"CCIPRJ_"
     "bHNAVKv349wAnzp453yDh8_15ade7da253bb0cb68c1b2c76330f9be8a1a212e\\\"}",
     "CCIPRJ_"
     "bHNAVKv349wAnzp453yDh8_15ade7da253bb0cb68c1b2c76330f9be8a1a212e"}};
constexpr LeakCounterexample kCircleciProjectTokenNot[] = {{"CCIPRJ_xxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                           {"CCIPRJ_"
                                                            "bHNAVKv349wAnzp453yDh8_15ade7da"}};
constexpr LeakExample kCircleciTokenOlder[] = {
    {"ENV CIRCLECI_API_TOKEN be1f025dc80e68310bb1b48939077133e3bac384\n", "be1f025dc80e68310bb1b48939077133e3bac384"},
    {"circleci_api_token = \"be1f025dc80e68310bb1b48939077133e3bac384\"\n", "be1f025dc80e68310bb1b48939077133e3bac384"}};
constexpr LeakCounterexample kCircleciTokenOlderNot[] = {{"checksum: be1f025dc80e68310bb1b48939077133e3bac384"},
                                                         {"CIRCLECI_API_TOKEN=be1f025dc"}};
constexpr LeakExample kTravisToken[] = {{"\"travis_api_token\" => \"TzaTYuLXXdfgnoCdIm8jQ8\"", "TzaTYuLXXdfgnoCdIm8jQ8"},
                                        {"- name: TRAVIS_API_TOKEN\n  value: TzaTYuLXXdfgnoCdIm8jQ8\n", "TzaTYuLXXdfgnoCdIm8jQ8"}};
constexpr LeakCounterexample kTravisTokenNot[] = {{"checksum: TzaTYuLXXdfgnoCdIm8jQ8"}, {"TRAVIS_API_TOKEN=TzaTYuLXX"}};
constexpr LeakExample kDroneToken[] = {
    {"DRONE_RPC_SECRET=E7ce7GkKKn3h5S2v7xTz8SJs9cEvge58\n", "E7ce7GkKKn3h5S2v7xTz8SJs9cEvge58"},
    {"<drone-rpc-secret>7571ffcc7b4011d745ca334eb5607ca0</drone-rpc-secret>", "7571ffcc7b4011d745ca334eb5607ca0"}};
constexpr LeakCounterexample kDroneTokenNot[] = {{"checksum: E7ce7GkKKn3h5S2v7xTz8SJs9cEvge58"}, {"DRONE_RPC_SECRET=E7ce7GkKK"}};
constexpr LeakExample kJenkinsToken[] = {
    {"jenkins:\n  api_token: 11cec863c5cda33ccbeba96e7a6b78da58\n", "11cec863c5cda33ccbeba96e7a6b78da58"},
    {"jenkins.api.token=11cec863c5cda33ccbeba96e7a6b78da58\n", "11cec863c5cda33ccbeba96e7a6b78da58"}};
constexpr LeakCounterexample kJenkinsTokenNot[] = {{"checksum: 11cec863c5cda33ccbeba96e7a6b78da58"}, {"JENKINS_API_TOKEN=11cec863c"}};
constexpr LeakExample kTeamcityToken[] = {
    {"ENV API_TOKEN eyJ0eXAiOiAi"
     "VENWMiJ9.WFJpaEltN2VRdUN5Q1VBWFBSS1NiS2todWVO.NzJkZTBhMzMtYmE2Yi00MWM3LWIxMjEtNzljOGE0NjgwNTVk\n",
     "eyJ0eXAiOiAi"
     "VENWMiJ9.WFJpaEltN2VRdUN5Q1VBWFBSS1NiS2todWVO.NzJkZTBhMzMtYmE2Yi00MWM3LWIxMjEtNzljOGE0NjgwNTVk"}};
constexpr LeakCounterexample kTeamcityTokenNot[] = {
    {"eyJ0eXAiOiAi"
     "VENWMiJ9.abc.def"}};
constexpr LeakExample kHarnessToken[] = {
    {"{\\\"token\\\":\\\"pat."
     "I2BckbySa9EGh13qfKT34e.547261758696a8e20c274ec3.v79sk4wgiUC85DuHNkaS\\\"}",
     "pat."
     "I2BckbySa9EGh13qfKT34e.547261758696a8e20c274ec3.v79sk4wgiUC85DuHNkaS"}};
constexpr LeakCounterexample kHarnessTokenNot[] = {{"pat.xxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxx"},
                                                   {"pat."
                                                    "I2BckbySa9EGh13qfKT34e.54726175869"}};
constexpr LeakExample kScalingoToken[] = {
    {"<token>tk-us-"
     "0d69eZeQ2w7YG8Egi-pAjnx8rTnh0pEI5HV0O5xPV7YJtECE</token>",
     "tk-us-"
     "0d69eZeQ2w7YG8Egi-pAjnx8rTnh0pEI5HV0O5xPV7YJtECE"}};
constexpr LeakCounterexample kScalingoTokenNot[] = {{"tk-us-xxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"tk-us-"
                                                     "0d69eZeQ2w7YG8Egi-pAjnx8"}};
constexpr LeakExample kOctopusApiKey[] = {
    {"X-Octopus-ApiKey: API-"
     "N1N2K5BOQ5D7UGTVGW6LQXKH02IDTG\n",
     "API-"
     "N1N2K5BOQ5D7UGTVGW6LQXKH02IDTG"}};
constexpr LeakCounterexample kOctopusApiKeyNot[] = {{"API-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"API-"
                                                     "N1N2K5BOQ5D7UGT"}};
constexpr LeakExample kCodefreshToken[] = {{"CODEFRESH_API_KEY=22b0f8f39a89234089a8d91c.4c64b11e8846db288d8afa4c4a75a515\n",
                                            "22b0f8f39a89234089a8d91c.4c64b11e8846db288d8afa4c4a75a515"}};
constexpr LeakCounterexample kCodefreshTokenNot[] = {{"CODEFRESH_API_KEY=2b1af102a201767407c38ffd"}};
constexpr LeakExample kAppveyorToken[] = {{"<appveyor-api-token>v2.Xc7weE9TtOTFD6gjwBYO</appveyor-api-token>", "v2.Xc7weE9TtOTFD6gjwBYO"},
                                          {"config.set(\"appveyor_api_token\", \"v2.Xc7weE9TtOTFD6gjwBYO\")", "v2.Xc7weE9TtOTFD6gjwBYO"}};
constexpr LeakCounterexample kAppveyorTokenNot[] = {{"checksum: v2.Xc7weE9TtOTFD6gjwBYO"}, {"APPVEYOR_API_TOKEN=v2.Xc7weE"}};
constexpr LeakExample kBitriseToken[] = {
    {"bitrise.api.token=tfBxZ0Ks0LtQ7APhvMfqFVVasyTTw15jCMhzuyBeMN9TcfztZASVBqvGy5FZByLpeiT1qJx7V4YLcG3J6h7lCE\n",
     "tfBxZ0Ks0LtQ7APhvMfqFVVasyTTw15jCMhzuyBeMN9TcfztZASVBqvGy5FZByLpeiT1qJx7V4YLcG3J6h7lCE"},
    {"\"bitriseApiToken\": \"tfBxZ0Ks0LtQ7APhvMfqFVVasyTTw15jCMhzuyBeMN9TcfztZASVBqvGy5FZByLpeiT1qJx7V4YLcG3J6h7lCE\",",
     "tfBxZ0Ks0LtQ7APhvMfqFVVasyTTw15jCMhzuyBeMN9TcfztZASVBqvGy5FZByLpeiT1qJx7V4YLcG3J6h7lCE"}};
constexpr LeakCounterexample kBitriseTokenNot[] = {
    {"checksum: tfBxZ0Ks0LtQ7APhvMfqFVVasyTTw15jCMhzuyBeMN9TcfztZASVBqvGy5FZByLpeiT1qJx7V4YLcG3J6h7lCE"}, {"BITRISE_API_TOKEN=tfBxZ0Ks0"}};

constexpr LeakKind kKinds[] = {
    {.id = "buildkite-token",
     .title = "Buildkite API access token",
     .pattern = R"(\bbkua_[0-9a-z]{40}\b)",
     .repair = "revoke it at https://buildkite.com/user/api-access-tokens",
     .matches = kBuildkiteToken,
     .matches_not = kBuildkiteTokenNot},
    {.id = "buildkite-agent-token",
     .title = "Buildkite agent token",
     .pattern = kNamed<"buildkite", "(?:bkct_[0-9A-Za-z]{40,64}|[0-9A-Za-z]{50})">,
     .confirm = likely_if_random,
     .repair = "revoke the token on the page of the cluster: who has it takes jobs and their secrets",
     .matches = kBuildkiteAgentToken,
     .matches_not = kBuildkiteAgentTokenNot},
    {.id = "circleci-token",
     .title = "CircleCI personal API token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bCCIPAT_[0-9A-Za-z]{22}_[0-9a-f]{40}\b)",
     .repair = "revoke it at https://app.circleci.com/settings/user/tokens",
     .matches = kCircleciToken,
     .matches_not = kCircleciTokenNot},
    {.id = "circleci-project-token",
     .title = "CircleCI project API token",
     .pattern = R"(\bCCIPRJ_[0-9A-Za-z]{22}_[0-9a-f]{40}\b)",
     .repair = "delete it under Project Settings > API Permissions",
     .matches = kCircleciProjectToken,
     .matches_not = kCircleciProjectTokenNot},
    {.id = "circleci-token-older",
     .title = "CircleCI API token",
     .pattern = kNamed<"circle_?-?ci", "[0-9a-f]{40}", "token|key">,
     .min_entropy = 3.0,
     .repair = "revoke it at https://app.circleci.com/settings/user/tokens",
     .matches = kCircleciTokenOlder,
     .matches_not = kCircleciTokenOlderNot},
    {.id = "travis-token",
     .title = "Travis CI access token",
     .pattern = kNamed<"travis", "[0-9A-Za-z_-]{22}", "token">,
     .confirm = likely_if_random,
     .repair = "make a new one at https://app.travis-ci.com/account/preferences",
     .matches = kTravisToken,
     .matches_not = kTravisTokenNot},
    {.id = "drone-token",
     .title = "Drone CI token or shared secret",
     .pattern = kNamed<"drone", "[0-9A-Za-z]{32}", "token|secret">,
     .confirm = likely_if_random,
     .repair = "make a new token on the account page of the Drone server; set a new DRONE_RPC_SECRET on server and runners",
     .matches = kDroneToken,
     .matches_not = kDroneTokenNot},
    {.id = "jenkins-token",
     .title = "Jenkins API token",
     .pattern = kNamed<"jenkins", "11[0-9a-f]{32}">,
     .min_entropy = 3.0,
     .repair = "revoke it on the Security page of the user",
     .matches = kJenkinsToken,
     .matches_not = kJenkinsTokenNot},
    {.id = "teamcity-token",
     .title = "TeamCity access token",
     .pattern = R"(\b(eyJ0eXAiOiAiVENWMiJ9\.[\w-]{20,60}\.[\w-]{40,60})(?:[^\w-]|$))",
     .confirm = teamcity,
     .repair = "delete it under Profile > Access Tokens",
     .matches = kTeamcityToken,
     .matches_not = kTeamcityTokenNot},
    {.id = "harness-token",
     .title = "Harness API key",
     .pattern = R"(\b(?:pat|sat)\.[0-9A-Za-z_-]{22}\.[0-9a-f]{24}\.[0-9A-Za-z]{20}\b)",
     .repair = "delete the token of the user or service account in the account settings",
     .matches = kHarnessToken,
     .matches_not = kHarnessTokenNot},
    {.id = "scalingo-token",
     .title = "Scalingo API token",
     .pattern = R"(\b(tk-us-[\w-]{48})(?:[^\w-]|$))",
     .repair = "revoke it at https://dashboard.scalingo.com/account/tokens",
     .matches = kScalingoToken,
     .matches_not = kScalingoTokenNot},
    {.id = "octopus-api-key",
     .title = "Octopus Deploy API key",
     .pattern = R"(\bAPI-[A-Z0-9]{25,33}\b)",
     .confirm = likely_if_random,
     .repair = "revoke it under Profile > My API Keys",
     .matches = kOctopusApiKey,
     .matches_not = kOctopusApiKeyNot},
    {.id = "codefresh-token",
     .title = "Codefresh API key",
     .pattern = R"((?i:codefresh)[\w .:=\"\'-]{1,30}\b([0-9a-f]{24}\.[0-9a-f]{32})\b)",
     .repair = "delete it at https://g.codefresh.io/user/settings",
     .matches = kCodefreshToken,
     .matches_not = kCodefreshTokenNot},
    {.id = "appveyor-token",
     .title = "AppVeyor API token",
     .pattern = kNamed<"appveyor", R"((?:v2\.[0-9A-Za-z]{20}|[0-9a-z]{20}))">,
     .confirm = likely_if_random,
     .repair = "make a new one at https://ci.appveyor.com/api-keys",
     .matches = kAppveyorToken,
     .matches_not = kAppveyorTokenNot},
    {.id = "bitrise-token",
     .title = "Bitrise access token",
     .pattern = kNamed<"bitrise", "[0-9A-Za-z_-]{86}">,
     .repair = "revoke it at https://app.bitrise.io/me/profile#/security",
     .matches = kBitriseToken,
     .matches_not = kBitriseTokenNot},
};

}  // namespace

extern constinit const Detector build_servers;
constinit const Detector build_servers = {.name = "build_servers", .summary = "tokens of build servers", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

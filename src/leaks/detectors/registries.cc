// SPDX-License-Identifier: Apache-2.0
//
// Docker Hub, Docker Swarm, Quay, Artifactory, Nexus, Harbor.
#include <optional>
#include <string>

#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion mixed(const Candidate& candidate) { return is_mixed(candidate.secret) ? Opinion::kLikely : Opinion::kNo; }

// "reftkn:", a version, the time of its end and the token.
Opinion reference_token(const Candidate& candidate) {
  std::optional<std::string> text = decode_base64(candidate.secret);
  return text && text->starts_with("reftkn:") && text->size() > 20 ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr LeakExample kDockerHubToken[] = {
    {"docker login -u acme -p "
     "dckr_pat_"
     "3VvtXmvR0udYmZBOxA9Uf57zzWx\n",
     "dckr_pat_"
     "3VvtXmvR0udYmZBOxA9Uf57zzWx"}};
constexpr LeakCounterexample kDockerHubTokenNot[] = {
    {"dckr_pat_"
     "abc"}};
constexpr LeakExample kDockerHubOrganisationToken[] = {
    {"DOCKERHUB_TOKEN="
     "dckr_oat_"
     "iAcT1-kDDcALzth2Pfu3u9EK4PTXA82x\n",
     "dckr_oat_"
     "iAcT1-kDDcALzth2Pfu3u9EK4PTXA82x"}};
constexpr LeakCounterexample kDockerHubOrganisationTokenNot[] = {
    {"dckr_oat_"
     "abc"}};
constexpr LeakExample kDockerSwarmJoinToken[] = {
    {"docker swarm join --token "
     "SWMTKN-1-"
     "myaglqr0wligx9bnfkpwv107a4pgnfpn59zdjglw6kq0eh9who-"
     "k00e57ng3rwlqcy0m2x2q2jfm 10.0.0.1:2377\n",
     "SWMTKN-1-"
     "myaglqr0wligx9bnfkpwv107a4pgnfpn59zdjglw6kq0eh9who-"
     "k00e57ng3rwlqcy0m2x2q2jfm"}};
constexpr LeakCounterexample kDockerSwarmJoinTokenNot[] = {
    {"SWMTKN-1-"
     "abc"}};
constexpr LeakExample kDockerSwarmUnlockKey[] = {
    {"SWMKEY-1-"
     "0nKYGSkNb8vd4A0jdQWTj0IZGuTCU6pSCPZHk74T0bU\n",
     "SWMKEY-1-"
     "0nKYGSkNb8vd4A0jdQWTj0IZGuTCU6pSCPZHk74T0bU"}};
constexpr LeakCounterexample kDockerSwarmUnlockKeyNot[] = {
    {"SWMKEY-1-"
     "abc"}};
constexpr LeakExample kQuayRobotToken[] = {
    {"QUAY_ROBOT_TOKEN="
     "KAESQ9V5RAQ0ZHHQ8EYSHYKO8ANAA11YZYWQ407YLQISHFNFPEEODAMNY1ZUD8LQ\n",
     "KAESQ9V5RAQ0ZHHQ8EYSHYKO8ANAA11YZYWQ407YLQISHFNFPEEODAMNY1ZUD8LQ"}};
constexpr LeakCounterexample kQuayRobotTokenNot[] = {
    {"QUAY_ROBOT_TOKEN="
     "IR6L1I2E25NMS7B3CGLH"}};
constexpr LeakExample kArtifactoryApiKey[] = {
    {"X-JFrog-Art-Api: "
     "AKCp8"
     "T0XYAKgFceaY3FAw7kiPuqSj2Ml1PjTUXg7RnG5KJegX3DbRoefcRVvm9Npa19mfnKIg\n",
     "AKCp8"
     "T0XYAKgFceaY3FAw7kiPuqSj2Ml1PjTUXg7RnG5KJegX3DbRoefcRVvm9Npa19mfnKIg"}};
constexpr LeakCounterexample kArtifactoryApiKeyNot[] = {
    {"AKCp8"
     "abc"}};
constexpr LeakExample kArtifactoryReferenceToken[] = {
    {"ARTIFACTORY_TOKEN="
     "cmVmdGtuOjAxOjE4OTM0NTYwMDA6YjZX"
     "MTk1c3c2U2FQNmZOYmg4Z1p2Rll4eFJC\n",
     "cmVmdGtuOjAxOjE4OTM0NTYwMDA6YjZX"
     "MTk1c3c2U2FQNmZOYmg4Z1p2Rll4eFJC"}};
constexpr LeakCounterexample kArtifactoryReferenceTokenNot[] = {
    {"cmVmdGtuOj"
     "abc"}};
constexpr LeakExample kArtifactoryPassword[] = {
    {"ARTIFACTORY_PASSWORD="
     "AP6"
     "tjhgb8ffQK4awrrO2g7tWXXfIVype07b\n",
     "AP6"
     "tjhgb8ffQK4awrrO2g7tWXXfIVype07b"}};
constexpr LeakCounterexample kArtifactoryPasswordNot[] = {{"ARTIFACTORY_PASSWORD=APassword"}};
constexpr LeakExample kNexusUserToken[] = {
    {"NEXUS_PASSWORD="
     "zjHTLb/KbUqY9dlYeywmq1TO+bm1W+vD0bSdx4KJb7b9\n",
     "zjHTLb/KbUqY9dlYeywmq1TO+bm1W+vD0bSdx4KJb7b9"}};
constexpr LeakCounterexample kNexusUserTokenNot[] = {
    {"NEXUS_PASSWORD="
     "21c5f9bc230788893b7d859dd014a32e78d94722d112"}};
constexpr LeakExample kHarborRobotSecret[] = {{"docker login harbor.acme.io -u 'robot$ci+push' -p "
                                               "CQP7I6V9QW5Lzlq6jzTodpWLG5J97j7b\n",
                                               "CQP7I6V9QW5Lzlq6jzTodpWLG5J97j7b"},
                                              {"{\"username\": \"robot$ci\", \"password\": \""
                                               "ITcAe8Qbh7BC8wkPGqsU27L6yNxEO27b\"}",
                                               "ITcAe8Qbh7BC8wkPGqsU27L6yNxEO27b"}};
constexpr LeakCounterexample kHarborRobotSecretNot[] = {
    {"robot$ci:"
     "f8e01360aafe3304c3ffd79853edfc1a"}};

constexpr LeakKind kKinds[] = {
    {.id = "docker-hub-token",
     .title = "Docker Hub personal access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(dckr_pat_[0-9A-Za-z_-]{27})(?:[^\w-]|$))",
     .repair = "delete it at https://app.docker.com/settings/personal-access-tokens, look at what was pushed with it",
     .matches = kDockerHubToken,
     .matches_not = kDockerHubTokenNot},
    {.id = "docker-hub-organisation-token",
     .title = "Docker Hub organisation access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(dckr_oat_[0-9A-Za-z_-]{32})(?:[^\w-]|$))",
     .repair = "delete it under the organisation's access tokens, look at what was pushed with it",
     .matches = kDockerHubOrganisationToken,
     .matches_not = kDockerHubOrganisationTokenNot},
    {.id = "docker-swarm-join-token",
     .title = "Docker Swarm join token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bSWMTKN-1-[0-9a-z]{49,50}-[0-9a-z]{25}\b)",
     .repair = "rotate it (docker swarm join-token --rotate worker, and manager)",
     .matches = kDockerSwarmJoinToken,
     .matches_not = kDockerSwarmJoinTokenNot},
    {.id = "docker-swarm-unlock-key",
     .title = "Docker Swarm unlock key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(SWMKEY-1-[0-9A-Za-z+/]{43})(?:[^0-9A-Za-z+/]|$))",
     .repair = "rotate it (docker swarm unlock-key --rotate)",
     .matches = kDockerSwarmUnlockKey,
     .matches_not = kDockerSwarmUnlockKeyNot},
    {.id = "quay-robot-token",
     .title = "Quay robot token",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(quay[\w.-]{0,16}(?:token|password|robot)[\w.-]{0,6})", R"([0-9A-Z]{64})">,
     .min_entropy = 4,
     .repair = "make a new one for the robot account",
     .matches = kQuayRobotToken,
     .matches_not = kQuayRobotTokenNot},
    {.id = "artifactory-api-key",
     .title = "Artifactory API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bAKCp[0-9A-Za-z]{69}\b)",
     .repair = "revoke it under the user's profile, use an identity token that ends",
     .matches = kArtifactoryApiKey,
     .matches_not = kArtifactoryApiKeyNot},
    {.id = "artifactory-reference-token",
     .title = "Artifactory reference token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bcmVmdGtuOj[0-9A-Za-z+/]{40,70}={0,2})",
     .confirm = reference_token,
     .repair = "revoke it under Administration, Access tokens",
     .matches = kArtifactoryReferenceToken,
     .matches_not = kArtifactoryReferenceTokenNot},
    {.id = "artifactory-password",
     .title = "Artifactory encrypted password",
     .pattern = kAssigned<R"((?:artifactory|jfrog)[\w.-]{0,16}(?:password|api_?key)[\w.-]{0,4})", R"(AP[0-9A-Za-z]{20,80})">,
     .min_entropy = 3.8,
     .confirm = mixed,
     .repair = "change the user's password",
     .matches = kArtifactoryPassword,
     .matches_not = kArtifactoryPasswordNot},
    {.id = "nexus-user-token",
     .title = "Sonatype Nexus user token",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(nexus[\w.-]{0,16}(?:token|password|pass)[\w.-]{0,6})", R"([0-9A-Za-z+/]{43,44})">,
     .min_entropy = 4,
     .confirm = mixed,
     .repair = "reset the user token",
     .matches = kNexusUserToken,
     .matches_not = kNexusUserTokenNot},
    {.id = "harbor-robot-secret",
     .title = "Harbor robot account secret",
     .severity = model::Severity::kCritical,
     .pattern =
         R"re(robot\$[0-9A-Za-z_.+-]{1,60}[\\"\']{0,2}[ \t]{0,3}(?:[:,=&|]|-p|--password(?:-stdin)?)[ \t]{0,3}(?:"?(?:password|secret)"?\s{0,2}[:=]\s{0,2})?[\\"\']{0,2}([0-9A-Za-z]{32})(?:[^0-9A-Za-z]|$))re",
     .min_entropy = 3.8,
     .confirm = mixed,
     .repair = "refresh the secret of the robot account",
     .matches = kHarborRobotSecret,
     .matches_not = kHarborRobotSecretNot},
};

}  // namespace

extern constinit const Detector registries;
constinit const Detector registries = {
    .name = "registries", .summary = "tokens of container and artifact registries", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

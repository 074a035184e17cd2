// SPDX-License-Identifier: Apache-2.0
//
// Slack's tokens (docs.slack.dev, "Tokens"): xox and a letter for the kind, then the numbers of workspace and user, and random
// characters. Webhook addresses are secrets as well: who has one posts.
#include "leaks/detector.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kSlackBotToken[] = {
    {"\"token\": \"xoxb-"
     "205758144920-7752937899337-Hphmqi2fgBDB3qmdZepcLJ5M\"",
     "xoxb-"
     "205758144920-7752937899337-Hphmqi2fgBDB3qmdZepcLJ5M"}};
constexpr LeakCounterexample kSlackBotTokenNot[] = {{"xoxb-xxxxxxxxxxxx-xxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"xoxb-"
                                                     "205758144920-775293789933"}};
constexpr LeakExample kSlackUserToken[] = {
    {"token: 'xoxp-"
     "089076329354-005003698795-1046791961114-a888838b3bfbaeefc0b73316996dbfef'\n",
     "xoxp-"
     "089076329354-005003698795-1046791961114-a888838b3bfbaeefc0b73316996dbfef"}};
constexpr LeakCounterexample kSlackUserTokenNot[] = {{"xoxp-xxxxxxxxxxxx-xxxxxxxxxxxx-xxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                     {"xoxp-"
                                                      "089076329354-005003698795-1046791961"}};
constexpr LeakExample kSlackWorkspaceToken[] = {
    {"curl -H \"Authorization: Bearer xoxa-"
     "2-092310972660-393983861931-314167925292-c7cd47c21264fb8da5d124e733f9d47c\" x",
     "xoxa-"
     "2-092310972660-393983861931-314167925292-c7cd47c21264fb8da5d124e733f9d47c"}};
constexpr LeakCounterexample kSlackWorkspaceTokenNot[] = {
    {"xoxa-x-xxxxxxxxxxxx-xxxxxxxxxxxx-xxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"xoxa-"
     "2-092310972660-393983861931-31416792"}};
constexpr LeakExample kSlackConfigurationToken[] = {{"ENV API_TOKEN xoxe."
                                                     "xoxp-1-"
                                                     "jmyTqJrFpP9I0lDpzsdJzK6uh3nqJfz7qW4DxNdxksBJjAjLZ0EMY31VTiGlNiXTXJHrK5GUE4dc5V4Utf8nt"
                                                     "EFD0PGXon1oU6vNb4q89ehz1hBPCjYFB45PxsH2SEE7ewiPVJbKtt0kz4R9eArMEt52JQD4z3YfHMQu5c\n",
                                                     "xoxe."
                                                     "xoxp-1-"
                                                     "jmyTqJrFpP9I0lDpzsdJzK6uh3nqJfz7qW4DxNdxksBJjAjLZ0EMY31VTiGlNiXTXJHrK5GUE4dc5V4Utf8nt"
                                                     "EFD0PGXon1oU6vNb4q89ehz1hBPCjYFB45PxsH2SEE7ewiPVJbKtt0kz4R9eArMEt52JQD4z3YfHMQu5c"},
                                                    {"{\\\"token\\\":\\\"xoxe-"
                                                     "1-"
                                                     "YK5uSBDVDucpITpKRQlE5ZBW4PjUSm6WDgk0pglXDXdqDQFpIZXxKCPabUfMHZfzvlQ0NLAy1fta0ZnoAZ4GQ"
                                                     "Fsrx64PWsTjgy9fD2UOvo9UCFqEJTLVcn9EhBVjfzwcBH6Ojq774sWb3alzmx\\\"}",
                                                     "xoxe-"
                                                     "1-"
                                                     "YK5uSBDVDucpITpKRQlE5ZBW4PjUSm6WDgk0pglXDXdqDQFpIZXxKCPabUfMHZfzvlQ0NLAy1fta0ZnoAZ4GQ"
                                                     "Fsrx64PWsTjgy9fD2UOvo9UCFqEJTLVcn9EhBVjfzwcBH6Ojq774sWb3alzmx"}};
constexpr LeakCounterexample kSlackConfigurationTokenNot[] = {
    {"xoxe-"
     "1-rP7jYsBlyLkHuyCnK6taUaJSeBOx64"}};
constexpr LeakExample kSlackAppToken[] = {
    {"<token>xapp-"
     "1-AKCA3G701CU-8317391716351-21d27bab0800c0728e91f6f93c8a21edcdee6e2d41584e242e1759a00d4b841f</token>",
     "xapp-"
     "1-AKCA3G701CU-8317391716351-21d27bab0800c0728e91f6f93c8a21edcdee6e2d41584e242e1759a00d4b841f"}};
constexpr LeakCounterexample kSlackAppTokenNot[] = {
    {"xapp-x-xxxxxxxxxxx-xxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"xapp-"
     "1-AKCA3G701CU-8317391716351-21d27bab0800c0728e"}};
constexpr LeakExample kSlackLegacyToken[] = {
    {"x --token=xoxs-"
     "4771212749-4235481189-70462801237-a1f687ad2f y",
     "xoxs-"
     "4771212749-4235481189-70462801237-a1f687ad2f"}};
constexpr LeakCounterexample kSlackLegacyTokenNot[] = {{"xoxs-xxxxxxxxxx-xxxxxxxxxx-xxxxxxxxxxx-xxxxxxxxxx"},
                                                       {"xoxs-"
                                                        "4771212749-4235481189-"}};
constexpr LeakExample kSlackClientToken[] = {
    {"export TOKEN=\"xoxc-"
     "110105042602-883817101455-1516424897776-82460c9ddba74063f56c17598406661d19a7a4dfa1b9c3d21624f050a86ddbbe\"",
     "xoxc-"
     "110105042602-883817101455-1516424897776-82460c9ddba74063f56c17598406661d19a7a4dfa1b9c3d21624f050a86ddbbe"}};
constexpr LeakCounterexample kSlackClientTokenNot[] = {
    {"xoxc-xxxxxxxxxxxx-xxxxxxxxxxxx-xxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"xoxc-"
     "110105042602-883817101455-1516424897776-82460c9ddba7"}};
constexpr LeakExample kSlackSessionCookie[] = {
    {"cookie: d=xoxd-"
     "tMYTm560VRntPlFHBbXvtNZ9Lq0rv5QsZkWat3lyUNPKDgJoGjjvAYZ8hstA%"
     "2Bxdn6KsJ6lFZhGH5qczWITJvdAJCHxVAbcSGekwbhOlsAuMtWSHaUBF3SfZbizqItlAybnWSlgfozyJob%3D; x=1",
     "xoxd-"
     "tMYTm560VRntPlFHBbXvtNZ9Lq0rv5QsZkWat3lyUNPKDgJoGjjvAYZ8hstA%"
     "2Bxdn6KsJ6lFZhGH5qczWITJvdAJCHxVAbcSGekwbhOlsAuMtWSHaUBF3SfZbizqItlAybnWSlgfozyJob%3D"}};
constexpr LeakCounterexample kSlackSessionCookieNot[] = {
    {"xoxd-"
     "nsYgWAQm9auruoaUjrOFnSuoxXHgYj"}};
constexpr LeakExample kSlackWebhook[] = {
    {"https://hooks.slack.com/"
     "services/TIOFGSY1IA/BMJEZYWK24Y/D2N1BW6BawuDkLLozFL70Kjb\n",
     "hooks.slack.com/"
     "services/TIOFGSY1IA/BMJEZYWK24Y/D2N1BW6BawuDkLLozFL70Kjb"}};
constexpr LeakCounterexample kSlackWebhookNot[] = {{"hooks.slack.com/xxxxxxxx/xxxxxxxxxx/xxxxxxxxxxx/xxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"hooks.slack.com/"
                                                    "services/TIOFGSY1IA/BMJEZYWK"}};
constexpr LeakExample kSlackWorkflowWebhook[] = {
    {"https://hooks.slack.com/"
     "triggers/T6P43YNUA0/7960990030657/18601f32a482d0a7187b38343b4f3426\n",
     "hooks.slack.com/"
     "triggers/T6P43YNUA0/7960990030657/18601f32a482d0a7187b38343b4f3426"}};
constexpr LeakCounterexample kSlackWorkflowWebhookNot[] = {
    {"hooks.slack.com/xxxxxxxx/xxxxxxxxxx/xxxxxxxxxxxxx/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"hooks.slack.com/"
     "triggers/T6P43YNUA0/7960990030657"}};
constexpr LeakExample kSlackSigningSecret[] = {
    {"slack.signing.secret=0c3510241bb029ea1642ab2671e96b99\n", "0c3510241bb029ea1642ab2671e96b99"},
    {"\"slackSigningSecret\": \"0c3510241bb029ea1642ab2671e96b99\",", "0c3510241bb029ea1642ab2671e96b99"}};
constexpr LeakCounterexample kSlackSigningSecretNot[] = {{"checksum: 0c3510241bb029ea1642ab2671e96b99"},
                                                         {"SLACK_SIGNING_SECRET=0c3510241"}};

constexpr LeakKind kKinds[] = {
    {.id = "slack-bot-token",
     .title = "Slack bot token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bxoxb-[0-9]{9,14}-(?:[0-9]{9,14}-)?[0-9A-Za-z]{24}\b)",
     .repair = "revoke it by auth.revoke, or reinstall the app at https://api.slack.com/apps",
     .matches = kSlackBotToken,
     .matches_not = kSlackBotTokenNot},
    {.id = "slack-user-token",
     .title = "Slack user token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bxoxp-[0-9]{9,14}-[0-9]{9,14}-[0-9]{9,14}-[0-9a-f]{32,64}\b)",
     .repair = "revoke it by auth.revoke: it acts as the user who installed the app",
     .matches = kSlackUserToken,
     .matches_not = kSlackUserTokenNot},
    {.id = "slack-workspace-token",
     .title = "Slack workspace token",
     .pattern = R"(\bxox[ar]-(?:2-)?[0-9]{9,14}-[0-9]{9,14}-(?:[0-9]{9,14}-)?[0-9A-Za-z]{24,64}\b)",
     .repair = "revoke it by auth.revoke",
     .matches = kSlackWorkspaceToken,
     .matches_not = kSlackWorkspaceTokenNot},
    {.id = "slack-configuration-token",
     .title = "Slack app configuration token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bxoxe(?:\.xox[bp])?-[0-9]-[0-9A-Za-z]{140,200}\b)",
     .trigger = R"(\bxoxe(?:\.xox[bp])?-[0-9]-[0-9A-Za-z]{40})",
     .repair = "revoke it at https://api.slack.com/apps, \"Your App Configuration Tokens\"",
     .matches = kSlackConfigurationToken,
     .matches_not = kSlackConfigurationTokenNot},
    {.id = "slack-app-token",
     .title = "Slack app-level token",
     .pattern = R"(\bxapp-[0-9]-A[0-9A-Z]{8,12}-[0-9]{9,14}-[0-9a-f]{64}\b)",
     .repair = "delete it under Basic Information > App-Level Tokens of the app",
     .matches = kSlackAppToken,
     .matches_not = kSlackAppTokenNot},
    {.id = "slack-legacy-token",
     .title = "Slack legacy or workflow token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bxox[os]-[0-9]{6,14}-[0-9]{6,14}-[0-9]{6,14}-[0-9a-f]{10,64}\b)",
     .repair = "revoke it by auth.revoke",
     .matches = kSlackLegacyToken,
     .matches_not = kSlackLegacyTokenNot},
    {.id = "slack-client-token",
     .title = "Slack token of a signed-in client",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bxoxc-[0-9]{9,14}-[0-9]{9,14}-[0-9]{9,14}-[0-9a-f]{64}\b)",
     .repair = "sign out of all sessions in the settings of the account",
     .matches = kSlackClientToken,
     .matches_not = kSlackClientTokenNot},
    {.id = "slack-session-cookie",
     .title = "Slack session cookie",
     .pattern = R"(\bxoxd-[0-9A-Za-z%/+_-]{60,250}={0,2})",
     .trigger = R"(\bxoxd-[0-9A-Za-z%/+_-]{60})",
     .repair = "sign out of all sessions in the settings of the account",
     .matches = kSlackSessionCookie,
     .matches_not = kSlackSessionCookieNot},
    {.id = "slack-webhook",
     .title = "Slack incoming webhook",
     .severity = model::Severity::kMedium,
     .pattern = R"(hooks\.slack\.com/services/T[0-9A-Z]{7,12}/B[0-9A-Z]{7,12}/[0-9A-Za-z]{22,26}\b)",
     .repair = "remove the webhook on the page of the app and make a new one",
     .matches = kSlackWebhook,
     .matches_not = kSlackWebhookNot},
    {.id = "slack-workflow-webhook",
     .title = "Slack workflow webhook",
     .severity = model::Severity::kMedium,
     .pattern = R"(hooks\.slack\.com/(?:workflows|triggers)/[TE][0-9A-Z]{7,12}/(?:A[0-9A-Z]{7,12}/)?[0-9]{10,20}/[0-9A-Za-z]{24,40}\b)",
     .repair = "delete the trigger of the workflow and make a new one",
     .matches = kSlackWorkflowWebhook,
     .matches_not = kSlackWorkflowWebhookNot},
    {.id = "slack-signing-secret",
     .title = "Slack signing or client secret",
     .pattern = kNamed<"slack", "[0-9a-f]{32}", "secret">,
     .min_entropy = 3.0,
     .repair = "regenerate it under Basic Information of the app",
     .matches = kSlackSigningSecret,
     .matches_not = kSlackSigningSecretNot},
};

}  // namespace

extern constinit const Detector slack;
constinit const Detector slack = {.name = "slack", .summary = "tokens and webhooks of Slack", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

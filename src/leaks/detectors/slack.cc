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
     "098908907632-9354005003698-FX2KTWu0fO7PdR76RrSyENTe\"",
     "xoxb-"
     "098908907632-9354005003698-FX2KTWu0fO7PdR76RrSyENTe"}};
constexpr LeakCounterexample kSlackBotTokenNot[] = {{"xoxb-xxxxxxxxxxxx-xxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"xoxb-"
                                                     "098908907632-935400500369"}};
constexpr LeakExample kSlackUserToken[] = {
    {"token: 'xoxp-"
     "961114544441-458915755777-9888860531103-996dbfef04721e5cc0676c3736293cf4'\n",
     "xoxp-"
     "961114544441-458915755777-9888860531103-996dbfef04721e5cc0676c3736293cf4"}};
constexpr LeakCounterexample kSlackUserTokenNot[] = {{"xoxp-xxxxxxxxxxxx-xxxxxxxxxxxx-xxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                     {"xoxp-"
                                                      "961114544441-458915755777-9888860531"}};
constexpr LeakExample kSlackWorkspaceToken[] = {
    {"curl -H \"Authorization: Bearer xoxa-"
     "2-529263966236-180132754659-260981287311-f9d47c46c88f75e7c91ca3682c8eb1b5\" x",
     "xoxa-"
     "2-529263966236-180132754659-260981287311-f9d47c46c88f75e7c91ca3682c8eb1b5"}};
constexpr LeakCounterexample kSlackWorkspaceTokenNot[] = {
    {"xoxa-x-xxxxxxxxxxxx-xxxxxxxxxxxx-xxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"xoxa-"
     "2-529263966236-180132754659-26098128"}};
constexpr LeakExample kSlackConfigurationToken[] = {{"ENV API_TOKEN xoxe."
                                                     "xoxp-1-"
                                                     "sBJjAjLZ0EMY31VTiGlNiXTXJHrK5GUE4dc5V4Utf8ntEFD0PGXon1oU6vNb4q89ehz1hBPCjYFB45PxsH2SE"
                                                     "E7ewiPVJbKtt0kz4R9eArMEt52JQD4z3YfHMQu5cYK5uSBDVDucpITpKRQlE5ZBW4PjUSm6WDgk0pglXD\n",
                                                     "xoxe."
                                                     "xoxp-1-"
                                                     "sBJjAjLZ0EMY31VTiGlNiXTXJHrK5GUE4dc5V4Utf8ntEFD0PGXon1oU6vNb4q89ehz1hBPCjYFB45PxsH2SE"
                                                     "E7ewiPVJbKtt0kz4R9eArMEt52JQD4z3YfHMQu5cYK5uSBDVDucpITpKRQlE5ZBW4PjUSm6WDgk0pglXD"},
                                                    {"{\\\"token\\\":\\\"xoxe-"
                                                     "1-"
                                                     "XdqDQFpIZXxKCPabUfMHZfzvlQ0NLAy1fta0ZnoAZ4GQFsrx64PWsTjgy9fD2UOvo9UCFqEJTLVcn9EhBVjfz"
                                                     "wcBH6Ojq774sWb3alzmxrP7jYsBlyLkHuyCnK6taUaJSeBOx64kca5DVgHU1A\\\"}",
                                                     "xoxe-"
                                                     "1-"
                                                     "XdqDQFpIZXxKCPabUfMHZfzvlQ0NLAy1fta0ZnoAZ4GQFsrx64PWsTjgy9fD2UOvo9UCFqEJTLVcn9EhBVjfz"
                                                     "wcBH6Ojq774sWb3alzmxrP7jYsBlyLkHuyCnK6taUaJSeBOx64kca5DVgHU1A"}};
constexpr LeakCounterexample kSlackConfigurationTokenNot[] = {
    {"xoxe-"
     "1-BcuZGneFoNeFgznvWheRcTOIAHepxu"}};
constexpr LeakExample kSlackAppToken[] = {
    {"<token>xapp-"
     "1-AXARBAZBPFQ-7407374999164-a21edcdee6e2d41584e242e1759a00d4b841f8ff3435e8846b933f08d40257fa</token>",
     "xapp-"
     "1-AXARBAZBPFQ-7407374999164-a21edcdee6e2d41584e242e1759a00d4b841f8ff3435e8846b933f08d40257fa"}};
constexpr LeakCounterexample kSlackAppTokenNot[] = {
    {"xapp-x-xxxxxxxxxxx-xxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"xapp-"
     "1-AXARBAZBPFQ-7407374999164-a21edcdee6e2d41584"}};
constexpr LeakExample kSlackLegacyToken[] = {
    {"x --token=xoxs-"
     "0873493856-1711010504-26028838171-138aa3a2c9 y",
     "xoxs-"
     "0873493856-1711010504-26028838171-138aa3a2c9"}};
constexpr LeakCounterexample kSlackLegacyTokenNot[] = {{"xoxs-xxxxxxxxxx-xxxxxxxxxx-xxxxxxxxxxx-xxxxxxxxxx"},
                                                       {"xoxs-"
                                                        "0873493856-1711010504-"}};
constexpr LeakExample kSlackClientToken[] = {
    {"export TOKEN=\"xoxc-"
     "248977764123-064665532031-9897283860329-98406661d19a7a4dfa1b9c3d21624f050a86ddbbe96695fd0a988a95095ce374\"",
     "xoxc-"
     "248977764123-064665532031-9897283860329-98406661d19a7a4dfa1b9c3d21624f050a86ddbbe96695fd0a988a95095ce374"}};
constexpr LeakCounterexample kSlackClientTokenNot[] = {
    {"xoxc-xxxxxxxxxxxx-xxxxxxxxxxxx-xxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"xoxc-"
     "248977764123-064665532031-9897283860329-98406661d19a"}};
constexpr LeakExample kSlackSessionCookie[] = {
    {"cookie: d=xoxd-"
     "jvAYZ8hstAxdn6KsJ6lFZhGH5qczWITJvdAJCHxVAbcSGekwbhOlsAuMtWSH%"
     "2BaUBF3SfZbizqItlAybnWSlgfozyJobnsYgWAQm9auruoaUjrOFnSuoxXHgYjiofgsyBUX5WiZamTj9Se%3D; x=1",
     "xoxd-"
     "jvAYZ8hstAxdn6KsJ6lFZhGH5qczWITJvdAJCHxVAbcSGekwbhOlsAuMtWSH%"
     "2BaUBF3SfZbizqItlAybnWSlgfozyJobnsYgWAQm9auruoaUjrOFnSuoxXHgYjiofgsyBUX5WiZamTj9Se%3D"}};
constexpr LeakCounterexample kSlackSessionCookieNot[] = {
    {"xoxd-"
     "O8zKQLZyQ5w6XkCEyD2N1BW6BawuDk"}};
constexpr LeakExample kSlackWebhook[] = {
    {"https://hooks.slack.com/"
     "services/TOZ5JB6P43/BYNUA05YDBD/mdW8URzYwEdqn6acFLSTgIf0\n",
     "hooks.slack.com/"
     "services/TOZ5JB6P43/BYNUA05YDBD/mdW8URzYwEdqn6acFLSTgIf0"}};
constexpr LeakCounterexample kSlackWebhookNot[] = {{"hooks.slack.com/xxxxxxxx/xxxxxxxxxx/xxxxxxxxxxx/xxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"hooks.slack.com/"
                                                    "services/TOZ5JB6P43/BYNUA05Y"}};
constexpr LeakExample kSlackWorkflowWebhook[] = {
    {"https://hooks.slack.com/"
     "triggers/T9VJQF0B8V/3098435148121/b4f34260c3510241bb029ea1642ab267\n",
     "hooks.slack.com/"
     "triggers/T9VJQF0B8V/3098435148121/b4f34260c3510241bb029ea1642ab267"}};
constexpr LeakCounterexample kSlackWorkflowWebhookNot[] = {
    {"hooks.slack.com/xxxxxxxx/xxxxxxxxxx/xxxxxxxxxxxxx/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"hooks.slack.com/"
     "triggers/T9VJQF0B8V/3098435148121"}};
constexpr LeakExample kSlackSigningSecret[] = {
    {"slack.signing.secret=1e96b9950eafbd2b31c99cc5ebcbb9d5\n", "1e96b9950eafbd2b31c99cc5ebcbb9d5"},
    {"\"slackSigningSecret\": \"1e96b9950eafbd2b31c99cc5ebcbb9d5\",", "1e96b9950eafbd2b31c99cc5ebcbb9d5"}};
constexpr LeakCounterexample kSlackSigningSecretNot[] = {{"checksum: 1e96b9950eafbd2b31c99cc5ebcbb9d5"},
                                                         {"SLACK_SIGNING_SECRET=1e96b9950"}};

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
     .pattern = R"(\b(?:xoxa|xoxr)-(?:2-)?[0-9]{9,14}-[0-9]{9,14}-(?:[0-9]{9,14}-)?[0-9A-Za-z]{24,64}\b)",
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
     .pattern = R"(\b(?:xoxo|xoxs)-[0-9]{6,14}-[0-9]{6,14}-[0-9]{6,14}-[0-9a-f]{10,64}\b)",
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

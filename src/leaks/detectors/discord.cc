// SPDX-License-Identifier: Apache-2.0
//
// Discord's bot tokens are three parts: the bot's number in base64, a time, and a signature (discord.com/developers/docs/reference). The
// first must decode to a number.
#include <algorithm>
#include <optional>
#include <string>

#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion numbered(const Candidate& candidate) {
  std::optional<std::string> id = decode_base64(candidate.secret.substr(0, candidate.secret.find('.')));
  bool number = id && id->size() >= 17 && id->size() <= 20 && std::ranges::all_of(*id, [](char c) { return c >= '0' && c <= '9'; });
  return number ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr LeakExample kDiscordBotToken[] = {{"DISCORD_TOKEN=MTA0NjgyMTkzNzU1MDEyMzAwOA."
                                             "ZoXUkG.DyyrUV2-AkUmYX6oZzoH9_hmBdfyv-UbOC_JDZ\n",
                                             "MTA0NjgyMTkzNzU1MDEyMzAwOA."
                                             "ZoXUkG.DyyrUV2-AkUmYX6oZzoH9_hmBdfyv-UbOC_JDZ"},
                                            {"client.login(\"MTA0NjgyMTkzNzU1MDEyMzAwOA."
                                             "kqOb8M.0Py8i8XfN-EbLKz7ajdVnCxR2QnCMOk-sPAzHG\");",
                                             "MTA0NjgyMTkzNzU1MDEyMzAwOA."
                                             "kqOb8M.0Py8i8XfN-EbLKz7ajdVnCxR2QnCMOk-sPAzHG"}};
constexpr LeakCounterexample kDiscordBotTokenNot[] = {{"token: bm90LWEtbnVtYmVyLWF0LWFsbA.abcdef.dZqyYiz7ffVAE52gOkn5bkFUDiQhZ3"}};
constexpr LeakExample kDiscordWebhook[] = {
    {"\"https://discord.com/"
     "api/webhooks/1046821937550123008/zNeEjXU8XwLns8aLYKakbAhqjNA02Bva0P4OrXxt1fJkSL1pQbZh0UlQLHwJdQxtmq3r\"",
     "discord.com/"
     "api/webhooks/1046821937550123008/zNeEjXU8XwLns8aLYKakbAhqjNA02Bva0P4OrXxt1fJkSL1pQbZh0UlQLHwJdQxtmq3r"}};
constexpr LeakCounterexample kDiscordWebhookNot[] = {
    {"discord.com/xxx/xxxxxxxx/xxxxxxxxxxxxxxxxxxx/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"discord.com/"
     "api/webhooks/1046821937550123008/zNeEjXU8XwLns8aLY"}};
constexpr LeakExample kDiscordClientSecret[] = {
    {"ENV DISCORD_CLIENT_SECRET hbmPEJa3BCLIDPcYk7h7yTFall2R6VsV\n", "hbmPEJa3BCLIDPcYk7h7yTFall2R6VsV"},
    {"discord_client_secret = \"hbmPEJa3BCLIDPcYk7h7yTFall2R6VsV\"\n", "hbmPEJa3BCLIDPcYk7h7yTFall2R6VsV"}};
constexpr LeakCounterexample kDiscordClientSecretNot[] = {{"checksum: hbmPEJa3BCLIDPcYk7h7yTFall2R6VsV"},
                                                          {"DISCORD_CLIENT_SECRET=hbmPEJa3B"}};
constexpr LeakExample kDiscordMfaToken[] = {
    {"curl -H \"Authorization: Bearer mfa."
     "Rw7nPx8Yh7-8oJIaIEL1mlnpFSOuSmRSmmOVqGpqCG80Z77248PqR5KPqR63couMF1xFCPsA9wB0egh6dj1S\" x",
     "mfa."
     "Rw7nPx8Yh7-8oJIaIEL1mlnpFSOuSmRSmmOVqGpqCG80Z77248PqR5KPqR63couMF1xFCPsA9wB0egh6dj1S"}};
constexpr LeakCounterexample kDiscordMfaTokenNot[] = {
    {"mfa.xxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"mfa."
     "Rw7nPx8Yh7-8oJIaIEL1mlnpFSOuSmRSmmOVqGpqCG"}};

constexpr LeakKind kKinds[] = {
    {.id = "discord-bot-token",
     .title = "Discord bot token",
     .severity = model::Severity::kCritical,
     .pattern =
         R"((?i:token|login|\brun|bot\b|discord)[\w"\'`\\\])]{0,16}\s{0,3}[=:,( ]{1,3}\s{0,3}["\'`\\]{0,2}(?:Bot )?([MNO][0-9A-Za-z]{23,28}\.[\w-]{6}\.[\w-]{27,38})(?:[^\w-]|$))",
     .confirm = numbered,
     .repair = "reset it at https://discord.com/developers/applications, Bot",
     .matches = kDiscordBotToken,
     .matches_not = kDiscordBotTokenNot},
    {.id = "discord-webhook",
     .title = "Discord webhook",
     .severity = model::Severity::kMedium,
     .pattern = R"((discord(?:app)?\.com/api/(?:v[0-9]{1,2}/)?webhooks/[0-9]{17,20}/[\w-]{60,72})(?:[^\w-]|$))",
     .repair = "delete the webhook in the settings of the channel",
     .matches = kDiscordWebhook,
     .matches_not = kDiscordWebhookNot},
    {.id = "discord-client-secret",
     .title = "Discord client secret",
     .pattern = kNamed<"discord", "[0-9A-Za-z_-]{32}", "secret">,
     .confirm = likely_if_random,
     .repair = "reset it at https://discord.com/developers/applications, OAuth2",
     .matches = kDiscordClientSecret,
     .matches_not = kDiscordClientSecretNot},
    {.id = "discord-mfa-token",
     .title = "Discord user token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(mfa\.[\w-]{84})(?:[^\w-]|$))",
     .repair = "change the password of the account: that ends all sessions",
     .matches = kDiscordMfaToken,
     .matches_not = kDiscordMfaTokenNot},
};

}  // namespace

extern constinit const Detector discord;
constinit const Detector discord = {.name = "discord", .summary = "tokens and webhooks of Discord", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

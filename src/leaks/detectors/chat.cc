// SPDX-License-Identifier: Apache-2.0
//
// Tokens of messengers and meetings: Telegram, Microsoft Teams, Mattermost, Rocket.Chat, Zoom, Webex, LINE, Zulip, Matrix, Google Chat,
// Lark. Telegram's begin with the number of the bot.
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kTelegramBotToken[] = {{"https://api.telegram.org/bot6841930275:AA"
                                              "qR5KPqR63couMF1xFCPsA9wB0egh6dj1S/getMe",
                                              "6841930275:AA"
                                              "qR5KPqR63couMF1xFCPsA9wB0egh6dj1S"},
                                             {"BOT = \"7093184265:AA"
                                              "HNYsvKpy2UZLFP89uI9ECwwDZJwjZDyka\"",
                                              "7093184265:AA"
                                              "HNYsvKpy2UZLFP89uI9ECwwDZJwjZDyka"}};
constexpr LeakCounterexample kTelegramBotTokenNot[] = {{"6841930275:AA"
                                                        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                       {"6841930275:AA"
                                                        "eTHz6V9A_MgP0ZNF8Eyh"}};
constexpr LeakExample kTeamsWebhook[] = {
    {"https://acme.webhook.office.com/"
     "webhookb2/f17c9cb1-6f27-458b-8074-a0d23eda1d1c@0494592d-b102-4633-a6a7-25379b15f4d8/IncomingWebhook/e7da4c293066a029273eda82959b6df1/"
     "63a17002-0fda-4933-a258-fedeae79328e\n",
     "acme.webhook.office.com/"
     "webhookb2/f17c9cb1-6f27-458b-8074-a0d23eda1d1c@0494592d-b102-4633-a6a7-25379b15f4d8/IncomingWebhook/e7da4c293066a029273eda82959b6df1/"
     "63a17002-0fda-4933-a258-fedeae79328e"}};
constexpr LeakCounterexample kTeamsWebhookNot[] = {{"https://acme.webhook.office.com/webhookb2/ID"}};
constexpr LeakExample kPowerAutomateWebhook[] = {
    {"https://prod-12.westeurope.logic.azure.com:443/workflows/6038d08e7df2ccc5a01d0ea138413924/triggers/manual/paths/"
     "invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=220DhjJSIbmSY6D2z3mz2zRbGkNZnLiFfTS_yEHkTBX",
     "220DhjJSIbmSY6D2z3mz2zRbGkNZnLiFfTS_yEHkTBX"}};
constexpr LeakCounterexample kPowerAutomateWebhookNot[] = {
    {"https://prod-12.westeurope.logic.azure.com/workflows/1e66f44863fc80729f642ea82196890b/triggers/manual/paths/invoke?sig=abc"}};
constexpr LeakExample kMattermostToken[] = {
    {"config.set(\"mattermost_bot_token\", \"zlielafr6hcdr56k43v0w0jxc5\")", "zlielafr6hcdr56k43v0w0jxc5"},
    {"run --mattermost-bot-token zlielafr6hcdr56k43v0w0jxc5 x", "zlielafr6hcdr56k43v0w0jxc5"}};
constexpr LeakCounterexample kMattermostTokenNot[] = {{"checksum: zlielafr6hcdr56k43v0w0jxc5"}, {"MATTERMOST_BOT_TOKEN=zlielafr6"}};
constexpr LeakExample kMattermostWebhook[] = {
    {"https://mattermost.acme.io/hooks/pfykolj36dr8blxzks2v4qxrxf", "pfykolj36dr8blxzks2v4qxrxf"}};
constexpr LeakCounterexample kMattermostWebhookNot[] = {{"https://mattermost.acme.io/hooks/xxx-generatedkey-xxx"}};
constexpr LeakExample kRocketchatWebhook[] = {
    {"https://chat.acme.io/hooks/de2e2ba93503c8e7c57e7440/CiwyEC675Lre6lAUnmwiLDjPYq5bMvZw2PG4DlTb7q8IgwLAm27La4htiWV8NTuL",
     "de2e2ba93503c8e7c57e7440/CiwyEC675Lre6lAUnmwiLDjPYq5bMvZw2PG4DlTb7q8IgwLAm27La4htiWV8NTuL"}};
constexpr LeakCounterexample kRocketchatWebhookNot[] = {{"https://chat.acme.io/hooks/fae5d59d2c909946ca133941"}};
constexpr LeakExample kZoomSecret[] = {
    {"\"zoomClientSecret\": \"MaMgpYazL9cifV3GGUVq1MnwxPD6ik4F\",", "MaMgpYazL9cifV3GGUVq1MnwxPD6ik4F"},
    {"const zoomClientSecret string = \"MaMgpYazL9cifV3GGUVq1MnwxPD6ik4F\"\n", "MaMgpYazL9cifV3GGUVq1MnwxPD6ik4F"}};
constexpr LeakCounterexample kZoomSecretNot[] = {{"checksum: MaMgpYazL9cifV3GGUVq1MnwxPD6ik4F"}, {"ZOOM_CLIENT_SECRET=MaMgpYazL"}};
constexpr LeakExample kWebexToken[] = {
    {"webex_bot_token = \"HP9IhE0hzTMdHSFEolkyZo2XTYZVsQffljgVgv8mdzEBdzwqRAT90dCh54BjRrBb_PF84_e150587a-4848-48ba-ba5c-a4273271c858\"\n",
     "HP9IhE0hzTMdHSFEolkyZo2XTYZVsQffljgVgv8mdzEBdzwqRAT90dCh54BjRrBb_PF84_e150587a-4848-48ba-ba5c-a4273271c858"},
    {"<add key=\"webexBotToken\" "
     "value=\"HP9IhE0hzTMdHSFEolkyZo2XTYZVsQffljgVgv8mdzEBdzwqRAT90dCh54BjRrBb_PF84_e150587a-4848-48ba-ba5c-a4273271c858\"/>",
     "HP9IhE0hzTMdHSFEolkyZo2XTYZVsQffljgVgv8mdzEBdzwqRAT90dCh54BjRrBb_PF84_e150587a-4848-48ba-ba5c-a4273271c858"}};
constexpr LeakCounterexample kWebexTokenNot[] = {
    {"checksum: HP9IhE0hzTMdHSFEolkyZo2XTYZVsQffljgVgv8mdzEBdzwqRAT90dCh54BjRrBb_PF84_e150587a-4848-48ba-ba5c-a4273271c858"},
    {"WEBEX_BOT_TOKEN=HP9IhE0hz"}};
constexpr LeakExample kLineChannelToken[] = {{"- name: LINE_CHANNEL_ACCESS_TOKEN\n  value: "
                                              "Rfu234FphQIJVucLdJObfIicPk9qH7ou9Pe5c9EHE4oa98tMvCVBpw0lQN40A53bT8aWPYjFg9WdPfMv7tajSS46EmIf"
                                              "yB6dL8TeAD9f9YirzGnasWw3HiZJJB72HBTItFcglUyrRYrcJf7OT1ld1O/w1cDnyilFU\n",
                                              "Rfu234FphQIJVucLdJObfIicPk9qH7ou9Pe5c9EHE4oa98tMvCVBpw0lQN40A53bT8aWPYjFg9WdPfMv7tajSS46EmIf"
                                              "yB6dL8TeAD9f9YirzGnasWw3HiZJJB72HBTItFcglUyrRYrcJf7OT1ld1O/w1cDnyilFU"},
                                             {"{\\\"line_channelAccess_token\\\":"
                                              "\\\"Rfu234FphQIJVucLdJObfIicPk9qH7ou9Pe5c9EHE4oa98tMvCVBpw0lQN40A53bT8aWPYjFg9WdPfMv7tajSS46"
                                              "EmIfyB6dL8TeAD9f9YirzGnasWw3HiZJJB72HBTItFcglUyrRYrcJf7OT1ld1O/w1cDnyilFU\\\"}",
                                              "Rfu234FphQIJVucLdJObfIicPk9qH7ou9Pe5c9EHE4oa98tMvCVBpw0lQN40A53bT8aWPYjFg9WdPfMv7tajSS46EmIf"
                                              "yB6dL8TeAD9f9YirzGnasWw3HiZJJB72HBTItFcglUyrRYrcJf7OT1ld1O/w1cDnyilFU"}};
constexpr LeakCounterexample kLineChannelTokenNot[] = {{"checksum: "
                                                        "Rfu234FphQIJVucLdJObfIicPk9qH7ou9Pe5c9EHE4oa98tMvCVBpw0lQN40A53bT8aWPYjFg9WdPfMv7t"
                                                        "ajSS46EmIfyB6dL8TeAD9f9YirzGnasWw3HiZJJB72HBTItFcglUyrRYrcJf7OT1ld1O/w1cDnyilFU"},
                                                       {"LINE_CHANNEL_ACCESS_TOKEN=Rfu234Fph"}};
constexpr LeakExample kLineChannelSecret[] = {
    {"<line_channel-secret>1d07893b52d78cdb1192473f87ac01ad</line_channel-secret>", "1d07893b52d78cdb1192473f87ac01ad"},
    {"config.set(\"line_channel_secret\", \"1d07893b52d78cdb1192473f87ac01ad\")", "1d07893b52d78cdb1192473f87ac01ad"}};
constexpr LeakCounterexample kLineChannelSecretNot[] = {{"checksum: 1d07893b52d78cdb1192473f87ac01ad"}, {"LINE_CHANNEL_SECRET=1d07893b5"}};
constexpr LeakExample kLineNotifyToken[] = {
    {"line_notify.token=EgY1CpuwAZkOy4wHHWnsebzSn5rEcCrR5aJv7pqtpYZ\n", "EgY1CpuwAZkOy4wHHWnsebzSn5rEcCrR5aJv7pqtpYZ"},
    {"\"line_notifyToken\": \"EgY1CpuwAZkOy4wHHWnsebzSn5rEcCrR5aJv7pqtpYZ\",", "EgY1CpuwAZkOy4wHHWnsebzSn5rEcCrR5aJv7pqtpYZ"}};
constexpr LeakCounterexample kLineNotifyTokenNot[] = {{"checksum: EgY1CpuwAZkOy4wHHWnsebzSn5rEcCrR5aJv7pqtpYZ"},
                                                      {"LINE_NOTIFY_TOKEN=EgY1CpuwA"}};
constexpr LeakExample kZulipApiKey[] = {{"ENV ZULIP_API_KEY l4ZC0sq6KRUO0Ne8ZbtN2ibHhM9qkEry\n", "l4ZC0sq6KRUO0Ne8ZbtN2ibHhM9qkEry"},
                                        {"zulip_api_key = \"l4ZC0sq6KRUO0Ne8ZbtN2ibHhM9qkEry\"\n", "l4ZC0sq6KRUO0Ne8ZbtN2ibHhM9qkEry"}};
constexpr LeakCounterexample kZulipApiKeyNot[] = {{"checksum: l4ZC0sq6KRUO0Ne8ZbtN2ibHhM9qkEry"}, {"ZULIP_API_KEY=l4ZC0sq6K"}};
constexpr LeakExample kMatrixToken[] = {
    {"export TOKEN=\"syt_"
     "YnJpZGdl_PZcEybrzHayDUOd6OzKv_9LFKgM\"",
     "syt_"
     "YnJpZGdl_PZcEybrzHayDUOd6OzKv_9LFKgM"}};
constexpr LeakCounterexample kMatrixTokenNot[] = {
    {"syt_"
     "YnJpZGdl_abc_def"}};
constexpr LeakExample kGoogleChatWebhook[] = {
    {"https://chat.googleapis.com/v1/spaces/AAAAq3xT9-w/"
     "messages?key=vDTBz9XQwED4KyfUtLsUcpc2xHUl8hQkgIns4uN&token=s1miBKefUmnugYSlnZCnI9u0DRFAYmRIXfbWV2BMpbp",
     "s1miBKefUmnugYSlnZCnI9u0DRFAYmRIXfbWV2BMpbp"}};
constexpr LeakCounterexample kGoogleChatWebhookNot[] = {{"https://chat.googleapis.com/v1/spaces/AAAAq3xT9-w/messages?key=KEY&token=TOKEN"}};
constexpr LeakExample kLarkWebhook[] = {
    {"https://open.feishu.cn/open-apis/bot/v2/hook/7ebca713-2c62-48fa-a2cf-73ab29000503", "7ebca713-2c62-48fa-a2cf-73ab29000503"}};
constexpr LeakCounterexample kLarkWebhookNot[] = {{"https://open.feishu.cn/open-apis/bot/v2/hook/ID"}};
constexpr LeakExample kDingtalkWebhook[] = {
    {"https://oapi.dingtalk.com/robot/send?access_token=f5c782b4f7b5af513ba2467dbfc8f2dbb7c89cf6720ba27fbd8e4edb199746b4",
     "f5c782b4f7b5af513ba2467dbfc8f2dbb7c89cf6720ba27fbd8e4edb199746b4"}};
constexpr LeakCounterexample kDingtalkWebhookNot[] = {{"https://oapi.dingtalk.com/robot/send?access_token=TOKEN"}};
constexpr LeakExample kWecomWebhook[] = {
    {"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=580b1ff9-b613-4cdd-840d-a07ea993caca", "580b1ff9-b613-4cdd-840d-a07ea993caca"}};
constexpr LeakCounterexample kWecomWebhookNot[] = {{"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=KEY"}};
constexpr LeakExample kWechatAppSecret[] = {
    {"config.set(\"wechat_app_secret\", \"a4d3fb272b19a251e62ca1d4bfc08aae\")", "a4d3fb272b19a251e62ca1d4bfc08aae"},
    {"run --wechat-app-secret a4d3fb272b19a251e62ca1d4bfc08aae x", "a4d3fb272b19a251e62ca1d4bfc08aae"}};
constexpr LeakCounterexample kWechatAppSecretNot[] = {{"checksum: a4d3fb272b19a251e62ca1d4bfc08aae"}, {"WECHAT_APP_SECRET=a4d3fb272"}};

constexpr LeakKind kKinds[] = {
    {.id = "telegram-bot-token",
     .title = "Telegram bot token",
     .severity = model::Severity::kCritical,
     .pattern = R"((?:\b|bot)([0-9]{8,10}:AA[\w-]{33})(?:[^\w-]|$))",
     .confirm = likely_if_random,
     .repair = "revoke it by /revoke to @BotFather",
     .matches = kTelegramBotToken,
     .matches_not = kTelegramBotTokenNot},
    {.id = "teams-webhook",
     .title = "Microsoft Teams incoming webhook",
     .severity = model::Severity::kMedium,
     .pattern =
         R"((?:[\w-]{1,60}\.webhook\.office\.com/webhookb2|outlook\.office(?:365)?\.com/webhook)/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}@[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/IncomingWebhook/[0-9a-f]{32}/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:/[\w-]{20,60})?)",
     .trigger = R"((?:webhook\.office\.com/webhookb2|outlook\.office(?:365)?\.com/webhook)/[0-9a-f]{8}-)",
     .repair = "remove the connector of the channel and make a new one",
     .matches = kTeamsWebhook,
     .matches_not = kTeamsWebhookNot},
    {.id = "power-automate-webhook",
     .title = "Power Automate or Logic Apps trigger address with its signature",
     .severity = model::Severity::kMedium,
     .pattern =
         R"(\.logic\.azure\.com(?::443)?/workflows/[0-9a-f]{32}/triggers/[\w-]{1,40}/(?:paths/invoke|run)\?[\w%&=./;-]{10,160}sig=([\w-]{43})\b)",
     .trigger = R"(\.logic\.azure\.com(?::443)?/workflows/[0-9a-f]{32})",
     .repair = "regenerate the access keys of the workflow",
     .matches = kPowerAutomateWebhook,
     .matches_not = kPowerAutomateWebhookNot},
    {.id = "mattermost-token",
     .title = "Mattermost access token",
     .pattern = kNamed<"mattermost", "[a-z0-9]{26}", "token|key">,
     .confirm = likely_if_random,
     .repair = "revoke it under Profile > Security > Personal Access Tokens",
     .matches = kMattermostToken,
     .matches_not = kMattermostTokenNot},
    {.id = "mattermost-webhook",
     .title = "Mattermost incoming webhook",
     .severity = model::Severity::kMedium,
     .pattern = R"(mattermost[\w.:-]{0,40}/hooks/([a-z0-9]{26})\b)",
     .confirm = likely_if_random,
     .repair = "delete the webhook under Integrations",
     .matches = kMattermostWebhook,
     .matches_not = kMattermostWebhookNot},
    {.id = "rocketchat-webhook",
     .title = "Rocket.Chat webhook",
     .severity = model::Severity::kMedium,
     .pattern = R"(/hooks/([0-9A-Za-z]{24}/[0-9A-Za-z]{64})\b)",
     .repair = "regenerate the token of the integration",
     .matches = kRocketchatWebhook,
     .matches_not = kRocketchatWebhookNot},
    {.id = "zoom-secret",
     .title = "Zoom client secret or API secret",
     .pattern = kNamed<"zoom", "[0-9A-Za-z]{32,36}", "secret">,
     .confirm = likely_if_random,
     .repair = "regenerate it on the page of the app at https://marketplace.zoom.us",
     .matches = kZoomSecret,
     .matches_not = kZoomSecretNot},
    {.id = "webex-token",
     .title = "Webex bot or access token",
     .pattern = kNamed<"webex", "[0-9A-Za-z]{64}_[0-9A-Z]{4}_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "token">,
     .repair = "regenerate it at https://developer.webex.com/my-apps",
     .matches = kWebexToken,
     .matches_not = kWebexTokenNot},
    {.id = "line-channel-token",
     .title = "LINE channel access token",
     .pattern = kNamed<"line_?bot|line_?channel|channel_?access", "[0-9A-Za-z+/]{130,180}1O/w1cDnyilFU=?", "token">,
     .repair = "reissue it at https://developers.line.biz/console/",
     .matches = kLineChannelToken,
     .matches_not = kLineChannelTokenNot},
    {.id = "line-channel-secret",
     .title = "LINE channel secret",
     .pattern = kNamed<"line_?bot|line_?channel", "[0-9a-f]{32}", "secret">,
     .min_entropy = 3.0,
     .repair = "reissue it at https://developers.line.biz/console/",
     .matches = kLineChannelSecret,
     .matches_not = kLineChannelSecretNot},
    {.id = "line-notify-token",
     .title = "LINE Notify token",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"line_?notify", "[0-9A-Za-z]{43}", "token">,
     .confirm = likely_if_random,
     .repair = "revoke it on the page of the account",
     .matches = kLineNotifyToken,
     .matches_not = kLineNotifyTokenNot},
    {.id = "zulip-api-key",
     .title = "Zulip API key",
     .pattern = kNamed<"zulip", "[0-9A-Za-z]{32}">,
     .confirm = likely_if_random,
     .repair = "regenerate it under Personal settings > Account & privacy or on the page of the bot",
     .matches = kZulipApiKey,
     .matches_not = kZulipApiKeyNot},
    {.id = "matrix-token",
     .title = "Matrix access token",
     .severity = model::Severity::kHigh,
     .pattern = R"(\b(?:syt_[0-9A-Za-z+/=]{2,80}_[0-9A-Za-z]{20}_[0-9A-Za-z]{6}|ma?t_[0-9A-Za-z]{30}_[0-9A-Za-z]{6})\b)",
     .trigger = R"(\b(?:syt_[0-9A-Za-z+/=]{2,80}_|ma?t_[0-9A-Za-z]{30}_)[0-9A-Za-z]{6})",
     .repair = "sign out of that session in a client",
     .matches = kMatrixToken,
     .matches_not = kMatrixTokenNot},
    {.id = "google-chat-webhook",
     .title = "Google Chat webhook",
     .severity = model::Severity::kMedium,
     .pattern = R"(chat\.googleapis\.com/v1/spaces/[\w-]{8,16}/messages\?key=[\w-]{39}&token=([\w%-]{40,60}))",
     .repair = "remove the webhook in the settings of the space",
     .matches = kGoogleChatWebhook,
     .matches_not = kGoogleChatWebhookNot},
    {.id = "lark-webhook",
     .title = "Lark or Feishu bot webhook",
     .severity = model::Severity::kMedium,
     .pattern =
         R"(open\.(?:feishu\.cn|larksuite\.com)/open-apis/bot/v2/hook/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b)",
     .repair = "remove the bot from the group and add a new one",
     .matches = kLarkWebhook,
     .matches_not = kLarkWebhookNot},
    {.id = "dingtalk-webhook",
     .title = "DingTalk robot webhook",
     .severity = model::Severity::kMedium,
     .pattern = R"(oapi\.dingtalk\.com/robot/send\?access_token=([0-9a-f]{64})\b)",
     .repair = "remove the robot from the group and add a new one",
     .matches = kDingtalkWebhook,
     .matches_not = kDingtalkWebhookNot},
    {.id = "wecom-webhook",
     .title = "WeCom group robot webhook",
     .severity = model::Severity::kMedium,
     .pattern = R"(qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b)",
     .repair = "remove the robot from the group and add a new one",
     .matches = kWecomWebhook,
     .matches_not = kWecomWebhookNot},
    {.id = "wechat-app-secret",
     .title = "WeChat app secret",
     .pattern = kNamed<"wechat|weixin|wx_?app", "[0-9a-f]{32}", "secret">,
     .min_entropy = 3.0,
     .repair = "reset it at https://mp.weixin.qq.com",
     .matches = kWechatAppSecret,
     .matches_not = kWechatAppSecretNot},
};

}  // namespace

extern constinit const Detector chat;
constinit const Detector chat = {.name = "chat", .summary = "tokens and webhooks of messengers", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

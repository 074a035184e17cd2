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
                                              "HNYsvKpy2UZLFP89uI9ECwwDZJwjZDyka/getMe",
                                              "6841930275:AA"
                                              "HNYsvKpy2UZLFP89uI9ECwwDZJwjZDyka"},
                                             {"BOT = \"7093184265:AA"
                                              "eTHz6V9A_MgP0ZNF8Eyh_fFWLWVgy8iFx\"",
                                              "7093184265:AA"
                                              "eTHz6V9A_MgP0ZNF8Eyh_fFWLWVgy8iFx"}};
constexpr LeakCounterexample kTelegramBotTokenNot[] = {{"6841930275:AA"
                                                        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                       {"6841930275:AA"
                                                        "IUicDsRa0jo70Oe2fWct"}};
constexpr LeakExample kTeamsWebhook[] = {
    {"https://acme.webhook.office.com/"
     "webhookb2/94592db1-0263-43b6-a725-379b15f4d8e7@da4c2930-66a0-4292-93ed-a82959b6df16/IncomingWebhook/3a170020fda933b258fedeae79328edd/"
     "d7128b80-3bce-47d6-b36d-6a0829c39271\n",
     "acme.webhook.office.com/"
     "webhookb2/94592db1-0263-43b6-a725-379b15f4d8e7@da4c2930-66a0-4292-93ed-a82959b6df16/IncomingWebhook/3a170020fda933b258fedeae79328edd/"
     "d7128b80-3bce-47d6-b36d-6a0829c39271"}};
constexpr LeakCounterexample kTeamsWebhookNot[] = {{"https://acme.webhook.office.com/webhookb2/ID"}};
constexpr LeakExample kMattermostToken[] = {
    {"config.set(\"mattermost_bot_token\", \"r8blxzks2v4qxrxf03e2exvtgk\")", "r8blxzks2v4qxrxf03e2exvtgk"},
    {"run --mattermost-bot-token r8blxzks2v4qxrxf03e2exvtgk x", "r8blxzks2v4qxrxf03e2exvtgk"}};
constexpr LeakCounterexample kMattermostTokenNot[] = {{"checksum: r8blxzks2v4qxrxf03e2exvtgk"}, {"MATTERMOST_BOT_TOKEN=r8blxzks2"}};
constexpr LeakExample kMattermostWebhook[] = {
    {"https://mattermost.acme.io/hooks/bgzq3p9zlo2p6jja2iwy42rel0", "bgzq3p9zlo2p6jja2iwy42rel0"}};
constexpr LeakCounterexample kMattermostWebhookNot[] = {{"https://mattermost.acme.io/hooks/xxx-generatedkey-xxx"}};
constexpr LeakExample kRocketchatWebhook[] = {
    {"https://chat.acme.io/hooks/66b4e480abe5083bd60394af/v1ClAKkKtUAezXJtbsJNsinKYzPS4vd9WHhhMtj8ZMcMaMgpYazL9cifV3GGUVq1",
     "66b4e480abe5083bd60394af/v1ClAKkKtUAezXJtbsJNsinKYzPS4vd9WHhhMtj8ZMcMaMgpYazL9cifV3GGUVq1"}};
constexpr LeakCounterexample kRocketchatWebhookNot[] = {{"https://chat.acme.io/hooks/6bbe45f3f3c1ff755c792254"}};
constexpr LeakExample kZoomSecret[] = {
    {"\"zoomClientSecret\": \"gVgv8mdzEBdzwqRAT90dCh54BjRrBb0D\",", "gVgv8mdzEBdzwqRAT90dCh54BjRrBb0D"},
    {"const zoomClientSecret string = \"gVgv8mdzEBdzwqRAT90dCh54BjRrBb0D\"\n", "gVgv8mdzEBdzwqRAT90dCh54BjRrBb0D"}};
constexpr LeakCounterexample kZoomSecretNot[] = {{"checksum: gVgv8mdzEBdzwqRAT90dCh54BjRrBb0D"}, {"ZOOM_CLIENT_SECRET=gVgv8mdzE"}};
constexpr LeakExample kWebexToken[] = {
    {"webex_bot_token = \"UdNLlaVIlrUp9YXuNjZ97rVZjrqHwuDv8kUNzYv5jfP17ogf1pcS3YQz4Irk3qRf_PF84_af73a110-2415-487a-81ff-709aed7b5d00\"\n",
     "UdNLlaVIlrUp9YXuNjZ97rVZjrqHwuDv8kUNzYv5jfP17ogf1pcS3YQz4Irk3qRf_PF84_af73a110-2415-487a-81ff-709aed7b5d00"},
    {"<add key=\"webexBotToken\" "
     "value=\"UdNLlaVIlrUp9YXuNjZ97rVZjrqHwuDv8kUNzYv5jfP17ogf1pcS3YQz4Irk3qRf_PF84_af73a110-2415-487a-81ff-709aed7b5d00\"/>",
     "UdNLlaVIlrUp9YXuNjZ97rVZjrqHwuDv8kUNzYv5jfP17ogf1pcS3YQz4Irk3qRf_PF84_af73a110-2415-487a-81ff-709aed7b5d00"}};
constexpr LeakCounterexample kWebexTokenNot[] = {
    {"checksum: UdNLlaVIlrUp9YXuNjZ97rVZjrqHwuDv8kUNzYv5jfP17ogf1pcS3YQz4Irk3qRf_PF84_af73a110-2415-487a-81ff-709aed7b5d00"},
    {"WEBEX_BOT_TOKEN=UdNLlaVIl"}};
constexpr LeakExample kLineChannelToken[] = {{"- name: LINE_CHANNEL_ACCESS_TOKEN\n  value: "
                                              "WPYjFg9WdPfMv7tajSS46EmIfyB6dL8TeAD9f9YirzGnasWw3HiZJJB72HBTItFcglUyrRYrcJf7OT1ldc0MWPUBVboq"
                                              "sVThLWwlZNfTBoWKOqyBRxKM5XddOGQsHfYRLj2ohQErGpuyb1c4uAEg1O/w1cDnyilFU\n",
                                              "WPYjFg9WdPfMv7tajSS46EmIfyB6dL8TeAD9f9YirzGnasWw3HiZJJB72HBTItFcglUyrRYrcJf7OT1ldc0MWPUBVboq"
                                              "sVThLWwlZNfTBoWKOqyBRxKM5XddOGQsHfYRLj2ohQErGpuyb1c4uAEg1O/w1cDnyilFU"},
                                             {"{\\\"line_channelAccess_token\\\":"
                                              "\\\"WPYjFg9WdPfMv7tajSS46EmIfyB6dL8TeAD9f9YirzGnasWw3HiZJJB72HBTItFcglUyrRYrcJf7OT1ldc0MWPUB"
                                              "VboqsVThLWwlZNfTBoWKOqyBRxKM5XddOGQsHfYRLj2ohQErGpuyb1c4uAEg1O/w1cDnyilFU\\\"}",
                                              "WPYjFg9WdPfMv7tajSS46EmIfyB6dL8TeAD9f9YirzGnasWw3HiZJJB72HBTItFcglUyrRYrcJf7OT1ldc0MWPUBVboq"
                                              "sVThLWwlZNfTBoWKOqyBRxKM5XddOGQsHfYRLj2ohQErGpuyb1c4uAEg1O/w1cDnyilFU"}};
constexpr LeakCounterexample kLineChannelTokenNot[] = {{"checksum: "
                                                        "WPYjFg9WdPfMv7tajSS46EmIfyB6dL8TeAD9f9YirzGnasWw3HiZJJB72HBTItFcglUyrRYrcJf7OT1ldc"
                                                        "0MWPUBVboqsVThLWwlZNfTBoWKOqyBRxKM5XddOGQsHfYRLj2ohQErGpuyb1c4uAEg1O/w1cDnyilFU"},
                                                       {"LINE_CHANNEL_ACCESS_TOKEN=WPYjFg9Wd"}};
constexpr LeakExample kLineChannelSecret[] = {
    {"<line_channel-secret>e7abd5cb6920c68f1e80a78975e98209</line_channel-secret>", "e7abd5cb6920c68f1e80a78975e98209"},
    {"config.set(\"line_channel_secret\", \"e7abd5cb6920c68f1e80a78975e98209\")", "e7abd5cb6920c68f1e80a78975e98209"}};
constexpr LeakCounterexample kLineChannelSecretNot[] = {{"checksum: e7abd5cb6920c68f1e80a78975e98209"}, {"LINE_CHANNEL_SECRET=e7abd5cb6"}};
constexpr LeakExample kLineNotifyToken[] = {
    {"line_notify.token=N2ibHhM9qkEryPZcEybrzHayDUOd6OzKv9LFKgM6jUA\n", "N2ibHhM9qkEryPZcEybrzHayDUOd6OzKv9LFKgM6jUA"},
    {"\"line_notifyToken\": \"N2ibHhM9qkEryPZcEybrzHayDUOd6OzKv9LFKgM6jUA\",", "N2ibHhM9qkEryPZcEybrzHayDUOd6OzKv9LFKgM6jUA"}};
constexpr LeakCounterexample kLineNotifyTokenNot[] = {{"checksum: N2ibHhM9qkEryPZcEybrzHayDUOd6OzKv9LFKgM6jUA"},
                                                      {"LINE_NOTIFY_TOKEN=N2ibHhM9q"}};
constexpr LeakExample kZulipApiKey[] = {{"ENV ZULIP_API_KEY 2HXMVUYgHeK9nsc6cNxgZgGkdz6JVwfg\n", "2HXMVUYgHeK9nsc6cNxgZgGkdz6JVwfg"},
                                        {"zulip_api_key = \"2HXMVUYgHeK9nsc6cNxgZgGkdz6JVwfg\"\n", "2HXMVUYgHeK9nsc6cNxgZgGkdz6JVwfg"}};
constexpr LeakCounterexample kZulipApiKeyNot[] = {{"checksum: 2HXMVUYgHeK9nsc6cNxgZgGkdz6JVwfg"}, {"ZULIP_API_KEY=2HXMVUYgH"}};
constexpr LeakExample kMatrixToken[] = {
    {"export TOKEN=\"syt_"
     "YnJpZGdl_zoVMTMgrU9V5EkAovNpn_OzgvrT\"",
     "syt_"
     "YnJpZGdl_zoVMTMgrU9V5EkAovNpn_OzgvrT"}};
constexpr LeakCounterexample kMatrixTokenNot[] = {
    {"syt_"
     "YnJpZGdl_abc_def"}};
constexpr LeakExample kGoogleChatWebhook[] = {
    {"https://chat.googleapis.com/v1/spaces/AAAAq3xT9-w/"
     "messages?key=m6e08Qq1EuufUyEPXpgu0xQQ3WPeZtO3a3ablah&token=XfbWV2BMpbpQ73YS97XkMKeFfUxpumALPF4VYODfpiY",
     "XfbWV2BMpbpQ73YS97XkMKeFfUxpumALPF4VYODfpiY"}};
constexpr LeakCounterexample kGoogleChatWebhookNot[] = {{"https://chat.googleapis.com/v1/spaces/AAAAq3xT9-w/messages?key=KEY&token=TOKEN"}};
constexpr LeakExample kLarkWebhook[] = {
    {"https://open.feishu.cn/open-apis/bot/v2/hook/f5c782b4-f7b5-4af5-83ba-2467dbfc8f2d", "f5c782b4-f7b5-4af5-83ba-2467dbfc8f2d"}};
constexpr LeakCounterexample kLarkWebhookNot[] = {{"https://open.feishu.cn/open-apis/bot/v2/hook/ID"}};
constexpr LeakExample kDingtalkWebhook[] = {
    {"https://oapi.dingtalk.com/robot/send?access_token=bb7c89cf6720ba27fbd8e4edb199746b4580b1ff9b613cdd040da07ea993caca",
     "bb7c89cf6720ba27fbd8e4edb199746b4580b1ff9b613cdd040da07ea993caca"}};
constexpr LeakCounterexample kDingtalkWebhookNot[] = {{"https://oapi.dingtalk.com/robot/send?access_token=TOKEN"}};
constexpr LeakExample kWecomWebhook[] = {
    {"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a4d3fb27-2b19-4a25-8e62-ca1d4bfc08aa", "a4d3fb27-2b19-4a25-8e62-ca1d4bfc08aa"}};
constexpr LeakCounterexample kWecomWebhookNot[] = {{"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=KEY"}};
constexpr LeakExample kWechatAppSecret[] = {
    {"config.set(\"wechat_app_secret\", \"ee8bdb89ecce856899a7072dbb1263c0\")", "ee8bdb89ecce856899a7072dbb1263c0"},
    {"run --wechat-app-secret ee8bdb89ecce856899a7072dbb1263c0 x", "ee8bdb89ecce856899a7072dbb1263c0"}};
constexpr LeakCounterexample kWechatAppSecretNot[] = {{"checksum: ee8bdb89ecce856899a7072dbb1263c0"}, {"WECHAT_APP_SECRET=ee8bdb89e"}};

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

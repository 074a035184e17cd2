// SPDX-License-Identifier: Apache-2.0
//
// Keys of services that call, text, push and answer: Twilio, Vonage, MessageBird, Plivo, Telnyx, Pusher, OneSignal, Courier, Intercom,
// Zendesk, Freshdesk, Sinch, ClickSend, Ably. Intercom's are the base64 of "tok:" and the token's parts.
#include <algorithm>
#include <optional>
#include <string>

#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion intercom(const Candidate& candidate) {
  std::optional<std::string> token = decode_base64(candidate.secret);
  if (!token || !token->starts_with("tok:")) return Opinion::kNo;
  return std::ranges::count(*token, '_') == 4 ? Opinion::kConfirmed : Opinion::kPossible;
}

constexpr LeakExample kTwilioAuthToken[] = {
    {"client = Client(\"AC38f1cca76c380d195e7fc8d3186a0ccd\", \"de954f0efa8d5d711e338a6099cace1d\")", "de954f0efa8d5d711e338a6099cace1d"}};
constexpr LeakCounterexample kTwilioAuthTokenNot[] = {{"client = Client(\"ACec8087ba079059af454d90ca04b6c5a4\", token)"}};
constexpr LeakExample kTwilioToken[] = {{"twilio.auth.token=628fc011b2229f6956164ab337b69164\n", "628fc011b2229f6956164ab337b69164"},
                                        {"\"twilioAuthToken\": \"zwAjymSzd6rKALuK0xLkeDHHbKOKiQWI\",", "zwAjymSzd6rKALuK0xLkeDHHbKOKiQWI"}};
constexpr LeakCounterexample kTwilioTokenNot[] = {{"checksum: 628fc011b2229f6956164ab337b69164"}, {"TWILIO_AUTH_TOKEN=628fc011b"}};
constexpr LeakExample kTwilioApiKey[] = {
    {"curl -u SK01b8075d2697351c1aa8e6b8cee829da:Y1HJsX31Ts8UpKsaioqz72A4qpBvfsGC https://api.twilio.com/",
     "Y1HJsX31Ts8UpKsaioqz72A4qpBvfsGC"}};
constexpr LeakCounterexample kTwilioApiKeyNot[] = {{"SK447e384b136f49c9897c92376ee9a483 = name"}};
constexpr LeakExample kVonageSecret[] = {{"ENV NEXMO_API_SECRET QRQvETJaDy3gh5KJ\n", "QRQvETJaDy3gh5KJ"},
                                         {"nexmo_api_secret = \"QRQvETJaDy3gh5KJ\"\n", "QRQvETJaDy3gh5KJ"}};
constexpr LeakCounterexample kVonageSecretNot[] = {{"checksum: QRQvETJaDy3gh5KJ"}, {"NEXMO_API_SECRET=QRQvETJaD"}};
constexpr LeakExample kMessagebirdKey[] = {
    {"\"messagebird_access_key\" => \"z22d2ngbeIzrFnbzzlIOuNsYk\"", "z22d2ngbeIzrFnbzzlIOuNsYk"},
    {"- name: MESSAGEBIRD_ACCESS_KEY\n  value: z22d2ngbeIzrFnbzzlIOuNsYk\n", "z22d2ngbeIzrFnbzzlIOuNsYk"}};
constexpr LeakCounterexample kMessagebirdKeyNot[] = {{"checksum: z22d2ngbeIzrFnbzzlIOuNsYk"}, {"MESSAGEBIRD_ACCESS_KEY=z22d2ngbe"}};
constexpr LeakExample kPlivoToken[] = {
    {"PLIVO_AUTH_TOKEN=xV11z03oEF7QdKco4TTgzs4AItaO0sZLueX3LwKt\n", "xV11z03oEF7QdKco4TTgzs4AItaO0sZLueX3LwKt"},
    {"<plivo-auth-token>xV11z03oEF7QdKco4TTgzs4AItaO0sZLueX3LwKt</plivo-auth-token>", "xV11z03oEF7QdKco4TTgzs4AItaO0sZLueX3LwKt"}};
constexpr LeakCounterexample kPlivoTokenNot[] = {{"checksum: xV11z03oEF7QdKco4TTgzs4AItaO0sZLueX3LwKt"}, {"PLIVO_AUTH_TOKEN=xV11z03oE"}};
constexpr LeakExample kTelnyxKey[] = {
    {"TELNYX_API_KEY=KEY"
     "3D86A75C3863F5F18584E4785540E92C_0rpFtJcVySMg5tgGvH6hnx\n",
     "KEY"
     "3D86A75C3863F5F18584E4785540E92C_0rpFtJcVySMg5tgGvH6hnx"}};
constexpr LeakCounterexample kTelnyxKeyNot[] = {{"KEYxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxxxx"},
                                                {"KEY"
                                                 "3D86A75C3863F5F18584E478554"}};
constexpr LeakExample kPusherSecret[] = {{"pusher:\n  app_secret: 367200758085c958bc48\n", "367200758085c958bc48"},
                                         {"pusher.app.secret=367200758085c958bc48\n", "367200758085c958bc48"}};
constexpr LeakCounterexample kPusherSecretNot[] = {{"checksum: 367200758085c958bc48"}, {"PUSHER_APP_SECRET=367200758"}};
constexpr LeakExample kPusherUrl[] = {
    {"PUSHER_URL=https://105dbe59b8e4a97547cc:551e727405bfe7185bfa@api-eu.pusher.com/apps/1", "551e727405bfe7185bfa"}};
constexpr LeakCounterexample kPusherUrlNot[] = {{"https://key:secret@api-eu.pusher.com/apps/1"}};
constexpr LeakExample kOnesignalKey[] = {
    {"ENV API_TOKEN os_v2_app_"
     "wydgq4e2ii2ktdi62wc7n5z7vumqnx3daie2mhtsl66jn54n5aved6fxf6qrzxqgmpld3yr5p66mmwk5wd3voyr3pnypruspujiodrp\n",
     "os_v2_app_"
     "wydgq4e2ii2ktdi62wc7n5z7vumqnx3daie2mhtsl66jn54n5aved6fxf6qrzxqgmpld3yr5p66mmwk5wd3voyr3pnypruspujiodrp"}};
constexpr LeakCounterexample kOnesignalKeyNot[] = {
    {"os_v2_app_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"os_v2_app_"
     "wydgq4e2ii2ktdi62wc7n5z7vumqnx3daie2mhtsl66jn54n5av"}};
constexpr LeakExample kOnesignalKeyOlder[] = {{"- name: ONESIGNAL_API_KEY\n  value: aEdb6bFJ2lntQ0Tc1ESqiy0kcuCSraGVaMih4AbYOvhKrMAk\n",
                                               "aEdb6bFJ2lntQ0Tc1ESqiy0kcuCSraGVaMih4AbYOvhKrMAk"},
                                              {"{\\\"onesignalApiKey\\\":\\\"aEdb6bFJ2lntQ0Tc1ESqiy0kcuCSraGVaMih4AbYOvhKrMAk\\\"}",
                                               "aEdb6bFJ2lntQ0Tc1ESqiy0kcuCSraGVaMih4AbYOvhKrMAk"}};
constexpr LeakCounterexample kOnesignalKeyOlderNot[] = {{"checksum: aEdb6bFJ2lntQ0Tc1ESqiy0kcuCSraGVaMih4AbYOvhKrMAk"},
                                                        {"ONESIGNAL_API_KEY=aEdb6bFJ2"}};
constexpr LeakExample kCourierKey[] = {
    {"x --token=pk_prod_"
     "29QYRV82MGDSYV7LYRV76FGR2ZTM y",
     "pk_prod_"
     "29QYRV82MGDSYV7LYRV76FGR2ZTM"}};
constexpr LeakCounterexample kCourierKeyNot[] = {{"pk_prod_xxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"pk_prod_"
                                                  "29QYRV82MGDSYV"}};
constexpr LeakExample kIntercomToken[] = {
    {"export TOKEN=\"dG9rO"
     "mEwYWNkYWFmXzZjY2JfZjdhOF9hMTEyXzIyYzVmOGJhN2EyYzoxOjA=\"",
     "dG9rO"
     "mEwYWNkYWFmXzZjY2JfZjdhOF9hMTEyXzIyYzVmOGJhN2EyYzoxOjA="}};
constexpr LeakCounterexample kIntercomTokenNot[] = {{"dG9rO"
                                                     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"dG9rO"
                                                     "aXMgaXMgc29tZSBvdGhlciB0ZXh0"}};
constexpr LeakExample kZendeskToken[] = {
    {"zendesk.api.token=jk1kKHi8WBPeIdyxqPo2sqtKpOHIxLaB6Nv7UIfi\n", "jk1kKHi8WBPeIdyxqPo2sqtKpOHIxLaB6Nv7UIfi"},
    {"\"zendeskApiToken\": \"jk1kKHi8WBPeIdyxqPo2sqtKpOHIxLaB6Nv7UIfi\",", "jk1kKHi8WBPeIdyxqPo2sqtKpOHIxLaB6Nv7UIfi"}};
constexpr LeakCounterexample kZendeskTokenNot[] = {{"checksum: jk1kKHi8WBPeIdyxqPo2sqtKpOHIxLaB6Nv7UIfi"}, {"ZENDESK_API_TOKEN=jk1kKHi8W"}};
constexpr LeakExample kFreshdeskKey[] = {{"ENV FRESHDESK_API_KEY tuSNdJI4MGebvrhp8DxU\n", "tuSNdJI4MGebvrhp8DxU"},
                                         {"freshdesk_api_key = \"tuSNdJI4MGebvrhp8DxU\"\n", "tuSNdJI4MGebvrhp8DxU"}};
constexpr LeakCounterexample kFreshdeskKeyNot[] = {{"checksum: tuSNdJI4MGebvrhp8DxU"}, {"FRESHDESK_API_KEY=tuSNdJI4M"}};
constexpr LeakExample kSinchToken[] = {
    {"\"sinch_api_token\" => \"66de8043d0adc51142cc89f3993fc15b\"", "66de8043d0adc51142cc89f3993fc15b"},
    {"- name: SINCH_API_TOKEN\n  value: 66de8043d0adc51142cc89f3993fc15b\n", "66de8043d0adc51142cc89f3993fc15b"}};
constexpr LeakCounterexample kSinchTokenNot[] = {{"checksum: 66de8043d0adc51142cc89f3993fc15b"}, {"SINCH_API_TOKEN=66de8043d"}};
constexpr LeakExample kClicksendKey[] = {
    {"CLICKSEND_API_KEY=A5EF72D1-26D1-4A59-A413-6E9370BA32FB\n", "A5EF72D1-26D1-4A59-A413-6E9370BA32FB"},
    {"<clicksend-api-key>A5EF72D1-26D1-4A59-A413-6E9370BA32FB</clicksend-api-key>", "A5EF72D1-26D1-4A59-A413-6E9370BA32FB"}};
constexpr LeakCounterexample kClicksendKeyNot[] = {{"checksum: A5EF72D1-26D1-4A59-A413-6E9370BA32FB"}, {"CLICKSEND_API_KEY=A5EF72D1-"}};
constexpr LeakExample kAblyKey[] = {{"new Ably.Realtime(\"9IjXEQ.WCkk59:ZDiLX1m8jLSRLf90Tr7KUZL3kEHnJtEtgp1naCYSRuI\")",
                                     "9IjXEQ.WCkk59:ZDiLX1m8jLSRLf90Tr7KUZL3kEHnJtEtgp1naCYSRuI"}};
constexpr LeakCounterexample kAblyKeyNot[] = {{"ABLY_API_KEY=appid.keyid:secret"}};
constexpr LeakExample kTwitchSecret[] = {{"twitch:\n  client_secret: f8xgud51lfq02kbu742fm6yegeeaqr\n", "f8xgud51lfq02kbu742fm6yegeeaqr"},
                                         {"twitch.client.secret=f8xgud51lfq02kbu742fm6yegeeaqr\n", "f8xgud51lfq02kbu742fm6yegeeaqr"}};
constexpr LeakCounterexample kTwitchSecretNot[] = {{"checksum: f8xgud51lfq02kbu742fm6yegeeaqr"}, {"TWITCH_CLIENT_SECRET=f8xgud51l"}};
constexpr LeakExample kTwitchChatToken[] = {{"password = \"oauth:9mwxlvc0vm6axgfri8nrqufq488let\"", "9mwxlvc0vm6axgfri8nrqufq488let"}};
constexpr LeakCounterexample kTwitchChatTokenNot[] = {{"oauth:abcdefghij"}};

constexpr LeakKind kKinds[] = {
    {.id = "twilio-auth-token",
     .title = "Twilio account SID with its auth token",
     .severity = model::Severity::kCritical,
     .pattern =
         R"((?:(?i:twilio|client|account_?sid|api_?key|curl)[\w\s.:"\'=(,-]{0,24}|https://)AC[0-9a-f]{32}["\'`]?[\s,:;)=]{1,6}(?:[\w.-]{0,24}[\s:=]{1,3})?["\'`]?([0-9a-f]{32})\b)",
     .min_entropy = 3.0,
     .repair = "promote the secondary auth token at https://console.twilio.com",
     .matches = kTwilioAuthToken,
     .matches_not = kTwilioAuthTokenNot},
    {.id = "twilio-token",
     .title = "Twilio auth token or API key secret",
     .severity = model::Severity::kCritical,
     .pattern = kNamed<"twilio", "(?:[0-9a-f]{32}|[0-9A-Za-z]{32})", "token|secret|passw">,
     .confirm = likely_if_random,
     .repair = "promote the secondary auth token, or delete the API key, at https://console.twilio.com",
     .matches = kTwilioToken,
     .matches_not = kTwilioTokenNot},
    {.id = "twilio-api-key",
     .title = "Twilio API key with its secret",
     .pattern =
         R"((?:(?i:twilio|client|account_?sid|api_?key|curl)[\w\s.:"\'=(,-]{0,24}|https://)SK[0-9a-f]{32}["\'`]?[\s,:;)=]{1,6}(?:[\w.-]{0,24}[\s:=]{1,3})?["\'`]?([0-9A-Za-z]{32})\b)",
     .confirm = likely_if_random,
     .repair = "delete the API key at https://console.twilio.com",
     .matches = kTwilioApiKey,
     .matches_not = kTwilioApiKeyNot},
    {.id = "vonage-secret",
     .title = "Vonage (Nexmo) API secret",
     .pattern = kNamed<"vonage|nexmo", "[0-9A-Za-z]{16}", "secret">,
     .confirm = likely_if_random,
     .repair = "rotate the secret at https://dashboard.nexmo.com/settings",
     .matches = kVonageSecret,
     .matches_not = kVonageSecretNot},
    {.id = "messagebird-key",
     .title = "MessageBird (Bird) access key",
     .pattern = kNamed<"message_?bird", "[0-9A-Za-z]{25}">,
     .confirm = likely_if_random,
     .repair = "delete it at https://dashboard.messagebird.com/developers/access",
     .matches = kMessagebirdKey,
     .matches_not = kMessagebirdKeyNot},
    {.id = "plivo-token",
     .title = "Plivo auth token",
     .pattern = kNamed<"plivo", "[0-9A-Za-z]{40}", "token">,
     .confirm = likely_if_random,
     .repair = "regenerate it at https://console.plivo.com",
     .matches = kPlivoToken,
     .matches_not = kPlivoTokenNot},
    {.id = "telnyx-key",
     .title = "Telnyx API key",
     .pattern = R"((?i:telnyx|bearer|api_?key)[\w\s.:"\'=(,{}-]{0,24}["\'`\s=:(,>](KEY[0-9A-F]{32}_[0-9A-Za-z]{22})\b)",
     .repair = "delete it at https://portal.telnyx.com/#/app/api-keys",
     .matches = kTelnyxKey,
     .matches_not = kTelnyxKeyNot},
    {.id = "pusher-secret",
     .title = "Pusher app secret",
     .pattern = kNamed<"pusher", "[0-9a-f]{20}", "secret">,
     .min_entropy = 2.8,
     .repair = "make a new key pair under App Keys of the app",
     .matches = kPusherSecret,
     .matches_not = kPusherSecretNot},
    {.id = "pusher-url",
     .title = "Pusher address with key and secret",
     .pattern = R"(https?://[0-9a-f]{20}:([0-9a-f]{20})@api[\w-]{0,12}\.pusher(?:app)?\.com)",
     .min_entropy = 2.8,
     .repair = "make a new key pair under App Keys of the app",
     .matches = kPusherUrl,
     .matches_not = kPusherUrlNot},
    {.id = "onesignal-key",
     .title = "OneSignal API key",
     .pattern = R"(\bos_v2_(?:app|org)_[a-z2-7]{100,110}\b)",
     .trigger = R"(\bos_v2_(?:app|org)_[a-z2-7]{60})",
     .repair = "delete it under Settings > Keys & IDs",
     .matches = kOnesignalKey,
     .matches_not = kOnesignalKeyNot},
    {.id = "onesignal-key-older",
     .title = "OneSignal REST API key",
     .pattern = kNamed<"one_?signal", "(?:[0-9A-Za-z]{48}|[MNOYZ][0-9A-Za-z]{46,47})">,
     .confirm = likely_if_random,
     .repair = "delete it under Settings > Keys & IDs",
     .matches = kOnesignalKeyOlder,
     .matches_not = kOnesignalKeyOlderNot},
    {.id = "courier-key",
     .title = "Courier API key",
     .pattern = R"(\b(?:pk_prod_|pk_test_)[0-9A-Z]{28}\b)",
     .repair = "rotate it at https://app.courier.com/settings/api-keys",
     .matches = kCourierKey,
     .matches_not = kCourierKeyNot},
    {.id = "intercom-token",
     .title = "Intercom access token",
     .pattern = R"(\bdG9rO[0-9A-Za-z+/]{54}=?)",
     .confirm = intercom,
     .repair = "make a new one on the Authentication page of the app in the Developer Hub",
     .matches = kIntercomToken,
     .matches_not = kIntercomTokenNot},
    {.id = "zendesk-token",
     .title = "Zendesk API token",
     .pattern = kNamed<"zendesk", "[0-9A-Za-z]{40}">,
     .confirm = likely_if_random,
     .repair = "delete it under Admin Center > Apps and integrations > Zendesk API",
     .matches = kZendeskToken,
     .matches_not = kZendeskTokenNot},
    {.id = "freshdesk-key",
     .title = "Freshdesk or Freshworks API key",
     .pattern = kNamed<"freshdesk|freshservice|freshworks", "[0-9A-Za-z]{20}">,
     .confirm = likely_if_random,
     .repair = "reset it on the page of the profile",
     .matches = kFreshdeskKey,
     .matches_not = kFreshdeskKeyNot},
    {.id = "sinch-token",
     .title = "Sinch API token",
     .pattern = kNamed<"sinch", "(?:[0-9a-f]{32}|[0-9A-Za-z~._-]{26,34})">,
     .confirm = likely_if_random,
     .repair = "delete it at https://dashboard.sinch.com",
     .matches = kSinchToken,
     .matches_not = kSinchTokenNot},
    {.id = "clicksend-key",
     .title = "ClickSend API key",
     .pattern = kNamed<"clicksend", "[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}">,
     .repair = "regenerate it at https://dashboard.clicksend.com/account/subaccounts",
     .matches = kClicksendKey,
     .matches_not = kClicksendKeyNot},
    {.id = "ably-key",
     .title = "Ably API key",
     .pattern =
         R"((?i:ably)[\w.-]{0,20}["\'`]?\s{0,3}[=:,( ]{1,2}\s{0,3}["\'`]?([0-9A-Za-z_-]{6}\.[0-9A-Za-z_-]{6}:[0-9A-Za-z_-]{43})(?:[^\w-]|$))",
     .repair = "revoke it under API Keys of the app",
     .matches = kAblyKey,
     .matches_not = kAblyKeyNot},
    {.id = "twitch-secret",
     .title = "Twitch client secret",
     .pattern = kNamed<"twitch", "[0-9a-z]{30}", "secret|token">,
     .confirm = likely_if_random,
     .repair = "make a new secret at https://dev.twitch.tv/console/apps",
     .matches = kTwitchSecret,
     .matches_not = kTwitchSecretNot},
    {.id = "twitch-chat-token",
     .title = "Twitch chat token",
     .pattern = R"(\boauth:([0-9a-z]{30})\b)",
     .confirm = likely_if_random,
     .repair = "disconnect the app at https://www.twitch.tv/settings/connections",
     .matches = kTwitchChatToken,
     .matches_not = kTwitchChatTokenNot},
};

}  // namespace

extern constinit const Detector phone_and_push;
constinit const Detector phone_and_push = {
    .name = "phone_and_push", .summary = "keys of telephone, push and support services", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

// SPDX-License-Identifier: Apache-2.0
//
// Keys of services that call, text, push and answer: Twilio, Vonage, MessageBird, Plivo, Telnyx, Pusher, OneSignal, Courier, Intercom,
// Zendesk, Freshdesk, Sinch, ClickSend, Ably. Intercom's are the base64 of "tok:" and the token's parts.
#include <algorithm>
#include <optional>
#include <string>

#include "leaks/base64_text.h"
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion intercom(const Candidate& candidate) {
  std::optional<std::string> token = read_base64(candidate.secret);
  if (!token || !token->starts_with("tok:")) return Opinion::kNo;
  return std::ranges::count(*token, '_') == 4 ? Opinion::kConfirmed : Opinion::kPossible;
}

constexpr LeakExample kTwilioAuthToken[] = {
    {"client = Client(\"ACf8c96dd0f0baa79801fab45fd8e7249f\", \"95767104a43bcf2ce9de4e36021b4ba2\")", "95767104a43bcf2ce9de4e36021b4ba2"}};
constexpr LeakCounterexample kTwilioAuthTokenNot[] = {{"client = Client(\"AC3ac352486948308de954f0efa8d5d711\", token)"}};
constexpr LeakExample kTwilioToken[] = {{"twilio.auth.token=e338a6099cace1d38f1cca76c380d195\n", "e338a6099cace1d38f1cca76c380d195"},
                                        {"\"twilioAuthToken\": \"CYpFYzqTAhc7rmWuRaUzWyA2XNN8C5Oz\",", "CYpFYzqTAhc7rmWuRaUzWyA2XNN8C5Oz"}};
constexpr LeakCounterexample kTwilioTokenNot[] = {{"checksum: e338a6099cace1d38f1cca76c380d195"}, {"TWILIO_AUTH_TOKEN=e338a6099"}};
constexpr LeakExample kTwilioApiKey[] = {
    {"curl -u SK04b6c5a4628fc011b2229f6956164ab3:raP1qZpwuaptaZkRtJWWuEikiAtaOzv5 https://api.twilio.com/",
     "raP1qZpwuaptaZkRtJWWuEikiAtaOzv5"}};
constexpr LeakCounterexample kTwilioApiKeyNot[] = {{"SK37b69164cbd4c6c18dab52e049979047 = name"}};
constexpr LeakExample kVonageSecret[] = {{"ENV NEXMO_API_SECRET qz72A4qpBvfsGCLa\n", "qz72A4qpBvfsGCLa"},
                                         {"nexmo_api_secret = \"qz72A4qpBvfsGCLa\"\n", "qz72A4qpBvfsGCLa"}};
constexpr LeakCounterexample kVonageSecretNot[] = {{"checksum: qz72A4qpBvfsGCLa"}, {"NEXMO_API_SECRET=qz72A4qpB"}};
constexpr LeakExample kMessagebirdKey[] = {
    {"\"messagebird_access_key\" => \"dSXRwqIHbpkB3fPnsph3lUNdz\"", "dSXRwqIHbpkB3fPnsph3lUNdz"},
    {"- name: MESSAGEBIRD_ACCESS_KEY\n  value: dSXRwqIHbpkB3fPnsph3lUNdz\n", "dSXRwqIHbpkB3fPnsph3lUNdz"}};
constexpr LeakCounterexample kMessagebirdKeyNot[] = {{"checksum: dSXRwqIHbpkB3fPnsph3lUNdz"}, {"MESSAGEBIRD_ACCESS_KEY=dSXRwqIHb"}};
constexpr LeakExample kPlivoToken[] = {
    {"PLIVO_AUTH_TOKEN=duHuqD6Q9VS5n3KXK5LxqyCCqftBvijpDHINhqjY\n", "duHuqD6Q9VS5n3KXK5LxqyCCqftBvijpDHINhqjY"},
    {"<plivo-auth-token>duHuqD6Q9VS5n3KXK5LxqyCCqftBvijpDHINhqjY</plivo-auth-token>", "duHuqD6Q9VS5n3KXK5LxqyCCqftBvijpDHINhqjY"}};
constexpr LeakCounterexample kPlivoTokenNot[] = {{"checksum: duHuqD6Q9VS5n3KXK5LxqyCCqftBvijpDHINhqjY"}, {"PLIVO_AUTH_TOKEN=duHuqD6Q9"}};
constexpr LeakExample kTelnyxKey[] = {
    {"token: 'KEY"
     "B136F49C9897C92376EE9A483AF0EC33_5KJz22d2ngbeIzrFnbzzlI'\n",
     "KEY"
     "B136F49C9897C92376EE9A483AF0EC33_5KJz22d2ngbeIzrFnbzzlI"}};
constexpr LeakCounterexample kTelnyxKeyNot[] = {{"KEYxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxxxx"},
                                                {"KEY"
                                                 "B136F49C9897C92376EE9A483AF"}};
constexpr LeakExample kPusherSecret[] = {{"pusher_app_secret = \"a95bc7ff1173c9d909a2\"\n", "a95bc7ff1173c9d909a2"},
                                         {"<add key=\"pusherAppSecret\" value=\"a95bc7ff1173c9d909a2\"/>", "a95bc7ff1173c9d909a2"}};
constexpr LeakCounterexample kPusherSecretNot[] = {{"checksum: a95bc7ff1173c9d909a2"}, {"PUSHER_APP_SECRET=a95bc7ff1"}};
constexpr LeakExample kPusherUrl[] = {
    {"PUSHER_URL=https://84e4785540e92c87f91c:b93d86a75c3863f5f185@api-eu.pusher.com/apps/1", "b93d86a75c3863f5f185"}};
constexpr LeakCounterexample kPusherUrlNot[] = {{"https://key:secret@api-eu.pusher.com/apps/1"}};
constexpr LeakExample kOnesignalKey[] = {
    {"{\\\"token\\\":\\\"os_v2_app_"
     "gtgvhnxhnofaaolraqlztkrwyjqlld4pepjalw65ocrlw7vcal2x4kswr4jutpkipyzwydgq4e2ii2ktdi62wc7n5z7vumqnx3daie2\\\"}",
     "os_v2_app_"
     "gtgvhnxhnofaaolraqlztkrwyjqlld4pepjalw65ocrlw7vcal2x4kswr4jutpkipyzwydgq4e2ii2ktdi62wc7n5z7vumqnx3daie2"}};
constexpr LeakCounterexample kOnesignalKeyNot[] = {
    {"os_v2_app_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"os_v2_app_"
     "gtgvhnxhnofaaolraqlztkrwyjqlld4pepjalw65ocrlw7vcal2"}};
constexpr LeakExample kOnesignalKeyOlder[] = {
    {"run --onesignal-api-key 6mhtSslKEIUH9EjnODCnDWavedRELfx5fO26EOqQr5QSzxI5 x", "6mhtSslKEIUH9EjnODCnDWavedRELfx5fO26EOqQr5QSzxI5"},
    {"\"onesignal_api_key\" => \"6mhtSslKEIUH9EjnODCnDWavedRELfx5fO26EOqQr5QSzxI5\"", "6mhtSslKEIUH9EjnODCnDWavedRELfx5fO26EOqQr5QSzxI5"}};
constexpr LeakCounterexample kOnesignalKeyOlderNot[] = {{"checksum: 6mhtSslKEIUH9EjnODCnDWavedRELfx5fO26EOqQr5QSzxI5"},
                                                        {"ONESIGNAL_API_KEY=6mhtSslKE"}};
constexpr LeakExample kCourierKey[] = {
    {"export TOKEN=\"pk_prod_"
     "QG8MPLD1YR63P44MMWK3WD1VOY9R\"",
     "pk_prod_"
     "QG8MPLD1YR63P44MMWK3WD1VOY9R"}};
constexpr LeakCounterexample kCourierKeyNot[] = {{"pk_prod_xxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"pk_prod_"
                                                  "QG8MPLD1YR63P4"}};
constexpr LeakExample kIntercomToken[] = {
    {"const t = `dG9rO"
     "mI1MjM3MjNkX2E1MzBfMDhlOF84ZTk4X2JiZTBiNzAxNTg1ZjoxOjA=`;",
     "dG9rO"
     "mI1MjM3MjNkX2E1MzBfMDhlOF84ZTk4X2JiZTBiNzAxNTg1ZjoxOjA="}};
constexpr LeakCounterexample kIntercomTokenNot[] = {{"dG9rO"
                                                     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"dG9rO"
                                                     "aXMgaXMgc29tZSBvdGhlciB0ZXh0"}};
constexpr LeakExample kZendeskToken[] = {
    {"<add key=\"zendeskApiToken\" value=\"BVpKXKQMnyL6pJrLuYsp7IT94uji8Xo23dYVSrpa\"/>", "BVpKXKQMnyL6pJrLuYsp7IT94uji8Xo23dYVSrpa"},
    {"zendesk:\n  api_token: BVpKXKQMnyL6pJrLuYsp7IT94uji8Xo23dYVSrpa\n", "BVpKXKQMnyL6pJrLuYsp7IT94uji8Xo23dYVSrpa"}};
constexpr LeakCounterexample kZendeskTokenNot[] = {{"checksum: BVpKXKQMnyL6pJrLuYsp7IT94uji8Xo23dYVSrpa"}, {"ZENDESK_API_TOKEN=BVpKXKQMn"}};
constexpr LeakExample kFreshdeskKey[] = {{"{\\\"freshdeskApiKey\\\":\\\"Edb6bFJ2lntQ0Tc1ESqi\\\"}", "Edb6bFJ2lntQ0Tc1ESqi"},
                                         {"os.environ['FRESHDESK_API_KEY'] = 'Edb6bFJ2lntQ0Tc1ESqi'", "Edb6bFJ2lntQ0Tc1ESqi"}};
constexpr LeakCounterexample kFreshdeskKeyNot[] = {{"checksum: Edb6bFJ2lntQ0Tc1ESqi"}, {"FRESHDESK_API_KEY=Edb6bFJ2l"}};
constexpr LeakExample kSinchToken[] = {
    {"config.set(\"sinch_api_token\", \"c51ae80043d0a38d5e8c8ae6319ca5c8\")", "c51ae80043d0a38d5e8c8ae6319ca5c8"},
    {"run --sinch-api-token c51ae80043d0a38d5e8c8ae6319ca5c8 x", "c51ae80043d0a38d5e8c8ae6319ca5c8"}};
constexpr LeakCounterexample kSinchTokenNot[] = {{"checksum: c51ae80043d0a38d5e8c8ae6319ca5c8"}, {"SINCH_API_TOKEN=c51ae8004"}};
constexpr LeakExample kClicksendKey[] = {
    {"\"clicksendApiKey\": \"A238EC96-4554-4D21-BB87-9897B0DA249A\",", "A238EC96-4554-4D21-BB87-9897B0DA249A"},
    {"const clicksendApiKey string = \"A238EC96-4554-4D21-BB87-9897B0DA249A\"\n", "A238EC96-4554-4D21-BB87-9897B0DA249A"}};
constexpr LeakCounterexample kClicksendKeyNot[] = {{"checksum: A238EC96-4554-4D21-BB87-9897B0DA249A"}, {"CLICKSEND_API_KEY=A238EC96-"}};
constexpr LeakExample kAblyKey[] = {{"new Ably.Realtime(\"SNdJI4.MGebvr:hp8DxUnnIZAD6r2aMP1WTLjLgBVa4uBNy6IkcdjfzyX\")",
                                     "SNdJI4.MGebvr:hp8DxUnnIZAD6r2aMP1WTLjLgBVa4uBNy6IkcdjfzyX"}};
constexpr LeakCounterexample kAblyKeyNot[] = {{"ABLY_API_KEY=appid.keyid:secret"}};
constexpr LeakExample kTwitchSecret[] = {
    {"twitch_client_secret = \"qt95g7ssh94zdkwul395oe1den19dv\"\n", "qt95g7ssh94zdkwul395oe1den19dv"},
    {"<add key=\"twitchClientSecret\" value=\"qt95g7ssh94zdkwul395oe1den19dv\"/>", "qt95g7ssh94zdkwul395oe1den19dv"}};
constexpr LeakCounterexample kTwitchSecretNot[] = {{"checksum: qt95g7ssh94zdkwul395oe1den19dv"}, {"TWITCH_CLIENT_SECRET=qt95g7ssh"}};
constexpr LeakExample kTwitchChatToken[] = {{"password = \"oauth:ksuicg9m3t7hpbxu7hf4w8j42kk3im\"", "ksuicg9m3t7hpbxu7hf4w8j42kk3im"}};
constexpr LeakCounterexample kTwitchChatTokenNot[] = {{"oauth:abcdefghij"}};

constexpr LeakKind kKinds[] = {
    {.id = "twilio-auth-token",
     .title = "Twilio account SID with its auth token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bAC[0-9a-f]{32}["\'`]?[\s,:;)=]{1,6}(?:[\w.-]{0,24}[\s:=]{1,3})?["\'`]?([0-9a-f]{32})\b)",
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
     .pattern = R"(\bSK[0-9a-f]{32}["\'`]?[\s,:;)=]{1,6}(?:[\w.-]{0,24}[\s:=]{1,3})?["\'`]?([0-9A-Za-z]{32})\b)",
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
     .pattern = R"(\bKEY[0-9A-F]{32}_[0-9A-Za-z]{22}\b)",
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
     .pattern = R"(\bpk_(?:prod|test)_[0-9A-Z]{28}\b)",
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
     .pattern = R"((?i:ably)[\w.-]{0,20}["\'`]?\s{0,3}[=:,( ]{1,2}\s{0,3}["\'`]?([0-9A-Za-z_-]{6}\.[0-9A-Za-z_-]{6}:[0-9A-Za-z_-]{43})\b)",
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

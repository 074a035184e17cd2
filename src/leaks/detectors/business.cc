// SPDX-License-Identifier: Apache-2.0
//
// Keys of services that know customers and users: HubSpot, Salesforce, Okta, Auth0, Stytch, WorkOS, Pipedrive, Close, Zoho, Docusign,
// PandaDoc, Workday, Rippling-like names are left out.
#include <optional>
#include <string>

#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion workos(const Candidate& candidate) {
  std::optional<std::string> text = decode_base64(candidate.secret.substr(candidate.secret.find("a2V5X")));
  return text && text->starts_with("key_") && text->contains(',') ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr LeakExample kHubspotToken[] = {
    {"<token>pat-na1-"
     "5d5e94fa-204a-4891-80c3-de12db1cd7f2</token>",
     "pat-na1-"
     "5d5e94fa-204a-4891-80c3-de12db1cd7f2"}};
constexpr LeakCounterexample kHubspotTokenNot[] = {{"pat-na1-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"},
                                                   {"pat-na1-"
                                                    "5d5e94fa-204a-4891"}};
constexpr LeakExample kHubspotKey[] = {
    {"<hubspot-client-secret>735b5b92-188b-4381-a0cd-6282451b1ea5</hubspot-client-secret>", "735b5b92-188b-4381-a0cd-6282451b1ea5"},
    {"config.set(\"hubspot_client_secret\", \"735b5b92-188b-4381-a0cd-6282451b1ea5\")", "735b5b92-188b-4381-a0cd-6282451b1ea5"}};
constexpr LeakCounterexample kHubspotKeyNot[] = {{"checksum: 735b5b92-188b-4381-a0cd-6282451b1ea5"}, {"HUBSPOT_CLIENT_SECRET=735b5b92-"}};
constexpr LeakExample kSalesforceToken[] = {
    {"const t = `00D"
     "2oUbpylOUt80!AQyt2SeCn5tu0rI7rnufQgXnEU2nnEuhQhTvbIljBDTDC1CzyPbdnAaaZOwyP8PyK4lcpyDq04VQDp9G7FrFvh6IlYL4Aa2r`;",
     "00D"
     "2oUbpylOUt80!AQyt2SeCn5tu0rI7rnufQgXnEU2nnEuhQhTvbIljBDTDC1CzyPbdnAaaZOwyP8PyK4lcpyDq04VQDp9G7FrFvh6IlYL4Aa2r"}};
constexpr LeakCounterexample kSalesforceTokenNot[] = {
    {"00Dxxxxxxxxxxxx!xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"00D"
     "2oUbpylOUt80!AQyt2SeCn5tu0rI7rnufQgXnEU2nnEuhQhTvbIljB"}};
constexpr LeakExample kSalesforceSecret[] = {
    {"<add key=\"salesforceConsumerSecret\" value=\"775B8D982D4388F3A78FDB28232B58236A666D1C0127E54A49C116C588846B71\"/>",
     "775B8D982D4388F3A78FDB28232B58236A666D1C0127E54A49C116C588846B71"},
    {"salesforce:\n  consumer_secret: YXDt6UmJwqMudfNbA29yQHrw\n", "YXDt6UmJwqMudfNbA29yQHrw"}};
constexpr LeakCounterexample kSalesforceSecretNot[] = {{"checksum: 775B8D982D4388F3A78FDB28232B58236A666D1C0127E54A49C116C588846B71"},
                                                       {"SALESFORCE_CONSUMER_SECRET=775B8D982"}};
constexpr LeakExample kSalesforceRefreshToken[] = {
    {"token: '5Aep861"
     "WDK3TATBw2r3vgkWfcKIu0UdJdQ5NDYcMurDw6HSryejBTDJCjF4RPaIdwuOwZB4AeSLrZOtiUCVrAXg'\n",
     "5Aep861"
     "WDK3TATBw2r3vgkWfcKIu0UdJdQ5NDYcMurDw6HSryejBTDJCjF4RPaIdwuOwZB4AeSLrZOtiUCVrAXg"}};
constexpr LeakCounterexample kSalesforceRefreshTokenNot[] = {
    {"5Aep861xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"5Aep861"
     "WDK3TATBw2r3vgkWfcKIu0UdJdQ5NDYcMurDw6HS"}};
constexpr LeakExample kOktaToken[] = {{"\"okta_api_token\" => \"00"
                                       "vZmOLOq0t4lCwLfwuU6bNq1cay2O8LyRYACUXV6o\"",
                                       "00"
                                       "vZmOLOq0t4lCwLfwuU6bNq1cay2O8LyRYACUXV6o"},
                                      {"- name: OKTA_API_TOKEN\n  value: 00"
                                       "vZmOLOq0t4lCwLfwuU6bNq1cay2O8LyRYACUXV6o\n",
                                       "00"
                                       "vZmOLOq0t4lCwLfwuU6bNq1cay2O8LyRYACUXV6o"}};
constexpr LeakCounterexample kOktaTokenNot[] = {{"checksum: 00vZmOLOq0t4lCwLfwuU6bNq1cay2O8LyRYACUXV6o"}, {"OKTA_API_TOKEN=00vZmOLOq"}};
constexpr LeakExample kOktaHeader[] = {
    {"Authorization: SSWS 00"
     "5DZBArbF8g55OCAqFW9TySjvdzDuHNcCykCn7lFo\n",
     "00"
     "5DZBArbF8g55OCAqFW9TySjvdzDuHNcCykCn7lFo"}};
constexpr LeakCounterexample kOktaHeaderNot[] = {{"Authorization: SSWS ${api_token}"}};
constexpr LeakExample kOktaClientSecret[] = {
    {"OKTA_CLIENT_SECRET=asxTrNaDQTBkZE26GNHEMzsddN97QrTtPYdGLcR6EcgzU5nmsV83l4TfQ0s3LN1o\n",
     "asxTrNaDQTBkZE26GNHEMzsddN97QrTtPYdGLcR6EcgzU5nmsV83l4TfQ0s3LN1o"},
    {"<okta-client-secret>asxTrNaDQTBkZE26GNHEMzsddN97QrTtPYdGLcR6EcgzU5nmsV83l4TfQ0s3LN1o</okta-client-secret>",
     "asxTrNaDQTBkZE26GNHEMzsddN97QrTtPYdGLcR6EcgzU5nmsV83l4TfQ0s3LN1o"}};
constexpr LeakCounterexample kOktaClientSecretNot[] = {{"checksum: asxTrNaDQTBkZE26GNHEMzsddN97QrTtPYdGLcR6EcgzU5nmsV83l4TfQ0s3LN1o"},
                                                       {"OKTA_CLIENT_SECRET=asxTrNaDQ"}};
constexpr LeakExample kAuth0Secret[] = {{"auth0:\n  client_secret: N3FqfYTquirj6RJJeav1yOg9Tp4ZAR6eXkKRgpq6kzJSIsu6HuaIBMlfnWX1TRQ2\n",
                                         "N3FqfYTquirj6RJJeav1yOg9Tp4ZAR6eXkKRgpq6kzJSIsu6HuaIBMlfnWX1TRQ2"},
                                        {"auth0.client.secret=N3FqfYTquirj6RJJeav1yOg9Tp4ZAR6eXkKRgpq6kzJSIsu6HuaIBMlfnWX1TRQ2\n",
                                         "N3FqfYTquirj6RJJeav1yOg9Tp4ZAR6eXkKRgpq6kzJSIsu6HuaIBMlfnWX1TRQ2"}};
constexpr LeakCounterexample kAuth0SecretNot[] = {{"checksum: N3FqfYTquirj6RJJeav1yOg9Tp4ZAR6eXkKRgpq6kzJSIsu6HuaIBMlfnWX1TRQ2"},
                                                  {"AUTH0_CLIENT_SECRET=N3FqfYTqu"}};
constexpr LeakExample kStytchSecret[] = {
    {"const t = `secret-live-"
     "gu7OHyn5ROiq9wGMk4kLt2ukCjcYhje0ZIwg`;",
     "secret-live-"
     "gu7OHyn5ROiq9wGMk4kLt2ukCjcYhje0ZIwg"}};
constexpr LeakCounterexample kStytchSecretNot[] = {{"secret-live-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"secret-live-"
                                                    "gu7OHyn5ROiq9wGMk4"}};
constexpr LeakExample kWorkosKey[] = {
    {"TOKEN=sk_live_"
     "a2V5XzAxSFhZSTQ2RTRaVFNaMzJZVDFIU01EMFpILDVOZlJyYWo5OVhKU3pHUDFjR1BtZEQ0cw==\n",
     "sk_live_"
     "a2V5XzAxSFhZSTQ2RTRaVFNaMzJZVDFIU01EMFpILDVOZlJyYWo5OVhKU3pHUDFjR1BtZEQ0cw=="}};
constexpr LeakCounterexample kWorkosKeyNot[] = {
    {"sk_live_"
     "a2V5XGv4mYo5muxEjTNQlWTooPZAenKlyaNhTu36A8nDGRbY6TcqJJgN"}};
constexpr LeakExample kPipedriveToken[] = {
    {"run --pipedrive-api-token 51056e5addc5b4ffd227b99973f90aea723d525e x", "51056e5addc5b4ffd227b99973f90aea723d525e"},
    {"\"pipedrive_api_token\" => \"51056e5addc5b4ffd227b99973f90aea723d525e\"", "51056e5addc5b4ffd227b99973f90aea723d525e"}};
constexpr LeakCounterexample kPipedriveTokenNot[] = {{"checksum: 51056e5addc5b4ffd227b99973f90aea723d525e"},
                                                     {"PIPEDRIVE_API_TOKEN=51056e5ad"}};
constexpr LeakExample kCloseKey[] = {
    {"curl -H \"Authorization: Bearer api_"
     "ISQ4ifiOTF1QwJYX0jhVmw.edMGL8FCj380AUTDBscAD1\" x",
     "api_"
     "ISQ4ifiOTF1QwJYX0jhVmw.edMGL8FCj380AUTDBscAD1"}};
constexpr LeakCounterexample kCloseKeyNot[] = {{"api_xxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxx"},
                                               {"api_"
                                                "ISQ4ifiOTF1QwJYX0jhVmw"}};
constexpr LeakExample kZohoToken[] = {
    {"ENV API_TOKEN 1000."
     "99853e81590a73845ca382b297b8a280.eccfbfd21322289e50b38dc5065a514f\n",
     "1000."
     "99853e81590a73845ca382b297b8a280.eccfbfd21322289e50b38dc5065a514f"}};
constexpr LeakCounterexample kZohoTokenNot[] = {{"1000.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"1000."
                                                 "99853e81590a73845ca382b297b8a280"}};
constexpr LeakExample kDocusignKey[] = {
    {"<add key=\"docusignSecretKey\" value=\"a0f20f02-0c46-4089-b34b-8f0777f74fbf\"/>", "a0f20f02-0c46-4089-b34b-8f0777f74fbf"},
    {"docusign:\n  secret_key: a0f20f02-0c46-4089-b34b-8f0777f74fbf\n", "a0f20f02-0c46-4089-b34b-8f0777f74fbf"}};
constexpr LeakCounterexample kDocusignKeyNot[] = {{"checksum: a0f20f02-0c46-4089-b34b-8f0777f74fbf"}, {"DOCUSIGN_SECRET_KEY=a0f20f02-"}};
constexpr LeakExample kSalesloftKey[] = {
    {"{\\\"salesloftApiKey\\\":\\\"WuiZNicmUtNaR9hIZQvnQMQx49fWg7WHp9bvsKX7YNa\\\"}", "WuiZNicmUtNaR9hIZQvnQMQx49fWg7WHp9bvsKX7YNa"},
    {"os.environ['SALESLOFT_API_KEY'] = 'WuiZNicmUtNaR9hIZQvnQMQx49fWg7WHp9bvsKX7YNa'", "WuiZNicmUtNaR9hIZQvnQMQx49fWg7WHp9bvsKX7YNa"}};
constexpr LeakCounterexample kSalesloftKeyNot[] = {{"checksum: WuiZNicmUtNaR9hIZQvnQMQx49fWg7WHp9bvsKX7YNa"},
                                                   {"SALESLOFT_API_KEY=WuiZNicmU"}};

constexpr LeakKind kKinds[] = {
    {.id = "hubspot-token",
     .title = "HubSpot private app token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bpat-(?:na|eu|ap)[0-9]-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)",
     .repair = "rotate it under Settings > Integrations > Private Apps",
     .matches = kHubspotToken,
     .matches_not = kHubspotTokenNot},
    {.id = "hubspot-key",
     .title = "HubSpot API key or client secret",
     .pattern = kNamed<"hubspot|hapi_?key", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}">,
     .repair = "HubSpot has switched keys off; rotate the client secret of the app",
     .matches = kHubspotKey,
     .matches_not = kHubspotKeyNot},
    {.id = "salesforce-token",
     .title = "Salesforce access token or session",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b00D[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?!AQ[0-9A-Za-z._]{80,140})",
     .trigger = R"(\b00D[0-9A-Za-z]{12,15}!AQ[0-9A-Za-z._]{80})",
     .repair = "end the session under Setup > Session Management",
     .matches = kSalesforceToken,
     .matches_not = kSalesforceTokenNot},
    {.id = "salesforce-secret",
     .title = "Salesforce consumer secret or security token",
     .pattern = kNamed<"salesforce|sfdc", "(?:[0-9A-F]{64}|[0-9]{16,19}|[0-9A-Za-z]{24,25})", "secret|security_?token">,
     .confirm = likely_if_random,
     .repair = "rotate the secret of the connected app, reset the security token of the user",
     .matches = kSalesforceSecret,
     .matches_not = kSalesforceSecretNot},
    {.id = "salesforce-refresh-token",
     .title = "Salesforce refresh token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b5Aep861[0-9A-Za-z._=]{60,100})",
     .trigger = R"(\b5Aep861[0-9A-Za-z._=]{60})",
     .repair = "revoke it by /services/oauth2/revoke",
     .matches = kSalesforceRefreshToken,
     .matches_not = kSalesforceRefreshTokenNot},
    {.id = "okta-token",
     .title = "Okta API token",
     .severity = model::Severity::kCritical,
     .pattern = kNamed<"okta", "00[0-9A-Za-z_-]{40}", "token|key">,
     .repair = "revoke it under Security > API > Tokens",
     .matches = kOktaToken,
     .matches_not = kOktaTokenNot},
    {.id = "okta-header",
     .title = "Okta API token in a header",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bSSWS\s{1,3}(00[0-9A-Za-z_-]{40})(?:[^\w-]|$))",
     .repair = "revoke it under Security > API > Tokens",
     .matches = kOktaHeader,
     .matches_not = kOktaHeaderNot},
    {.id = "okta-client-secret",
     .title = "Okta client secret",
     .pattern = kNamed<"okta", "[0-9A-Za-z_-]{64}", "secret">,
     .confirm = likely_if_random,
     .repair = "generate a new secret on the page of the application and deactivate this one",
     .matches = kOktaClientSecret,
     .matches_not = kOktaClientSecretNot},
    {.id = "auth0-secret",
     .title = "Auth0 client secret",
     .severity = model::Severity::kCritical,
     .pattern = kNamed<"auth0", "[0-9A-Za-z_-]{64}", "secret">,
     .confirm = likely_if_random,
     .repair = "rotate it in the settings of the application",
     .matches = kAuth0Secret,
     .matches_not = kAuth0SecretNot},
    {.id = "stytch-secret",
     .title = "Stytch secret",
     .pattern = R"(\bsecret-(?:live|test)-[0-9A-Za-z_=-]{36})",
     .confirm = likely_if_random,
     .repair = "rotate it at https://stytch.com/dashboard/api-keys",
     .matches = kStytchSecret,
     .matches_not = kStytchSecretNot},
    {.id = "workos-key",
     .title = "WorkOS API key",
     .pattern = R"(\bsk_(?:live|test)_a2V5X[0-9A-Za-z+/=]{40,100})",
     .trigger = R"(\bsk_(?:live|test)_a2V5X[0-9A-Za-z+/=]{40})",
     .confirm = workos,
     .repair = "delete it at https://dashboard.workos.com/api-keys",
     .matches = kWorkosKey,
     .matches_not = kWorkosKeyNot},
    {.id = "pipedrive-token",
     .title = "Pipedrive API token",
     .pattern = kNamed<"pipedrive", "[0-9a-f]{40}">,
     .min_entropy = 3.0,
     .repair = "regenerate it under Personal preferences > API",
     .matches = kPipedriveToken,
     .matches_not = kPipedriveTokenNot},
    {.id = "close-key",
     .title = "Close API key",
     .pattern = R"(\bapi_[0-9A-Za-z]{20,24}\.[0-9A-Za-z]{20,24}\b)",
     .confirm = likely_if_random,
     .repair = "delete it under Settings > Developer > API Keys",
     .matches = kCloseKey,
     .matches_not = kCloseKeyNot},
    {.id = "zoho-token",
     .title = "Zoho access or refresh token",
     .pattern = R"(\b1000\.[0-9a-f]{32}\.[0-9a-f]{32}\b)",
     .repair = "revoke it at https://accounts.zoho.com/home#sessions/connectedapps",
     .matches = kZohoToken,
     .matches_not = kZohoTokenNot},
    {.id = "docusign-key",
     .title = "Docusign secret key",
     .pattern = kNamed<"docusign", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "secret">,
     .repair = "delete the secret key of the app under Apps and Keys",
     .matches = kDocusignKey,
     .matches_not = kDocusignKeyNot},
    {.id = "salesloft-key",
     .title = "Salesloft, Outreach or Gong API key",
     .pattern = kNamed<"salesloft|outreach|gong_", "(?:v2_ak_[0-9A-Za-z_]{60,110}|[0-9A-Za-z_-]{43})">,
     .confirm = likely_if_random,
     .repair = "revoke it in the settings of the account",
     .matches = kSalesloftKey,
     .matches_not = kSalesloftKeyNot},
};

}  // namespace

extern constinit const Detector business;
constinit const Detector business = {
    .name = "business", .summary = "keys of customer and identity services", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

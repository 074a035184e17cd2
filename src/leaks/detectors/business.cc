// SPDX-License-Identifier: Apache-2.0
//
// Keys of services that know customers and users: HubSpot, Salesforce, Okta, Auth0, Stytch, WorkOS, Pipedrive, Close, Zoho, Docusign,
// PandaDoc, Workday, Rippling-like names are left out.
#include <optional>
#include <string>

#include "leaks/base64_text.h"
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion workos(const Candidate& candidate) {
  std::optional<std::string> text = read_base64(candidate.secret.substr(candidate.secret.find("a2V5X")));
  return text && text->starts_with("key_") && text->contains(',') ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr LeakExample kHubspotToken[] = {
    {"curl -H \"Authorization: Bearer pat-na1-"
     "6e963e15-707d-42f5-85cc-124029428cf7\" x",
     "pat-na1-"
     "6e963e15-707d-42f5-85cc-124029428cf7"}};
constexpr LeakCounterexample kHubspotTokenNot[] = {{"pat-na1-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"},
                                                   {"pat-na1-"
                                                    "6e963e15-707d-42f5"}};
constexpr LeakExample kHubspotKey[] = {
    {"config.set(\"hubspot_client_secret\", \"e0a3f5ec-458e-451e-a694-9998cb039ffb\")", "e0a3f5ec-458e-451e-a694-9998cb039ffb"},
    {"run --hubspot-client-secret e0a3f5ec-458e-451e-a694-9998cb039ffb x", "e0a3f5ec-458e-451e-a694-9998cb039ffb"}};
constexpr LeakCounterexample kHubspotKeyNot[] = {{"checksum: e0a3f5ec-458e-451e-a694-9998cb039ffb"}, {"HUBSPOT_CLIENT_SECRET=e0a3f5ec-"}};
constexpr LeakExample kSalesforceToken[] = {
    {"<token>00D"
     "ncg32voccQZh!AQYWEsipS823UR8DD0bXuZS1q8JxjPm23pGOWhUq3Ny6vRcfM2ioYhXqqEFmkioHqZQcbzkSz9QzF6trQfeSzNwAr8Xio7jl</token>",
     "00D"
     "ncg32voccQZh!AQYWEsipS823UR8DD0bXuZS1q8JxjPm23pGOWhUq3Ny6vRcfM2ioYhXqqEFmkioHqZQcbzkSz9QzF6trQfeSzNwAr8Xio7jl"}};
constexpr LeakCounterexample kSalesforceTokenNot[] = {
    {"00Dxxxxxxxxxxxx!xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"00D"
     "ncg32voccQZh!AQYWEsipS823UR8DD0bXuZS1q8JxjPm23pGOWhUq3"}};
constexpr LeakExample kSalesforceSecret[] = {
    {"salesforce:\n  consumer_secret: 6553DBC71B526EADDF2626582EF5FC6B3C7240400EF031AD57F0C1C88070ECCE\n",
     "6553DBC71B526EADDF2626582EF5FC6B3C7240400EF031AD57F0C1C88070ECCE"},
    {"salesforce.consumer.secret=stY8IIbfIyJfTLVptpnIAPIQ\n", "stY8IIbfIyJfTLVptpnIAPIQ"}};
constexpr LeakCounterexample kSalesforceSecretNot[] = {{"checksum: 6553DBC71B526EADDF2626582EF5FC6B3C7240400EF031AD57F0C1C88070ECCE"},
                                                       {"SALESFORCE_CONSUMER_SECRET=6553DBC71"}};
constexpr LeakExample kSalesforceRefreshToken[] = {
    {"const t = `5Aep861"
     "yL3roLnXZTfKgU4Nl02LcPx6LZTMFQVVKVikX5QmcCNISYcmdlhNCl5YNiTatBfW2iJ2U6VrmNtzAWm5`;",
     "5Aep861"
     "yL3roLnXZTfKgU4Nl02LcPx6LZTMFQVVKVikX5QmcCNISYcmdlhNCl5YNiTatBfW2iJ2U6VrmNtzAWm5"}};
constexpr LeakCounterexample kSalesforceRefreshTokenNot[] = {
    {"5Aep861xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"5Aep861"
     "yL3roLnXZTfKgU4Nl02LcPx6LZTMFQVVKVikX5Qm"}};
constexpr LeakExample kOktaToken[] = {{"- name: OKTA_API_TOKEN\n  value: 00"
                                       "2GjRqKZjIewrYqoes0ZhuoDLfHlRWuPSIGlnHJ8Z\n",
                                       "00"
                                       "2GjRqKZjIewrYqoes0ZhuoDLfHlRWuPSIGlnHJ8Z"},
                                      {"{\\\"oktaApiToken\\\":\\\"00"
                                       "2GjRqKZjIewrYqoes0ZhuoDLfHlRWuPSIGlnHJ8Z\\\"}",
                                       "00"
                                       "2GjRqKZjIewrYqoes0ZhuoDLfHlRWuPSIGlnHJ8Z"}};
constexpr LeakCounterexample kOktaTokenNot[] = {{"checksum: 002GjRqKZjIewrYqoes0ZhuoDLfHlRWuPSIGlnHJ8Z"}, {"OKTA_API_TOKEN=002GjRqKZ"}};
constexpr LeakExample kOktaHeader[] = {
    {"Authorization: SSWS 00"
     "MHFCfbzAOMqfhmq1QvSqRVNCd1WV3CwLzNLaJIzH\n",
     "00"
     "MHFCfbzAOMqfhmq1QvSqRVNCd1WV3CwLzNLaJIzH"}};
constexpr LeakCounterexample kOktaHeaderNot[] = {{"Authorization: SSWS ${api_token}"}};
constexpr LeakExample kOktaClientSecret[] = {
    {"<okta-client-secret>v39KJFdZWnJthXB1KVMWqHZGkQnDMK8qNwd4oHLpuNNBaStDs4Aj1SPHUUA7Fd7J</okta-client-secret>",
     "v39KJFdZWnJthXB1KVMWqHZGkQnDMK8qNwd4oHLpuNNBaStDs4Aj1SPHUUA7Fd7J"},
    {"config.set(\"okta_client_secret\", \"v39KJFdZWnJthXB1KVMWqHZGkQnDMK8qNwd4oHLpuNNBaStDs4Aj1SPHUUA7Fd7J\")",
     "v39KJFdZWnJthXB1KVMWqHZGkQnDMK8qNwd4oHLpuNNBaStDs4Aj1SPHUUA7Fd7J"}};
constexpr LeakCounterexample kOktaClientSecretNot[] = {{"checksum: v39KJFdZWnJthXB1KVMWqHZGkQnDMK8qNwd4oHLpuNNBaStDs4Aj1SPHUUA7Fd7J"},
                                                       {"OKTA_CLIENT_SECRET=v39KJFdZW"}};
constexpr LeakExample kAuth0Secret[] = {{"auth0.client.secret=aYMY6rUa1uzoEMU6ROPv3ODoOZPjMdQlaqPYvC15LEXMymmNs5aNFmhQ6JlmvkhD\n",
                                         "aYMY6rUa1uzoEMU6ROPv3ODoOZPjMdQlaqPYvC15LEXMymmNs5aNFmhQ6JlmvkhD"},
                                        {"\"auth0ClientSecret\": \"aYMY6rUa1uzoEMU6ROPv3ODoOZPjMdQlaqPYvC15LEXMymmNs5aNFmhQ6JlmvkhD\",",
                                         "aYMY6rUa1uzoEMU6ROPv3ODoOZPjMdQlaqPYvC15LEXMymmNs5aNFmhQ6JlmvkhD"}};
constexpr LeakCounterexample kAuth0SecretNot[] = {{"checksum: aYMY6rUa1uzoEMU6ROPv3ODoOZPjMdQlaqPYvC15LEXMymmNs5aNFmhQ6JlmvkhD"},
                                                  {"AUTH0_CLIENT_SECRET=aYMY6rUa1"}};
constexpr LeakExample kStytchSecret[] = {
    {"<token>secret-live-"
     "ymbDaBsSFFYeXibIdpjVZ8n5h3O3xCIFN3vY</token>",
     "secret-live-"
     "ymbDaBsSFFYeXibIdpjVZ8n5h3O3xCIFN3vY"}};
constexpr LeakCounterexample kStytchSecretNot[] = {{"secret-live-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"secret-live-"
                                                    "ymbDaBsSFFYeXibIdp"}};
constexpr LeakExample kWorkosKey[] = {
    {"x --token=sk_live_"
     "a2V5XzAxSFhZNUpYNktPTkRCWk1QSTVGNUZEQTYyLHl2YTkzbUpoU3NUeXdNRlNzQjNXVWQ0Tg== y",
     "sk_live_"
     "a2V5XzAxSFhZNUpYNktPTkRCWk1QSTVGNUZEQTYyLHl2YTkzbUpoU3NUeXdNRlNzQjNXVWQ0Tg=="}};
constexpr LeakCounterexample kWorkosKeyNot[] = {
    {"sk_live_"
     "a2V5XGZXEVatlQzQAF4o4b16burIGAuNtAAXWAftx9CAKqPJBPcwYVJT"}};
constexpr LeakExample kPipedriveToken[] = {
    {"\"pipedrive_api_token\" => \"f595eafdcd541a13a78358341f0a3647b2971349\"", "f595eafdcd541a13a78358341f0a3647b2971349"},
    {"- name: PIPEDRIVE_API_TOKEN\n  value: f595eafdcd541a13a78358341f0a3647b2971349\n", "f595eafdcd541a13a78358341f0a3647b2971349"}};
constexpr LeakCounterexample kPipedriveTokenNot[] = {{"checksum: f595eafdcd541a13a78358341f0a3647b2971349"},
                                                     {"PIPEDRIVE_API_TOKEN=f595eafdc"}};
constexpr LeakExample kCloseKey[] = {
    {"TOKEN=api_"
     "RersjJuxixNIlqvwGQZxii.VTv71SqzjRlhTnHoui4NLZ\n",
     "api_"
     "RersjJuxixNIlqvwGQZxii.VTv71SqzjRlhTnHoui4NLZ"}};
constexpr LeakCounterexample kCloseKeyNot[] = {{"api_xxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxx"},
                                               {"api_"
                                                "RersjJuxixNIlqvwGQZxii"}};
constexpr LeakExample kZohoToken[] = {
    {"\"token\": \"1000."
     "96dc537b5e90c87811def40de0a4067e.dc9f9a73971c00a885cf25ab1d428d57\"",
     "1000."
     "96dc537b5e90c87811def40de0a4067e.dc9f9a73971c00a885cf25ab1d428d57"}};
constexpr LeakCounterexample kZohoTokenNot[] = {{"1000.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"1000."
                                                 "96dc537b5e90c87811def40de0a4067e"}};
constexpr LeakExample kDocusignKey[] = {
    {"docusign:\n  secret_key: f6b857e7-492c-419c-ad01-72d939f69e04\n", "f6b857e7-492c-419c-ad01-72d939f69e04"},
    {"docusign.secret.key=f6b857e7-492c-419c-ad01-72d939f69e04\n", "f6b857e7-492c-419c-ad01-72d939f69e04"}};
constexpr LeakCounterexample kDocusignKeyNot[] = {{"checksum: f6b857e7-492c-419c-ad01-72d939f69e04"}, {"DOCUSIGN_SECRET_KEY=f6b857e7-"}};
constexpr LeakExample kSalesloftKey[] = {
    {"os.environ['SALESLOFT_API_KEY'] = 'xgGSIq7hkT9ZKnwUy2bLNPaGQZrNwxc8GOmSQm82h9y'", "xgGSIq7hkT9ZKnwUy2bLNPaGQZrNwxc8GOmSQm82h9y"},
    {"ENV SALESLOFT_API_KEY xgGSIq7hkT9ZKnwUy2bLNPaGQZrNwxc8GOmSQm82h9y\n", "xgGSIq7hkT9ZKnwUy2bLNPaGQZrNwxc8GOmSQm82h9y"}};
constexpr LeakCounterexample kSalesloftKeyNot[] = {{"checksum: xgGSIq7hkT9ZKnwUy2bLNPaGQZrNwxc8GOmSQm82h9y"},
                                                   {"SALESLOFT_API_KEY=xgGSIq7hk"}};

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
     .pattern = R"(\bSSWS\s{1,3}(00[0-9A-Za-z_-]{40})\b)",
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

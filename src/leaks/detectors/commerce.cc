// SPDX-License-Identifier: Apache-2.0
//
// Keys of shops, shipping and their data: Shopify (prefix and 32 hex digits), BigCommerce, WooCommerce, Etsy, Lightspeed, Shippo,
// EasyPost, Lob, ShipEngine, Duffel, FreshBooks.
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kShopifyAccessToken[] = {{"curl -H \"Authorization: Bearer shpat_"
                                                "d57a2f482ac5266a8fa85d44a36e4531\" x",
                                                "shpat_"
                                                "d57a2f482ac5266a8fa85d44a36e4531"},
                                               {"ENV API_TOKEN shpua_"
                                                "0d4ae8c96a04e3ff9fe010c9ba270138\n",
                                                "shpua_"
                                                "0d4ae8c96a04e3ff9fe010c9ba270138"}};
constexpr LeakCounterexample kShopifyAccessTokenNot[] = {{"shpat_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                         {"shpat_"
                                                          "d57a2f482ac5266a"}};
constexpr LeakExample kShopifyCustomAppToken[] = {
    {"{\\\"token\\\":\\\"shpca_"
     "9b38862a0dd362bf98f24ffe5f6378aa\\\"}",
     "shpca_"
     "9b38862a0dd362bf98f24ffe5f6378aa"}};
constexpr LeakCounterexample kShopifyCustomAppTokenNot[] = {{"shpca_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                            {"shpca_"
                                                             "9b38862a0dd362bf"}};
constexpr LeakExample kShopifyPrivateAppPassword[] = {
    {"<token>shppa_"
     "2820b7db488a9bc7524a4c8728e3fa72</token>",
     "shppa_"
     "2820b7db488a9bc7524a4c8728e3fa72"}};
constexpr LeakCounterexample kShopifyPrivateAppPasswordNot[] = {{"shppa_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                                {"shppa_"
                                                                 "2820b7db488a9bc7"}};
constexpr LeakExample kShopifySharedSecret[] = {
    {"x --token=shpss_"
     "5d3405e6003dc6275d73c2251c93242b y",
     "shpss_"
     "5d3405e6003dc6275d73c2251c93242b"}};
constexpr LeakCounterexample kShopifySharedSecretNot[] = {{"shpss_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                          {"shpss_"
                                                           "5d3405e6003dc627"}};
constexpr LeakExample kShopifyPartnerToken[] = {{"export TOKEN=\"prtapi_"
                                                 "dd8bce088f8de4624622b16b3127e990\"",
                                                 "prtapi_"
                                                 "dd8bce088f8de4624622b16b3127e990"},
                                                {"const t = `shptka_"
                                                 "dfba7fb0f2a70e82382635f6b7fc842d`;",
                                                 "shptka_"
                                                 "dfba7fb0f2a70e82382635f6b7fc842d"}};
constexpr LeakCounterexample kShopifyPartnerTokenNot[] = {{"prtapi_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                          {"prtapi_"
                                                           "dd8bce088f8de462"}};
constexpr LeakExample kBigcommerceToken[] = {
    {"<add key=\"bigcommerceAccessToken\" value=\"36mnlrp42z2vskt3mrruiydarovru7i\"/>", "36mnlrp42z2vskt3mrruiydarovru7i"},
    {"bigcommerce:\n  access_token: 36mnlrp42z2vskt3mrruiydarovru7i\n", "36mnlrp42z2vskt3mrruiydarovru7i"}};
constexpr LeakCounterexample kBigcommerceTokenNot[] = {{"checksum: 36mnlrp42z2vskt3mrruiydarovru7i"},
                                                       {"BIGCOMMERCE_ACCESS_TOKEN=36mnlrp42"}};
constexpr LeakExample kWoocommerceSecret[] = {
    {"token: 'cs_"
     "9787c587791a12aab5779727fd83ea79836546dd'\n",
     "cs_"
     "9787c587791a12aab5779727fd83ea79836546dd"}};
constexpr LeakCounterexample kWoocommerceSecretNot[] = {{"cs_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                        {"cs_"
                                                         "9787c587791a12aab577"}};
constexpr LeakExample kEtsyKey[] = {{"\"etsy_api_key\" => \"q92pmhaed0lz7n89oyfmowd5\"", "q92pmhaed0lz7n89oyfmowd5"},
                                    {"- name: ETSY_API_KEY\n  value: q92pmhaed0lz7n89oyfmowd5\n", "q92pmhaed0lz7n89oyfmowd5"}};
constexpr LeakCounterexample kEtsyKeyNot[] = {{"checksum: q92pmhaed0lz7n89oyfmowd5"}, {"ETSY_API_KEY=q92pmhaed"}};
constexpr LeakExample kLightspeedToken[] = {
    {"LIGHTSPEED_ACCESS_TOKEN=22cOHRcJhIqNVLH930VikDMzvxHNJbJ8gTQznAs6\n", "22cOHRcJhIqNVLH930VikDMzvxHNJbJ8gTQznAs6"},
    {"<lightspeed-access-token>22cOHRcJhIqNVLH930VikDMzvxHNJbJ8gTQznAs6</lightspeed-access-token>",
     "22cOHRcJhIqNVLH930VikDMzvxHNJbJ8gTQznAs6"}};
constexpr LeakCounterexample kLightspeedTokenNot[] = {{"checksum: 22cOHRcJhIqNVLH930VikDMzvxHNJbJ8gTQznAs6"},
                                                      {"LIGHTSPEED_ACCESS_TOKEN=22cOHRcJh"}};
constexpr LeakExample kLightspeedPersonalToken[] = {
    {"x --token=lsxs_pt_"
     "ZnfLlNha7x5CWB4xOKkUY1VvfDIUrBsA y",
     "lsxs_pt_"
     "ZnfLlNha7x5CWB4xOKkUY1VvfDIUrBsA"}};
constexpr LeakCounterexample kLightspeedPersonalTokenNot[] = {{"lsxs_pt_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                              {"lsxs_pt_"
                                                               "ZnfLlNha7x5CWB4x"}};
constexpr LeakExample kShippoToken[] = {
    {"export TOKEN=\"shippo_live_"
     "219a7c18caf3a730d1ef6290661017189d0c0ff0\"",
     "shippo_live_"
     "219a7c18caf3a730d1ef6290661017189d0c0ff0"}};
constexpr LeakCounterexample kShippoTokenNot[] = {{"shippo_live_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"shippo_live_"
                                                   "219a7c18caf3a730d1ef"}};
constexpr LeakExample kShippoTestToken[] = {
    {"const t = `shippo_test_"
     "86b083cceb35c495f364a9681167bd85841f6bfa`;",
     "shippo_test_"
     "86b083cceb35c495f364a9681167bd85841f6bfa"}};
constexpr LeakCounterexample kShippoTestTokenNot[] = {{"shippo_test_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                      {"shippo_test_"
                                                       "86b083cceb35c495f364"}};
constexpr LeakExample kEasypostKey[] = {
    {"TOKEN=EZAK"
     "AkxRWLjre9a5YBuZB3D4PbWpWVgIYBHuNNcxXSF9gGFf3p96as39BH\n",
     "EZAK"
     "AkxRWLjre9a5YBuZB3D4PbWpWVgIYBHuNNcxXSF9gGFf3p96as39BH"}};
constexpr LeakCounterexample kEasypostKeyNot[] = {{"EZAKxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"EZAK"
                                                   "AkxRWLjre9a5YBuZB3D4PbWpWVg"}};
constexpr LeakExample kEasypostTestKey[] = {
    {"\"token\": \"EZTK"
     "CNrYX1J4IEd4N4axiQmKXNCPyGzJqs6cCsgxeLLz4txKmzY7CrkTp3\"",
     "EZTK"
     "CNrYX1J4IEd4N4axiQmKXNCPyGzJqs6cCsgxeLLz4txKmzY7CrkTp3"}};
constexpr LeakCounterexample kEasypostTestKeyNot[] = {{"EZTKxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                      {"EZTK"
                                                       "CNrYX1J4IEd4N4axiQmKXNCPyGz"}};
constexpr LeakExample kLobKey[] = {
    {"token: 'live_"
     "3d974c8893e1066f6ccdabc96595e077d45'\n",
     "live_"
     "3d974c8893e1066f6ccdabc96595e077d45"}};
constexpr LeakCounterexample kLobKeyNot[] = {{"live_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                             {"live_"
                                              "3d974c8893e1066f6"}};
constexpr LeakExample kLobTestKey[] = {
    {"curl -H \"Authorization: Bearer test_"
     "8dc72d4300a6639f61e495a8c354650b037\" x",
     "test_"
     "8dc72d4300a6639f61e495a8c354650b037"}};
constexpr LeakCounterexample kLobTestKeyNot[] = {{"test_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"test_"
                                                  "8dc72d4300a6639f6"}};
constexpr LeakExample kShipengineKey[] = {
    {"shipengine.api.key=9VmAnyOv9JneWPxPhbkvfiez2a2jcLAIAHqbsWQhgj2\n", "9VmAnyOv9JneWPxPhbkvfiez2a2jcLAIAHqbsWQhgj2"},
    {"\"shipengineApiKey\": \"9VmAnyOv9JneWPxPhbkvfiez2a2jcLAIAHqbsWQhgj2\",", "9VmAnyOv9JneWPxPhbkvfiez2a2jcLAIAHqbsWQhgj2"}};
constexpr LeakCounterexample kShipengineKeyNot[] = {{"checksum: 9VmAnyOv9JneWPxPhbkvfiez2a2jcLAIAHqbsWQhgj2"},
                                                    {"SHIPENGINE_API_KEY=9VmAnyOv9"}};
constexpr LeakExample kDuffelToken[] = {
    {"<token>duffel_live_"
     "2XrTcWXxYVHiI2_YHcJHg7koISi8-hTVwk_-zB6eluF</token>",
     "duffel_live_"
     "2XrTcWXxYVHiI2_YHcJHg7koISi8-hTVwk_-zB6eluF"}};
constexpr LeakCounterexample kDuffelTokenNot[] = {{"duffel_live_xxxxxxxxxxxxxx_xxxxxxxxxxxxx-xxxxx_-xxxxxxx"},
                                                  {"duffel_live_"
                                                   "2XrTcWXxYVHiI2_YHcJHg"}};
constexpr LeakExample kDuffelTestToken[] = {
    {"x --token=duffel_test_"
     "gnixs6ged5sYMFXpLxiOmhU1ZgIkuk_Ypk8-E8wDHdR y",
     "duffel_test_"
     "gnixs6ged5sYMFXpLxiOmhU1ZgIkuk_Ypk8-E8wDHdR"}};
constexpr LeakCounterexample kDuffelTestTokenNot[] = {{"duffel_test_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxx-xxxxxxx"},
                                                      {"duffel_test_"
                                                       "gnixs6ged5sYMFXpLxiOm"}};
constexpr LeakExample kFreshbooksSecret[] = {
    {"\"freshbooks_client_secret\" => \"d7478f20953d81c37eeaae1e1624a29a46f7fdc101d10dbea80e70af61195579\"",
     "d7478f20953d81c37eeaae1e1624a29a46f7fdc101d10dbea80e70af61195579"},
    {"- name: FRESHBOOKS_CLIENT_SECRET\n  value: d7478f20953d81c37eeaae1e1624a29a46f7fdc101d10dbea80e70af61195579\n",
     "d7478f20953d81c37eeaae1e1624a29a46f7fdc101d10dbea80e70af61195579"}};
constexpr LeakCounterexample kFreshbooksSecretNot[] = {{"checksum: d7478f20953d81c37eeaae1e1624a29a46f7fdc101d10dbea80e70af61195579"},
                                                       {"FRESHBOOKS_CLIENT_SECRET=d7478f209"}};
constexpr LeakExample kQuickbooksSecret[] = {
    {"QUICKBOOKS_CLIENT_SECRET=bKbdMKUIfKYDckrB4PWelr5bEYZjSOz7uLOuwOgL\n", "bKbdMKUIfKYDckrB4PWelr5bEYZjSOz7uLOuwOgL"},
    {"<quickbooks-client-secret>bKbdMKUIfKYDckrB4PWelr5bEYZjSOz7uLOuwOgL</quickbooks-client-secret>",
     "bKbdMKUIfKYDckrB4PWelr5bEYZjSOz7uLOuwOgL"}};
constexpr LeakCounterexample kQuickbooksSecretNot[] = {{"checksum: bKbdMKUIfKYDckrB4PWelr5bEYZjSOz7uLOuwOgL"},
                                                       {"QUICKBOOKS_CLIENT_SECRET=bKbdMKUIf"}};

constexpr LeakKind kKinds[] = {
    {.id = "shopify-access-token",
     .title = "Shopify access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bshp(?:at|ua)_[0-9a-fA-F]{32}\b)",
     .repair = "uninstall and install the app, or rotate its credentials",
     .matches = kShopifyAccessToken,
     .matches_not = kShopifyAccessTokenNot},
    {.id = "shopify-custom-app-token",
     .title = "Shopify custom app access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bshpca_[0-9a-fA-F]{32}\b)",
     .repair = "rotate the API credentials of the custom app",
     .matches = kShopifyCustomAppToken,
     .matches_not = kShopifyCustomAppTokenNot},
    {.id = "shopify-private-app-password",
     .title = "Shopify private app password",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bshppa_[0-9a-fA-F]{32}\b)",
     .repair = "rotate the password of the private app",
     .matches = kShopifyPrivateAppPassword,
     .matches_not = kShopifyPrivateAppPasswordNot},
    {.id = "shopify-shared-secret",
     .title = "Shopify app shared secret",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bshpss_[0-9a-fA-F]{32}\b)",
     .repair = "rotate the client secret of the app in the Partner Dashboard",
     .matches = kShopifySharedSecret,
     .matches_not = kShopifySharedSecretNot},
    {.id = "shopify-partner-token",
     .title = "Shopify Partner API or theme access token",
     .pattern = R"(\b(?:prtapi|shptka|shpit|shpcli)_[0-9a-fA-F]{32}\b)",
     .repair = "revoke it in the Partner Dashboard or the Theme Access app",
     .matches = kShopifyPartnerToken,
     .matches_not = kShopifyPartnerTokenNot},
    {.id = "bigcommerce-token",
     .title = "BigCommerce access token",
     .pattern = kNamed<"bigcommerce", "[0-9a-z]{31,32}", "token|secret">,
     .confirm = likely_if_random,
     .repair = "delete the API account and make a new one",
     .matches = kBigcommerceToken,
     .matches_not = kBigcommerceTokenNot},
    {.id = "woocommerce-secret",
     .title = "WooCommerce consumer secret",
     .pattern = R"(\bcs_[0-9a-f]{40}\b)",
     .min_entropy = 3.0,
     .repair = "revoke it under WooCommerce > Settings > Advanced > REST API",
     .matches = kWoocommerceSecret,
     .matches_not = kWoocommerceSecretNot},
    {.id = "etsy-key",
     .title = "Etsy keystring or shared secret",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"etsy", "[0-9a-z]{24}">,
     .confirm = likely_if_random,
     .repair = "make a new app at https://www.etsy.com/developers/your-apps",
     .matches = kEtsyKey,
     .matches_not = kEtsyKeyNot},
    {.id = "lightspeed-token",
     .title = "Lightspeed personal or access token",
     .pattern = kNamed<"lightspeed", "[0-9A-Za-z]{32,40}", "token|secret">,
     .confirm = likely_if_random,
     .repair = "delete it under Setup > Personal Tokens",
     .matches = kLightspeedToken,
     .matches_not = kLightspeedTokenNot},
    {.id = "lightspeed-personal-token",
     .title = "Lightspeed personal token",
     .pattern = R"(\blsxs_pt_[0-9A-Za-z]{32}\b)",
     .repair = "delete it under Setup > Personal Tokens",
     .matches = kLightspeedPersonalToken,
     .matches_not = kLightspeedPersonalTokenNot},
    {.id = "shippo-token",
     .title = "Shippo API token",
     .pattern = R"(\bshippo_live_[0-9a-f]{40}\b)",
     .repair = "regenerate it at https://apps.goshippo.com/settings/api",
     .matches = kShippoToken,
     .matches_not = kShippoTokenNot},
    {.id = "shippo-test-token",
     .title = "Shippo test API token",
     .severity = model::Severity::kMedium,
     .pattern = R"(\bshippo_test_[0-9a-f]{40}\b)",
     .repair = "regenerate it at https://apps.goshippo.com/settings/api",
     .matches = kShippoTestToken,
     .matches_not = kShippoTestTokenNot},
    {.id = "easypost-key",
     .title = "EasyPost API key",
     .pattern = R"(\bEZAK[0-9A-Za-z]{54}\b)",
     .repair = "disable it at https://www.easypost.com/account/api-keys",
     .matches = kEasypostKey,
     .matches_not = kEasypostKeyNot},
    {.id = "easypost-test-key",
     .title = "EasyPost test API key",
     .severity = model::Severity::kMedium,
     .pattern = R"(\bEZTK[0-9A-Za-z]{54}\b)",
     .repair = "disable it at https://www.easypost.com/account/api-keys",
     .matches = kEasypostTestKey,
     .matches_not = kEasypostTestKeyNot},
    {.id = "lob-key",
     .title = "Lob API key",
     .pattern = R"(\blive_[0-9a-f]{35}\b)",
     .repair = "delete it at https://dashboard.lob.com/settings/api-keys",
     .matches = kLobKey,
     .matches_not = kLobKeyNot},
    {.id = "lob-test-key",
     .title = "Lob test API key",
     .severity = model::Severity::kMedium,
     .pattern = R"(\btest_[0-9a-f]{35}\b)",
     .repair = "delete it at https://dashboard.lob.com/settings/api-keys",
     .matches = kLobTestKey,
     .matches_not = kLobTestKeyNot},
    {.id = "shipengine-key",
     .title = "ShipEngine or ShipStation API key",
     .pattern = kNamed<"shipengine|shipstation", "(?:TEST_)?[0-9A-Za-z+/]{43}">,
     .confirm = likely_if_random,
     .repair = "delete it on the API Management page",
     .matches = kShipengineKey,
     .matches_not = kShipengineKeyNot},
    {.id = "duffel-token",
     .title = "Duffel access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(duffel_live_[\w-]{43})(?:[^\w-]|$))",
     .repair = "delete it at https://app.duffel.com, Developers > Access tokens",
     .matches = kDuffelToken,
     .matches_not = kDuffelTokenNot},
    {.id = "duffel-test-token",
     .title = "Duffel test access token",
     .severity = model::Severity::kMedium,
     .pattern = R"(\b(duffel_test_[\w-]{43})(?:[^\w-]|$))",
     .repair = "delete it at https://app.duffel.com, Developers > Access tokens",
     .matches = kDuffelTestToken,
     .matches_not = kDuffelTestTokenNot},
    {.id = "freshbooks-secret",
     .title = "FreshBooks client secret or access token",
     .pattern = kNamed<"freshbooks", "[0-9a-f]{64}">,
     .min_entropy = 3.2,
     .repair = "reset the secret of the app at https://my.freshbooks.com/#/developer",
     .matches = kFreshbooksSecret,
     .matches_not = kFreshbooksSecretNot},
    {.id = "quickbooks-secret",
     .title = "QuickBooks (Intuit) client secret",
     .pattern = kNamed<"quickbooks|intuit", "[0-9A-Za-z]{40}", "secret">,
     .confirm = likely_if_random,
     .repair = "rotate it at https://developer.intuit.com/app/developer/dashboard",
     .matches = kQuickbooksSecret,
     .matches_not = kQuickbooksSecretNot},
};

}  // namespace

extern constinit const Detector commerce;
constinit const Detector commerce = {.name = "commerce", .summary = "keys of shops and shipping", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

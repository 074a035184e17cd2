// SPDX-License-Identifier: Apache-2.0
//
// Keys of shops, shipping and their data: Shopify (prefix and 32 hex digits), BigCommerce, WooCommerce, Etsy, Lightspeed, Shippo,
// EasyPost, Lob, ShipEngine, Duffel, FreshBooks.
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kShopifyAccessToken[] = {{"token: 'shpat_"
                                                "d2ff6bfc58615f0c9517b6c7fce82cfe'\n",
                                                "shpat_"
                                                "d2ff6bfc58615f0c9517b6c7fce82cfe"},
                                               {"curl -H \"Authorization: Bearer shpua_"
                                                "f44ff9002238e5791a4e94839c4e9d0a\" x",
                                                "shpua_"
                                                "f44ff9002238e5791a4e94839c4e9d0a"}};
constexpr LeakCounterexample kShopifyAccessTokenNot[] = {{"shpat_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                         {"shpat_"
                                                          "d2ff6bfc58615f0c"}};
constexpr LeakExample kShopifyCustomAppToken[] = {
    {"ENV API_TOKEN shpca_"
     "f0e52693aba1fde665f60bf074eb38b8\n",
     "shpca_"
     "f0e52693aba1fde665f60bf074eb38b8"}};
constexpr LeakCounterexample kShopifyCustomAppTokenNot[] = {{"shpca_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                            {"shpca_"
                                                             "f0e52693aba1fde6"}};
constexpr LeakExample kShopifyPrivateAppPassword[] = {
    {"{\\\"token\\\":\\\"shppa_"
     "a5c8839015259e361d32f6cec81eea7d\\\"}",
     "shppa_"
     "a5c8839015259e361d32f6cec81eea7d"}};
constexpr LeakCounterexample kShopifyPrivateAppPasswordNot[] = {{"shppa_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                                {"shppa_"
                                                                 "a5c8839015259e36"}};
constexpr LeakExample kShopifySharedSecret[] = {
    {"<token>shpss_"
     "dc402361a62fd54b1a85cb85ba307718</token>",
     "shpss_"
     "dc402361a62fd54b1a85cb85ba307718"}};
constexpr LeakCounterexample kShopifySharedSecretNot[] = {{"shpss_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                          {"shpss_"
                                                           "dc402361a62fd54b"}};
constexpr LeakExample kShopifyPartnerToken[] = {{"x --token=prtapi_"
                                                 "0235e3256dd1b6fa93d49a48860f26f1 y",
                                                 "prtapi_"
                                                 "0235e3256dd1b6fa93d49a48860f26f1"},
                                                {"export TOKEN=\"shptka_"
                                                 "800cb88d13bc49768b7ff8a55eda77c5\"",
                                                 "shptka_"
                                                 "800cb88d13bc49768b7ff8a55eda77c5"}};
constexpr LeakCounterexample kShopifyPartnerTokenNot[] = {{"prtapi_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                          {"prtapi_"
                                                           "0235e3256dd1b6fa"}};
constexpr LeakExample kBigcommerceToken[] = {
    {"bigcommerce.access.token=wem9hv2pbuyfqriazh6l6rm6g0ztxur\n", "wem9hv2pbuyfqriazh6l6rm6g0ztxur"},
    {"\"bigcommerceAccessToken\": \"wem9hv2pbuyfqriazh6l6rm6g0ztxur\",", "wem9hv2pbuyfqriazh6l6rm6g0ztxur"}};
constexpr LeakCounterexample kBigcommerceTokenNot[] = {{"checksum: wem9hv2pbuyfqriazh6l6rm6g0ztxur"},
                                                       {"BIGCOMMERCE_ACCESS_TOKEN=wem9hv2pb"}};
constexpr LeakExample kWoocommerceSecret[] = {
    {"\"token\": \"cs_"
     "0d2edd486947cb238607abce6d08951e0ab30adf\"",
     "cs_"
     "0d2edd486947cb238607abce6d08951e0ab30adf"}};
constexpr LeakCounterexample kWoocommerceSecretNot[] = {{"cs_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                        {"cs_"
                                                         "0d2edd486947cb238607"}};
constexpr LeakExample kEtsyKey[] = {{"{\\\"etsyApiKey\\\":\\\"rbh3g4fh3u483g4befbqlkln\\\"}", "rbh3g4fh3u483g4befbqlkln"},
                                    {"os.environ['ETSY_API_KEY'] = 'rbh3g4fh3u483g4befbqlkln'", "rbh3g4fh3u483g4befbqlkln"}};
constexpr LeakCounterexample kEtsyKeyNot[] = {{"checksum: rbh3g4fh3u483g4befbqlkln"}, {"ETSY_API_KEY=rbh3g4fh3"}};
constexpr LeakExample kLightspeedToken[] = {
    {"config.set(\"lightspeed_access_token\", \"KKH3JeLcEmX2aR0DQMfzDFFoBorAi0RBAC8YzFSY\")", "KKH3JeLcEmX2aR0DQMfzDFFoBorAi0RBAC8YzFSY"},
    {"run --lightspeed-access-token KKH3JeLcEmX2aR0DQMfzDFFoBorAi0RBAC8YzFSY x", "KKH3JeLcEmX2aR0DQMfzDFFoBorAi0RBAC8YzFSY"}};
constexpr LeakCounterexample kLightspeedTokenNot[] = {{"checksum: KKH3JeLcEmX2aR0DQMfzDFFoBorAi0RBAC8YzFSY"},
                                                      {"LIGHTSPEED_ACCESS_TOKEN=KKH3JeLcE"}};
constexpr LeakExample kLightspeedPersonalToken[] = {
    {"<token>lsxs_pt_"
     "1uVBLfl5waXdCDYlSfLMyliWA8kn7t2R</token>",
     "lsxs_pt_"
     "1uVBLfl5waXdCDYlSfLMyliWA8kn7t2R"}};
constexpr LeakCounterexample kLightspeedPersonalTokenNot[] = {{"lsxs_pt_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                              {"lsxs_pt_"
                                                               "1uVBLfl5waXdCDYl"}};
constexpr LeakExample kShippoToken[] = {
    {"x --token=shippo_live_"
     "43f58c1f41f2bfa060f4695a16ceead589ecb603 y",
     "shippo_live_"
     "43f58c1f41f2bfa060f4695a16ceead589ecb603"}};
constexpr LeakCounterexample kShippoTokenNot[] = {{"shippo_live_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"shippo_live_"
                                                   "43f58c1f41f2bfa060f4"}};
constexpr LeakExample kShippoTestToken[] = {
    {"export TOKEN=\"shippo_test_"
     "7478ffd5790791b187cf37acc0fc2f25975f6698\"",
     "shippo_test_"
     "7478ffd5790791b187cf37acc0fc2f25975f6698"}};
constexpr LeakCounterexample kShippoTestTokenNot[] = {{"shippo_test_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                      {"shippo_test_"
                                                       "7478ffd5790791b187cf"}};
constexpr LeakExample kEasypostKey[] = {
    {"const t = `EZAK"
     "0LYHf2ayl2HnCt2OrSPML3IFPRBlLBN05vhuoO20bHPAEKp1RDsNQD`;",
     "EZAK"
     "0LYHf2ayl2HnCt2OrSPML3IFPRBlLBN05vhuoO20bHPAEKp1RDsNQD"}};
constexpr LeakCounterexample kEasypostKeyNot[] = {{"EZAKxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"EZAK"
                                                   "0LYHf2ayl2HnCt2OrSPML3IFPRB"}};
constexpr LeakExample kEasypostTestKey[] = {
    {"TOKEN=EZTK"
     "89ItVlcdwbbabOg19Ac4qZNqPSLY2dLuVmWDzJZR58ydIyp4O169s4\n",
     "EZTK"
     "89ItVlcdwbbabOg19Ac4qZNqPSLY2dLuVmWDzJZR58ydIyp4O169s4"}};
constexpr LeakCounterexample kEasypostTestKeyNot[] = {{"EZTKxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                      {"EZTK"
                                                       "89ItVlcdwbbabOg19Ac4qZNqPSL"}};
constexpr LeakExample kLobKey[] = {
    {"\"token\": \"live_"
     "0848031efee629cd10205fdabd8377c3e4e\"",
     "live_"
     "0848031efee629cd10205fdabd8377c3e4e"}};
constexpr LeakCounterexample kLobKeyNot[] = {{"live_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                             {"live_"
                                              "0848031efee629cd1"}};
constexpr LeakExample kLobTestKey[] = {
    {"token: 'test_"
     "70d8152a01e145619c86f4b53903a94bbf2'\n",
     "test_"
     "70d8152a01e145619c86f4b53903a94bbf2"}};
constexpr LeakCounterexample kLobTestKeyNot[] = {{"test_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"test_"
                                                  "70d8152a01e145619"}};
constexpr LeakExample kShipengineKey[] = {
    {"const shipengineApiKey string = \"IqiES9T899Uis7LTOjJoat86rRJDY7BwDsf7yS8C8sY\"\n", "IqiES9T899Uis7LTOjJoat86rRJDY7BwDsf7yS8C8sY"},
    {"SHIPENGINE_API_KEY=IqiES9T899Uis7LTOjJoat86rRJDY7BwDsf7yS8C8sY\n", "IqiES9T899Uis7LTOjJoat86rRJDY7BwDsf7yS8C8sY"}};
constexpr LeakCounterexample kShipengineKeyNot[] = {{"checksum: IqiES9T899Uis7LTOjJoat86rRJDY7BwDsf7yS8C8sY"},
                                                    {"SHIPENGINE_API_KEY=IqiES9T89"}};
constexpr LeakExample kDuffelToken[] = {
    {"{\\\"token\\\":\\\"duffel_live_"
     "Ip6o8l7VWKJZDN-DuzLCFTsg6BO7Q2B4GXUHxbDVFEW\\\"}",
     "duffel_live_"
     "Ip6o8l7VWKJZDN-DuzLCFTsg6BO7Q2B4GXUHxbDVFEW"}};
constexpr LeakCounterexample kDuffelTokenNot[] = {{"duffel_live_xxxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"duffel_live_"
                                                   "Ip6o8l7VWKJZDN-DuzLCF"}};
constexpr LeakExample kDuffelTestToken[] = {
    {"<token>duffel_test_"
     "VgGvw91QgAsnJNbRWJIUoERjAWxpEYeGFRzalChk-y4</token>",
     "duffel_test_"
     "VgGvw91QgAsnJNbRWJIUoERjAWxpEYeGFRzalChk-y4"}};
constexpr LeakCounterexample kDuffelTestTokenNot[] = {{"duffel_test_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xx"},
                                                      {"duffel_test_"
                                                       "VgGvw91QgAsnJNbRWJIUo"}};
constexpr LeakExample kFreshbooksSecret[] = {
    {"{\\\"freshbooksClientSecret\\\":\\\"e6461c678e435eccb18a46d2dbcff0042c01807886f486701b5c259fa936873f\\\"}",
     "e6461c678e435eccb18a46d2dbcff0042c01807886f486701b5c259fa936873f"},
    {"os.environ['FRESHBOOKS_CLIENT_SECRET'] = 'e6461c678e435eccb18a46d2dbcff0042c01807886f486701b5c259fa936873f'",
     "e6461c678e435eccb18a46d2dbcff0042c01807886f486701b5c259fa936873f"}};
constexpr LeakCounterexample kFreshbooksSecretNot[] = {{"checksum: e6461c678e435eccb18a46d2dbcff0042c01807886f486701b5c259fa936873f"},
                                                       {"FRESHBOOKS_CLIENT_SECRET=e6461c678"}};
constexpr LeakExample kQuickbooksSecret[] = {
    {"config.set(\"quickbooks_client_secret\", \"sFn88KhtYk8DKytfsuBPl4pJHLTnJMs52MRnoHgF\")", "sFn88KhtYk8DKytfsuBPl4pJHLTnJMs52MRnoHgF"},
    {"run --quickbooks-client-secret sFn88KhtYk8DKytfsuBPl4pJHLTnJMs52MRnoHgF x", "sFn88KhtYk8DKytfsuBPl4pJHLTnJMs52MRnoHgF"}};
constexpr LeakCounterexample kQuickbooksSecretNot[] = {{"checksum: sFn88KhtYk8DKytfsuBPl4pJHLTnJMs52MRnoHgF"},
                                                       {"QUICKBOOKS_CLIENT_SECRET=sFn88KhtY"}};

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

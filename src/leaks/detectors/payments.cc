// SPDX-License-Identifier: Apache-2.0
//
// Keys of payment services: Square, PayPal and Braintree, Adyen, Razorpay, Flutterwave, Plaid, Checkout.com, GoCardless, Mollie,
// Finicity, Paddle, Lemon Squeezy, Klarna, Xendit, Mercado Pago, Wise.
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kSquareAccessToken[] = {{"const t = `sq0atp-"
                                               "saxgLwcc9_CwJDdEyIZJEn`;",
                                               "sq0atp-"
                                               "saxgLwcc9_CwJDdEyIZJEn"},
                                              {"TOKEN=EAAA"
                                               "edlnk92v0Jy3IKtZHgHMUYfHa4B4oez6LYT5B7-7miRMR-2ZLVPywXMuTeiy\n",
                                               "EAAA"
                                               "edlnk92v0Jy3IKtZHgHMUYfHa4B4oez6LYT5B7-7miRMR-2ZLVPywXMuTeiy"}};
constexpr LeakCounterexample kSquareAccessTokenNot[] = {{"sq0atp-"
                                                         "xxxxxxxxxxxxxxxxxxxxxx"},
                                                        {"EAAA"
                                                         "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}};
constexpr LeakExample kSquareSecret[] = {
    {"\"token\": \"sq0csp-"
     "E44WLD0G6Ld9L01-kcSJHySJlwOgGlKr5780biD6zmX\"",
     "sq0csp-"
     "E44WLD0G6Ld9L01-kcSJHySJlwOgGlKr5780biD6zmX"}};
constexpr LeakCounterexample kSquareSecretNot[] = {{"sq0csp-xxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"sq0csp-"
                                                    "E44WLD0G6Ld9L01-kcSJH"}};
constexpr LeakExample kBraintreeToken[] = {
    {"token: 'access_token$production$"
     "ls0om4z5pju15bqz$cd676fa3336f6475f6cab6548ebeab93'\n",
     "access_token$production$"
     "ls0om4z5pju15bqz$cd676fa3336f6475f6cab6548ebeab93"}};
constexpr LeakCounterexample kBraintreeTokenNot[] = {{"access_token$production$xxxxxxxxxxxxxxxx$xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                     {"access_token$production$"
                                                      "ls0om4z5pju15bqz$cd676fa"}};
constexpr LeakExample kBraintreeKey[] = {
    {"braintree_private_key = \"601b93a9fd3ba4d4992058b3aa9fb0c4\"\n", "601b93a9fd3ba4d4992058b3aa9fb0c4"},
    {"<add key=\"braintreePrivateKey\" value=\"601b93a9fd3ba4d4992058b3aa9fb0c4\"/>", "601b93a9fd3ba4d4992058b3aa9fb0c4"}};
constexpr LeakCounterexample kBraintreeKeyNot[] = {{"checksum: 601b93a9fd3ba4d4992058b3aa9fb0c4"}, {"BRAINTREE_PRIVATE_KEY=601b93a9f"}};
constexpr LeakExample kPaypalSecret[] = {{"- name: PAYPAL_CLIENT_SECRET\n  value: E"
                                          "BxchcNprI_JDxEqYJ0Zh0NnHRBs8rKKR2x7Wm2-hwIKBWY6S8n25NJSt4uBhKT6pUX4xG3SKlUuuMf3\n",
                                          "E"
                                          "BxchcNprI_JDxEqYJ0Zh0NnHRBs8rKKR2x7Wm2-hwIKBWY6S8n25NJSt4uBhKT6pUX4xG3SKlUuuMf3"},
                                         {"{\\\"paypalClientSecret\\\":\\\"E"
                                          "BxchcNprI_JDxEqYJ0Zh0NnHRBs8rKKR2x7Wm2-hwIKBWY6S8n25NJSt4uBhKT6pUX4xG3SKlUuuMf3\\\"}",
                                          "E"
                                          "BxchcNprI_JDxEqYJ0Zh0NnHRBs8rKKR2x7Wm2-hwIKBWY6S8n25NJSt4uBhKT6pUX4xG3SKlUuuMf3"}};
constexpr LeakCounterexample kPaypalSecretNot[] = {
    {"checksum: EBxchcNprI_JDxEqYJ0Zh0NnHRBs8rKKR2x7Wm2-hwIKBWY6S8n25NJSt4uBhKT6pUX4xG3SKlUuuMf3"}, {"PAYPAL_CLIENT_SECRET=EBxchcNpr"}};
constexpr LeakExample kAdyenKey[] = {
    {"ADYEN_API_KEY=\"AQEyhm"
     "iyWQ1rIBYHmBWzgnLfS9KU1MyIOGtflxiRr6NB4dmvoO7tbMDSVx6gH8nzyeIaqvdCb1mfCBb0mwi45whfsK2m79FM==-"
     "mi0nbD2QOGI5y1zS6lGxCH357EJ5jDIBs28mTK8ZZ2k=-t7{K.2_^qR(9xbZm\"",
     "AQEyhm"
     "iyWQ1rIBYHmBWzgnLfS9KU1MyIOGtflxiRr6NB4dmvoO7tbMDSVx6gH8nzyeIaqvdCb1mfCBb0mwi45whfsK2m79FM==-"
     "mi0nbD2QOGI5y1zS6lGxCH357EJ5jDIBs28mTK8ZZ2k=-t7{K.2_^qR(9xbZm"}};
constexpr LeakCounterexample kAdyenKeyNot[] = {
    {"AQEyhm"
     "YHOmlaWH3Jiu5WpubTdK"}};
constexpr LeakExample kAdyenHmacKey[] = {
    {"<adyen-hmac-key>1751E6E21EBD7E8D2E9E8465B70F3E2B0F599D4C05D34540AFDA22090B640F07</adyen-hmac-key>",
     "1751E6E21EBD7E8D2E9E8465B70F3E2B0F599D4C05D34540AFDA22090B640F07"},
    {"config.set(\"adyen_hmac_key\", \"1751E6E21EBD7E8D2E9E8465B70F3E2B0F599D4C05D34540AFDA22090B640F07\")",
     "1751E6E21EBD7E8D2E9E8465B70F3E2B0F599D4C05D34540AFDA22090B640F07"}};
constexpr LeakCounterexample kAdyenHmacKeyNot[] = {{"checksum: 1751E6E21EBD7E8D2E9E8465B70F3E2B0F599D4C05D34540AFDA22090B640F07"},
                                                   {"ADYEN_HMAC_KEY=1751E6E21"}};
constexpr LeakExample kRazorpayKey[] = {
    {"curl -u rzp_live_SzoJvxfWvg0hhp:rZkZC0LLTpGNbVpjcxCOKwha https://api.razorpay.com/v1", "rZkZC0LLTpGNbVpjcxCOKwha"},
    {"KEY_ID=rzp_live_uhi87dLGRXeA8x\nKEY_SECRET=H6zz8GG9FK92ajpJE1stk48j\n", "H6zz8GG9FK92ajpJE1stk48j"}};
constexpr LeakCounterexample kRazorpayKeyNot[] = {{"rzp_live_ME2n46iyAibKo7:"}};
constexpr LeakExample kRazorpaySecret[] = {{"razorpay.key.secret=HjfgwbdxAFgUQ0rEV4EfgDLW\n", "HjfgwbdxAFgUQ0rEV4EfgDLW"},
                                           {"\"razorpayKeySecret\": \"HjfgwbdxAFgUQ0rEV4EfgDLW\",", "HjfgwbdxAFgUQ0rEV4EfgDLW"}};
constexpr LeakCounterexample kRazorpaySecretNot[] = {{"checksum: HjfgwbdxAFgUQ0rEV4EfgDLW"}, {"RAZORPAY_KEY_SECRET=HjfgwbdxA"}};
constexpr LeakExample kFlutterwaveKey[] = {{"\"token\": \"FLWSECK-"
                                            "fd833f59cf9b1749e4df0a7a2fd64797-X\"",
                                            "FLWSECK-"
                                            "fd833f59cf9b1749e4df0a7a2fd64797-X"},
                                           {"token: 'FLWSECK_TEST-"
                                            "da45842db040fe2ed74f89f58f6aed9b-X'\n",
                                            "FLWSECK_TEST-"
                                            "da45842db040fe2ed74f89f58f6aed9b-X"}};
constexpr LeakCounterexample kFlutterwaveKeyNot[] = {{"FLWSECK-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-x"},
                                                     {"FLWSECK-"
                                                      "fd833f59cf9b1749e"}};
constexpr LeakExample kFlutterwaveEncryptionKey[] = {
    {"curl -H \"Authorization: Bearer FLWSECK_TEST"
     "2acd44929e4d\" x",
     "FLWSECK_TEST"
     "2acd44929e4d"}};
constexpr LeakCounterexample kFlutterwaveEncryptionKeyNot[] = {{"FLWSECK_TESTxxxxxxxxxxxx"},
                                                               {"FLWSECK_TEST"
                                                                "2acd44"}};
constexpr LeakExample kPlaidAccessToken[] = {
    {"ENV API_TOKEN access-production-"
     "0a79d8c1-7860-4363-bc7f-2b5a4fc719cd\n",
     "access-production-"
     "0a79d8c1-7860-4363-bc7f-2b5a4fc719cd"}};
constexpr LeakCounterexample kPlaidAccessTokenNot[] = {{"access-production-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"},
                                                       {"access-production-"
                                                        "0a79d8c1-7860-4363"}};
constexpr LeakExample kPlaidSecret[] = {
    {"PLAID_SECRET_KEY=b38426247072dea4685d439f86e445\n", "b38426247072dea4685d439f86e445"},
    {"<plaid-secret-key>b38426247072dea4685d439f86e445</plaid-secret-key>", "b38426247072dea4685d439f86e445"}};
constexpr LeakCounterexample kPlaidSecretNot[] = {{"checksum: b38426247072dea4685d439f86e445"}, {"PLAID_SECRET_KEY=b38426247"}};
constexpr LeakExample kCheckoutComKey[] = {{"x --token=sk_sbox_"
                                            "snf3cjmfhfft77k7wkt752of3le y",
                                            "sk_sbox_"
                                            "snf3cjmfhfft77k7wkt752of3le"},
                                           {"export TOKEN=\"sk_test_"
                                            "7fea64ba-b878-45d5-9504-92f43fb35a3d\"",
                                            "sk_test_"
                                            "7fea64ba-b878-45d5-9504-92f43fb35a3d"}};
constexpr LeakCounterexample kCheckoutComKeyNot[] = {{"sk_sbox_xxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                     {"sk_sbox_"
                                                      "snf3cjmfhfft7"}};
constexpr LeakExample kCheckoutComLiveKey[] = {{"os.environ['CHECKOUT_SECRET_KEY'] = 'sk_"
                                                "j5k2xootjijkyao44ubwjcwajm3'",
                                                "sk_"
                                                "j5k2xootjijkyao44ubwjcwajm3"},
                                               {"ENV CHECKOUT_SECRET_KEY sk_"
                                                "j5k2xootjijkyao44ubwjcwajm3\n",
                                                "sk_"
                                                "j5k2xootjijkyao44ubwjcwajm3"}};
constexpr LeakCounterexample kCheckoutComLiveKeyNot[] = {{"checksum: sk_j5k2xootjijkyao44ubwjcwajm3"}, {"CHECKOUT_SECRET_KEY=sk_j5k2xo"}};
constexpr LeakExample kGocardlessToken[] = {{"run --gocardless-access-token live_"
                                             "mLkQY_XNOjzKY-KnbO572oA8SbKg70ge0kwWbiUn x",
                                             "live_"
                                             "mLkQY_XNOjzKY-KnbO572oA8SbKg70ge0kwWbiUn"},
                                            {"\"gocardless_access_token\" => \"live_"
                                             "mLkQY_XNOjzKY-KnbO572oA8SbKg70ge0kwWbiUn\"",
                                             "live_"
                                             "mLkQY_XNOjzKY-KnbO572oA8SbKg70ge0kwWbiUn"}};
constexpr LeakCounterexample kGocardlessTokenNot[] = {{"checksum: live_mLkQY_XNOjzKY-KnbO572oA8SbKg70ge0kwWbiUn"},
                                                      {"GOCARDLESS_ACCESS_TOKEN=live_mLkQ"}};
constexpr LeakExample kMollieKey[] = {
    {"curl -H \"Authorization: Bearer live_"
     "uQpmsxcV2sLIPVuhdtOnGo7QUlC5Sr\" x",
     "live_"
     "uQpmsxcV2sLIPVuhdtOnGo7QUlC5Sr"}};
constexpr LeakCounterexample kMollieKeyNot[] = {{"live_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"live_"
                                                 "uQpmsxcV2sLIPVu"}};
constexpr LeakExample kFinicityToken[] = {
    {"finicity.partner.secret=b55937ab220fd8447490496cdf10a6a3\n", "b55937ab220fd8447490496cdf10a6a3"},
    {"\"finicityPartnerSecret\": \"iSgXtcQayAXnRA68TVMd\",", "iSgXtcQayAXnRA68TVMd"}};
constexpr LeakCounterexample kFinicityTokenNot[] = {{"checksum: b55937ab220fd8447490496cdf10a6a3"}, {"FINICITY_PARTNER_SECRET=b55937ab2"}};
constexpr LeakExample kPaddleKey[] = {
    {"<token>pdl_live_apikey_"
     "g8tk10iavoinljir6dza0jsxng_rC25zNQZ7v61N12mjQ8Ph5_Plt</token>",
     "pdl_live_apikey_"
     "g8tk10iavoinljir6dza0jsxng_rC25zNQZ7v61N12mjQ8Ph5_Plt"}};
constexpr LeakCounterexample kPaddleKeyNot[] = {{"pdl_live_apikey_xxxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxxxx_xxx"},
                                                {"pdl_live_apikey_"
                                                 "g8tk10iavoinljir6dza0jsxng"}};
constexpr LeakExample kXenditKey[] = {
    {"x --token=xnd_production_"
     "Q39ZokVXzdW0JeU2FYntFVp9IeyXAJPvf6H6TYZ6R8xrM46dhcX9qPK8ZZK9XmJw y",
     "xnd_production_"
     "Q39ZokVXzdW0JeU2FYntFVp9IeyXAJPvf6H6TYZ6R8xrM46dhcX9qPK8ZZK9XmJw"}};
constexpr LeakCounterexample kXenditKeyNot[] = {{"xnd_production_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"xnd_production_"
                                                 "Q39ZokVXzdW0JeU2FYntFVp9IeyXAJPv"}};
constexpr LeakExample kMercadoPagoToken[] = {
    {"export TOKEN=\"APP_USR-"
     "7616302978219763-913046-c1efefcbc805e0e49fe62abf4c5be0e3-166074553\"",
     "APP_USR-"
     "7616302978219763-913046-c1efefcbc805e0e49fe62abf4c5be0e3-166074553"}};
constexpr LeakCounterexample kMercadoPagoTokenNot[] = {{"APP_USR-xxxxxxxxxxxxxxxx-xxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxx"},
                                                       {"APP_USR-"
                                                        "7616302978219763-913046-c1efefcbc"}};
constexpr LeakExample kKlarnaKey[] = {
    {"const t = `klarna_live_api_"
     "CtMPXIny6E5mx47M1dAoTIbAfnMcrvplchSSy3D1FAkL3l5lQ30UCfe1eyWurz3x`;",
     "klarna_live_api_"
     "CtMPXIny6E5mx47M1dAoTIbAfnMcrvplchSSy3D1FAkL3l5lQ30UCfe1eyWurz3x"}};
constexpr LeakCounterexample kKlarnaKeyNot[] = {{"klarna_live_api_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"klarna_live_api_"
                                                 "CtMPXIny6E5mx47M1dAoTIbAfnMcrvpl"}};
constexpr LeakExample kWiseToken[] = {
    {"TRANSFERWISE_API_TOKEN=dd726e10-fc3d-41ac-aaf6-0de2bc8a757a\n", "dd726e10-fc3d-41ac-aaf6-0de2bc8a757a"},
    {"<transferwise-api-token>dd726e10-fc3d-41ac-aaf6-0de2bc8a757a</transferwise-api-token>", "dd726e10-fc3d-41ac-aaf6-0de2bc8a757a"}};
constexpr LeakCounterexample kWiseTokenNot[] = {{"checksum: dd726e10-fc3d-41ac-aaf6-0de2bc8a757a"}, {"TRANSFERWISE_API_TOKEN=dd726e10-"}};
constexpr LeakExample kLemonSqueezyKey[] = {
    {"LEMONSQUEEZY_API_KEY=eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9"
     ".eyJhdWQiOiI5NGQ1OWNlZi1kYmI4LTRlYTUtYjE3OC1kMjU0MGZjZDY5MTkiLCJqdGkiOiJmODVhMmM0M2ExNDlhNzViMDcxMDllZjM2YmEwZjI0YzQ3ZDlmNzlmIn0."
     "P0uVsIib2P27dFm3PeU_n-kFaK25J8haUrz4WZHKf5LnVjYNUyZ4JvEn2KEsYHILm4fczA_"
     "yWX3OVXKywKu5bEC3ruJ0YCj2rmbcPzzoM9zf6rNvOHYnwtzvbVboFy1BXQAjUodvRkrjZase11HdLoms2XrTcWXxYVHiI2_YHcJHg7koISi8-hTVwk_-"
     "zB6eluFgnixs6ged5sYMFXpLxiOmhU1ZgIkuk_Ypk8-E8wDHdR2FqDG8idMum1IhWoE44QR6f4hAkqRkNQty8E82Xfbf0fa2S4OGb4FcO-"
     "AhgKxwCKdchk7evJ2iwId8sZOOSm6KqMgL77Hr_MmW8eyeiR\n",
     "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9"
     ".eyJhdWQiOiI5NGQ1OWNlZi1kYmI4LTRlYTUtYjE3OC1kMjU0MGZjZDY5MTkiLCJqdGkiOiJmODVhMmM0M2ExNDlhNzViMDcxMDllZjM2YmEwZjI0YzQ3ZDlmNzlmIn0."
     "P0uVsIib2P27dFm3PeU_n-kFaK25J8haUrz4WZHKf5LnVjYNUyZ4JvEn2KEsYHILm4fczA_"
     "yWX3OVXKywKu5bEC3ruJ0YCj2rmbcPzzoM9zf6rNvOHYnwtzvbVboFy1BXQAjUodvRkrjZase11HdLoms2XrTcWXxYVHiI2_YHcJHg7koISi8-hTVwk_-"
     "zB6eluFgnixs6ged5sYMFXpLxiOmhU1ZgIkuk_Ypk8-E8wDHdR2FqDG8idMum1IhWoE44QR6f4hAkqRkNQty8E82Xfbf0fa2S4OGb4FcO-"
     "AhgKxwCKdchk7evJ2iwId8sZOOSm6KqMgL77Hr_MmW8eyeiR"}};
constexpr LeakCounterexample kLemonSqueezyKeyNot[] = {{"LEMONSQUEEZY_API_KEY=eyJ0eXAi"}};

constexpr LeakKind kKinds[] = {
    {.id = "square-access-token",
     .title = "Square access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b((?:sq0atp-[\w-]{22}|EAAA[\w-]{60}))(?:[^\w-]|$))",
     .confirm = likely_if_random,
     .repair = "revoke it at https://developer.squareup.com/apps",
     .matches = kSquareAccessToken,
     .matches_not = kSquareAccessTokenNot},
    {.id = "square-secret",
     .title = "Square application secret",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(sq0csp-[\w-]{43})(?:[^\w-]|$))",
     .repair = "replace it at https://developer.squareup.com/apps",
     .matches = kSquareSecret,
     .matches_not = kSquareSecretNot},
    {.id = "braintree-token",
     .title = "PayPal Braintree access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\baccess_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}\b)",
     .repair = "revoke it in the control panel under API",
     .matches = kBraintreeToken,
     .matches_not = kBraintreeTokenNot},
    {.id = "braintree-key",
     .title = "Braintree private key",
     .severity = model::Severity::kCritical,
     .pattern = kNamed<"braintree", "[0-9a-f]{32}", "private">,
     .min_entropy = 3.0,
     .repair = "make new API keys in the control panel and delete these",
     .matches = kBraintreeKey,
     .matches_not = kBraintreeKeyNot},
    {.id = "paypal-secret",
     .title = "PayPal client secret",
     .severity = model::Severity::kCritical,
     .pattern = kNamed<"paypal", "E[0-9A-Za-z_-]{79}", "secret|key">,
     .repair = "make a new secret at https://developer.paypal.com/dashboard/applications",
     .matches = kPaypalSecret,
     .matches_not = kPaypalSecretNot},
    {.id = "adyen-key",
     .title = "Adyen API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bAQE[a-z]hm[0-9A-Za-z+/]{50,120}={0,2}-[0-9A-Za-z+/]{30,60}={0,2}-[^\s"\'`<\\]{8,40})",
     .trigger = R"(\bAQE[a-z]hm[0-9A-Za-z+/]{40})",
     .repair = "generate a new one at Customer Area > Developers > API credentials",
     .matches = kAdyenKey,
     .matches_not = kAdyenKeyNot},
    {.id = "adyen-hmac-key",
     .title = "Adyen HMAC key",
     .pattern = kNamed<"adyen", "[0-9A-F]{64}">,
     .min_entropy = 3.2,
     .repair = "generate a new one for the webhook in the Customer Area",
     .matches = kAdyenHmacKey,
     .matches_not = kAdyenHmacKeyNot},
    {.id = "razorpay-key",
     .title = "Razorpay key ID with its secret",
     .pattern =
         R"(\brzp_(?:live|test)_[0-9A-Za-z]{14}["\'`]?[\s,:;)]{1,6}["\'`]?(?:[\w.-]{2,24}["\'`]?\s{0,3}[=:]\s{0,3}["\'`]?)?([0-9A-Za-z]{24})\b)",
     .confirm = likely_if_random,
     .repair = "regenerate it at https://dashboard.razorpay.com/app/keys",
     .matches = kRazorpayKey,
     .matches_not = kRazorpayKeyNot},
    {.id = "razorpay-secret",
     .title = "Razorpay key secret",
     .pattern = kNamed<"razorpay", "[0-9A-Za-z]{24}", "secret">,
     .confirm = likely_if_random,
     .repair = "regenerate it at https://dashboard.razorpay.com/app/keys",
     .matches = kRazorpaySecret,
     .matches_not = kRazorpaySecretNot},
    {.id = "flutterwave-key",
     .title = "Flutterwave secret key",
     .pattern = R"(\bFLWSECK(?:_TEST)?-[0-9a-h]{32}(?:-[0-9a-z]{10,20}[a-z]{2})?-X\b)",
     .repair = "regenerate it at https://app.flutterwave.com/dashboard/settings/apis",
     .matches = kFlutterwaveKey,
     .matches_not = kFlutterwaveKeyNot},
    {.id = "flutterwave-encryption-key",
     .title = "Flutterwave encryption key",
     .severity = model::Severity::kMedium,
     .pattern = R"(\bFLWSECK_TEST[0-9a-f]{12}\b)",
     .repair = "regenerate it at https://app.flutterwave.com/dashboard/settings/apis",
     .matches = kFlutterwaveEncryptionKey,
     .matches_not = kFlutterwaveEncryptionKeyNot},
    {.id = "plaid-access-token",
     .title = "Plaid access token",
     .pattern = R"(\baccess-(?:production|development|sandbox)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)",
     .repair = "rotate it by /item/access_token/invalidate",
     .matches = kPlaidAccessToken,
     .matches_not = kPlaidAccessTokenNot},
    {.id = "plaid-secret",
     .title = "Plaid client secret",
     .severity = model::Severity::kCritical,
     .pattern = kNamed<"plaid", "[0-9a-f]{30}", "secret">,
     .min_entropy = 3.0,
     .repair = "rotate it at https://dashboard.plaid.com/developers/keys",
     .matches = kPlaidSecret,
     .matches_not = kPlaidSecretNot},
    {.id = "checkout-com-key",
     .title = "Checkout.com sandbox secret key",
     .severity = model::Severity::kMedium,
     .pattern = R"(\b(sk_sbox_[a-z2-7]{26}[a-z2-7*#$=]|sk_test_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:\W|$))",
     .repair = "regenerate it in the dashboard under Developers > Keys",
     .matches = kCheckoutComKey,
     .matches_not = kCheckoutComKeyNot},
    {.id = "checkout-com-live-key",
     .title = "Checkout.com live secret key",
     .severity = model::Severity::kCritical,
     .pattern = kNamed<"checkout|cko", "sk_(?:[a-z2-7]{26}[a-z2-7*#$=]?|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})">,
     .repair = "regenerate it in the dashboard under Developers > Keys",
     .matches = kCheckoutComLiveKey,
     .matches_not = kCheckoutComLiveKeyNot},
    {.id = "gocardless-token",
     .title = "GoCardless access token",
     .severity = model::Severity::kCritical,
     .pattern = kNamed<"gocardless", "(?:live|sandbox)_[0-9A-Za-z_-]{40}">,
     .repair = "delete it at https://manage.gocardless.com/developers",
     .matches = kGocardlessToken,
     .matches_not = kGocardlessTokenNot},
    {.id = "mollie-key",
     .title = "Mollie API key",
     .pattern = R"(\b(?:live|test)_[0-9A-Za-z]{30}\b)",
     .confirm = likely_if_random,
     .repair = "reset it at https://my.mollie.com/dashboard/developers/api-keys",
     .matches = kMollieKey,
     .matches_not = kMollieKeyNot},
    {.id = "finicity-token",
     .title = "Finicity app key or partner secret",
     .pattern = kNamed<"finicity", "(?:[0-9a-f]{32}|[0-9A-Za-z]{20})">,
     .confirm = likely_if_random,
     .repair = "ask for a new one at https://developer.mastercard.com",
     .matches = kFinicityToken,
     .matches_not = kFinicityTokenNot},
    {.id = "paddle-key",
     .title = "Paddle API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bpdl_(?:live|sdbx)_apikey_[0-9a-z]{26}_[0-9A-Za-z]{22}_[0-9A-Za-z]{3}\b)",
     .repair = "revoke it at Paddle > Developer tools > Authentication",
     .matches = kPaddleKey,
     .matches_not = kPaddleKeyNot},
    {.id = "xendit-key",
     .title = "Xendit secret key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(?:xnd_production_|xnd_development_)[0-9A-Za-z]{60,80}\b)",
     .repair = "delete it at https://dashboard.xendit.co/settings/developers",
     .matches = kXenditKey,
     .matches_not = kXenditKeyNot},
    {.id = "mercado-pago-token",
     .title = "Mercado Pago access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(?:APP_USR|TEST)-[0-9]{12,18}-[0-9]{6}-[0-9a-f]{32}-[0-9]{6,12}\b)",
     .repair = "renew it at https://www.mercadopago.com/developers/panel",
     .matches = kMercadoPagoToken,
     .matches_not = kMercadoPagoTokenNot},
    {.id = "klarna-key",
     .title = "Klarna API key",
     .pattern = R"(\bklarna_(?:live|test)_api_[0-9A-Za-z=\-*()&%$#@!?]{40,400})",
     .trigger = R"(\bklarna_(?:live|test)_api_[0-9A-Za-z=-]{30})",
     .repair = "disable it in the merchant portal",
     .matches = kKlarnaKey,
     .matches_not = kKlarnaKeyNot},
    {.id = "wise-token",
     .title = "Wise API token",
     .severity = model::Severity::kCritical,
     .pattern = kNamed<"wise_|transferwise", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}">,
     .repair = "revoke it under Settings > API tokens",
     .matches = kWiseToken,
     .matches_not = kWiseTokenNot},
    {.id = "lemon-squeezy-key",
     .title = "Lemon Squeezy API key in a bearer header",
     .pattern =
         R"((?i:lemon_?-?squeezy)[\w.-]{0,24}["\'`]?\s{0,3}[=:]\s{0,3}["\'`]?(?:Bearer )?(eyJ[\w-]{20,80}\.eyJ[\w-]{40,400}\.[\w-]{200,800}))",
     .trigger = R"((?i:lemon_?-?squeezy)[\w.-]{0,24}["\'`]?\s{0,3}[=:]\s{0,3}["\'`]?(?:Bearer )?eyJ)",
     .repair = "delete it at https://app.lemonsqueezy.com/settings/api",
     .matches = kLemonSqueezyKey,
     .matches_not = kLemonSqueezyKeyNot},
};

}  // namespace

extern constinit const Detector payments;
constinit const Detector payments = {.name = "payments", .summary = "keys of payment services", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

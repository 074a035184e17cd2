// SPDX-License-Identifier: Apache-2.0
//
// Keys of payment services: Square, PayPal and Braintree, Adyen, Razorpay, Flutterwave, Plaid, Checkout.com, GoCardless, Mollie,
// Finicity, Paddle, Lemon Squeezy, Klarna, Xendit, Mercado Pago, Wise.
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kSquareAccessToken[] = {{"TOKEN=sq0atp-"
                                               "2Ry15-y-8EyX79LgkE8p98\n",
                                               "sq0atp-"
                                               "2Ry15-y-8EyX79LgkE8p98"},
                                              {"\"token\": \"EAAA"
                                               "1CM2QlHhu3QHiAvfv_MBIXAR_vDEh0oAz9PW8IwiB3_xCd0uPiamrjy4Vsax\"",
                                               "EAAA"
                                               "1CM2QlHhu3QHiAvfv_MBIXAR_vDEh0oAz9PW8IwiB3_xCd0uPiamrjy4Vsax"}};
constexpr LeakCounterexample kSquareAccessTokenNot[] = {{"sq0atp-"
                                                         "xxxxxxxxxxxxxxxxxxxxxx"},
                                                        {"EAAA"
                                                         "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}};
constexpr LeakExample kSquareSecret[] = {
    {"token: 'sq0csp-"
     "gLwcc9_CwJDdEyIZJEnedlnk92v0Jy3IKtZHgHMUYfH'\n",
     "sq0csp-"
     "gLwcc9_CwJDdEyIZJEnedlnk92v0Jy3IKtZHgHMUYfH"}};
constexpr LeakCounterexample kSquareSecretNot[] = {{"sq0csp-xxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"sq0csp-"
                                                    "gLwcc9_CwJDdEyIZJEned"}};
constexpr LeakExample kBraintreeToken[] = {
    {"curl -H \"Authorization: Bearer access_token$production$"
     "a2n2h7cm3szw2n35$e32a9afdc9ba65c95b1267eec97d8e90\" x",
     "access_token$production$"
     "a2n2h7cm3szw2n35$e32a9afdc9ba65c95b1267eec97d8e90"}};
constexpr LeakCounterexample kBraintreeTokenNot[] = {{"access_token$production$xxxxxxxxxxxxxxxx$xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                     {"access_token$production$"
                                                      "a2n2h7cm3szw2n35$e32a9af"}};
constexpr LeakExample kBraintreeKey[] = {
    {"os.environ['BRAINTREE_PRIVATE_KEY'] = 'f9ddf20b886b825a18294eefd027e63c'", "f9ddf20b886b825a18294eefd027e63c"},
    {"ENV BRAINTREE_PRIVATE_KEY f9ddf20b886b825a18294eefd027e63c\n", "f9ddf20b886b825a18294eefd027e63c"}};
constexpr LeakCounterexample kBraintreeKeyNot[] = {{"checksum: f9ddf20b886b825a18294eefd027e63c"}, {"BRAINTREE_PRIVATE_KEY=f9ddf20b8"}};
constexpr LeakExample kPaypalSecret[] = {{"run --paypal-client-secret E"
                                          "xK1Dz9Y_FsP2-dGYW0zCB-RnmmB9AsFx_yWPTAvtG4T7PTMoyceVLnOL90oVRt1qMLlcwGUpPPN8VbX x",
                                          "E"
                                          "xK1Dz9Y_FsP2-dGYW0zCB-RnmmB9AsFx_yWPTAvtG4T7PTMoyceVLnOL90oVRt1qMLlcwGUpPPN8VbX"},
                                         {"\"paypal_client_secret\" => \"E"
                                          "xK1Dz9Y_FsP2-dGYW0zCB-RnmmB9AsFx_yWPTAvtG4T7PTMoyceVLnOL90oVRt1qMLlcwGUpPPN8VbX\"",
                                          "E"
                                          "xK1Dz9Y_FsP2-dGYW0zCB-RnmmB9AsFx_yWPTAvtG4T7PTMoyceVLnOL90oVRt1qMLlcwGUpPPN8VbX"}};
constexpr LeakCounterexample kPaypalSecretNot[] = {
    {"checksum: ExK1Dz9Y_FsP2-dGYW0zCB-RnmmB9AsFx_yWPTAvtG4T7PTMoyceVLnOL90oVRt1qMLlcwGUpPPN8VbX"}, {"PAYPAL_CLIENT_SECRET=ExK1Dz9Y_"}};
constexpr LeakExample kAdyenKey[] = {
    {"ADYEN_API_KEY=\"AQEyhm"
     "inlGbdTbthiYrFrKH4o5XUlpizVXrAzdAtV1gq3v7Tn0jEi0sKs3vBlWDy29828g3ISBFZdN4lrJ8ON2ZZsn3y6U3z==-"
     "DwEVg9HBCQH7YX06t1rwjCknSQ8dswDhMGRJ5IxyVJC=-t7{K.2_^qR(9xbZm\"",
     "AQEyhm"
     "inlGbdTbthiYrFrKH4o5XUlpizVXrAzdAtV1gq3v7Tn0jEi0sKs3vBlWDy29828g3ISBFZdN4lrJ8ON2ZZsn3y6U3z==-"
     "DwEVg9HBCQH7YX06t1rwjCknSQ8dswDhMGRJ5IxyVJC=-t7{K.2_^qR(9xbZm"}};
constexpr LeakCounterexample kAdyenKeyNot[] = {
    {"AQEyhm"
     "QlQqJBWwXIs5XfIxkktc"}};
constexpr LeakExample kAdyenHmacKey[] = {
    {"const adyenHmacKey string = \"D4C8D6DC362C925B48D16A790EB36CC208A1E062ED06B4B3296F6460ECC5BEF4\"\n",
     "D4C8D6DC362C925B48D16A790EB36CC208A1E062ED06B4B3296F6460ECC5BEF4"},
    {"ADYEN_HMAC_KEY=D4C8D6DC362C925B48D16A790EB36CC208A1E062ED06B4B3296F6460ECC5BEF4\n",
     "D4C8D6DC362C925B48D16A790EB36CC208A1E062ED06B4B3296F6460ECC5BEF4"}};
constexpr LeakCounterexample kAdyenHmacKeyNot[] = {{"checksum: D4C8D6DC362C925B48D16A790EB36CC208A1E062ED06B4B3296F6460ECC5BEF4"},
                                                   {"ADYEN_HMAC_KEY=D4C8D6DC3"}};
constexpr LeakExample kRazorpayKey[] = {
    {"curl -u rzp_live_KCxApDr203AGfC:DIBs28mTK8ZZ2kYHOmlaWH3J https://api.razorpay.com/v1", "DIBs28mTK8ZZ2kYHOmlaWH3J"},
    {"KEY_ID=rzp_live_tCrjnMJlJxoG5a\nKEY_SECRET=iu5WpubTdKdpkRKcDmC06fcI\n", "iu5WpubTdKdpkRKcDmC06fcI"}};
constexpr LeakCounterexample kRazorpayKeyNot[] = {{"rzp_live_GSKLEUMgSDVex6:"}};
constexpr LeakExample kRazorpaySecret[] = {
    {"<add key=\"razorpayKeySecret\" value=\"aFkssB2jNNzb7lBgVjkV4ibu\"/>", "aFkssB2jNNzb7lBgVjkV4ibu"},
    {"razorpay:\n  key_secret: aFkssB2jNNzb7lBgVjkV4ibu\n", "aFkssB2jNNzb7lBgVjkV4ibu"}};
constexpr LeakCounterexample kRazorpaySecretNot[] = {{"checksum: aFkssB2jNNzb7lBgVjkV4ibu"}, {"RAZORPAY_KEY_SECRET=aFkssB2jN"}};
constexpr LeakExample kFlutterwaveKey[] = {{"token: 'FLWSECK-"
                                            "fda22090b640f0785e70741beb30ccf0-X'\n",
                                            "FLWSECK-"
                                            "fda22090b640f0785e70741beb30ccf0-X"},
                                           {"curl -H \"Authorization: Bearer FLWSECK_TEST-"
                                            "47f9954c7ab2a3337a3412dbf64cd407-X\" x",
                                            "FLWSECK_TEST-"
                                            "47f9954c7ab2a3337a3412dbf64cd407-X"}};
constexpr LeakCounterexample kFlutterwaveKeyNot[] = {{"FLWSECK-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-x"},
                                                     {"FLWSECK-"
                                                      "fda22090b640f0785"}};
constexpr LeakExample kFlutterwaveEncryptionKey[] = {
    {"ENV API_TOKEN FLWSECK_TEST"
     "423b01bdf38f\n",
     "FLWSECK_TEST"
     "423b01bdf38f"}};
constexpr LeakCounterexample kFlutterwaveEncryptionKeyNot[] = {{"FLWSECK_TESTxxxxxxxxxxxx"},
                                                               {"FLWSECK_TEST"
                                                                "423b01"}};
constexpr LeakExample kPlaidAccessToken[] = {
    {"{\\\"token\\\":\\\"access-production-"
     "f23efd83-3f59-4cf9-a174-9e4df0a7a2fd\\\"}",
     "access-production-"
     "f23efd83-3f59-4cf9-a174-9e4df0a7a2fd"}};
constexpr LeakCounterexample kPlaidAccessTokenNot[] = {{"access-production-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"},
                                                       {"access-production-"
                                                        "f23efd83-3f59-4cf9"}};
constexpr LeakExample kPlaidSecret[] = {
    {"\"plaidSecretKey\": \"64797da45842db040fe2ed74f89f58\",", "64797da45842db040fe2ed74f89f58"},
    {"const plaidSecretKey string = \"64797da45842db040fe2ed74f89f58\"\n", "64797da45842db040fe2ed74f89f58"}};
constexpr LeakCounterexample kPlaidSecretNot[] = {{"checksum: 64797da45842db040fe2ed74f89f58"}, {"PLAID_SECRET_KEY=64797da45"}};
constexpr LeakExample kCheckoutComKey[] = {{"export TOKEN=\"sk_sbox_"
                                            "6nv52twfuy3jjtes4j3auot3ryc\"",
                                            "sk_sbox_"
                                            "6nv52twfuy3jjtes4j3auot3ryc"},
                                           {"const t = `sk_"
                                            "7860363e-c7f2-4b5a-9fc7-19cdb3842624`;",
                                            "sk_"
                                            "7860363e-c7f2-4b5a-9fc7-19cdb3842624"}};
constexpr LeakCounterexample kCheckoutComKeyNot[] = {{"sk_sbox_xxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                     {"sk_sbox_"
                                                      "6nv52twfuy3jj"}};
constexpr LeakExample kCheckoutComLiveKey[] = {{"- name: CHECKOUT_SECRET_KEY\n  value: sk_"
                                                "oape35vinrl3jgs6qn5jjlsnf3c\n",
                                                "sk_"
                                                "oape35vinrl3jgs6qn5jjlsnf3c"},
                                               {"{\\\"checkoutSecretKey\\\":\\\"sk_"
                                                "oape35vinrl3jgs6qn5jjlsnf3c\\\"}",
                                                "sk_"
                                                "oape35vinrl3jgs6qn5jjlsnf3c"}};
constexpr LeakCounterexample kCheckoutComLiveKeyNot[] = {{"checksum: sk_oape35vinrl3jgs6qn5jjlsnf3c"}, {"CHECKOUT_SECRET_KEY=sk_oape35"}};
constexpr LeakExample kGocardlessToken[] = {{"<gocardless-access-token>live_"
                                             "tyloklM_-u-SvN-60Cl3wjF_4PztVPTHEJu1vsvb</gocardless-access-token>",
                                             "live_"
                                             "tyloklM_-u-SvN-60Cl3wjF_4PztVPTHEJu1vsvb"},
                                            {"config.set(\"gocardless_access_token\", \"live_"
                                             "tyloklM_-u-SvN-60Cl3wjF_4PztVPTHEJu1vsvb\")",
                                             "live_"
                                             "tyloklM_-u-SvN-60Cl3wjF_4PztVPTHEJu1vsvb"}};
constexpr LeakCounterexample kGocardlessTokenNot[] = {{"checksum: live_tyloklM_-u-SvN-60Cl3wjF_4PztVPTHEJu1vsvb"},
                                                      {"GOCARDLESS_ACCESS_TOKEN=live_tylo"}};
constexpr LeakExample kMollieKey[] = {
    {"ENV API_TOKEN live_"
     "isVf6FSHQOZQjh4Fx7YHKhTRl69uSM\n",
     "live_"
     "isVf6FSHQOZQjh4Fx7YHKhTRl69uSM"}};
constexpr LeakCounterexample kMollieKeyNot[] = {{"live_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"live_"
                                                 "isVf6FSHQOZQjh4"}};
constexpr LeakExample kFinicityToken[] = {
    {"<add key=\"finicityPartnerSecret\" value=\"3d4e5db7794445c07eea0b41b046d392\"/>", "3d4e5db7794445c07eea0b41b046d392"},
    {"finicity:\n  partner_secret: vQzFyt3XuemX5szUFXT6\n", "vQzFyt3XuemX5szUFXT6"}};
constexpr LeakCounterexample kFinicityTokenNot[] = {{"checksum: 3d4e5db7794445c07eea0b41b046d392"}, {"FINICITY_PARTNER_SECRET=3d4e5db77"}};
constexpr LeakExample kPaddleKey[] = {
    {"x --token=pdl_live_apikey_"
     "s9gau23781hn64w7asd30dc0fl_yaexguQpmsxcV2sLIPVuhd_tOn y",
     "pdl_live_apikey_"
     "s9gau23781hn64w7asd30dc0fl_yaexguQpmsxcV2sLIPVuhd_tOn"}};
constexpr LeakCounterexample kPaddleKeyNot[] = {{"pdl_live_apikey_xxxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxxxx_xxx"},
                                                {"pdl_live_apikey_"
                                                 "s9gau23781hn64w7asd30dc0fl"}};
constexpr LeakExample kXenditKey[] = {
    {"export TOKEN=\"xnd_production_"
     "Go7QUlC5SrMwlTlLshpvxReHfbVEB4qT1j3ioVQOj838tNaTisnOy202WKBUSYFd\"",
     "xnd_production_"
     "Go7QUlC5SrMwlTlLshpvxReHfbVEB4qT1j3ioVQOj838tNaTisnOy202WKBUSYFd"}};
constexpr LeakCounterexample kXenditKeyNot[] = {{"xnd_production_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"xnd_production_"
                                                 "Go7QUlC5SrMwlTlLshpvxReHfbVEB4qT"}};
constexpr LeakExample kMercadoPagoToken[] = {
    {"const t = `APP_USR-"
     "0535121400663690-184266-40a74654481c0d49b638eca6435975c1-817347381`;",
     "APP_USR-"
     "0535121400663690-184266-40a74654481c0d49b638eca6435975c1-817347381"}};
constexpr LeakCounterexample kMercadoPagoTokenNot[] = {{"APP_USR-xxxxxxxxxxxxxxxx-xxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxx"},
                                                       {"APP_USR-"
                                                        "0535121400663690-184266-40a746544"}};
constexpr LeakExample kKlarnaKey[] = {
    {"TOKEN=klarna_live_api_"
     "yXAJPvf6H6TYZ6R8xrM46dhcX9qPK8ZZK9XmJwFBeAToV6RbjN8CJO85Sig3MDAm\n",
     "klarna_live_api_"
     "yXAJPvf6H6TYZ6R8xrM46dhcX9qPK8ZZK9XmJwFBeAToV6RbjN8CJO85Sig3MDAm"}};
constexpr LeakCounterexample kKlarnaKeyNot[] = {{"klarna_live_api_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"klarna_live_api_"
                                                 "yXAJPvf6H6TYZ6R8xrM46dhcX9qPK8ZZ"}};
constexpr LeakExample kWiseToken[] = {
    {"\"transferwiseApiToken\": \"2608dc1e-fefc-4bc8-85e0-e49fe62abf4c\",", "2608dc1e-fefc-4bc8-85e0-e49fe62abf4c"},
    {"const transferwiseApiToken string = \"2608dc1e-fefc-4bc8-85e0-e49fe62abf4c\"\n", "2608dc1e-fefc-4bc8-85e0-e49fe62abf4c"}};
constexpr LeakCounterexample kWiseTokenNot[] = {{"checksum: 2608dc1e-fefc-4bc8-85e0-e49fe62abf4c"}, {"TRANSFERWISE_API_TOKEN=2608dc1e-"}};
constexpr LeakExample kLemonSqueezyKey[] = {
    {"LEMONSQUEEZY_API_KEY=eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9"
     ".eyJhdWQiOiI5NGQ1OWNlZi1kYmI4LTRlYTUtYjE3OC1kMjU0MGZjZDY5MTkiLCJqdGkiOiI1YmUwZTMyY2MxZThiYTdlOTZjZjZiMWQ3MGQyNjE4YTc1MTNjZWZkIn0."
     "uxw4ljjXOJZU31Ejy7ec_Wm1hQXGP_"
     "Ba27kSXJRFxDO9JvPiZtnOgtMQFxTcDgaN68mBVRc9jsYqE1N8DK9wj3mmVCe6eOBfQWntdYWQy7DEhzZC3fSSY0FBl6uylYUSOYVRLrI7ObpW-aIG59_"
     "ssotQo9e72yY599XfQq-"
     "opXSTze8mWtR7XW3KXnvY4Dqf68zbuoEcQC4MgYM2cJbxL0rDPuY3SVvrDAi8FdEY7hNBGafub2wDJaXphBbqDfJe5BuqQkJ2DuMO0Xq3I89H3Al9lRlzIDqm3ciM6PsamhWW"
     "ejXWwofb1kqQ4fr2H0XoGy0Rfm-YhTNRnJj-gEIgGJ\n",
     "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9"
     ".eyJhdWQiOiI5NGQ1OWNlZi1kYmI4LTRlYTUtYjE3OC1kMjU0MGZjZDY5MTkiLCJqdGkiOiI1YmUwZTMyY2MxZThiYTdlOTZjZjZiMWQ3MGQyNjE4YTc1MTNjZWZkIn0."
     "uxw4ljjXOJZU31Ejy7ec_Wm1hQXGP_"
     "Ba27kSXJRFxDO9JvPiZtnOgtMQFxTcDgaN68mBVRc9jsYqE1N8DK9wj3mmVCe6eOBfQWntdYWQy7DEhzZC3fSSY0FBl6uylYUSOYVRLrI7ObpW-aIG59_"
     "ssotQo9e72yY599XfQq-"
     "opXSTze8mWtR7XW3KXnvY4Dqf68zbuoEcQC4MgYM2cJbxL0rDPuY3SVvrDAi8FdEY7hNBGafub2wDJaXphBbqDfJe5BuqQkJ2DuMO0Xq3I89H3Al9lRlzIDqm3ciM6PsamhWW"
     "ejXWwofb1kqQ4fr2H0XoGy0Rfm-YhTNRnJj-gEIgGJ"}};
constexpr LeakCounterexample kLemonSqueezyKeyNot[] = {{"LEMONSQUEEZY_API_KEY=eyJ0eXAi"}};

constexpr LeakKind kKinds[] = {
    {.id = "square-access-token",
     .title = "Square access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(?:sq0atp-[\w-]{22}|EAAA[\w-]{60})\b)",
     .confirm = likely_if_random,
     .repair = "revoke it at https://developer.squareup.com/apps",
     .matches = kSquareAccessToken,
     .matches_not = kSquareAccessTokenNot},
    {.id = "square-secret",
     .title = "Square application secret",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bsq0csp-[\w-]{43}\b)",
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
     .title = "Checkout.com secret key",
     .pattern =
         R"(\b(sk_(?:sbox_[a-z2-7]{26}[a-z2-7*#$=]|(?:test_)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}))(?:\W|$))",
     .repair = "regenerate it in the dashboard under Developers > Keys",
     .matches = kCheckoutComKey,
     .matches_not = kCheckoutComKeyNot},
    {.id = "checkout-com-live-key",
     .title = "Checkout.com live secret key",
     .severity = model::Severity::kCritical,
     .pattern = kNamed<"checkout|cko", "sk_[a-z2-7]{26}[a-z2-7*#$=]?">,
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
     .pattern = R"(\bxnd_(?:production|development)_[0-9A-Za-z]{60,80}\b)",
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

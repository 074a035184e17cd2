// SPDX-License-Identifier: Apache-2.0
//
// Keys of services that keep and show content: Contentful, Sanity, Prismic, Storyblok, DatoCMS, Cloudinary, Algolia, Mapbox, Frame.io,
// Mux, Vimeo, Dropbox, Box, Adobe, Flickr, Unsplash, NYTimes, ReadMe, Postman, Ghost, WordPress salts. Cloudinary's address holds its
// secret.
#include "leaks/base64_text.h"
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion mapbox(const Candidate& candidate) {
  std::string_view body = candidate.secret.substr(3);
  return base64_holds_json(body.substr(0, body.find('.')), {"u", "a"}) ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr LeakExample kContentfulToken[] = {
    {"token: 'CFPAT-"
     "sRUCU0CGn523PsKQpQSGERqVPn5XoFdh6eURw3qk1gU'\n",
     "CFPAT-"
     "sRUCU0CGn523PsKQpQSGERqVPn5XoFdh6eURw3qk1gU"}};
constexpr LeakCounterexample kContentfulTokenNot[] = {{"CFPAT-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                      {"CFPAT-"
                                                       "sRUCU0CGn523PsKQpQSGE"}};
constexpr LeakExample kContentfulDeliveryToken[] = {
    {"contentful_access_token = \"sOC4CD5H0ULV7FMADbwYdz2zuN6H0FIGzKJybIJQF5k\"\n", "sOC4CD5H0ULV7FMADbwYdz2zuN6H0FIGzKJybIJQF5k"},
    {"<add key=\"contentfulAccessToken\" value=\"sOC4CD5H0ULV7FMADbwYdz2zuN6H0FIGzKJybIJQF5k\"/>",
     "sOC4CD5H0ULV7FMADbwYdz2zuN6H0FIGzKJybIJQF5k"}};
constexpr LeakCounterexample kContentfulDeliveryTokenNot[] = {{"checksum: sOC4CD5H0ULV7FMADbwYdz2zuN6H0FIGzKJybIJQF5k"},
                                                              {"CONTENTFUL_ACCESS_TOKEN=sOC4CD5H0"}};
constexpr LeakExample kSanityToken[] = {{"- name: SANITY_API_TOKEN\n  value: sk"
                                         "jlwgaitycUkBm8cd863v99t4xdNPoRN5OYH0nhplIv5u7ZWRwiPbiU0HZI8KTa8eayLTk8on7uYuhSYSpcapyGXakL3PVviqy"
                                         "3hhPsiXSwxMvik6HWvbfLARuTjcfTFxfCcmySG6XcOcvEIaZXiqJunzMVtbuLldjJbE0f0R78auz8N3QQ\n",
                                         "sk"
                                         "jlwgaitycUkBm8cd863v99t4xdNPoRN5OYH0nhplIv5u7ZWRwiPbiU0HZI8KTa8eayLTk8on7uYuhSYSpcapyGXakL3PVviqy"
                                         "3hhPsiXSwxMvik6HWvbfLARuTjcfTFxfCcmySG6XcOcvEIaZXiqJunzMVtbuLldjJbE0f0R78auz8N3QQ"},
                                        {"{\\\"sanityApiToken\\\":\\\"sk"
                                         "jlwgaitycUkBm8cd863v99t4xdNPoRN5OYH0nhplIv5u7ZWRwiPbiU0HZI8KTa8eayLTk8on7uYuhSYSpcapyGXakL3PVviqy"
                                         "3hhPsiXSwxMvik6HWvbfLARuTjcfTFxfCcmySG6XcOcvEIaZXiqJunzMVtbuLldjJbE0f0R78auz8N3QQ\\\"}",
                                         "sk"
                                         "jlwgaitycUkBm8cd863v99t4xdNPoRN5OYH0nhplIv5u7ZWRwiPbiU0HZI8KTa8eayLTk8on7uYuhSYSpcapyGXakL3PVviqy"
                                         "3hhPsiXSwxMvik6HWvbfLARuTjcfTFxfCcmySG6XcOcvEIaZXiqJunzMVtbuLldjJbE0f0R78auz8N3QQ"}};
constexpr LeakCounterexample kSanityTokenNot[] = {
    {"checksum: "
     "skjlwgaitycUkBm8cd863v99t4xdNPoRN5OYH0nhplIv5u7ZWRwiPbiU0HZI8KTa8eayLTk8on7uYuhSYSpcapyGXakL3PVviqy3hhPsiXSwxMvik6HWvbfLARuTjcfTFxfCc"
     "mySG6XcOcvEIaZXiqJunzMVtbuLldjJbE0f0R78auz8N3QQ"},
    {"SANITY_API_TOKEN=skjlwgait"}};
constexpr LeakExample kPrismicToken[] = {
    {"<prismic-access-token>f5bvibufLw4LUUOZ7rNrhaVPe113vx2lClJAgPv7LTKwddDs2KtLa8NE6Mqi."
     "DUy6QR5PnuOwRBYuJqevfDttzbJmWk2EXXpQpAZ6wfVjAwYJUP1qSGuq1QGPk4MwfFOHXfEZMsdtAqHV</prismic-access-token>",
     "f5bvibufLw4LUUOZ7rNrhaVPe113vx2lClJAgPv7LTKwddDs2KtLa8NE6Mqi."
     "DUy6QR5PnuOwRBYuJqevfDttzbJmWk2EXXpQpAZ6wfVjAwYJUP1qSGuq1QGPk4MwfFOHXfEZMsdtAqHV"},
    {"config.set(\"prismic_access_token\", "
     "\"f5bvibufLw4LUUOZ7rNrhaVPe113vx2lClJAgPv7LTKwddDs2KtLa8NE6Mqi."
     "DUy6QR5PnuOwRBYuJqevfDttzbJmWk2EXXpQpAZ6wfVjAwYJUP1qSGuq1QGPk4MwfFOHXfEZMsdtAqHV\")",
     "f5bvibufLw4LUUOZ7rNrhaVPe113vx2lClJAgPv7LTKwddDs2KtLa8NE6Mqi."
     "DUy6QR5PnuOwRBYuJqevfDttzbJmWk2EXXpQpAZ6wfVjAwYJUP1qSGuq1QGPk4MwfFOHXfEZMsdtAqHV"}};
constexpr LeakCounterexample kPrismicTokenNot[] = {{"checksum: "
                                                    "f5bvibufLw4LUUOZ7rNrhaVPe113vx2lClJAgPv7LTKwddDs2KtLa8NE6Mqi."
                                                    "DUy6QR5PnuOwRBYuJqevfDttzbJmWk2EXXpQpAZ6wfVjAwYJUP1qSGuq1QGPk4MwfFOHXfEZMsdtAqHV"},
                                                   {"PRISMIC_ACCESS_TOKEN=f5bvibufL"}};
constexpr LeakExample kStoryblokToken[] = {{"storyblok.access.token=KUYxqcnLP3qmer9q7L5m1Ktt\n", "KUYxqcnLP3qmer9q7L5m1Ktt"},
                                           {"\"storyblokAccessToken\": \"KUYxqcnLP3qmer9q7L5m1Ktt\",", "KUYxqcnLP3qmer9q7L5m1Ktt"}};
constexpr LeakCounterexample kStoryblokTokenNot[] = {{"checksum: KUYxqcnLP3qmer9q7L5m1Ktt"}, {"STORYBLOK_ACCESS_TOKEN=KUYxqcnLP"}};
constexpr LeakExample kDatocmsToken[] = {{"ENV DATOCMS_API_TOKEN 42642a939505eeaf586c5270cc1779\n", "42642a939505eeaf586c5270cc1779"},
                                         {"datocms_api_token = \"42642a939505eeaf586c5270cc1779\"\n", "42642a939505eeaf586c5270cc1779"}};
constexpr LeakCounterexample kDatocmsTokenNot[] = {{"checksum: 42642a939505eeaf586c5270cc1779"}, {"DATOCMS_API_TOKEN=42642a939"}};
constexpr LeakExample kCloudinaryUrl[] = {
    {"CLOUDINARY_URL=cloudinary://785022660553450:n5we6e-QtGy2xQ93F6C4p5xjGqR@acme", "n5we6e-QtGy2xQ93F6C4p5xjGqR"}};
constexpr LeakCounterexample kCloudinaryUrlNot[] = {{"cloudinary://123456789012345:your_api_secret_here_today@demo"},
                                                    {"cloudinary://key:secret@demo"}};
constexpr LeakExample kCloudinarySecret[] = {
    {"\"cloudinary_api_secret\" => \"W1MSTiAEJQRMBCwjU8LMX2S9zaX\"", "W1MSTiAEJQRMBCwjU8LMX2S9zaX"},
    {"- name: CLOUDINARY_API_SECRET\n  value: W1MSTiAEJQRMBCwjU8LMX2S9zaX\n", "W1MSTiAEJQRMBCwjU8LMX2S9zaX"}};
constexpr LeakCounterexample kCloudinarySecretNot[] = {{"checksum: W1MSTiAEJQRMBCwjU8LMX2S9zaX"}, {"CLOUDINARY_API_SECRET=W1MSTiAEJ"}};
constexpr LeakExample kAlgoliaAdminKey[] = {
    {"ALGOLIA_ADMIN_KEY=ff8c4aec38aa7f1bca3dc29cb5142cb1\n", "ff8c4aec38aa7f1bca3dc29cb5142cb1"},
    {"<algolia-admin-key>ff8c4aec38aa7f1bca3dc29cb5142cb1</algolia-admin-key>", "ff8c4aec38aa7f1bca3dc29cb5142cb1"}};
constexpr LeakCounterexample kAlgoliaAdminKeyNot[] = {{"checksum: ff8c4aec38aa7f1bca3dc29cb5142cb1"}, {"ALGOLIA_ADMIN_KEY=ff8c4aec3"}};
constexpr LeakExample kAlgoliaKey[] = {{"algolia:\n  api_key: d3eb23d568f715ddb32fb3efa366cd24\n", "d3eb23d568f715ddb32fb3efa366cd24"},
                                       {"algolia.api.key=d3eb23d568f715ddb32fb3efa366cd24\n", "d3eb23d568f715ddb32fb3efa366cd24"}};
constexpr LeakCounterexample kAlgoliaKeyNot[] = {{"checksum: d3eb23d568f715ddb32fb3efa366cd24"}, {"ALGOLIA_API_KEY=d3eb23d56"}};
constexpr LeakExample kMapboxSecretToken[] = {
    {"const t = `sk."
     "eyJ1IjoiYWNtZS1tYXBzIiwiYSI6IjczZm50ZHpjazgxc3drYzZ1NnAzd3RkZGMifQ.kuu8r3vOudi9ybAA0r4I8h`;",
     "sk."
     "eyJ1IjoiYWNtZS1tYXBzIiwiYSI6IjczZm50ZHpjazgxc3drYzZ1NnAzd3RkZGMifQ.kuu8r3vOudi9ybAA0r4I8h"}};
constexpr LeakCounterexample kMapboxSecretTokenNot[] = {
    {"sk."
     "eyJ1IjoiRy55qaz2YimUDvrsDfeyN3lSG6M9AitS6gVX5wZYLmQcCFKDGLD9zqvPHQKE.gqDLtGtyQZw1QRwIoqKzXy"}};
constexpr LeakExample kFrameIoToken[] = {
    {"TOKEN=fio-u-"
     "zfWGM8382WQtjYt_FCKiE8Ns1lxIBh2AlslIU3PLfOrQ91ZaleAdHw0kZNQeJOOr\n",
     "fio-u-"
     "zfWGM8382WQtjYt_FCKiE8Ns1lxIBh2AlslIU3PLfOrQ91ZaleAdHw0kZNQeJOOr"}};
constexpr LeakCounterexample kFrameIoTokenNot[] = {{"fio-u-xxxxxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"fio-u-"
                                                    "zfWGM8382WQtjYt_FCKiE8Ns1lxIBh2A"}};
constexpr LeakExample kMuxSecret[] = {
    {"run --mux-token-secret EPGCwWuT0F65JGzwaBSGcknqQwpEZg13nhQCbMAXErasnSS8DKudnIRbkYH7Cdj98HTCURuhVFI x",
     "EPGCwWuT0F65JGzwaBSGcknqQwpEZg13nhQCbMAXErasnSS8DKudnIRbkYH7Cdj98HTCURuhVFI"},
    {"\"mux_token_secret\" => \"EPGCwWuT0F65JGzwaBSGcknqQwpEZg13nhQCbMAXErasnSS8DKudnIRbkYH7Cdj98HTCURuhVFI\"",
     "EPGCwWuT0F65JGzwaBSGcknqQwpEZg13nhQCbMAXErasnSS8DKudnIRbkYH7Cdj98HTCURuhVFI"}};
constexpr LeakCounterexample kMuxSecretNot[] = {{"checksum: EPGCwWuT0F65JGzwaBSGcknqQwpEZg13nhQCbMAXErasnSS8DKudnIRbkYH7Cdj98HTCURuhVFI"},
                                                {"MUX_TOKEN_SECRET=EPGCwWuT0"}};
constexpr LeakExample kVimeoToken[] = {
    {"const vimeoAccessToken string = \"8a2af60c06c372383df53e6bde763ac8\"\n", "8a2af60c06c372383df53e6bde763ac8"},
    {"VIMEO_ACCESS_TOKEN=8a2af60c06c372383df53e6bde763ac8\n", "8a2af60c06c372383df53e6bde763ac8"}};
constexpr LeakCounterexample kVimeoTokenNot[] = {{"checksum: 8a2af60c06c372383df53e6bde763ac8"}, {"VIMEO_ACCESS_TOKEN=8a2af60c0"}};
constexpr LeakExample kDropboxToken[] = {
    {"{\\\"token\\\":\\\"sl."
     "TVDwHTFoo2g0EFfQNgNYPww29zrJ8dOi-sxm4GlTxqIiJR4vs47CNs3qXX4lhhQXiKVHLU4KwPqw6dyHX-"
     "CK0wqBUCkWBskCQf1N2DRabtRkiBUkMhyGW8uXkEe9M61ELWZOxrGTW\\\"}",
     "sl."
     "TVDwHTFoo2g0EFfQNgNYPww29zrJ8dOi-sxm4GlTxqIiJR4vs47CNs3qXX4lhhQXiKVHLU4KwPqw6dyHX-"
     "CK0wqBUCkWBskCQf1N2DRabtRkiBUkMhyGW8uXkEe9M61ELWZOxrGTW"},
    {"<token>sl."
     "u.dvlL_fzg-BipPdnr9M1A3pdtsFWZRsJbaNBNTlUHJvICWAlYTVBsrPMcMK08-DFnOYTkzT31SgT1zN6z6NA4hHhbFeD2PMYCCpS_nwOpBIK5xyH0e-t1QfG8zZBCUJq-"
     "qkH26lVRjMOurEfAUPIRTfsVuWV1EtCSOt3BfyNz8BMlLs7IDuDAD61QdwekuQ</token>",
     "sl."
     "u.dvlL_fzg-BipPdnr9M1A3pdtsFWZRsJbaNBNTlUHJvICWAlYTVBsrPMcMK08-DFnOYTkzT31SgT1zN6z6NA4hHhbFeD2PMYCCpS_nwOpBIK5xyH0e-t1QfG8zZBCUJq-"
     "qkH26lVRjMOurEfAUPIRTfsVuWV1EtCSOt3BfyNz8BMlLs7IDuDAD61QdwekuQ"}};
constexpr LeakCounterexample kDropboxTokenNot[] = {
    {"sl."
     "qFEYvNdspxukG29fisSkPzaHDR882X"}};
constexpr LeakExample kDropboxSecret[] = {
    {"{\\\"dropboxAppSecret\\\":\\\"k4luw1wjc6vsj0e\\\"}", "k4luw1wjc6vsj0e"},
    {"os.environ['DROPBOX_APP_SECRET'] = 'nPk4Aw93etHAAAAAAAAAAwvCuKZ4dw1VdDXDQ9Z34K1GF9wTnlst9v3GDgGS3x9P'",
     "nPk4Aw93etHAAAAAAAAAAwvCuKZ4dw1VdDXDQ9Z34K1GF9wTnlst9v3GDgGS3x9P"}};
constexpr LeakCounterexample kDropboxSecretNot[] = {{"checksum: k4luw1wjc6vsj0e"}, {"DROPBOX_APP_SECRET=k4luw1wjc"}};
constexpr LeakExample kBoxSecret[] = {
    {"config.set(\"box_client_secret\", \"NPtsxUcLeLMVOySFpUfu6vjEAGlBVyrF\")", "NPtsxUcLeLMVOySFpUfu6vjEAGlBVyrF"},
    {"run --box_client-secret NPtsxUcLeLMVOySFpUfu6vjEAGlBVyrF x", "NPtsxUcLeLMVOySFpUfu6vjEAGlBVyrF"}};
constexpr LeakCounterexample kBoxSecretNot[] = {{"checksum: NPtsxUcLeLMVOySFpUfu6vjEAGlBVyrF"}, {"BOX_CLIENT_SECRET=NPtsxUcLe"}};
constexpr LeakExample kAdobeClientSecret[] = {
    {"\"token\": \"p8e-"
     "HU7tsewc5OA1B3puCFc5HtpUHOj6W1Y9\"",
     "p8e-"
     "HU7tsewc5OA1B3puCFc5HtpUHOj6W1Y9"}};
constexpr LeakCounterexample kAdobeClientSecretNot[] = {{"p8e-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                        {"p8e-"
                                                         "HU7tsewc5OA1B3pu"}};
constexpr LeakExample kFlickrSecret[] = {{"flickr:\n  api_secret: d52f7a191964bebb05064626bbf22112\n", "d52f7a191964bebb05064626bbf22112"},
                                         {"flickr.api.secret=065b8d15fc2821a4\n", "065b8d15fc2821a4"}};
constexpr LeakCounterexample kFlickrSecretNot[] = {{"checksum: d52f7a191964bebb05064626bbf22112"}, {"FLICKR_API_SECRET=d52f7a191"}};
constexpr LeakExample kUnsplashSecret[] = {
    {"os.environ['UNSPLASH_SECRET_KEY'] = 'Wl2Cg4X4yFCsaxcZcHouBuIxnxSfpoihFMod0jmkQuV'", "Wl2Cg4X4yFCsaxcZcHouBuIxnxSfpoihFMod0jmkQuV"},
    {"ENV UNSPLASH_SECRET_KEY Wl2Cg4X4yFCsaxcZcHouBuIxnxSfpoihFMod0jmkQuV\n", "Wl2Cg4X4yFCsaxcZcHouBuIxnxSfpoihFMod0jmkQuV"}};
constexpr LeakCounterexample kUnsplashSecretNot[] = {{"checksum: Wl2Cg4X4yFCsaxcZcHouBuIxnxSfpoihFMod0jmkQuV"},
                                                     {"UNSPLASH_SECRET_KEY=Wl2Cg4X4y"}};
constexpr LeakExample kNytimesKey[] = {{"run --nytimes-api-key wLWHHrrXiVtYjkfNLgXoqA6DAWQnEwko x", "wLWHHrrXiVtYjkfNLgXoqA6DAWQnEwko"},
                                       {"\"nytimes_api_key\" => \"wLWHHrrXiVtYjkfNLgXoqA6DAWQnEwko\"", "wLWHHrrXiVtYjkfNLgXoqA6DAWQnEwko"}};
constexpr LeakCounterexample kNytimesKeyNot[] = {{"checksum: wLWHHrrXiVtYjkfNLgXoqA6DAWQnEwko"}, {"NYTIMES_API_KEY=wLWHHrrXi"}};
constexpr LeakExample kReadmeKey[] = {
    {"export TOKEN=\"rdme_"
     "7l9ef95qt5vl288jrnatmzjtb7s7p6uxllyenleugbml0hr69wcr4srihkfkuy0yoymvnt\"",
     "rdme_"
     "7l9ef95qt5vl288jrnatmzjtb7s7p6uxllyenleugbml0hr69wcr4srihkfkuy0yoymvnt"}};
constexpr LeakCounterexample kReadmeKeyNot[] = {{"rdme_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"rdme_"
                                                 "7l9ef95qt5vl288jrnatmzjtb7s7p6uxlly"}};
constexpr LeakExample kPostmanKey[] = {
    {"const t = `PMAK-"
     "f7176634df72d4eca216f458-91e1d771ca317ba436f153f1e11530af31`;",
     "PMAK-"
     "f7176634df72d4eca216f458-91e1d771ca317ba436f153f1e11530af31"}};
constexpr LeakCounterexample kPostmanKeyNot[] = {{"PMAK-xxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"PMAK-"
                                                  "f7176634df72d4eca216f458-91e1"}};
constexpr LeakExample kPostmanCollectionKey[] = {
    {"TOKEN=PMAT-"
     "J3X0M96YFBANRZWZ2MI01N69GK\n",
     "PMAT-"
     "J3X0M96YFBANRZWZ2MI01N69GK"}};
constexpr LeakCounterexample kPostmanCollectionKeyNot[] = {{"PMAT-xxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                           {"PMAT-"
                                                            "J3X0M96YFBANR"}};
constexpr LeakExample kGhostAdminKey[] = {
    {"ENV GHOST_ADMIN_KEY 20367472deda27516f673d45:dfefa1eb066b12527e56297bb246f5356d57c5234eac7d512f5facfef5809add\n",
     "20367472deda27516f673d45:dfefa1eb066b12527e56297bb246f5356d57c5234eac7d512f5facfef5809add"},
    {"ghost_admin_key = \"20367472deda27516f673d45:dfefa1eb066b12527e56297bb246f5356d57c5234eac7d512f5facfef5809add\"\n",
     "20367472deda27516f673d45:dfefa1eb066b12527e56297bb246f5356d57c5234eac7d512f5facfef5809add"}};
constexpr LeakCounterexample kGhostAdminKeyNot[] = {
    {"checksum: 20367472deda27516f673d45:dfefa1eb066b12527e56297bb246f5356d57c5234eac7d512f5facfef5809add"}, {"GHOST_ADMIN_KEY=20367472d"}};
constexpr LeakExample kWordpressSalt[] = {
    {"define( 'AUTH_KEY',         '?pa`ei?IaP>7492?WyEn6ePaRz+=P1(@e+7+t}wLZ-egCGav?B=OxygEX{;l0$~1' );",
     "?pa`ei?IaP>7492?WyEn6ePaRz+=P1(@e+7+t}wLZ-egCGav?B=OxygEX{;l0$~1"}};
constexpr LeakCounterexample kWordpressSaltNot[] = {{"define('AUTH_KEY', 'put your unique phrase here');"}};

constexpr LeakKind kKinds[] = {
    {.id = "contentful-token",
     .title = "Contentful personal access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(CFPAT-[\w-]{43})(?:[^\w-]|$))",
     .repair = "revoke it at https://app.contentful.com/account/profile/cma_tokens",
     .matches = kContentfulToken,
     .matches_not = kContentfulTokenNot},
    {.id = "contentful-delivery-token",
     .title = "Contentful delivery or preview token",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"contentful", "[0-9A-Za-z_-]{43}">,
     .confirm = likely_if_random,
     .repair = "delete the key under Settings > API keys of the space",
     .matches = kContentfulDeliveryToken,
     .matches_not = kContentfulDeliveryTokenNot},
    {.id = "sanity-token",
     .title = "Sanity API token",
     .pattern = kNamed<"sanity", "sk[0-9A-Za-z]{80,190}">,
     .repair = "delete it at https://www.sanity.io/manage",
     .matches = kSanityToken,
     .matches_not = kSanityTokenNot},
    {.id = "prismic-token",
     .title = "Prismic permanent access token",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"prismic", R"([0-9A-Za-z_-]{50,120}\.[0-9A-Za-z+%/_-]{40,120})", "token">,
     .repair = "delete it under Settings > API & Security",
     .matches = kPrismicToken,
     .matches_not = kPrismicTokenNot},
    {.id = "storyblok-token",
     .title = "Storyblok personal or preview token",
     .pattern = kNamed<"storyblok", "[0-9A-Za-z]{22}(?:tt|(?:tt)?-[0-9]{5,8}-[0-9A-Za-z]{15,24})", "token|key">,
     .repair = "delete it in the settings of the account or space",
     .matches = kStoryblokToken,
     .matches_not = kStoryblokTokenNot},
    {.id = "datocms-token",
     .title = "DatoCMS API token",
     .pattern = kNamed<"dato", "[0-9a-f]{30}", "token">,
     .min_entropy = 3.0,
     .repair = "delete it under Settings > API tokens of the project",
     .matches = kDatocmsToken,
     .matches_not = kDatocmsTokenNot},
    {.id = "cloudinary-url",
     .title = "Cloudinary address with key and secret",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bcloudinary://[0-9]{12,18}:([\w-]{25,30})@)",
     .confirm = likely_if_random,
     .repair = "generate a new key pair under Settings > API Keys and delete this one",
     .matches = kCloudinaryUrl,
     .matches_not = kCloudinaryUrlNot},
    {.id = "cloudinary-secret",
     .title = "Cloudinary API secret",
     .pattern = kNamed<"cloudinary", "[0-9A-Za-z_-]{27}", "secret">,
     .confirm = likely_if_random,
     .repair = "generate a new key pair under Settings > API Keys and delete this one",
     .matches = kCloudinarySecret,
     .matches_not = kCloudinarySecretNot},
    {.id = "algolia-admin-key",
     .title = "Algolia admin or write API key",
     .severity = model::Severity::kCritical,
     .pattern = kNamed<"algolia", "[0-9a-f]{32}", "admin|write|secret|private">,
     .min_entropy = 3.0,
     .repair = "regenerate it at https://dashboard.algolia.com/account/api-keys",
     .matches = kAlgoliaAdminKey,
     .matches_not = kAlgoliaAdminKeyNot},
    {.id = "algolia-key",
     .title = "Algolia API key",
     .severity = model::Severity::kLow,
     .pattern = kNamed<"algolia", "[0-9a-f]{32}">,
     .min_entropy = 3.0,
     .found = Opinion::kPossible,
     .repair = "a search-only key is made to be public; regenerate any other at https://dashboard.algolia.com/account/api-keys",
     .matches = kAlgoliaKey,
     .matches_not = kAlgoliaKeyNot},
    {.id = "mapbox-secret-token",
     .title = "Mapbox secret token",
     .pattern = R"(\b(sk\.eyJ1Ijoi[0-9A-Za-z_-]{20,120}\.[\w-]{22})(?:[^\w-]|$))",
     .confirm = mapbox,
     .repair = "revoke it at https://account.mapbox.com/access-tokens",
     .matches = kMapboxSecretToken,
     .matches_not = kMapboxSecretTokenNot},
    {.id = "frame-io-token",
     .title = "Frame.io API token",
     .pattern = R"(\b(fio-u-[\w=-]{64})(?:[^\w=-]|$))",
     .repair = "delete it at https://developer.frame.io/app/tokens",
     .matches = kFrameIoToken,
     .matches_not = kFrameIoTokenNot},
    {.id = "mux-secret",
     .title = "Mux token secret",
     .pattern = kNamed<"mux[_.:-]|muxtoken", "[0-9A-Za-z+/]{75}", "secret">,
     .confirm = likely_if_random,
     .repair = "delete it at https://dashboard.mux.com/settings/access-tokens",
     .matches = kMuxSecret,
     .matches_not = kMuxSecretNot},
    {.id = "vimeo-token",
     .title = "Vimeo access token",
     .pattern = kNamed<"vimeo", "[0-9a-f]{32}", "token|secret">,
     .min_entropy = 3.0,
     .repair = "delete it at https://developer.vimeo.com/apps",
     .matches = kVimeoToken,
     .matches_not = kVimeoTokenNot},
    {.id = "dropbox-token",
     .title = "Dropbox access token",
     .pattern = R"(\b(sl\.(?:u\.)?[\w-]{130,1000})(?:[^\w-]|$))",
     .trigger = R"(\bsl\.(?:u\.)?[\w-]{130})",
     .confirm = likely_if_random,
     .repair = "revoke it at https://www.dropbox.com/account/connected_apps",
     .matches = kDropboxToken,
     .matches_not = kDropboxTokenNot},
    {.id = "dropbox-secret",
     .title = "Dropbox app secret or refresh token",
     .pattern = kNamed<"dropbox", "(?:[0-9a-z]{15}|[0-9A-Za-z_-]{11}AAAAAAAAAA[0-9A-Za-z_-]{43})", "secret|token">,
     .confirm = likely_if_random,
     .repair = "revoke it at https://www.dropbox.com/developers/apps",
     .matches = kDropboxSecret,
     .matches_not = kDropboxSecretNot},
    {.id = "box-secret",
     .title = "Box client secret or developer token",
     .pattern = kNamed<"box_?(?:api|app|client|developer|jwt)", "[0-9A-Za-z]{32}", "secret|token">,
     .confirm = likely_if_random,
     .repair = "reset it at https://app.box.com/developers/console",
     .matches = kBoxSecret,
     .matches_not = kBoxSecretNot},
    {.id = "adobe-client-secret",
     .title = "Adobe client secret",
     .pattern = R"(\bp8e-[0-9A-Za-z_-]{28,32}\b)",
     .confirm = likely_if_random,
     .repair = "rotate it at https://developer.adobe.com/console",
     .matches = kAdobeClientSecret,
     .matches_not = kAdobeClientSecretNot},
    {.id = "flickr-secret",
     .title = "Flickr API key or secret",
     .pattern = kNamed<"flickr", "(?:[0-9a-f]{32}|[0-9a-f]{16})">,
     .min_entropy = 2.5,
     .repair = "delete it at https://www.flickr.com/services/apps/by/me",
     .matches = kFlickrSecret,
     .matches_not = kFlickrSecretNot},
    {.id = "unsplash-secret",
     .title = "Unsplash access or secret key",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"unsplash", "[0-9A-Za-z_-]{43}">,
     .confirm = likely_if_random,
     .repair = "make a new application at https://unsplash.com/oauth/applications",
     .matches = kUnsplashSecret,
     .matches_not = kUnsplashSecretNot},
    {.id = "nytimes-key",
     .title = "New York Times API key",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"nytimes|new_?york_?times|nyt_", "[0-9A-Za-z]{32}">,
     .confirm = likely_if_random,
     .repair = "delete it at https://developer.nytimes.com/my-apps",
     .matches = kNytimesKey,
     .matches_not = kNytimesKeyNot},
    {.id = "readme-key",
     .title = "ReadMe API key",
     .pattern = R"(\brdme_[0-9a-z]{70}\b)",
     .repair = "delete it at https://dash.readme.com, API Keys",
     .matches = kReadmeKey,
     .matches_not = kReadmeKeyNot},
    {.id = "postman-key",
     .title = "Postman API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bPMAK-[0-9a-f]{24}-[0-9a-f]{34}\b)",
     .repair = "delete it at https://go.postman.co/settings/me/api-keys",
     .matches = kPostmanKey,
     .matches_not = kPostmanKeyNot},
    {.id = "postman-collection-key",
     .title = "Postman collection access key",
     .severity = model::Severity::kMedium,
     .pattern = R"(\bPMAT-[0-9A-Z]{26}\b)",
     .repair = "delete it on the page of the collection",
     .matches = kPostmanCollectionKey,
     .matches_not = kPostmanCollectionKeyNot},
    {.id = "ghost-admin-key",
     .title = "Ghost Admin API key",
     .pattern = kNamed<"ghost", "[0-9a-f]{24}:[0-9a-f]{64}">,
     .min_entropy = 3.0,
     .repair = "regenerate it under Settings > Integrations",
     .matches = kGhostAdminKey,
     .matches_not = kGhostAdminKeyNot},
    {.id = "wordpress-salt",
     .title = "WordPress key or salt",
     .pattern = R"(define\(\s{0,3}["\'](?:AUTH|SECURE_AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)["\']\s{0,3},\s{0,20}["\']([^\'"\n]{60,70})["\'])",
     .min_entropy = 4.0,
     .repair = "replace all eight from https://api.wordpress.org/secret-key/1.1/salt/: that signs everybody out",
     .matches = kWordpressSalt,
     .matches_not = kWordpressSaltNot},
};

}  // namespace

extern constinit const Detector content;
constinit const Detector content = {.name = "content", .summary = "keys of content, media and maps", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

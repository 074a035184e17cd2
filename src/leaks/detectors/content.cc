// SPDX-License-Identifier: Apache-2.0
//
// Keys of services that keep and show content: Contentful, Sanity, Prismic, Storyblok, DatoCMS, Cloudinary, Algolia, Mapbox, Frame.io,
// Mux, Vimeo, Dropbox, Box, Adobe, Flickr, Unsplash, NYTimes, ReadMe, Postman, Ghost. Cloudinary's address holds its
// secret.
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion mapbox(const Candidate& candidate) {
  std::string_view body = candidate.secret.substr(3);
  return base64_holds_json(body.substr(0, body.find('.')), {"u", "a"}) ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr LeakExample kContentfulToken[] = {
    {"{\\\"token\\\":\\\"CFPAT-"
     "NBNTlUHJvICWAlYTVBsrPMcMK08-DFnOYTkzT31SgT1\\\"}",
     "CFPAT-"
     "NBNTlUHJvICWAlYTVBsrPMcMK08-DFnOYTkzT31SgT1"}};
constexpr LeakCounterexample kContentfulTokenNot[] = {{"CFPAT-xxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxx"},
                                                      {"CFPAT-"
                                                       "NBNTlUHJvICWAlYTVBsrP"}};
constexpr LeakExample kContentfulDeliveryToken[] = {
    {"ENV CONTENTFUL_ACCESS_TOKEN 8mtD7mDZ7t1HnCd2ZqWI1dapcGWoBSuPtzoGohWwTXI\n", "8mtD7mDZ7t1HnCd2ZqWI1dapcGWoBSuPtzoGohWwTXI"},
    {"contentful_access_token = \"8mtD7mDZ7t1HnCd2ZqWI1dapcGWoBSuPtzoGohWwTXI\"\n", "8mtD7mDZ7t1HnCd2ZqWI1dapcGWoBSuPtzoGohWwTXI"}};
constexpr LeakCounterexample kContentfulDeliveryTokenNot[] = {{"checksum: 8mtD7mDZ7t1HnCd2ZqWI1dapcGWoBSuPtzoGohWwTXI"},
                                                              {"CONTENTFUL_ACCESS_TOKEN=8mtD7mDZ7"}};
constexpr LeakExample kSanityToken[] = {{"\"sanity_api_token\" => \"sk"
                                         "FgluNh9nrsClKmqAcWIFj6UAvcq5PEm8z2n1oxriSFOINNifq10B0DfxKveStukipZcRQn33Px8urPvwc6Mjxk4RyxHYR8GRJ"
                                         "XApU3jLow9uMHLjOBn0cmtm7ZEnRXtfH96QUsRjQDRrLo4konoUDVA2vb6VlU6cRfKkvqFEYvNdspxukG\"",
                                         "sk"
                                         "FgluNh9nrsClKmqAcWIFj6UAvcq5PEm8z2n1oxriSFOINNifq10B0DfxKveStukipZcRQn33Px8urPvwc6Mjxk4RyxHYR8GRJ"
                                         "XApU3jLow9uMHLjOBn0cmtm7ZEnRXtfH96QUsRjQDRrLo4konoUDVA2vb6VlU6cRfKkvqFEYvNdspxukG"},
                                        {"- name: SANITY_API_TOKEN\n  value: sk"
                                         "FgluNh9nrsClKmqAcWIFj6UAvcq5PEm8z2n1oxriSFOINNifq10B0DfxKveStukipZcRQn33Px8urPvwc6Mjxk4RyxHYR8GRJ"
                                         "XApU3jLow9uMHLjOBn0cmtm7ZEnRXtfH96QUsRjQDRrLo4konoUDVA2vb6VlU6cRfKkvqFEYvNdspxukG\n",
                                         "sk"
                                         "FgluNh9nrsClKmqAcWIFj6UAvcq5PEm8z2n1oxriSFOINNifq10B0DfxKveStukipZcRQn33Px8urPvwc6Mjxk4RyxHYR8GRJ"
                                         "XApU3jLow9uMHLjOBn0cmtm7ZEnRXtfH96QUsRjQDRrLo4konoUDVA2vb6VlU6cRfKkvqFEYvNdspxukG"}};
constexpr LeakCounterexample kSanityTokenNot[] = {
    {"checksum: "
     "skFgluNh9nrsClKmqAcWIFj6UAvcq5PEm8z2n1oxriSFOINNifq10B0DfxKveStukipZcRQn33Px8urPvwc6Mjxk4RyxHYR8GRJXApU3jLow9uMHLjOBn0cmtm7ZEnRXtfH96"
     "QUsRjQDRrLo4konoUDVA2vb6VlU6cRfKkvqFEYvNdspxukG"},
    {"SANITY_API_TOKEN=skFgluNh9"}};
constexpr LeakExample kPrismicToken[] = {
    {"PRISMIC_ACCESS_TOKEN=29fisSkPzaHDR882XLkKElu4wW9ZBwjc5XGLvNPsN13j6AenPk4Aw93etHwv."
     "CuKZ4dw1VdDXDQ9Z34K1GF9wTnlst9v3GDgGS3x9PNPtsxUcLeLMVOySFpUfu6vjEAGlBVyrFHU7tsew\n",
     "29fisSkPzaHDR882XLkKElu4wW9ZBwjc5XGLvNPsN13j6AenPk4Aw93etHwv."
     "CuKZ4dw1VdDXDQ9Z34K1GF9wTnlst9v3GDgGS3x9PNPtsxUcLeLMVOySFpUfu6vjEAGlBVyrFHU7tsew"},
    {"<prismic-access-token>29fisSkPzaHDR882XLkKElu4wW9ZBwjc5XGLvNPsN13j6AenPk4Aw93etHwv."
     "CuKZ4dw1VdDXDQ9Z34K1GF9wTnlst9v3GDgGS3x9PNPtsxUcLeLMVOySFpUfu6vjEAGlBVyrFHU7tsew</prismic-access-token>",
     "29fisSkPzaHDR882XLkKElu4wW9ZBwjc5XGLvNPsN13j6AenPk4Aw93etHwv."
     "CuKZ4dw1VdDXDQ9Z34K1GF9wTnlst9v3GDgGS3x9PNPtsxUcLeLMVOySFpUfu6vjEAGlBVyrFHU7tsew"}};
constexpr LeakCounterexample kPrismicTokenNot[] = {{"checksum: "
                                                    "29fisSkPzaHDR882XLkKElu4wW9ZBwjc5XGLvNPsN13j6AenPk4Aw93etHwv."
                                                    "CuKZ4dw1VdDXDQ9Z34K1GF9wTnlst9v3GDgGS3x9PNPtsxUcLeLMVOySFpUfu6vjEAGlBVyrFHU7tsew"},
                                                   {"PRISMIC_ACCESS_TOKEN=29fisSkPz"}};
constexpr LeakExample kStoryblokToken[] = {{"storyblok:\n  access_token: c5OA1B3puCFc5HtpUHOj6Wtt\n", "c5OA1B3puCFc5HtpUHOj6Wtt"},
                                           {"storyblok.access.token=c5OA1B3puCFc5HtpUHOj6Wtt\n", "c5OA1B3puCFc5HtpUHOj6Wtt"}};
constexpr LeakCounterexample kStoryblokTokenNot[] = {{"checksum: c5OA1B3puCFc5HtpUHOj6Wtt"}, {"STORYBLOK_ACCESS_TOKEN=c5OA1B3pu"}};
constexpr LeakExample kDatocmsToken[] = {
    {"os.environ['DATOCMS_API_TOKEN'] = 'd52f7a191964bebb05064626bbf221'", "d52f7a191964bebb05064626bbf221"},
    {"ENV DATOCMS_API_TOKEN d52f7a191964bebb05064626bbf221\n", "d52f7a191964bebb05064626bbf221"}};
constexpr LeakCounterexample kDatocmsTokenNot[] = {{"checksum: d52f7a191964bebb05064626bbf221"}, {"DATOCMS_API_TOKEN=d52f7a191"}};
constexpr LeakExample kCloudinaryUrl[] = {
    {"CLOUDINARY_URL=cloudinary://008356585351332:ejdAxTG2ew8WlJjfOqw5mW_4KaU@acme", "ejdAxTG2ew8WlJjfOqw5mW_4KaU"}};
constexpr LeakCounterexample kCloudinaryUrlNot[] = {{"cloudinary://123456789012345:your_api_secret_here_today@demo"},
                                                    {"cloudinary://key:secret@demo"}};
constexpr LeakExample kCloudinarySecret[] = {
    {"run --cloudinary-api-secret hFMod0jmkQuVwLWHHrrXiVtYjkf x", "hFMod0jmkQuVwLWHHrrXiVtYjkf"},
    {"\"cloudinary_api_secret\" => \"hFMod0jmkQuVwLWHHrrXiVtYjkf\"", "hFMod0jmkQuVwLWHHrrXiVtYjkf"}};
constexpr LeakCounterexample kCloudinarySecretNot[] = {{"checksum: hFMod0jmkQuVwLWHHrrXiVtYjkf"}, {"CLOUDINARY_API_SECRET=hFMod0jmk"}};
constexpr LeakExample kAlgoliaAdminKey[] = {
    {"const algoliaAdminKey string = \"378ded6fb57522f89fa5e486096c4909\"\n", "378ded6fb57522f89fa5e486096c4909"},
    {"ALGOLIA_ADMIN_KEY=378ded6fb57522f89fa5e486096c4909\n", "378ded6fb57522f89fa5e486096c4909"}};
constexpr LeakCounterexample kAlgoliaAdminKeyNot[] = {{"checksum: 378ded6fb57522f89fa5e486096c4909"}, {"ALGOLIA_ADMIN_KEY=378ded6fb"}};
constexpr LeakExample kAlgoliaKey[] = {
    {"<add key=\"algoliaApiKey\" value=\"7ab55c2652a3065d38b18f9843525acd\"/>", "7ab55c2652a3065d38b18f9843525acd"},
    {"algolia:\n  api_key: 7ab55c2652a3065d38b18f9843525acd\n", "7ab55c2652a3065d38b18f9843525acd"}};
constexpr LeakCounterexample kAlgoliaKeyNot[] = {{"checksum: 7ab55c2652a3065d38b18f9843525acd"}, {"ALGOLIA_API_KEY=7ab55c265"}};
constexpr LeakExample kMapboxSecretToken[] = {
    {"token: 'sk."
     "eyJ1IjoiYWNtZS1tYXBzIiwiYSI6InlveW12bnQ0cGRvbm43Z2kwNW9lMTdpNjMifQ.YPjfy9txGMh4e3ECfXPmgF'\n",
     "sk."
     "eyJ1IjoiYWNtZS1tYXBzIiwiYSI6InlveW12bnQ0cGRvbm43Z2kwNW9lMTdpNjMifQ.YPjfy9txGMh4e3ECfXPmgF"}};
constexpr LeakCounterexample kMapboxSecretTokenNot[] = {
    {"sk."
     "eyJ1IjoixQ1ujh8mHFH5c2khSEdDKcdlYS6VKgX0ZavKEgcj0XWDxAmJVG642Nyfb92K.anrzTNwzCmi24ABnGJPgkH"}};
constexpr LeakExample kFrameIoToken[] = {
    {"curl -H \"Authorization: Bearer fio-u-"
     "japyFtDk250OlEwfy8yDn3qx0_4_Pg4TczASflwiF7wAjKFTTlrA9unxB1vFYvjo\" x",
     "fio-u-"
     "japyFtDk250OlEwfy8yDn3qx0_4_Pg4TczASflwiF7wAjKFTTlrA9unxB1vFYvjo"}};
constexpr LeakCounterexample kFrameIoTokenNot[] = {{"fio-u-xxxxxxxxxxxxxxxxxxxxxxxxx_x_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"fio-u-"
                                                    "japyFtDk250OlEwfy8yDn3qx0_4_Pg4T"}};
constexpr LeakExample kMuxSecret[] = {
    {"config.set(\"mux_token_secret\", \"KiDJuyoBld9NeEH4ZO8JWk2JEGuyE2DElVJXr34atZYv83PBAShaOceSrZauNDCEBSympg5DcuW\")",
     "KiDJuyoBld9NeEH4ZO8JWk2JEGuyE2DElVJXr34atZYv83PBAShaOceSrZauNDCEBSympg5DcuW"},
    {"run --mux-token-secret KiDJuyoBld9NeEH4ZO8JWk2JEGuyE2DElVJXr34atZYv83PBAShaOceSrZauNDCEBSympg5DcuW x",
     "KiDJuyoBld9NeEH4ZO8JWk2JEGuyE2DElVJXr34atZYv83PBAShaOceSrZauNDCEBSympg5DcuW"}};
constexpr LeakCounterexample kMuxSecretNot[] = {{"checksum: KiDJuyoBld9NeEH4ZO8JWk2JEGuyE2DElVJXr34atZYv83PBAShaOceSrZauNDCEBSympg5DcuW"},
                                                {"MUX_TOKEN_SECRET=KiDJuyoBl"}};
constexpr LeakExample kVimeoToken[] = {
    {"\"vimeoAccessToken\": \"0a6adf1e459c1178056a5617c2dd6e96\",", "0a6adf1e459c1178056a5617c2dd6e96"},
    {"const vimeoAccessToken string = \"0a6adf1e459c1178056a5617c2dd6e96\"\n", "0a6adf1e459c1178056a5617c2dd6e96"}};
constexpr LeakCounterexample kVimeoTokenNot[] = {{"checksum: 0a6adf1e459c1178056a5617c2dd6e96"}, {"VIMEO_ACCESS_TOKEN=0a6adf1e4"}};
constexpr LeakExample kDropboxToken[] = {
    {"export TOKEN=\"sl."
     "o7fvEbE1i_vhwXWfltdiLrkIW_D5cRn8w5YqvH7uh7OyNrMKLIYUaoK9_UBfmQDeep8KrE76cPGUszEoGWRfkqDpHG9_yvrCHedZuZZ_"
     "NJljZT0JrDsxAxvp3TWDfSwiy4Q30-lBk\"",
     "sl."
     "o7fvEbE1i_vhwXWfltdiLrkIW_D5cRn8w5YqvH7uh7OyNrMKLIYUaoK9_UBfmQDeep8KrE76cPGUszEoGWRfkqDpHG9_yvrCHedZuZZ_"
     "NJljZT0JrDsxAxvp3TWDfSwiy4Q30-lBk"},
    {"const t = `sl."
     "u.AxHk5-u-YBUnYCkscsdd48cmhO2uF_bYgWJJaEc5ZZ4LNdkWlEMEA1WJDBlnwfU-rvze5ezhxo5wrbM2krIyNZ1ytGsiSJHCjKoPD7lxOxB-5kdY1GkoyHRG5h4SZbZQ-"
     "gAMp2HvA7HThCFP3bM7K1t1_gaIaOZC9R7DtgxbHQ48WzyKb_zowzRvo7Xzc6`;",
     "sl."
     "u.AxHk5-u-YBUnYCkscsdd48cmhO2uF_bYgWJJaEc5ZZ4LNdkWlEMEA1WJDBlnwfU-rvze5ezhxo5wrbM2krIyNZ1ytGsiSJHCjKoPD7lxOxB-5kdY1GkoyHRG5h4SZbZQ-"
     "gAMp2HvA7HThCFP3bM7K1t1_gaIaOZC9R7DtgxbHQ48WzyKb_zowzRvo7Xzc6"}};
constexpr LeakCounterexample kDropboxTokenNot[] = {
    {"sl."
     "aBsSFFYeXibIdpjVZ8n5h3O3xCIFN3"}};
constexpr LeakExample kDropboxSecret[] = {
    {"- name: DROPBOX_APP_SECRET\n  value: v5jx6kondbzmpi5\n", "v5jx6kondbzmpi5"},
    {"{\\\"dropboxAppSecret\\\":\\\"2fFf7dLaG5YAAAAAAAAAACyva93mJhSsTywMFSsB3WUd4NZXEVatlQzQAF4o4b16\\\"}",
     "2fFf7dLaG5YAAAAAAAAAACyva93mJhSsTywMFSsB3WUd4NZXEVatlQzQAF4o4b16"}};
constexpr LeakCounterexample kDropboxSecretNot[] = {{"checksum: v5jx6kondbzmpi5"}, {"DROPBOX_APP_SECRET=v5jx6kond"}};
constexpr LeakExample kBoxSecret[] = {
    {"<box_client-secret>burIGAuNtAAXWAftx9CAKqPJBPcwYVJT</box_client-secret>", "burIGAuNtAAXWAftx9CAKqPJBPcwYVJT"},
    {"config.set(\"box_client_secret\", \"burIGAuNtAAXWAftx9CAKqPJBPcwYVJT\")", "burIGAuNtAAXWAftx9CAKqPJBPcwYVJT"}};
constexpr LeakCounterexample kBoxSecretNot[] = {{"checksum: burIGAuNtAAXWAftx9CAKqPJBPcwYVJT"}, {"BOX_CLIENT_SECRET=burIGAuNt"}};
constexpr LeakExample kAdobeClientSecret[] = {
    {"ENV API_TOKEN p8e-"
     "FkWsk3CuZZPFAKyBWZlK38idv2cgXI1J\n",
     "p8e-"
     "FkWsk3CuZZPFAKyBWZlK38idv2cgXI1J"}};
constexpr LeakCounterexample kAdobeClientSecretNot[] = {{"p8e-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                        {"p8e-"
                                                         "FkWsk3CuZZPFAKyB"}};
constexpr LeakExample kFlickrSecret[] = {
    {"<add key=\"flickrApiSecret\" value=\"a78358341f0a3647b29713492894ab4b\"/>", "a78358341f0a3647b29713492894ab4b"},
    {"flickr:\n  api_secret: 58abb44a8c45367a\n", "58abb44a8c45367a"}};
constexpr LeakCounterexample kFlickrSecretNot[] = {{"checksum: a78358341f0a3647b29713492894ab4b"}, {"FLICKR_API_SECRET=a78358341"}};
constexpr LeakExample kUnsplashSecret[] = {
    {"{\\\"unsplashSecretKey\\\":\\\"i4NLZs8mUAykgpNJ9wT973lCNtbzq8oqM71d7cXL3B4\\\"}", "i4NLZs8mUAykgpNJ9wT973lCNtbzq8oqM71d7cXL3B4"},
    {"os.environ['UNSPLASH_SECRET_KEY'] = 'i4NLZs8mUAykgpNJ9wT973lCNtbzq8oqM71d7cXL3B4'", "i4NLZs8mUAykgpNJ9wT973lCNtbzq8oqM71d7cXL3B4"}};
constexpr LeakCounterexample kUnsplashSecretNot[] = {{"checksum: i4NLZs8mUAykgpNJ9wT973lCNtbzq8oqM71d7cXL3B4"},
                                                     {"UNSPLASH_SECRET_KEY=i4NLZs8mU"}};
constexpr LeakExample kNytimesKey[] = {
    {"config.set(\"nytimes_api_key\", \"CFjI7aADauIZ8PjbXnVpCAysL0FPSPtY\")", "CFjI7aADauIZ8PjbXnVpCAysL0FPSPtY"},
    {"run --nytimes-api-key CFjI7aADauIZ8PjbXnVpCAysL0FPSPtY x", "CFjI7aADauIZ8PjbXnVpCAysL0FPSPtY"}};
constexpr LeakCounterexample kNytimesKeyNot[] = {{"checksum: CFjI7aADauIZ8PjbXnVpCAysL0FPSPtY"}, {"NYTIMES_API_KEY=CFjI7aADa"}};
constexpr LeakExample kReadmeKey[] = {
    {"\"token\": \"rdme_"
     "vpgt7oczaavrqly4ekvwc1jfr1kp5nxrko2oj6tfy9csyq1acpe1sgt5mt637aixg68qhk\"",
     "rdme_"
     "vpgt7oczaavrqly4ekvwc1jfr1kp5nxrko2oj6tfy9csyq1acpe1sgt5mt637aixg68qhk"}};
constexpr LeakCounterexample kReadmeKeyNot[] = {{"rdme_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"rdme_"
                                                 "vpgt7oczaavrqly4ekvwc1jfr1kp5nxrko2"}};
constexpr LeakExample kPostmanKey[] = {
    {"token: 'PMAK-"
     "6bc008bb1663cb9ab12a7ef1-0aa4178ce1d960a6195aa0a08781330fca'\n",
     "PMAK-"
     "6bc008bb1663cb9ab12a7ef1-0aa4178ce1d960a6195aa0a08781330fca"}};
constexpr LeakCounterexample kPostmanKeyNot[] = {{"PMAK-xxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"PMAK-"
                                                  "6bc008bb1663cb9ab12a7ef1-0aa4"}};
constexpr LeakExample kPostmanCollectionKey[] = {
    {"curl -H \"Authorization: Bearer PMAT-"
     "83UZGZ9HWL7AY2Y7HQOZ3RX8CN\" x",
     "PMAT-"
     "83UZGZ9HWL7AY2Y7HQOZ3RX8CN"}};
constexpr LeakCounterexample kPostmanCollectionKeyNot[] = {{"PMAT-xxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                           {"PMAT-"
                                                            "83UZGZ9HWL7AY"}};
constexpr LeakExample kGhostAdminKey[] = {
    {"os.environ['GHOST_ADMIN_KEY'] = '5990fd414cfd4e4d1eb82356:3b68e6d6bdb9ee885a3cc1a984418c6d627af3e1bfe28a97314ebc2e50d5cc57'",
     "5990fd414cfd4e4d1eb82356:3b68e6d6bdb9ee885a3cc1a984418c6d627af3e1bfe28a97314ebc2e50d5cc57"},
    {"ENV GHOST_ADMIN_KEY 5990fd414cfd4e4d1eb82356:3b68e6d6bdb9ee885a3cc1a984418c6d627af3e1bfe28a97314ebc2e50d5cc57\n",
     "5990fd414cfd4e4d1eb82356:3b68e6d6bdb9ee885a3cc1a984418c6d627af3e1bfe28a97314ebc2e50d5cc57"}};
constexpr LeakCounterexample kGhostAdminKeyNot[] = {
    {"checksum: 5990fd414cfd4e4d1eb82356:3b68e6d6bdb9ee885a3cc1a984418c6d627af3e1bfe28a97314ebc2e50d5cc57"}, {"GHOST_ADMIN_KEY=5990fd414"}};

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
     .pattern = R"(\b(p8e-[0-9A-Za-z_-]{28,32})(?:[^\w-]|$))",
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
};

}  // namespace

extern constinit const Detector content;
constinit const Detector content = {.name = "content", .summary = "keys of content, media and maps", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

// SPDX-License-Identifier: Apache-2.0
//
// Tokens that publish packages: npm, RubyGems, NuGet, crates.io, Clojars, Packagist, Hex, Gradle, Maven Central, Cloudsmith, Gemfury,
// pub.dev, JSR. Those of npm end in the CRC-32 of the characters before, in base 62, as GitHub's do.
#include <string>

#include "base/text.h"
#include "leaks/checksum.h"
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion npm(const Candidate& candidate) {
  std::string_view body = candidate.secret.substr(4);
  return ends_in_crc32_base62(body.substr(0, 30), body.substr(30)) ? Opinion::kConfirmed : Opinion::kPossible;
}

Opinion contribsys(const Candidate& candidate) {
  std::string match = base::lower(candidate.match);
  return match.contains("contribsys") ? Opinion::kLikely : Opinion::kNo;
}

constexpr LeakExample kNpmToken[] = {
    {"//registry.npmjs.org/:_authToken=npm_"
     "XqETil2Aowa555hx2OXsUAA5m1A0RS0QNhwO\n",
     "npm_"
     "XqETil2Aowa555hx2OXsUAA5m1A0RS0QNhwO"}};
constexpr LeakCounterexample kNpmTokenNot[] = {{"npm_"
                                                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                               {"npm_"
                                                "cJjl9PvZXr493DMcAr8k"}};
constexpr LeakExample kNpmTokenOlder[] = {
    {"//registry.npmjs.org/:_authToken=6581fd8b-0ef0-4017-b678-5f0210cc067d\n", "6581fd8b-0ef0-4017-b678-5f0210cc067d"}};
constexpr LeakCounterexample kNpmTokenOlderNot[] = {{"//registry.npmjs.org/:_authToken=${NPM_TOKEN}"}};
constexpr LeakExample kRubygemsToken[] = {
    {":rubygems_api_key: rubygems_"
     "d438106148f9b1ec662d5e9497e6fe68bc1fba5dd6dc56ee\n",
     "rubygems_"
     "d438106148f9b1ec662d5e9497e6fe68bc1fba5dd6dc56ee"}};
constexpr LeakCounterexample kRubygemsTokenNot[] = {{"rubygems_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"rubygems_"
                                                     "d438106148f9b1ec662d5e94"}};
constexpr LeakExample kNugetToken[] = {
    {"dotnet nuget push a.nupkg --api-key oy2"
     "rq6giq047mr42uwl9fpprvzel0brv1y17jntzmw5cgh -s x",
     "oy2"
     "rq6giq047mr42uwl9fpprvzel0brv1y17jntzmw5cgh"}};
constexpr LeakCounterexample kNugetTokenNot[] = {{"oy2xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"oy2"
                                                  "rq6giq047mr42uwl9fppr"}};
constexpr LeakExample kCratesIoToken[] = {
    {"[registry]\ntoken = \"cio"
     "TFsfyfsCZSoH5TxX2cm9vIEfzIPwNAKD\"\n",
     "cio"
     "TFsfyfsCZSoH5TxX2cm9vIEfzIPwNAKD"}};
constexpr LeakCounterexample kCratesIoTokenNot[] = {{"cioxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"cio"
                                                     "TFsfyfsCZSoH5TxX"}};
constexpr LeakExample kClojarsToken[] = {
    {"curl -H \"Authorization: Bearer CLOJARS_"
     "481a550d0bca8a3c48b278ac616100c2b4c21c7399a980a5a76ed2842830\" x",
     "CLOJARS_"
     "481a550d0bca8a3c48b278ac616100c2b4c21c7399a980a5a76ed2842830"}};
constexpr LeakCounterexample kClojarsTokenNot[] = {{"CLOJARS_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"CLOJARS_"
                                                    "481a550d0bca8a3c48b278ac616100"}};
constexpr LeakExample kPackagistToken[] = {
    {"ENV API_TOKEN packagist_"
     "uut_a9adff73ff817d6395215c93c7ac6930593b968935f6da524b0d971c01aa1fc64a02\n",
     "packagist_"
     "uut_a9adff73ff817d6395215c93c7ac6930593b968935f6da524b0d971c01aa1fc64a02"}};
constexpr LeakCounterexample kPackagistTokenNot[] = {{"packagist_xxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                     {"packagist_"
                                                      "uut_a9adff73ff817d6395215c93c7ac6930"}};
constexpr LeakExample kPackagistApiToken[] = {{"PACKAGIST_API_TOKEN=SNuVvC4uMjs8iPCcMCZd\n", "SNuVvC4uMjs8iPCcMCZd"},
                                              {"<packagist-api-token>SNuVvC4uMjs8iPCcMCZd</packagist-api-token>", "SNuVvC4uMjs8iPCcMCZd"}};
constexpr LeakCounterexample kPackagistApiTokenNot[] = {{"checksum: SNuVvC4uMjs8iPCcMCZd"}, {"PACKAGIST_API_TOKEN=SNuVvC4uM"}};
constexpr LeakExample kHexPmKey[] = {{"hex_api:\n  key: 4c333cfd2b22ecb72f4460e5cea98f23\n", "4c333cfd2b22ecb72f4460e5cea98f23"},
                                     {"hex_api.key=4c333cfd2b22ecb72f4460e5cea98f23\n", "4c333cfd2b22ecb72f4460e5cea98f23"}};
constexpr LeakCounterexample kHexPmKeyNot[] = {{"checksum: 4c333cfd2b22ecb72f4460e5cea98f23"}, {"HEX_API_KEY=4c333cfd2"}};
constexpr LeakExample kGradlePublishSecret[] = {
    {"os.environ['GRADLE_PUBLISH_SECRET'] = '1To6YokTZGmd5RZJ8BWgzHheURBduAdl20Blg1iA'", "1To6YokTZGmd5RZJ8BWgzHheURBduAdl20Blg1iA"},
    {"ENV GRADLE_PUBLISH_SECRET 1To6YokTZGmd5RZJ8BWgzHheURBduAdl20Blg1iA\n", "1To6YokTZGmd5RZJ8BWgzHheURBduAdl20Blg1iA"}};
constexpr LeakCounterexample kGradlePublishSecretNot[] = {{"checksum: 1To6YokTZGmd5RZJ8BWgzHheURBduAdl20Blg1iA"},
                                                          {"GRADLE_PUBLISH_SECRET=1To6YokTZ"}};
constexpr LeakExample kDevelocityAccessKey[] = {{"DEVELOCITY_ACCESS_KEY=ge.acme.io=tapngnqct2ypdnuwqoya4mxknsndum3xkpnnnihrfgwfwcj2wzpn\n",
                                                 "tapngnqct2ypdnuwqoya4mxknsndum3xkpnnnihrfgwfwcj2wzpn"}};
constexpr LeakCounterexample kDevelocityAccessKeyNot[] = {{"DEVELOCITY_ACCESS_KEY=ge.acme.io=key"}};
constexpr LeakExample kSonatypeCentralToken[] = {
    {"run --ossrh-token 3g415S0uqwKZd3VuklfuAiAZMDesfqI2NLUuOFaXSQQh x", "3g415S0uqwKZd3VuklfuAiAZMDesfqI2NLUuOFaXSQQh"},
    {"\"ossrh_token\" => \"3g415S0uqwKZd3VuklfuAiAZMDesfqI2NLUuOFaXSQQh\"", "3g415S0uqwKZd3VuklfuAiAZMDesfqI2NLUuOFaXSQQh"}};
constexpr LeakCounterexample kSonatypeCentralTokenNot[] = {{"checksum: 3g415S0uqwKZd3VuklfuAiAZMDesfqI2NLUuOFaXSQQh"},
                                                           {"OSSRH_TOKEN=3g415S0uq"}};
constexpr LeakExample kCloudsmithApiKey[] = {
    {"const cloudsmithApiKey string = \"10e4d309931439b8f378b87a506422176a784c5f\"\n", "10e4d309931439b8f378b87a506422176a784c5f"},
    {"CLOUDSMITH_API_KEY=10e4d309931439b8f378b87a506422176a784c5f\n", "10e4d309931439b8f378b87a506422176a784c5f"}};
constexpr LeakCounterexample kCloudsmithApiKeyNot[] = {{"checksum: 10e4d309931439b8f378b87a506422176a784c5f"},
                                                       {"CLOUDSMITH_API_KEY=10e4d3099"}};
constexpr LeakExample kGemfuryToken[] = {{"https://wPllZWgbXkILViJ7vFxy@pypi.fury.io/acme/", "wPllZWgbXkILViJ7vFxy"}};
constexpr LeakCounterexample kGemfuryTokenNot[] = {{"https://pypi.fury.io/acme/"}};
constexpr LeakExample kGemfuryPushToken[] = {{"<add key=\"gemfuryPushToken\" value=\"pWwERRvzS69YVZDvuTwl\"/>", "pWwERRvzS69YVZDvuTwl"},
                                             {"gemfury:\n  push_token: pWwERRvzS69YVZDvuTwl\n", "pWwERRvzS69YVZDvuTwl"}};
constexpr LeakCounterexample kGemfuryPushTokenNot[] = {{"checksum: pWwERRvzS69YVZDvuTwl"}, {"GEMFURY_PUSH_TOKEN=pWwERRvzS"}};
constexpr LeakExample kPubDevCredentials[] = {
    {"{\"accessToken\":\"a\",\"refreshToken\":\"1//0"
     "I0m4X00tX6g4mqM9WanaOJxwbBiu0mC88oEnid44dBkgBhjS_CVb4K4lOMVcBoVsEJZePqDQcShhNgApmEeJyDRFrJtIfBV3gu\",\"tokenEndpoint\":\"https://"
     "accounts.google.com/o/oauth2/token\"}",
     "1//0"
     "I0m4X00tX6g4mqM9WanaOJxwbBiu0mC88oEnid44dBkgBhjS_CVb4K4lOMVcBoVsEJZePqDQcShhNgApmEeJyDRFrJtIfBV3gu"}};
constexpr LeakCounterexample kPubDevCredentialsNot[] = {{"\"refreshToken\":\"1//0abc\""}};
constexpr LeakExample kJsrToken[] = {{"{\\\"jsrToken\\\":\\\"jsrp_"
                                      "ybX6qe1n0BNPUeY7BJusUlAcBKPP15Gj07Wo1rutmxs\\\"}",
                                      "jsrp_"
                                      "ybX6qe1n0BNPUeY7BJusUlAcBKPP15Gj07Wo1rutmxs"},
                                     {"os.environ['JSR_TOKEN'] = 'jsrp_"
                                      "ybX6qe1n0BNPUeY7BJusUlAcBKPP15Gj07Wo1rutmxs'",
                                      "jsrp_"
                                      "ybX6qe1n0BNPUeY7BJusUlAcBKPP15Gj07Wo1rutmxs"}};
constexpr LeakCounterexample kJsrTokenNot[] = {{"checksum: jsrp_ybX6qe1n0BNPUeY7BJusUlAcBKPP15Gj07Wo1rutmxs"}, {"JSR_TOKEN=jsrp_ybX6"}};
constexpr LeakExample kCargoRegistryToken[] = {
    {"export CARGO_REGISTRIES_ACME_TOKEN=\"znbv8uTnWHTTUJlyZCXpMFC7D2VeJGrojyZ3eGBn\"\n", "znbv8uTnWHTTUJlyZCXpMFC7D2VeJGrojyZ3eGBn"}};
constexpr LeakCounterexample kCargoRegistryTokenNot[] = {{"CARGO_REGISTRY_TOKEN: ${{ secrets.CARGO_REGISTRY_TOKEN }}"}};
constexpr LeakExample kBundlerCredentials[] = {{"export BUNDLE_ENTERPRISE__CONTRIBSYS__COM=6ea048cd:cf0b207c\n", "6ea048cd:cf0b207c"}};
constexpr LeakCounterexample kBundlerCredentialsNot[] = {{"https://1b272cb4:67955901@gems.acme.io/"}};

constexpr LeakKind kKinds[] = {
    {.id = "npm-token",
     .title = "npm access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bnpm_[0-9A-Za-z]{36}\b)",
     .confirm = npm,
     .repair = "revoke it at https://www.npmjs.com/settings/~/tokens, then look at what was published since",
     .matches = kNpmToken,
     .matches_not = kNpmTokenNot},
    {.id = "npm-token-older",
     .title = "npm access token of the older form",
     .severity = model::Severity::kCritical,
     .pattern = R"((?i:_authToken)\s{0,2}["\']?\s{0,2}[=:]\s{0,2}["\']?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b)",
     .repair = "revoke it at https://www.npmjs.com/settings/~/tokens, then look at what was published since",
     .matches = kNpmTokenOlder,
     .matches_not = kNpmTokenOlderNot},
    {.id = "rubygems-token",
     .title = "RubyGems API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\brubygems_[0-9a-f]{48}\b)",
     .repair = "delete it at https://rubygems.org/profile/api_keys, then look at what was pushed since",
     .matches = kRubygemsToken,
     .matches_not = kRubygemsTokenNot},
    {.id = "nuget-token",
     .title = "NuGet API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\boy2[a-z0-9]{43}\b)",
     .confirm = likely_if_random,
     .repair = "delete it at https://www.nuget.org/account/apikeys",
     .matches = kNugetToken,
     .matches_not = kNugetTokenNot},
    {.id = "crates-io-token",
     .title = "crates.io API token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bcio[0-9A-Za-z]{32}\b)",
     .confirm = likely_if_random,
     .repair = "revoke it at https://crates.io/settings/tokens, then look at what was published since",
     .matches = kCratesIoToken,
     .matches_not = kCratesIoTokenNot},
    {.id = "clojars-token",
     .title = "Clojars deploy token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bCLOJARS_[0-9a-f]{60}\b)",
     .repair = "disable it at https://clojars.org/tokens",
     .matches = kClojarsToken,
     .matches_not = kClojarsTokenNot},
    {.id = "packagist-token",
     .title = "Private Packagist token",
     .pattern = R"(\bpackagist_[a-z]{3}_[0-9a-f]{68}\b)",
     .repair = "revoke it in the settings of the organisation",
     .matches = kPackagistToken,
     .matches_not = kPackagistTokenNot},
    {.id = "packagist-api-token",
     .title = "Packagist API token",
     .pattern = kNamed<"packagist", "[0-9A-Za-z_-]{20}", "token">,
     .confirm = likely_if_random,
     .repair = "make a new one at https://packagist.org/profile/",
     .matches = kPackagistApiToken,
     .matches_not = kPackagistApiTokenNot},
    {.id = "hex-pm-key",
     .title = "Hex API key",
     .severity = model::Severity::kCritical,
     .pattern = kNamed<"hex_?api|hex_?pm", "[0-9a-f]{32}">,
     .min_entropy = 3.0,
     .repair = "revoke it by mix hex.user key revoke",
     .matches = kHexPmKey,
     .matches_not = kHexPmKeyNot},
    {.id = "gradle-publish-secret",
     .title = "Gradle plugin portal key or secret",
     .pattern = kNamed<"gradle", "[0-9A-Za-z]{32,48}", "key|secret">,
     .confirm = likely_if_random,
     .repair = "make new keys at https://plugins.gradle.org, API Keys of the profile",
     .matches = kGradlePublishSecret,
     .matches_not = kGradlePublishSecretNot},
    {.id = "develocity-access-key",
     .title = "Develocity (Gradle Enterprise) access key",
     .pattern =
         R"((?i:(?:develocity|gradle_enterprise|gradle-enterprise)[\w.-]{0,12}access[_.-]?key)["\']?\s{0,3}[=:]\s{0,3}["\']?[\w.-]{3,60}=([a-z2-7]{52})\b)",
     .min_entropy = 3.5,
     .repair = "revoke it at My Settings > Access keys of the server",
     .matches = kDevelocityAccessKey,
     .matches_not = kDevelocityAccessKeyNot},
    {.id = "sonatype-central-token",
     .title = "Maven Central (Sonatype) user token",
     .pattern = kNamed<"sonatype|ossrh|maven_?central", "(?:[0-9A-Za-z+/]{44}|[0-9A-Za-z]{8})", "token|passw">,
     .confirm = likely_if_random,
     .repair = "revoke it at https://central.sonatype.com/account",
     .matches = kSonatypeCentralToken,
     .matches_not = kSonatypeCentralTokenNot},
    {.id = "cloudsmith-api-key",
     .title = "Cloudsmith API key",
     .pattern = kNamed<"cloudsmith", "(?:csa_)?[0-9a-f]{40}">,
     .min_entropy = 3.0,
     .repair = "refresh it at https://cloudsmith.io/user/settings/api/",
     .matches = kCloudsmithApiKey,
     .matches_not = kCloudsmithApiKeyNot},
    {.id = "gemfury-token",
     .title = "Gemfury token in an address",
     .pattern = R"(https?://([0-9A-Za-z_-]{20,26})(?::[\w-]{0,20})?@[\w.-]{0,20}fury\.(?:io|site)\b)",
     .confirm = likely_if_random,
     .repair = "revoke it at https://manage.fury.io/manage/tokens",
     .matches = kGemfuryToken,
     .matches_not = kGemfuryTokenNot},
    {.id = "gemfury-push-token",
     .title = "Gemfury push or deploy token",
     .pattern = kNamed<"gemfury|fury_", "[0-9A-Za-z]{6}-[0-9A-Za-z]{32}|[0-9A-Za-z_-]{20}", "token|auth">,
     .confirm = likely_if_random,
     .repair = "revoke it at https://manage.fury.io/manage/tokens",
     .matches = kGemfuryPushToken,
     .matches_not = kGemfuryPushTokenNot},
    {.id = "pub-dev-credentials",
     .title = "pub.dev credentials",
     .severity = model::Severity::kCritical,
     .pattern = R"re("refreshToken"\s{0,3}:\s{0,3}"(1//[\w-]{40,120})")re",
     .repair = "revoke the access of \"pub\" at https://myaccount.google.com/permissions",
     .matches = kPubDevCredentials,
     .matches_not = kPubDevCredentialsNot},
    {.id = "jsr-token",
     .title = "JSR token",
     .pattern = kNamed<"jsr", "jsr[pd]_[0-9A-Za-z_-]{40,60}">,
     .repair = "revoke it at https://jsr.io/account/tokens",
     .matches = kJsrToken,
     .matches_not = kJsrTokenNot},
    {.id = "cargo-registry-token",
     .title = "Token of a private Cargo registry",
     .pattern =
         R"((?i:CARGO_REGISTR(?:Y|IES)_(?:[A-Z0-9]{1,20}_)?TOKEN)["\']?\s{0,3}[=:]\s{0,3}["\']?(?:Bearer )?([0-9A-Za-z_-]{32,80})\b)",
     .confirm = likely_if_random,
     .repair = "revoke it at the registry",
     .matches = kCargoRegistryToken,
     .matches_not = kCargoRegistryTokenNot},
    {.id = "bundler-credentials",
     .title = "Credentials for a gem server (Sidekiq Pro and Enterprise)",
     .severity = model::Severity::kMedium,
     .pattern =
         R"((?:BUNDLE_(?:ENTERPRISE|GEMS)__CONTRIBSYS__COM["\']?\s{0,3}[=:]\s{0,3}["\']?|https?://)([0-9a-f]{8}:[0-9a-f]{8})(?:@(?:enterprise|gems)\.contribsys\.com|\b))",
     .confirm = contribsys,
     .repair = "ask Contributed Systems for new credentials",
     .matches = kBundlerCredentials,
     .matches_not = kBundlerCredentialsNot},
};

}  // namespace

extern constinit const Detector package_registries;
constinit const Detector package_registries = {
    .name = "package_registries", .summary = "tokens that publish packages", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

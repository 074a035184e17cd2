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
     "5Xu6ya1OKYX8XLkku38D2MhTIkNGAT1l7l1B\n",
     "npm_"
     "5Xu6ya1OKYX8XLkku38D2MhTIkNGAT1l7l1B"}};
constexpr LeakCounterexample kNpmTokenNot[] = {{"npm_"
                                                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                               {"npm_"
                                                "ZdLgyYyu9dtm0FSlO3Gq"}};
constexpr LeakExample kNpmTokenOlder[] = {
    {"//registry.npmjs.org/:_authToken=f03759f6-1e0a-4d19-8685-8f9e48dc39af\n", "f03759f6-1e0a-4d19-8685-8f9e48dc39af"}};
constexpr LeakCounterexample kNpmTokenOlderNot[] = {{"//registry.npmjs.org/:_authToken=${NPM_TOKEN}"}};
constexpr LeakExample kRubygemsToken[] = {
    {":rubygems_api_key: rubygems_"
     "34617d0eb08b845682145a8e1d856581fd8b0ef0017f6785\n",
     "rubygems_"
     "34617d0eb08b845682145a8e1d856581fd8b0ef0017f6785"}};
constexpr LeakCounterexample kRubygemsTokenNot[] = {{"rubygems_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"rubygems_"
                                                     "34617d0eb08b845682145a8e"}};
constexpr LeakExample kNugetToken[] = {
    {"dotnet nuget push a.nupkg --api-key oy2"
     "4b6ec7ayybno161jgqcb7mdjr4s6xd3ynmf0k2titp2 -s x",
     "oy2"
     "4b6ec7ayybno161jgqcb7mdjr4s6xd3ynmf0k2titp2"}};
constexpr LeakCounterexample kNugetTokenNot[] = {{"oy2xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"oy2"
                                                  "4b6ec7ayybno161jgqcb7"}};
constexpr LeakExample kCratesIoToken[] = {
    {"[registry]\ntoken = \"cio"
     "m6YEDnqQwzdEwN18OvlBKJLZ2NZAmZBz\"\n",
     "cio"
     "m6YEDnqQwzdEwN18OvlBKJLZ2NZAmZBz"}};
constexpr LeakCounterexample kCratesIoTokenNot[] = {{"cioxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"cio"
                                                     "m6YEDnqQwzdEwN18"}};
constexpr LeakExample kClojarsToken[] = {
    {"curl -H \"Authorization: Bearer CLOJARS_"
     "56ee88348df68feab52778ac25d08adcd469c6bf133f92c29e7b16af2cbd\" x",
     "CLOJARS_"
     "56ee88348df68feab52778ac25d08adcd469c6bf133f92c29e7b16af2cbd"}};
constexpr LeakCounterexample kClojarsTokenNot[] = {{"CLOJARS_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"CLOJARS_"
                                                    "56ee88348df68feab52778ac25d08a"}};
constexpr LeakExample kPackagistToken[] = {
    {"ENV API_TOKEN packagist_"
     "uut_e481a550d0bca8a3c48b278ac616100c2b4c21c7399a980a5a76ed2842830a9adff7\n",
     "packagist_"
     "uut_e481a550d0bca8a3c48b278ac616100c2b4c21c7399a980a5a76ed2842830a9adff7"}};
constexpr LeakCounterexample kPackagistTokenNot[] = {{"packagist_xxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                     {"packagist_"
                                                      "uut_e481a550d0bca8a3c48b278ac616100c"}};
constexpr LeakExample kPackagistApiToken[] = {{"PACKAGIST_API_TOKEN=g2FSNM3JErcpUAYXmhsk\n", "g2FSNM3JErcpUAYXmhsk"},
                                              {"<packagist-api-token>g2FSNM3JErcpUAYXmhsk</packagist-api-token>", "g2FSNM3JErcpUAYXmhsk"}};
constexpr LeakCounterexample kPackagistApiTokenNot[] = {{"checksum: g2FSNM3JErcpUAYXmhsk"}, {"PACKAGIST_API_TOKEN=g2FSNM3JE"}};
constexpr LeakExample kHexPmKey[] = {{"hex_api:\n  key: 215c93c7ac6930593b968935f6da524b\n", "215c93c7ac6930593b968935f6da524b"},
                                     {"hex_api.key=215c93c7ac6930593b968935f6da524b\n", "215c93c7ac6930593b968935f6da524b"}};
constexpr LeakCounterexample kHexPmKeyNot[] = {{"checksum: 215c93c7ac6930593b968935f6da524b"}, {"HEX_API_KEY=215c93c7a"}};
constexpr LeakExample kGradlePublishSecret[] = {
    {"os.environ['GRADLE_PUBLISH_SECRET'] = 'aBPtpcyac7ZVv0OuLW42SXXS5cF4Hzni1vbVfSNu'", "aBPtpcyac7ZVv0OuLW42SXXS5cF4Hzni1vbVfSNu"},
    {"ENV GRADLE_PUBLISH_SECRET aBPtpcyac7ZVv0OuLW42SXXS5cF4Hzni1vbVfSNu\n", "aBPtpcyac7ZVv0OuLW42SXXS5cF4Hzni1vbVfSNu"}};
constexpr LeakCounterexample kGradlePublishSecretNot[] = {{"checksum: aBPtpcyac7ZVv0OuLW42SXXS5cF4Hzni1vbVfSNu"},
                                                          {"GRADLE_PUBLISH_SECRET=aBPtpcyac"}};
constexpr LeakExample kDevelocityAccessKey[] = {{"DEVELOCITY_ACCESS_KEY=ge.acme.io=v4ujsi4c4djyghgy72exfe4yxpe7iimb5ly4vtq6fgookmd3gzhe\n",
                                                 "v4ujsi4c4djyghgy72exfe4yxpe7iimb5ly4vtq6fgookmd3gzhe"}};
constexpr LeakCounterexample kDevelocityAccessKeyNot[] = {{"DEVELOCITY_ACCESS_KEY=ge.acme.io=key"}};
constexpr LeakExample kSonatypeCentralToken[] = {
    {"run --ossrh-token URBduAdl20Blg1iA8tZaQpngG93MI2YKNnq31RcRXJtW x", "URBduAdl20Blg1iA8tZaQpngG93MI2YKNnq31RcRXJtW"},
    {"SONATYPE_PASSWORD=URBduAdl20Blg1iA8tZaQpngG93MI2YKNnq31RcRXJtW\n", "URBduAdl20Blg1iA8tZaQpngG93MI2YKNnq31RcRXJtW"},
    {"\"ossrh_token\" => \"URBduAdl20Blg1iA8tZaQpngG93MI2YKNnq31RcRXJtW\"", "URBduAdl20Blg1iA8tZaQpngG93MI2YKNnq31RcRXJtW"}};
constexpr LeakCounterexample kSonatypeCentralTokenNot[] = {{"checksum: URBduAdl20Blg1iA8tZaQpngG93MI2YKNnq31RcRXJtW"},
                                                           {"OSSRH_TOKEN=URBduAdl2"}};
constexpr LeakExample kCloudsmithApiKey[] = {
    {"const cloudsmithApiKey string = \"dc716ab87c0e6b56961a6db5766643823b2b14db\"\n", "dc716ab87c0e6b56961a6db5766643823b2b14db"},
    {"CLOUDSMITH_API_KEY=dc716ab87c0e6b56961a6db5766643823b2b14db\n", "dc716ab87c0e6b56961a6db5766643823b2b14db"}};
constexpr LeakCounterexample kCloudsmithApiKeyNot[] = {{"checksum: dc716ab87c0e6b56961a6db5766643823b2b14db"},
                                                       {"CLOUDSMITH_API_KEY=dc716ab87"}};
constexpr LeakExample kGemfuryToken[] = {{"https://zpn3g415S0uqwKZd3Vuk@pypi.fury.io/acme/", "zpn3g415S0uqwKZd3Vuk"}};
constexpr LeakCounterexample kGemfuryTokenNot[] = {{"https://pypi.fury.io/acme/"}};
constexpr LeakExample kGemfuryPushToken[] = {{"<add key=\"gemfuryPushToken\" value=\"lfuAiAZMDesfqI2NLUuO\"/>", "lfuAiAZMDesfqI2NLUuO"},
                                             {"gemfury:\n  push_token: lfuAiAZMDesfqI2NLUuO\n", "lfuAiAZMDesfqI2NLUuO"}};
constexpr LeakCounterexample kGemfuryPushTokenNot[] = {{"checksum: lfuAiAZMDesfqI2NLUuO"}, {"GEMFURY_PUSH_TOKEN=lfuAiAZMD"}};
constexpr LeakExample kPubDevCredentials[] = {
    {"{\"accessToken\":\"a\",\"refreshToken\":\"1//0"
     "Enid44dBkgBhjS_CVb4K4lOMVcBoVsEJZePqDQcShhNgApmEeJyDRFrJtIfBV3guWdHiA2i3OLx0f2sCIPMyVKYBdRPBxW5F_5\",\"tokenEndpoint\":\"https://"
     "accounts.google.com/o/oauth2/token\"}",
     "1//0"
     "Enid44dBkgBhjS_CVb4K4lOMVcBoVsEJZePqDQcShhNgApmEeJyDRFrJtIfBV3guWdHiA2i3OLx0f2sCIPMyVKYBdRPBxW5F_5"}};
constexpr LeakCounterexample kPubDevCredentialsNot[] = {{"\"refreshToken\":\"1//0abc\""}};
constexpr LeakExample kJsrToken[] = {{"{\\\"jsrToken\\\":\\\"jsrp_"
                                      "7D2VeJGrojyZ3eGBn6nDL8uW0aKiqyTASUySKSF1PVa\\\"}",
                                      "jsrp_"
                                      "7D2VeJGrojyZ3eGBn6nDL8uW0aKiqyTASUySKSF1PVa"},
                                     {"os.environ['JSR_TOKEN'] = 'jsrp_"
                                      "7D2VeJGrojyZ3eGBn6nDL8uW0aKiqyTASUySKSF1PVa'",
                                      "jsrp_"
                                      "7D2VeJGrojyZ3eGBn6nDL8uW0aKiqyTASUySKSF1PVa"}};
constexpr LeakCounterexample kJsrTokenNot[] = {{"checksum: jsrp_7D2VeJGrojyZ3eGBn6nDL8uW0aKiqyTASUySKSF1PVa"}, {"JSR_TOKEN=jsrp_7D2V"}};
constexpr LeakExample kCargoRegistryToken[] = {
    {"export CARGO_REGISTRIES_ACME_TOKEN=\"SG8NTwGRVea0oycNwepMQWP1fyxjnpslltGbNdkd\"\n", "SG8NTwGRVea0oycNwepMQWP1fyxjnpslltGbNdkd"}};
constexpr LeakCounterexample kCargoRegistryTokenNot[] = {{"CARGO_REGISTRY_TOKEN: ${{ secrets.CARGO_REGISTRY_TOKEN }}"}};
constexpr LeakExample kBundlerCredentials[] = {{"export BUNDLE_ENTERPRISE__CONTRIBSYS__COM=afa29950:ffa46e77\n", "afa29950:ffa46e77"}};
constexpr LeakCounterexample kBundlerCredentialsNot[] = {{"https://f7368423:ded86127@gems.acme.io/"}};

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
     .pattern = kNamed<"sonatype|ossrh|maven_?central|central_?portal", "(?:[0-9A-Za-z+/]{43,44}|[0-9A-Za-z]{8})", "token|passw">,
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
         R"((?i:CARGO_REGISTR(?:Y|IES)_(?:[A-Z0-9]{1,20}_)?TOKEN)["\']?\s{0,3}[=:]\s{0,3}["\']?(?:Bearer )?([0-9A-Za-z_-]{32,80})(?:[^\w-]|$))",
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

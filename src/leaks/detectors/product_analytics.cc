// SPDX-License-Identifier: Apache-2.0
//
// Keys of feature flags, product analytics and content delivery of events: LaunchDarkly, Split, Statsig, Optimizely, ConfigCat, Unleash,
// PostHog, Segment, Mixpanel, Amplitude, RudderStack, Heap. What a browser is given (client ids, publishable keys) is left out or low.
#include "base/text.h"
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion unleash(const Candidate& candidate) {
  return base::lower(candidate.near).contains("unleash") ? Opinion::kLikely : Opinion::kPossible;
}

constexpr LeakExample kLaunchdarklyApiToken[] = {
    {"\"token\": \"api-"
     "53ff32be-c94c-4639-ae3e-ed10eb1ca046\"",
     "api-"
     "53ff32be-c94c-4639-ae3e-ed10eb1ca046"}};
constexpr LeakCounterexample kLaunchdarklyApiTokenNot[] = {{"api-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"},
                                                           {"api-"
                                                            "53ff32be-c94c-4639"}};
constexpr LeakExample kLaunchdarklySdkKey[] = {
    {"token: 'sdk-"
     "e37d33e9-8158-4035-bc3e-66df363feadb'\n",
     "sdk-"
     "e37d33e9-8158-4035-bc3e-66df363feadb"}};
constexpr LeakCounterexample kLaunchdarklySdkKeyNot[] = {{"sdk-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"},
                                                         {"sdk-"
                                                          "e37d33e9-8158-4035"}};
constexpr LeakExample kLaunchdarklyMobileKey[] = {
    {"curl -H \"Authorization: Bearer mob-"
     "3a1b1aaa-ff32-4137-be5f-cb47559f4b08\" x",
     "mob-"
     "3a1b1aaa-ff32-4137-be5f-cb47559f4b08"}};
constexpr LeakCounterexample kLaunchdarklyMobileKeyNot[] = {{"mob-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"},
                                                            {"mob-"
                                                             "3a1b1aaa-ff32-4137"}};
constexpr LeakExample kSplitKey[] = {
    {"splitio.api.key=w2gdezjzbjq45fa1sb7jtwzdybx7lc15fc50lzz99u97bvh9gdqb\n", "w2gdezjzbjq45fa1sb7jtwzdybx7lc15fc50lzz99u97bvh9gdqb"},
    {"\"splitioApiKey\": \"w2gdezjzbjq45fa1sb7jtwzdybx7lc15fc50lzz99u97bvh9gdqb\",",
     "w2gdezjzbjq45fa1sb7jtwzdybx7lc15fc50lzz99u97bvh9gdqb"}};
constexpr LeakCounterexample kSplitKeyNot[] = {{"checksum: w2gdezjzbjq45fa1sb7jtwzdybx7lc15fc50lzz99u97bvh9gdqb"},
                                               {"SPLITIO_API_KEY=w2gdezjzb"}};
constexpr LeakExample kStatsigKey[] = {{"<token>secret-"
                                        "sPom58Eyv1VobsBjBNbvC9nNUY1Gv45naR5DhAcM4fJ</token>",
                                        "secret-"
                                        "sPom58Eyv1VobsBjBNbvC9nNUY1Gv45naR5DhAcM4fJ"},
                                       {"x --token=console-"
                                        "CoW4vJWGSQXa8bmk6qyluS5ycYlAXzw07WUvtgiGttw y",
                                        "console-"
                                        "CoW4vJWGSQXa8bmk6qyluS5ycYlAXzw07WUvtgiGttw"}};
constexpr LeakCounterexample kStatsigKeyNot[] = {{"secret-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"secret-"
                                                  "sPom58Eyv1VobsBjBNbvC"}};
constexpr LeakExample kConfigcatKey[] = {
    {"export TOKEN=\"configcat-sdk-1/"
     "oXPT1yOJq1WyvlYKcmkMrM/WvWXvXPBv5a3a9o58L4YIU\"",
     "configcat-sdk-1/"
     "oXPT1yOJq1WyvlYKcmkMrM/WvWXvXPBv5a3a9o58L4YIU"}};
constexpr LeakCounterexample kConfigcatKeyNot[] = {{"configcat-sdk-1/xxxxxxxxxxxxxxxxxxxxxx/xxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"configcat-sdk-1/"
                                                    "oXPT1yOJq1WyvlYKcmkMrM"}};
constexpr LeakExample kUnleashToken[] = {{"UNLEASH_API_TOKEN=*:production.64423d7992d05fef8589758fe229005042ee1956921861865576bdf0\n",
                                          "64423d7992d05fef8589758fe229005042ee1956921861865576bdf0"}};
constexpr LeakCounterexample kUnleashTokenNot[] = {{"default:development.unleash-insecure-api-token"}};
constexpr LeakExample kPosthogPersonalKey[] = {
    {"const t = `phx_"
     "8eVPkhtNQARE1WppyJKnhFSkcslxzjA2fzuteNcRiU5`;",
     "phx_"
     "8eVPkhtNQARE1WppyJKnhFSkcslxzjA2fzuteNcRiU5"}};
constexpr LeakCounterexample kPosthogPersonalKeyNot[] = {{"phx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                         {"phx_"
                                                          "8eVPkhtNQARE1WppyJKnh"}};
constexpr LeakExample kPosthogSecureFlagsKey[] = {
    {"TOKEN=phs_"
     "MZN9JKj8a9hcUZXGmxDVkjcQYdjvvejBNdhnb21iyOm\n",
     "phs_"
     "MZN9JKj8a9hcUZXGmxDVkjcQYdjvvejBNdhnb21iyOm"}};
constexpr LeakCounterexample kPosthogSecureFlagsKeyNot[] = {{"phs_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                            {"phs_"
                                                             "MZN9JKj8a9hcUZXGmxDVk"}};
constexpr LeakExample kSegmentToken[] = {
    {"\"token\": \"sgp_"
     "Uu39IXQGfcVpKVtg9PPgctHL3gNFyZzTwb1uXelMiMErJ3YP3P3r4zym0rFyHYjD\"",
     "sgp_"
     "Uu39IXQGfcVpKVtg9PPgctHL3gNFyZzTwb1uXelMiMErJ3YP3P3r4zym0rFyHYjD"}};
constexpr LeakCounterexample kSegmentTokenNot[] = {{"sgp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"sgp_"
                                                    "Uu39IXQGfcVpKVtg9PPgctHL3gNFyZzT"}};
constexpr LeakExample kSegmentWriteKey[] = {
    {"segment:\n  write_key: z9GXngznkKnmPhrIzEI5XNDasZANmKa2\n", "z9GXngznkKnmPhrIzEI5XNDasZANmKa2"},
    {"segment.write.key=z9GXngznkKnmPhrIzEI5XNDasZANmKa2\n", "z9GXngznkKnmPhrIzEI5XNDasZANmKa2"}};
constexpr LeakCounterexample kSegmentWriteKeyNot[] = {{"checksum: z9GXngznkKnmPhrIzEI5XNDasZANmKa2"}, {"SEGMENT_WRITE_KEY=z9GXngznk"}};
constexpr LeakExample kMixpanelSecret[] = {
    {"os.environ['MIXPANEL_API_SECRET'] = 'b4878999a76c6dceba0bdb3827b21639'", "b4878999a76c6dceba0bdb3827b21639"},
    {"ENV MIXPANEL_API_SECRET b4878999a76c6dceba0bdb3827b21639\n", "b4878999a76c6dceba0bdb3827b21639"}};
constexpr LeakCounterexample kMixpanelSecretNot[] = {{"checksum: b4878999a76c6dceba0bdb3827b21639"}, {"MIXPANEL_API_SECRET=b4878999a"}};
constexpr LeakExample kAmplitudeSecret[] = {
    {"run --amplitude-secret-key af3732ecfcf7454aa054eed7452c06af x", "af3732ecfcf7454aa054eed7452c06af"},
    {"\"amplitude_secret_key\" => \"af3732ecfcf7454aa054eed7452c06af\"", "af3732ecfcf7454aa054eed7452c06af"}};
constexpr LeakCounterexample kAmplitudeSecretNot[] = {{"checksum: af3732ecfcf7454aa054eed7452c06af"}, {"AMPLITUDE_SECRET_KEY=af3732ecf"}};
constexpr LeakExample kOptimizelyToken[] = {
    {"const optimizelyAccessToken string = \"2:YIlmlvrQDBUfjt596GPSK4VGSLd0lUsJaem0H4mI10XvG923mKLyTT\"\n",
     "2:YIlmlvrQDBUfjt596GPSK4VGSLd0lUsJaem0H4mI10XvG923mKLyTT"},
    {"OPTIMIZELY_ACCESS_TOKEN=2:YIlmlvrQDBUfjt596GPSK4VGSLd0lUsJaem0H4mI10XvG923mKLyTT\n",
     "2:YIlmlvrQDBUfjt596GPSK4VGSLd0lUsJaem0H4mI10XvG923mKLyTT"}};
constexpr LeakCounterexample kOptimizelyTokenNot[] = {{"checksum: 2:YIlmlvrQDBUfjt596GPSK4VGSLd0lUsJaem0H4mI10XvG923mKLyTT"},
                                                      {"OPTIMIZELY_ACCESS_TOKEN=2:YIlmlvr"}};
constexpr LeakExample kRudderstackToken[] = {
    {"<add key=\"rudderstackAccessToken\" value=\"5VsWGfE3GlTDPG4FTJsrnqTDDcH\"/>", "5VsWGfE3GlTDPG4FTJsrnqTDDcH"},
    {"rudderstack:\n  access_token: 5VsWGfE3GlTDPG4FTJsrnqTDDcH\n", "5VsWGfE3GlTDPG4FTJsrnqTDDcH"}};
constexpr LeakCounterexample kRudderstackTokenNot[] = {{"checksum: 5VsWGfE3GlTDPG4FTJsrnqTDDcH"}, {"RUDDERSTACK_ACCESS_TOKEN=5VsWGfE3G"}};
constexpr LeakExample kAppsflyerToken[] = {
    {"{\\\"appsflyerDevKey\\\":\\\"826bcd91-528f-4cae-a312-fbdd0ff23d6e\\\"}", "826bcd91-528f-4cae-a312-fbdd0ff23d6e"},
    {"os.environ['APPSFLYER_DEV_KEY'] = 'ubK0Bb9CEoC8UEH2jeHfxZ'", "ubK0Bb9CEoC8UEH2jeHfxZ"}};
constexpr LeakCounterexample kAppsflyerTokenNot[] = {{"checksum: 826bcd91-528f-4cae-a312-fbdd0ff23d6e"}, {"APPSFLYER_DEV_KEY=826bcd91-"}};

constexpr LeakKind kKinds[] = {
    {.id = "launchdarkly-api-token",
     .title = "LaunchDarkly API access token",
     .pattern = R"(\bapi-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)",
     .repair = "delete it at https://app.launchdarkly.com/settings/authorization",
     .matches = kLaunchdarklyApiToken,
     .matches_not = kLaunchdarklyApiTokenNot},
    {.id = "launchdarkly-sdk-key",
     .title = "LaunchDarkly SDK key",
     .pattern = R"(\bsdk-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)",
     .repair = "reset it on the page of the environment",
     .matches = kLaunchdarklySdkKey,
     .matches_not = kLaunchdarklySdkKeyNot},
    {.id = "launchdarkly-mobile-key",
     .title = "LaunchDarkly mobile key",
     .severity = model::Severity::kLow,
     .pattern = R"(\bmob-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)",
     .repair = "apps carry it; reset it on the page of the environment where it is misused",
     .matches = kLaunchdarklyMobileKey,
     .matches_not = kLaunchdarklyMobileKeyNot},
    {.id = "split-key",
     .title = "Split (Harness FME) SDK or admin key",
     .pattern = kNamed<"split_?io|split_?api|split_?sdk|split_?admin", "[0-9a-z]{36,60}">,
     .confirm = likely_if_random,
     .repair = "revoke it under Admin settings > API keys",
     .matches = kSplitKey,
     .matches_not = kSplitKeyNot},
    {.id = "statsig-key",
     .title = "Statsig server secret or console key",
     .pattern = R"(\b(?:secret|console)-[0-9A-Za-z]{40,50}\b)",
     .confirm = likely_if_random,
     .repair = "delete it in the settings of the project, Keys & Environments",
     .matches = kStatsigKey,
     .matches_not = kStatsigKeyNot},
    {.id = "configcat-key",
     .title = "ConfigCat SDK key",
     .severity = model::Severity::kMedium,
     .pattern = R"(\bconfigcat-(?:sdk-1|proxy)/[0-9A-Za-z_-]{22}/[0-9A-Za-z_-]{22}\b)",
     .repair = "add a new SDK key to the environment and delete the old one",
     .matches = kConfigcatKey,
     .matches_not = kConfigcatKeyNot},
    {.id = "unleash-token",
     .title = "Unleash API token",
     .severity = model::Severity::kMedium,
     .pattern = R"((?:\*|\[\]|[\w-]{1,30}):(?:[\w-]{1,30})\.([0-9a-f]{56,64})\b)",
     .confirm = unleash,
     .repair = "delete it under Configure > API access",
     .matches = kUnleashToken,
     .matches_not = kUnleashTokenNot},
    {.id = "posthog-personal-key",
     .title = "PostHog personal API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bphx_[0-9A-Za-z]{43,48}\b)",
     .repair = "delete it at https://app.posthog.com/settings/user-api-keys",
     .matches = kPosthogPersonalKey,
     .matches_not = kPosthogPersonalKeyNot},
    {.id = "posthog-secure-flags-key",
     .title = "PostHog feature flags secure key",
     .severity = model::Severity::kMedium,
     .pattern = R"(\bphs_[0-9A-Za-z]{43,48}\b)",
     .repair = "rotate it in the settings of the project",
     .matches = kPosthogSecureFlagsKey,
     .matches_not = kPosthogSecureFlagsKeyNot},
    {.id = "segment-token",
     .title = "Segment public API token",
     .pattern = R"(\bsgp_[0-9A-Za-z]{64}\b)",
     .confirm = likely_if_random,
     .repair = "delete it under Access Management > Tokens of the workspace",
     .matches = kSegmentToken,
     .matches_not = kSegmentTokenNot},
    {.id = "segment-write-key",
     .title = "Segment write key",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"segment", "[0-9A-Za-z]{32}", "key|token">,
     .confirm = likely_if_random,
     .repair = "make a new one in the settings of the source",
     .matches = kSegmentWriteKey,
     .matches_not = kSegmentWriteKeyNot},
    {.id = "mixpanel-secret",
     .title = "Mixpanel API secret",
     .pattern = kNamed<"mixpanel", "[0-9a-f]{32}", "secret|passw">,
     .min_entropy = 3.0,
     .repair = "make a new service account and revoke the project secret",
     .matches = kMixpanelSecret,
     .matches_not = kMixpanelSecretNot},
    {.id = "amplitude-secret",
     .title = "Amplitude secret key",
     .pattern = kNamed<"amplitude", "[0-9a-f]{32}", "secret">,
     .min_entropy = 3.0,
     .repair = "make a new one in the settings of the project",
     .matches = kAmplitudeSecret,
     .matches_not = kAmplitudeSecretNot},
    {.id = "optimizely-token",
     .title = "Optimizely personal access token",
     .pattern = kNamed<"optimizely", "2:[0-9A-Za-z_-]{40,60}">,
     .repair = "delete it under Profile > API Access",
     .matches = kOptimizelyToken,
     .matches_not = kOptimizelyTokenNot},
    {.id = "rudderstack-token",
     .title = "RudderStack access token",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"rudder", "[0-9A-Za-z]{27}">,
     .confirm = likely_if_random,
     .repair = "delete it under Settings > Access Tokens",
     .matches = kRudderstackToken,
     .matches_not = kRudderstackTokenNot},
    {.id = "appsflyer-token",
     .title = "AppsFlyer API token or dev key",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"apps_?flyer", "(?:[0-9A-Za-z]{22}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})">,
     .confirm = likely_if_random,
     .repair = "reset it under Security center",
     .matches = kAppsflyerToken,
     .matches_not = kAppsflyerTokenNot},
};

}  // namespace

extern constinit const Detector product_analytics;
constinit const Detector product_analytics = {
    .name = "product_analytics", .summary = "keys of feature flags and analytics", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

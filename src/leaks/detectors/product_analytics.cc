// SPDX-License-Identifier: Apache-2.0
//
// Keys of feature flags, product analytics and content delivery of events: LaunchDarkly, Split, Statsig, Optimizely, ConfigCat, Unleash,
// PostHog, Segment, Mixpanel, Amplitude, RudderStack, Heap. What a browser is given (client ids, publishable keys) is left out or low.
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kLaunchdarklyApiToken[] = {
    {"LAUNCHDARKLY_KEY=api-"
     "0ff93257-d7f4-4fdb-96b0-bf2e5baa565c\n",
     "api-"
     "0ff93257-d7f4-4fdb-96b0-bf2e5baa565c"}};
constexpr LeakCounterexample kLaunchdarklyApiTokenNot[] = {{"api-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"},
                                                           {"api-"
                                                            "0ff93257-d7f4-4fdb"}};
constexpr LeakExample kLaunchdarklySdkKey[] = {
    {"LAUNCHDARKLY_KEY=sdk-"
     "7108fb0e-f6e7-4dbc-8316-da1e9253799f\n",
     "sdk-"
     "7108fb0e-f6e7-4dbc-8316-da1e9253799f"}};
constexpr LeakCounterexample kLaunchdarklySdkKeyNot[] = {{"sdk-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"},
                                                         {"sdk-"
                                                          "7108fb0e-f6e7-4dbc"}};
constexpr LeakExample kLaunchdarklyMobileKey[] = {
    {"LAUNCHDARKLY_KEY=mob-"
     "c012e1b7-0cae-4d62-b1a2-cf022faf2641\n",
     "mob-"
     "c012e1b7-0cae-4d62-b1a2-cf022faf2641"}};
constexpr LeakCounterexample kLaunchdarklyMobileKeyNot[] = {{"mob-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"},
                                                            {"mob-"
                                                             "c012e1b7-0cae-4d62"}};
constexpr LeakExample kSplitKey[] = {{"- name: SPLITIO_API_KEY\n  value: cupzdxadh3138fcnbz6diwqxzg2ziqxhfqdx0jvgsg8hjuxk3gvw\n",
                                      "cupzdxadh3138fcnbz6diwqxzg2ziqxhfqdx0jvgsg8hjuxk3gvw"},
                                     {"{\\\"splitioApiKey\\\":\\\"cupzdxadh3138fcnbz6diwqxzg2ziqxhfqdx0jvgsg8hjuxk3gvw\\\"}",
                                      "cupzdxadh3138fcnbz6diwqxzg2ziqxhfqdx0jvgsg8hjuxk3gvw"}};
constexpr LeakCounterexample kSplitKeyNot[] = {{"checksum: cupzdxadh3138fcnbz6diwqxzg2ziqxhfqdx0jvgsg8hjuxk3gvw"},
                                               {"SPLITIO_API_KEY=cupzdxadh"}};
constexpr LeakExample kStatsigKey[] = {{"token: 'secret-"
                                        "h5vwCY3Sysze1tEkxrFDdK3tSjv1HVHNjEOMqdht3OM'\n",
                                        "secret-"
                                        "h5vwCY3Sysze1tEkxrFDdK3tSjv1HVHNjEOMqdht3OM"},
                                       {"curl -H \"Authorization: Bearer console-"
                                        "yDH5EfP5hKaJNIeeB6DK8lRGateQITOISX0ySsuQG9Y\" x",
                                        "console-"
                                        "yDH5EfP5hKaJNIeeB6DK8lRGateQITOISX0ySsuQG9Y"}};
constexpr LeakCounterexample kStatsigKeyNot[] = {{"secret-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"secret-"
                                                  "h5vwCY3Sysze1tEkxrFDd"}};
constexpr LeakExample kConfigcatKey[] = {
    {"ENV API_TOKEN configcat-sdk-1/"
     "FlLYPA9ptKWE9oYfwyV1zG/lsnzwV1sF2hjzrOIaiW6ae\n",
     "configcat-sdk-1/"
     "FlLYPA9ptKWE9oYfwyV1zG/lsnzwV1sF2hjzrOIaiW6ae"}};
constexpr LeakCounterexample kConfigcatKeyNot[] = {{"configcat-sdk-1/xxxxxxxxxxxxxxxxxxxxxx/xxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"configcat-sdk-1/"
                                                    "FlLYPA9ptKWE9oYfwyV1zG"}};
constexpr LeakExample kUnleashToken[] = {{"UNLEASH_API_TOKEN=*:production.fb6392b72ef47e819ab014f6e98a869ddaa736412c349b7a1d7341c8\n",
                                          "*:production.fb6392b72ef47e819ab014f6e98a869ddaa736412c349b7a1d7341c8"}};
constexpr LeakCounterexample kUnleashTokenNot[] = {{"default:development.unleash-insecure-api-token"}};
constexpr LeakExample kPosthogPersonalKey[] = {
    {"{\\\"token\\\":\\\"phx_"
     "OHEWwJRhbBi40BMXZUIyYOxZp0qN7KZyJKGIog0iYOY\\\"}",
     "phx_"
     "OHEWwJRhbBi40BMXZUIyYOxZp0qN7KZyJKGIog0iYOY"}};
constexpr LeakCounterexample kPosthogPersonalKeyNot[] = {{"phx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                         {"phx_"
                                                          "OHEWwJRhbBi40BMXZUIyY"}};
constexpr LeakExample kPosthogSecureFlagsKey[] = {
    {"<token>phs_"
     "M1bX06xgkELCNbyvGsnL3jpp8BGOvBc7qfbWuKAwyc3</token>",
     "phs_"
     "M1bX06xgkELCNbyvGsnL3jpp8BGOvBc7qfbWuKAwyc3"}};
constexpr LeakCounterexample kPosthogSecureFlagsKeyNot[] = {{"phs_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                            {"phs_"
                                                             "M1bX06xgkELCNbyvGsnL3"}};
constexpr LeakExample kSegmentToken[] = {
    {"x --token=sgp_"
     "XNLjDZgyc55DhMtZgwk2AQryNjDcEZQ1RbVInCaywxcIHvzIpAg1i5x1s7eeDtz5 y",
     "sgp_"
     "XNLjDZgyc55DhMtZgwk2AQryNjDcEZQ1RbVInCaywxcIHvzIpAg1i5x1s7eeDtz5"}};
constexpr LeakCounterexample kSegmentTokenNot[] = {{"sgp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"sgp_"
                                                    "XNLjDZgyc55DhMtZgwk2AQryNjDcEZQ1"}};
constexpr LeakExample kSegmentWriteKey[] = {
    {"\"segment_write_key\" => \"lrgqBGoZMLVDxzhcRGyvB2yCHM3FBf3W\"", "lrgqBGoZMLVDxzhcRGyvB2yCHM3FBf3W"},
    {"- name: SEGMENT_WRITE_KEY\n  value: lrgqBGoZMLVDxzhcRGyvB2yCHM3FBf3W\n", "lrgqBGoZMLVDxzhcRGyvB2yCHM3FBf3W"}};
constexpr LeakCounterexample kSegmentWriteKeyNot[] = {{"checksum: lrgqBGoZMLVDxzhcRGyvB2yCHM3FBf3W"}, {"SEGMENT_WRITE_KEY=lrgqBGoZM"}};
constexpr LeakExample kMixpanelSecret[] = {
    {"MIXPANEL_API_SECRET=504493e3ebbd0fa8ad76d88cbd3e4f64\n", "504493e3ebbd0fa8ad76d88cbd3e4f64"},
    {"<mixpanel-api-secret>504493e3ebbd0fa8ad76d88cbd3e4f64</mixpanel-api-secret>", "504493e3ebbd0fa8ad76d88cbd3e4f64"}};
constexpr LeakCounterexample kMixpanelSecretNot[] = {{"checksum: 504493e3ebbd0fa8ad76d88cbd3e4f64"}, {"MIXPANEL_API_SECRET=504493e3e"}};
constexpr LeakExample kAmplitudeSecret[] = {
    {"amplitude:\n  secret_key: 5f4fa66a4714c8f6b145f1d15a5423fc\n", "5f4fa66a4714c8f6b145f1d15a5423fc"},
    {"amplitude.secret.key=5f4fa66a4714c8f6b145f1d15a5423fc\n", "5f4fa66a4714c8f6b145f1d15a5423fc"}};
constexpr LeakCounterexample kAmplitudeSecretNot[] = {{"checksum: 5f4fa66a4714c8f6b145f1d15a5423fc"}, {"AMPLITUDE_SECRET_KEY=5f4fa66a4"}};
constexpr LeakExample kOptimizelyToken[] = {
    {"os.environ['OPTIMIZELY_ACCESS_TOKEN'] = '2:6sEl8a3NfdMJBRFXezn2rbKruKxroKRMyHUsWjpYQZDOGgUXRhotoE'",
     "2:6sEl8a3NfdMJBRFXezn2rbKruKxroKRMyHUsWjpYQZDOGgUXRhotoE"},
    {"ENV OPTIMIZELY_ACCESS_TOKEN 2:6sEl8a3NfdMJBRFXezn2rbKruKxroKRMyHUsWjpYQZDOGgUXRhotoE\n",
     "2:6sEl8a3NfdMJBRFXezn2rbKruKxroKRMyHUsWjpYQZDOGgUXRhotoE"}};
constexpr LeakCounterexample kOptimizelyTokenNot[] = {{"checksum: 2:6sEl8a3NfdMJBRFXezn2rbKruKxroKRMyHUsWjpYQZDOGgUXRhotoE"},
                                                      {"OPTIMIZELY_ACCESS_TOKEN=2:6sEl8a3"}};
constexpr LeakExample kRudderstackToken[] = {
    {"run --rudderstack-access-token sNgur9jdjm4TRtUZ0RjHcJxMgcE x", "sNgur9jdjm4TRtUZ0RjHcJxMgcE"},
    {"\"rudderstack_access_token\" => \"sNgur9jdjm4TRtUZ0RjHcJxMgcE\"", "sNgur9jdjm4TRtUZ0RjHcJxMgcE"}};
constexpr LeakCounterexample kRudderstackTokenNot[] = {{"checksum: sNgur9jdjm4TRtUZ0RjHcJxMgcE"}, {"RUDDERSTACK_ACCESS_TOKEN=sNgur9jdj"}};
constexpr LeakExample kAppsflyerToken[] = {
    {"const appsflyerDevKey string = \"7310c4ec-2372-4c3a-a366-b754b37b8b91\"\n", "7310c4ec-2372-4c3a-a366-b754b37b8b91"},
    {"APPSFLYER_DEV_KEY=CtczCGynbidDveNnPbHzZr\n", "CtczCGynbidDveNnPbHzZr"}};
constexpr LeakCounterexample kAppsflyerTokenNot[] = {{"checksum: 7310c4ec-2372-4c3a-a366-b754b37b8b91"}, {"APPSFLYER_DEV_KEY=7310c4ec-"}};

constexpr LeakKind kKinds[] = {
    {.id = "launchdarkly-api-token",
     .title = "LaunchDarkly API access token",
     .pattern =
         R"((?i:launch_?darkly|sdk_?key|access_?token|api_?key|mobile_?key|authorization|ldclient)[\w\s.:"\'=(,{}-]{0,24}["\'`\s=:(,>](api-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b)",
     .repair = "delete it at https://app.launchdarkly.com/settings/authorization",
     .matches = kLaunchdarklyApiToken,
     .matches_not = kLaunchdarklyApiTokenNot},
    {.id = "launchdarkly-sdk-key",
     .title = "LaunchDarkly SDK key",
     .pattern =
         R"((?i:launch_?darkly|sdk_?key|access_?token|api_?key|mobile_?key|authorization|ldclient)[\w\s.:"\'=(,{}-]{0,24}["\'`\s=:(,>](sdk-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b)",
     .repair = "reset it on the page of the environment",
     .matches = kLaunchdarklySdkKey,
     .matches_not = kLaunchdarklySdkKeyNot},
    {.id = "launchdarkly-mobile-key",
     .title = "LaunchDarkly mobile key",
     .severity = model::Severity::kLow,
     .pattern =
         R"((?i:launch_?darkly|sdk_?key|access_?token|api_?key|mobile_?key|authorization|ldclient)[\w\s.:"\'=(,{}-]{0,24}["\'`\s=:(,>](mob-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b)",
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
     .pattern = R"(\b(configcat-(?:sdk-1|proxy)/[0-9A-Za-z_-]{22}/[0-9A-Za-z_-]{22})(?:[^\w-]|$))",
     .repair = "add a new SDK key to the environment and delete the old one",
     .matches = kConfigcatKey,
     .matches_not = kConfigcatKeyNot},
    {.id = "unleash-token",
     .title = "Unleash API token",
     .severity = model::Severity::kMedium,
     .pattern = R"((?i:unleash)[\w\s.:"\'=(,{}-]{0,24}["\'`\s=:(,>]([\w*\[\]-]{1,30}:[\w-]{1,30}\.[0-9a-f]{56,64})\b)",
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

// SPDX-License-Identifier: Apache-2.0
//
// Heroku, Fly.io, Netlify, Vercel, Render, Railway, Platform.sh, Koyeb, Deno: where a token has no mark it is found by a name.
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion mixed(const Candidate& candidate) { return is_mixed(candidate.secret) ? Opinion::kLikely : Opinion::kNo; }

// One with a mark is found by that.
Opinion unmarked(const Candidate& candidate) {
  return candidate.secret.starts_with("nf") && candidate.secret[3] == '_' ? Opinion::kNo : mixed(candidate);
}

constexpr LeakExample kHerokuToken[] = {
    {"HEROKU_API_KEY="
     "HRKU-AA"
     "NRZiXIiiNPh4GU_0tZ1F5BHFh-cci-4j7SkYjF6VJwW7EelCMxsD3p2ljG\n",
     "HRKU-AA"
     "NRZiXIiiNPh4GU_0tZ1F5BHFh-cci-4j7SkYjF6VJwW7EelCMxsD3p2ljG"}};
constexpr LeakCounterexample kHerokuTokenNot[] = {
    {"HRKU-AA"
     "x"}};
constexpr LeakExample kHerokuApiKey[] = {{"HEROKU_API_KEY="
                                          "58e9c879-954f-4bcc-8dcc-3f419c31c4a7\n",
                                          "58e9c879-954f-4bcc-8dcc-3f419c31c4a7"},
                                         {"heroku_api_token: \""
                                          "HRKU-"
                                          "f3f17f64-8bf8-4e91-8d62-4b0dedf9c46e\"",
                                          "HRKU-"
                                          "f3f17f64-8bf8-4e91-8d62-4b0dedf9c46e"}};
constexpr LeakCounterexample kHerokuApiKeyNot[] = {{"HEROKU_APP_ID="
                                                    "637c946a-d318-496e-bcf7-b420b1fbe845"},
                                                   {"HEROKU_API_KEY=00000000-0000-0000-0000-000000000000"}};
constexpr LeakExample kFlyToken[] = {
    {"FLY_API_TOKEN=\"FlyV1 "
     "fm2_"
     "1pz1HOPTLJPdOxY4vjeh72FTjFkMzkV5THuQe6wQ06Hju1wtGPVg0K1xGxwAfqsljtfomR50ELbknKLNaQMs8LimC3wuwPcpQ+tGZDrIHRDsTo"
     "i0zu0/ojghFWiwCS1leEOYe0/YZGuh\"\n",
     "fm2_"
     "1pz1HOPTLJPdOxY4vjeh72FTjFkMzkV5THuQe6wQ06Hju1wtGPVg0K1xGxwAfqsljtfomR50ELbknKLNaQMs8LimC3wuwPcpQ+tGZDrIHRDsTo"
     "i0zu0/ojghFWiwCS1leEOYe0/YZGuh"}};
constexpr LeakCounterexample kFlyTokenNot[] = {
    {"FlyV1 fm2_"
     "abc"}};
constexpr LeakExample kFlyPersonalToken[] = {
    {"FLY_API_TOKEN="
     "fo1_"
     "5jQC2E4Kc3RA8_DBLi6mF9Da0nEJS7GQ3X6Xzg1VV4x\n",
     "fo1_"
     "5jQC2E4Kc3RA8_DBLi6mF9Da0nEJS7GQ3X6Xzg1VV4x"}};
constexpr LeakCounterexample kFlyPersonalTokenNot[] = {
    {"fo1_"
     "abc"}};
constexpr LeakExample kNetlifyToken[] = {
    {"NETLIFY_AUTH_TOKEN="
     "nfp_"
     "iYEHdU7pGeXedCgcleuFYvQZdegS7TEwvDAY\n",
     "nfp_"
     "iYEHdU7pGeXedCgcleuFYvQZdegS7TEwvDAY"}};
constexpr LeakCounterexample kNetlifyTokenNot[] = {
    {"nfp_"
     "abc"}};
constexpr LeakExample kNetlifyTokenOld[] = {
    {"NETLIFY_AUTH_TOKEN="
     "oRQjPVUbXlfLcrJdzE5WMZNLCvk7xQpWoBnazCci37b\n",
     "oRQjPVUbXlfLcrJdzE5WMZNLCvk7xQpWoBnazCci37b"}};
constexpr LeakCounterexample kNetlifyTokenOldNot[] = {{"NETLIFY_AUTH_TOKEN="
                                                       "8f12023c0fc7a72ce180679a39eec438a313fa25"},
                                                      {"NETLIFY_AUTH_TOKEN=nfp_"
                                                       "7digLK6wPmlUJsMBjHXzqJY1FP37aqWsASn0"}};
constexpr LeakExample kVercelToken[] = {{"VERCEL_TOKEN="
                                         "vcp_"
                                         "sW1B8qYWYuCjOKGmMjSgfEg4kLP4bmPK6xMA7YzHa0WDV5hB86bALk7b\n",
                                         "vcp_"
                                         "sW1B8qYWYuCjOKGmMjSgfEg4kLP4bmPK6xMA7YzHa0WDV5hB86bALk7b"},
                                        {"AI_GATEWAY_API_KEY="
                                         "vck_"
                                         "n9lWXQfWbWnI5akSxlJjoRBqjV9y2F1KQXM4VJRNlaELpXOFjFgGlE7b\n",
                                         "vck_"
                                         "n9lWXQfWbWnI5akSxlJjoRBqjV9y2F1KQXM4VJRNlaELpXOFjFgGlE7b"}};
constexpr LeakCounterexample kVercelTokenNot[] = {{"vcp_"
                                                   "abc"},
                                                  {"vca_"
                                                   "thisisthenameofavariableinlowercase"}};
constexpr LeakExample kVercelTokenOld[] = {
    {"VERCEL_TOKEN="
     "XoJVUQU7jWfd18litYTj2R7b\n",
     "XoJVUQU7jWfd18litYTj2R7b"}};
constexpr LeakCounterexample kVercelTokenOldNot[] = {
    {"VERCEL_TOKEN="
     "1f1b097b639db783f7fac1a8"}};
constexpr LeakExample kVercelBlobToken[] = {
    {"BLOB_READ_WRITE_TOKEN=\""
     "vercel_blob_rw_"
     "qwl17DWjsVeI63PG_"
     "W3W87G5L9SloGQZN4sJTU2oWDS3DyoQL\"",
     "vercel_blob_rw_"
     "qwl17DWjsVeI63PG_"
     "W3W87G5L9SloGQZN4sJTU2oWDS3DyoQL"}};
constexpr LeakCounterexample kVercelBlobTokenNot[] = {
    {"vercel_blob_rw_"
     "x"}};
constexpr LeakExample kRenderApiKey[] = {
    {"RENDER_API_KEY="
     "rnd_"
     "OptIVAEDR2ezcmwMZjAKNDig4HNFCL7b\n",
     "rnd_"
     "OptIVAEDR2ezcmwMZjAKNDig4HNFCL7b"}};
constexpr LeakCounterexample kRenderApiKeyNot[] = {{"rnd_"
                                                    "abc"},
                                                   {"rnd_"
                                                    "uniform_distribution_of_numbers"}};
constexpr LeakExample kRailwayToken[] = {
    {"RAILWAY_TOKEN="
     "1d3f016f-eaba-4ddd-9a7d-f2b0caffa885\n",
     "1d3f016f-eaba-4ddd-9a7d-f2b0caffa885"}};
constexpr LeakCounterexample kRailwayTokenNot[] = {
    {"RAILWAY_PROJECT_ID="
     "42651540-e1d2-43cb-a78c-2089d8c9851e"}};
constexpr LeakExample kPlatformShToken[] = {
    {"PLATFORMSH_CLI_TOKEN="
     "4ROamHYQJ0zIs2MXMqRqYXZ7eOd3tiDLWtCoB8PHT7b\n",
     "4ROamHYQJ0zIs2MXMqRqYXZ7eOd3tiDLWtCoB8PHT7b"}};
constexpr LeakCounterexample kPlatformShTokenNot[] = {
    {"PLATFORMSH_CLI_TOKEN="
     "2a2ab0f92a47272b5ff9cf90c07c6dbf7f994a14b14"}};
constexpr LeakExample kKoyebToken[] = {
    {"KOYEB_TOKEN="
     "oxq0wr9e93fn6oh612225n8ni5ts2q4ogfbyqcao77wcn8x31jvex4kkj9dvk7is\n",
     "oxq0wr9e93fn6oh612225n8ni5ts2q4ogfbyqcao77wcn8x31jvex4kkj9dvk7is"}};
constexpr LeakCounterexample kKoyebTokenNot[] = {
    {"KOYEB_TOKEN="
     "whhqx8fp5are2c3exi7c"}};
constexpr LeakExample kDenoDeployToken[] = {
    {"DENO_DEPLOY_TOKEN="
     "ddp_"
     "numohCMLhM4c12QF1UDhf5JY5KuhbBMsS77b\n",
     "ddp_"
     "numohCMLhM4c12QF1UDhf5JY5KuhbBMsS77b"}};
constexpr LeakCounterexample kDenoDeployTokenNot[] = {
    {"ddp_"
     "abc"}};

constexpr LeakKind kKinds[] = {
    {.id = "heroku-token",
     .title = "Heroku authorisation token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(HRKU-AA[0-9A-Za-z_-]{58})(?:[^\w-]|$))",
     .repair = "revoke it (heroku authorizations:revoke), then rotate the configuration of the apps it reached",
     .matches = kHerokuToken,
     .matches_not = kHerokuTokenNot},
    {.id = "heroku-api-key",
     .title = "Heroku API key",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(heroku[\w.-]{0,16}(?:key|token|password|secret)[\w.-]{0,4})",
                          R"((?:HRKU-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})">,
     .min_entropy = 2.8,
     .repair = "make a new one under Account settings (heroku authorizations:rotate)",
     .matches = kHerokuApiKey,
     .matches_not = kHerokuApiKeyNot},
    {.id = "fly-token",
     .title = "Fly.io access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(?:FlyV1 )?(fm[12][ar]?_[0-9A-Za-z+/=_-]{100,}(?:,fm[12][ar]?_[0-9A-Za-z+/=_-]{100,}){0,4}))",
     .text_only = true,
     .min_entropy = 4,
     .repair = "revoke it (fly tokens revoke)",
     .matches = kFlyToken,
     .matches_not = kFlyTokenNot},
    {.id = "fly-personal-token",
     .title = "Fly.io personal token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(fo1_[0-9A-Za-z_-]{43})(?:[^\w-]|$))",
     .min_entropy = 3.8,
     .repair = "revoke it (fly tokens revoke)",
     .matches = kFlyPersonalToken,
     .matches_not = kFlyPersonalTokenNot},
    {.id = "netlify-token",
     .title = "Netlify token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bnf[pcoub]_[0-9A-Za-z]{36}\b)",
     .min_entropy = 3.8,
     .repair = "delete it under User settings, Applications",
     .matches = kNetlifyToken,
     .matches_not = kNetlifyTokenNot},
    {.id = "netlify-token-old",
     .title = "Netlify token of before 2023",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(netlify[\w.-]{0,16}token[\w.-]{0,4})", R"([0-9A-Za-z_-]{40,46})">,
     .min_entropy = 4,
     .confirm = unmarked,
     .repair = "delete it under User settings, Applications",
     .matches = kNetlifyTokenOld,
     .matches_not = kNetlifyTokenOldNot},
    {.id = "vercel-token",
     .title = "Vercel token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bvc[pciark]_[0-9A-Za-z]{24,80}\b)",
     .text_only = true,
     .min_entropy = 3.8,
     .confirm = mixed,
     .repair = "delete it at https://vercel.com/account/tokens",
     .matches = kVercelToken,
     .matches_not = kVercelTokenNot},
    {.id = "vercel-token-old",
     .title = "Vercel token of before 2025",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:vercel|\bnow)_(?:api_|access_|auth_)?token)", R"([0-9A-Za-z]{24})">,
     .min_entropy = 3.5,
     .confirm = mixed,
     .repair = "delete it at https://vercel.com/account/tokens",
     .matches = kVercelTokenOld,
     .matches_not = kVercelTokenOldNot},
    {.id = "vercel-blob-token",
     .title = "Vercel Blob read-write token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bvercel_blob_rw_[0-9A-Za-z]{16}_[0-9A-Za-z]{30,40}\b)",
     .repair = "make a new one for the store under Storage",
     .matches = kVercelBlobToken,
     .matches_not = kVercelBlobTokenNot},
    {.id = "render-api-key",
     .title = "Render API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\brnd_[0-9A-Za-z]{28,36}\b)",
     .min_entropy = 3.8,
     .confirm = mixed,
     .repair = "revoke it under Account settings, API keys",
     .matches = kRenderApiKey,
     .matches_not = kRenderApiKeyNot},
    {.id = "railway-token",
     .title = "Railway token",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(railway[\w.-]{0,16}token[\w.-]{0,4})", R"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})">,
     .min_entropy = 2.8,
     .repair = "delete it under Account settings, Tokens",
     .matches = kRailwayToken,
     .matches_not = kRailwayTokenNot},
    {.id = "platform-sh-token",
     .title = "Platform.sh API token",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:platformsh|platform_sh|upsun)[\w.-]{0,16}token[\w.-]{0,4})", R"([0-9A-Za-z_-]{43})">,
     .min_entropy = 4,
     .confirm = mixed,
     .repair = "delete it under My profile, API tokens",
     .matches = kPlatformShToken,
     .matches_not = kPlatformShTokenNot},
    {.id = "koyeb-token",
     .title = "Koyeb token",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(koyeb[\w.-]{0,12}token[\w.-]{0,4})", R"([0-9a-z]{64})">,
     .min_entropy = 4,
     .repair = "delete it under Settings, API",
     .matches = kKoyebToken,
     .matches_not = kKoyebTokenNot},
    {.id = "deno-deploy-token",
     .title = "Deno Deploy token",
     .pattern = R"(\bdd[pow]_[0-9A-Za-z]{36}\b)",
     .min_entropy = 3.8,
     .confirm = mixed,
     .repair = "revoke it under Account settings, Access tokens",
     .matches = kDenoDeployToken,
     .matches_not = kDenoDeployTokenNot},
};

}  // namespace

extern constinit const Detector app_platforms;
constinit const Detector app_platforms = {
    .name = "app_platforms", .summary = "tokens of platforms that run applications", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

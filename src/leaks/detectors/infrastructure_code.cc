// SPDX-License-Identifier: Apache-2.0
//
// Pulumi, Spacelift, env0, Scalr, Crossplane's Upbound, Terraform registries.
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion mixed(const Candidate& candidate) { return is_mixed(candidate.secret) ? Opinion::kLikely : Opinion::kNo; }

constexpr LeakExample kPulumiToken[] = {
    {"PULUMI_ACCESS_TOKEN="
     "pul-"
     "5485e6fe59d1d557419f748bac14ad92027c1d1a\n",
     "pul-"
     "5485e6fe59d1d557419f748bac14ad92027c1d1a"}};
constexpr LeakCounterexample kPulumiTokenNot[] = {
    {"pul-"
     "4898332da0e3278d9dc6"}};
constexpr LeakExample kSpaceliftApiKeySecret[] = {
    {"SPACELIFT_API_KEY_SECRET="
     "11b5a11dcd1c0979bf1abeaf6f5fdd7b99ad0ad9997c2ad8fefdec615224294b\n",
     "11b5a11dcd1c0979bf1abeaf6f5fdd7b99ad0ad9997c2ad8fefdec615224294b"}};
constexpr LeakCounterexample kSpaceliftApiKeySecretNot[] = {
    {"SPACELIFT_API_KEY_ID="
     "5b5508e7846b5fee72390fe10d"}};
constexpr LeakExample kEnv0ApiSecret[] = {
    {"ENV0_API_SECRET="
     "-GTmY2pEAkXsk9wacIOpbaEnFmiuU98zBTXSUlE-7b\n",
     "-GTmY2pEAkXsk9wacIOpbaEnFmiuU98zBTXSUlE-7b"}};
constexpr LeakCounterexample kEnv0ApiSecretNot[] = {
    {"ENV0_API_SECRET="
     "59691a6a9b5cdbb5b4ff3ee194a87ae5978c70d6"}};
constexpr LeakExample kScalrToken[] = {
    {"SCALR_TOKEN="
     "eyJ"
     "NN8dIlXPxgY-YFtMPtDdGxUO41A_8a.eyJ"
     "HlReHpEK7rgXwrV6BrUS19YZKNmfqi6dmEM-vIpGdZXh1qdSrMWg7YdXr-1z."
     "Xou9pBUB4eGVGPamYqM8EzAX_pBsrOam0KlTOLSbHLH\n",
     "eyJ"
     "NN8dIlXPxgY-YFtMPtDdGxUO41A_8a.eyJ"
     "HlReHpEK7rgXwrV6BrUS19YZKNmfqi6dmEM-vIpGdZXh1qdSrMWg7YdXr-1z."
     "Xou9pBUB4eGVGPamYqM8EzAX_pBsrOam0KlTOLSbHLH"}};
constexpr LeakCounterexample kScalrTokenNot[] = {
    {"SCALR_TOKEN="
     "eZimd30YyVyfml3UvFju"}};

constexpr LeakKind kKinds[] = {
    {.id = "pulumi-token",
     .title = "Pulumi access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bpul-[0-9a-f]{40}\b)",
     .min_entropy = 3,
     .repair = "delete it under Personal access tokens, look at the state of its stacks",
     .matches = kPulumiToken,
     .matches_not = kPulumiTokenNot},
    {.id = "spacelift-api-key-secret",
     .title = "Spacelift API key secret",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(spacelift[\w.-]{0,20}secret[\w.-]{0,4})", R"([0-9a-f]{64})">,
     .min_entropy = 3.2,
     .repair = "delete the API key under Organisation settings",
     .matches = kSpaceliftApiKeySecret,
     .matches_not = kSpaceliftApiKeySecretNot},
    {.id = "env0-api-secret",
     .title = "env0 API key secret",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(env0[\w.-]{0,16}secret[\w.-]{0,4})", R"([0-9A-Za-z_-]{30,64})">,
     .min_entropy = 4,
     .confirm = mixed,
     .repair = "delete the API key under Organisation settings",
     .matches = kEnv0ApiSecret,
     .matches_not = kEnv0ApiSecretNot},
    {.id = "scalr-token",
     .title = "Scalr token",
     .severity = model::Severity::kCritical,
     .pattern =
         kAssigned<R"(scalr[\w.-]{0,16}token[\w.-]{0,4})", R"(eyJ[0-9A-Za-z_-]{10,200}\.eyJ[0-9A-Za-z_-]{10,400}\.[0-9A-Za-z_-]{20,400})">,
     .min_entropy = 4,
     .repair = "delete it under Tokens of its owner",
     .matches = kScalrToken,
     .matches_not = kScalrTokenNot},
};

}  // namespace

extern constinit const Detector infrastructure_code;
constinit const Detector infrastructure_code = {
    .name = "infrastructure_code", .summary = "tokens of services that apply infrastructure code", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

// SPDX-License-Identifier: Apache-2.0
//
// The header Authorization with the token schemes of services ("Token ..", "ApiKey ..", "Splunk .."); Basic and Bearer have kinds of their
// own.
#include "leaks/detector.h"
#include "leaks/generic_value.h"

namespace batten::leaks::detectors {
namespace {

Opinion judged(const Candidate& candidate) {
  return is_no_literal(candidate.secret, true) || !is_random(candidate.secret, 20) ? Opinion::kNo : Opinion::kLikely;
}

constexpr LeakExample kSchemes[] = {
    {"Authorization: ApiKey 3f9a1c7e5b2d8046af13c9e07b5d2a86\n", "3f9a1c7e5b2d8046af13c9e07b5d2a86", "call.http"}};
constexpr LeakCounterexample kNoSchemes[] = {{"Authorization: Token <your token>"}, {"Authorization: token token_of_the_user_as_given"}};

constexpr LeakKind kKinds[] = {
    {.id = "authorization-token",
     .title = "Token of an Authorization header",
     .pattern =
         R"re((?i)\bauthorization["']?[ \t]{0,4}[:=,][ \t]{0,4}["']?(?:token|apikey|api-key|key|splunk|genie-?key|ssws|discourse|bot)[ \t=]{1,4}([0-9a-z._~+/-]{20,512}={0,2}))re",
     .generic = true,
     .text_only = true,
     .confirm = judged,
     .repair = "revoke the token where it was issued, and give a new one at run time",
     .matches = kSchemes,
     .matches_not = kNoSchemes},
};

}  // namespace

extern constinit const Detector authorization;
constinit const Detector authorization = {.name = "authorization", .summary = "HTTP Authorization headers", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

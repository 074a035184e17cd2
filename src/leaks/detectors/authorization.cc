// SPDX-License-Identifier: Apache-2.0
//
// The header Authorization in text: Basic (RFC 7617: base64 of user:password), Bearer (RFC 6750) and the token schemes of services. What
// has a form of its own in there is found by its own kind.
#include <algorithm>
#include <optional>
#include <string>

#include "base/base64.h"
#include "base/text.h"
#include "leaks/detector.h"
#include "leaks/generic_value.h"
#include "leaks/placeholder.h"

namespace batten::leaks::detectors {
namespace {

bool names_the_header(std::string_view line) { return base::lower(line).contains("authorization"); }

Opinion basic(const Candidate& candidate) {
  const std::optional<std::string> pair = base::unbase64(candidate.secret);
  if (!pair || is_placeholder(candidate.secret)) return Opinion::kNo;
  if (!std::ranges::all_of(*pair, [](char c) { return c >= ' ' && c < 0x7f; })) return Opinion::kNo;
  const std::size_t colon = pair->find(':');
  if (colon == pair->npos) return Opinion::kNo;
  const std::string password = pair->substr(colon + 1), lower = base::lower(password), user = base::lower(pair->substr(0, colon));
  constexpr std::string_view kShown[] = {"password", "pass", "passwd", "secret", "pwd",           "test",       "user",
                                         "foo",      "bar",  "admin",  "pw",     "x-oauth-basic", "opensesame", "open sesame"};
  if (std::ranges::find(kShown, lower) != std::end(kShown) || is_placeholder(password)) return Opinion::kNo;
  // A token as the user of an empty password, as many services want it.
  if (password.empty()) return is_random(user, 16) ? Opinion::kLikely : Opinion::kNo;
  if (password.size() < 4 || lower == user) return Opinion::kNo;
  return names_the_header(candidate.line) || is_random(password, 10) ? Opinion::kLikely : Opinion::kPossible;
}

Opinion bearer(const Candidate& candidate) {
  if (is_no_literal(candidate.secret, true) || !is_random(candidate.secret, 20)) return Opinion::kNo;
  return names_the_header(candidate.line) ? Opinion::kLikely : Opinion::kPossible;
}

constexpr LeakExample kBasics[] = {
    {"Authorization: Basic YXBwOlJrM192b2JlenE=\n", "YXBwOlJrM192b2JlenE=", "call.http"},
    {"curl -H 'Authorization: Basic YXBwOlJrM192b2JlenE=' https://a.test/\n", "YXBwOlJrM192b2JlenE=", "call.sh"},
};
constexpr LeakCounterexample kNoBasics[] = {
    {"Authorization: Basic dXNlcjpwYXNzd29yZA==\n"}, {"basic authentication is used, Basic realm=\"a\""}, {"Basic ${BASE64}"}};
constexpr LeakExample kBearers[] = {
    {"Authorization: Bearer 8Kd92mVxQ4tLz7Wc1NpBq7Zt3m\n", "8Kd92mVxQ4tLz7Wc1NpBq7Zt3m", "call.http"},
    {"headers = {\"Authorization\": \"Bearer 8Kd92mVxQ4tLz7Wc1NpBq7Zt3m\"}\n", "8Kd92mVxQ4tLz7Wc1NpBq7Zt3m", "call.py"},
};
constexpr LeakCounterexample kNoBearers[] = {
    {"Authorization: Bearer ${TOKEN}"}, {"Authorization: Bearer your_access_token_goes_here"}, {"bearer of_good_news_and_all_that_is_new"}};
constexpr LeakExample kSchemes[] = {
    {"Authorization: Token 3f9a1c7e5b2d8046af13c9e07b5d2a86\n", "3f9a1c7e5b2d8046af13c9e07b5d2a86", "call.http"}};
constexpr LeakCounterexample kNoSchemes[] = {{"Authorization: Token <your token>"}, {"Authorization: token token_of_the_user_as_given"}};

constexpr LeakKind kKinds[] = {
    {.id = "authorization-basic",
     .title = "User and password of HTTP Basic authentication",
     .pattern = R"((?i)\bbasic[ \t]{1,4}([0-9a-z+/]{8,256}={0,2}))",
     .generic = true,
     .text_only = true,
     .confirm = basic,
     .repair = "change the password, and build the header at run time from a secret",
     .matches = kBasics,
     .matches_not = kNoBasics},
    {.id = "authorization-bearer",
     .title = "Bearer token",
     .pattern = R"((?i)\bbearer[ \t]{1,4}([0-9a-z._~+/-]{20,512}={0,2}))",
     .generic = true,
     .text_only = true,
     .confirm = bearer,
     .repair = "revoke the token where it was issued, and give a new one at run time",
     .matches = kBearers,
     .matches_not = kNoBearers},
    {.id = "authorization-token",
     .title = "Token of an Authorization header",
     .pattern =
         R"re((?i)\bauthorization["']?[ \t]{0,4}[:=,][ \t]{0,4}["']?(?:token|apikey|api-key|key|splunk|genie-?key|ssws|discourse|bot)[ \t=]{1,4}([0-9a-z._~+/-]{20,512}={0,2}))re",
     .generic = true,
     .text_only = true,
     .confirm = bearer,
     .repair = "revoke the token where it was issued, and give a new one at run time",
     .matches = kSchemes,
     .matches_not = kNoSchemes},
};

}  // namespace

extern constinit const Detector authorization;
constinit const Detector authorization = {.name = "authorization", .summary = "HTTP Authorization headers", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

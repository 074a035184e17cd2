// SPDX-License-Identifier: Apache-2.0
//
// OpenAI's keys hold "T3BlbkFJ", which is "OpenAI" in base64, between random characters; newer ones say of which kind they are.
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

// Other issuers write keys of that length too.
Opinion other(const Candidate& candidate) {
  return !candidate.secret.contains("T3BlbkFJ") && looks_random(candidate.secret.substr(3)) ? Opinion::kLikely : Opinion::kNo;
}

constexpr LeakExample kOpenaiKey[] = {
    {"\"token\": \"sk-"
     "gRtPNQY6jeQYQTDhdCqmT3BlbkFJG8zIqUBM4kI3AwrTPOOJ\"",
     "sk-"
     "gRtPNQY6jeQYQTDhdCqmT3BlbkFJG8zIqUBM4kI3AwrTPOOJ"}};
constexpr LeakCounterexample kOpenaiKeyNot[] = {{"sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"sk-"
                                                 "gRtPNQY6jeQYQTDhdCqmT3Bl"}};
constexpr LeakExample kOpenaiProjectKey[] = {
    {"token: 'sk-proj-"
     "XjnRwwQfp5CdwmOGyWPt5mM8FSXsCGMCRjgcE4YuwOubwHocaGx8EZ34Dfpt8TAmo4xaFfU0bnT3BlbkFJsDKjDFBKcf4f0lXtHYPg2pCYgRHFRUddirId1Ect9Buhrf3fkS1"
     "1jqsA61W6OuG9VMEIkUBBWy'\n",
     "sk-proj-"
     "XjnRwwQfp5CdwmOGyWPt5mM8FSXsCGMCRjgcE4YuwOubwHocaGx8EZ34Dfpt8TAmo4xaFfU0bnT3BlbkFJsDKjDFBKcf4f0lXtHYPg2pCYgRHFRUddirId1Ect9Buhrf3fkS1"
     "1jqsA61W6OuG9VMEIkUBBWy"}};
constexpr LeakCounterexample kOpenaiProjectKeyNot[] = {
    {"sk-proj-"
     "8YpX4vwvztHa0C18MVP1AY9LinC5q9"}};
constexpr LeakExample kOpenaiServiceKey[] = {
    {"curl -H \"Authorization: Bearer sk-svcacct-"
     "4PaGyitG90DQ9acv6a6UxblczzXoMGTlw6FYFuionPwpoWwVdiWBi7qSXs9COTJqDWJYV4daCpT3BlbkFJh0Xk6Vj5eaed88nJbl72Xg69zqOXGn5eLvw5FZnUZ3ilLhREzcR"
     "5m1vFjuxD9a2G6RHLsvID1s\" x",
     "sk-svcacct-"
     "4PaGyitG90DQ9acv6a6UxblczzXoMGTlw6FYFuionPwpoWwVdiWBi7qSXs9COTJqDWJYV4daCpT3BlbkFJh0Xk6Vj5eaed88nJbl72Xg69zqOXGn5eLvw5FZnUZ3ilLhREzcR"
     "5m1vFjuxD9a2G6RHLsvID1s"}};
constexpr LeakCounterexample kOpenaiServiceKeyNot[] = {
    {"sk-svcacct-"
     "ySLLDVirtCWxgwOdsedlNPGcYH1Ul2"}};
constexpr LeakExample kOpenaiAdminKey[] = {
    {"ENV API_TOKEN sk-admin-"
     "o2uihFXtxvgpT35Rd8A8dlbfBHTT0aloEKCElOaMnWYcUXm4yGwDFjUzw9T3BlbkFJGIZSi6IqfnaUKBCMk8bJ91pWbE8K979WrO4msmkbLaHleENjowrAC9hMHl\n",
     "sk-admin-"
     "o2uihFXtxvgpT35Rd8A8dlbfBHTT0aloEKCElOaMnWYcUXm4yGwDFjUzw9T3BlbkFJGIZSi6IqfnaUKBCMk8bJ91pWbE8K979WrO4msmkbLaHleENjowrAC9hMHl"}};
constexpr LeakCounterexample kOpenaiAdminKeyNot[] = {
    {"sk-admin-"
     "pPNGXW4w3VQw2xmks0oMSRVnz2sEgD"}};
constexpr LeakExample kOpenaiLikeKey[] = {
    {"{\\\"token\\\":\\\"sk-"
     "CuXLBxjc3qiUsAmpptYsySw1ZzubCuXDbkQARcMrJaNXApjX\\\"}",
     "sk-"
     "CuXLBxjc3qiUsAmpptYsySw1ZzubCuXDbkQARcMrJaNXApjX"}};
constexpr LeakCounterexample kOpenaiLikeKeyNot[] = {{"sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"sk-"
                                                     "CuXLBxjc3qiUsAmpptYsySw1"}};

constexpr LeakKind kKinds[] = {
    {.id = "openai-key",
     .title = "OpenAI API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bsk-[0-9A-Za-z]{20}T3BlbkFJ[0-9A-Za-z]{20}\b)",
     .repair = "revoke it at https://platform.openai.com/api-keys",
     .matches = kOpenaiKey,
     .matches_not = kOpenaiKeyNot},
    {.id = "openai-project-key",
     .title = "OpenAI project API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(sk-proj-[\w-]{20,80}T3BlbkFJ[\w-]{20,80})(?:[^\w-]|$))",
     .trigger = "T3BlbkFJ",
     .repair = "revoke it at https://platform.openai.com/api-keys",
     .matches = kOpenaiProjectKey,
     .matches_not = kOpenaiProjectKeyNot},
    {.id = "openai-service-key",
     .title = "OpenAI service account key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(sk-(?:svcacct|None)-[\w-]{20,80}T3BlbkFJ[\w-]{20,80})(?:[^\w-]|$))",
     .trigger = "T3BlbkFJ",
     .repair = "revoke it at https://platform.openai.com/api-keys",
     .matches = kOpenaiServiceKey,
     .matches_not = kOpenaiServiceKeyNot},
    {.id = "openai-admin-key",
     .title = "OpenAI admin key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(sk-admin-[\w-]{20,80}T3BlbkFJ[\w-]{20,80})(?:[^\w-]|$))",
     .trigger = "T3BlbkFJ",
     .repair = "revoke it at https://platform.openai.com/settings/organization/admin-keys",
     .matches = kOpenaiAdminKey,
     .matches_not = kOpenaiAdminKeyNot},
    {.id = "openai-like-key",
     .title = "Key of an OpenAI-like API",
     .severity = model::Severity::kHigh,
     .pattern = R"(\bsk-[0-9A-Za-z]{48}\b)",
     .confirm = other,
     .repair = "revoke it where it was issued: OpenAI, Stability AI and others write keys so",
     .matches = kOpenaiLikeKey,
     .matches_not = kOpenaiLikeKeyNot},
};

}  // namespace

extern constinit const Detector openai;
constinit const Detector openai = {.name = "openai", .summary = "keys of OpenAI", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

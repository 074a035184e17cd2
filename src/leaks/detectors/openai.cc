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
    {"token: 'sk-"
     "DNJYsJU0ZitdsDDqiFtMT3BlbkFJg9MyIZ90JEcmQc0eSvB4'\n",
     "sk-"
     "DNJYsJU0ZitdsDDqiFtMT3BlbkFJg9MyIZ90JEcmQc0eSvB4"}};
constexpr LeakCounterexample kOpenaiKeyNot[] = {{"sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"sk-"
                                                 "DNJYsJU0ZitdsDDqiFtMT3Bl"}};
constexpr LeakExample kOpenaiProjectKey[] = {
    {"curl -H \"Authorization: Bearer sk-proj-"
     "fRJYUYFNF4OW3KYnwEy4lq0mc2ZlEMYS6aRz8tGkcToN8wmypFyDq6fM37Qz0837O19O270FYZT3BlbkFJ34SDWEijEEVs08S3bXZO5O1Z2befVgUH8qC5ko2tW6cvjCsT7Gj"
     "JYrZ6hR0t5y35QMZjXDtA0a\" x",
     "sk-proj-"
     "fRJYUYFNF4OW3KYnwEy4lq0mc2ZlEMYS6aRz8tGkcToN8wmypFyDq6fM37Qz0837O19O270FYZT3BlbkFJ34SDWEijEEVs08S3bXZO5O1Z2befVgUH8qC5ko2tW6cvjCsT7Gj"
     "JYrZ6hR0t5y35QMZjXDtA0a"}};
constexpr LeakCounterexample kOpenaiProjectKeyNot[] = {
    {"sk-proj-"
     "vFNVWXRbCkZfJmtgSHuNMwH4O77J5v"}};
constexpr LeakExample kOpenaiServiceKey[] = {
    {"ENV API_TOKEN sk-svcacct-"
     "d1FP0AMCmmOk5TFNmawOEYR8aPpVSKj9CQxhO02V6rxr6vkXzrq668Kg3sadk2ekQtC7HgUn3KT3BlbkFJZ1dA0VhfFmXy1D5yJr1HdQ9TDXJCQLMu5pABR6yHja7eJgmZdNv"
     "8Nm8fGGEA1ki1wGcvqly0w5\n",
     "sk-svcacct-"
     "d1FP0AMCmmOk5TFNmawOEYR8aPpVSKj9CQxhO02V6rxr6vkXzrq668Kg3sadk2ekQtC7HgUn3KT3BlbkFJZ1dA0VhfFmXy1D5yJr1HdQ9TDXJCQLMu5pABR6yHja7eJgmZdNv"
     "8Nm8fGGEA1ki1wGcvqly0w5"}};
constexpr LeakCounterexample kOpenaiServiceKeyNot[] = {
    {"sk-svcacct-"
     "rIlwv2Gha5S0P7po1cSGqbehkPCIZg"}};
constexpr LeakExample kOpenaiAdminKey[] = {
    {"{\\\"token\\\":\\\"sk-admin-"
     "I1fknBXAd3x4nEvsgBPXituWS1iUrrmLbEYenEYKcIVqWbbyJTxqL0r3MLT3BlbkFJ9N7NSNIPWB2RIYRdR0Khwz87KitonPTO7qwo90EEYqu0kTI4kXCBvpoyl1\\\"}",
     "sk-admin-"
     "I1fknBXAd3x4nEvsgBPXituWS1iUrrmLbEYenEYKcIVqWbbyJTxqL0r3MLT3BlbkFJ9N7NSNIPWB2RIYRdR0Khwz87KitonPTO7qwo90EEYqu0kTI4kXCBvpoyl1"}};
constexpr LeakCounterexample kOpenaiAdminKeyNot[] = {
    {"sk-admin-"
     "wePmX5JXhvCp2buyfYqrTiaz4hMGlG"}};
constexpr LeakExample kOpenaiLikeKey[] = {
    {"<token>sk-"
     "rmQGUgAzS3tx9u1QrbTASe3CLB3Ai8rnNItSioyVxegO4U3q</token>",
     "sk-"
     "rmQGUgAzS3tx9u1QrbTASe3CLB3Ai8rnNItSioyVxegO4U3q"}};
constexpr LeakCounterexample kOpenaiLikeKeyNot[] = {{"sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"sk-"
                                                     "rmQGUgAzS3tx9u1QrbTASe3C"}};
constexpr LeakExample kAzureOpenaiKey[] = {
    {"<azure_openai-api-key>607abce6d08951e0ab30adf803e3f23e</azure_openai-api-key>", "607abce6d08951e0ab30adf803e3f23e"},
    {"config.set(\"azure_openai_api_key\", \"607abce6d08951e0ab30adf803e3f23e\")", "607abce6d08951e0ab30adf803e3f23e"}};
constexpr LeakCounterexample kAzureOpenaiKeyNot[] = {{"checksum: 607abce6d08951e0ab30adf803e3f23e"}, {"AZURE_OPENAI_API_KEY=607abce6d"}};

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
    {.id = "azure-openai-key",
     .title = "Azure OpenAI key",
     .pattern = kNamed<"azure[_-]?openai|aoai", "(?:[0-9a-f]{32}|[0-9A-Za-z]{52}JQQJ99[0-9A-Za-z]{26})">,
     .min_entropy = 3.0,
     .repair = "regenerate it under Keys and Endpoint of the resource",
     .matches = kAzureOpenaiKey,
     .matches_not = kAzureOpenaiKeyNot},
};

}  // namespace

extern constinit const Detector openai;
constinit const Detector openai = {.name = "openai", .summary = "keys of OpenAI", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

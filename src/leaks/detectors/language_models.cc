// SPDX-License-Identifier: Apache-2.0
//
// Keys of services that run language models. Most have a prefix of their own; Cohere, Mistral, AI21 and Together's older keys are found
// by name.
#include <algorithm>

#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

// Thirty-four letters without digits: names have few capitals.
Opinion mixed_case(const Candidate& candidate) {
  std::string_view body = candidate.secret.substr(candidate.secret.rfind('_') + 1);
  auto capitals = std::ranges::count_if(body, [](char c) { return c >= 'A' && c <= 'Z'; });
  return capitals >= 6 && capitals <= 28 ? Opinion::kLikely : Opinion::kNo;
}

constexpr LeakExample kAnthropicKey[] = {
    {"const t = `sk-ant-"
     "api03-O86n9djlcHxvwBjf9zb7kZ6_-D3DJ0r304Y-O2kwTbh57xlXxr0uBMqp9vIYf_sh8kS8RdAa9syNxOgBY67P2vIN7WVBaAA`;",
     "sk-ant-"
     "api03-O86n9djlcHxvwBjf9zb7kZ6_-D3DJ0r304Y-O2kwTbh57xlXxr0uBMqp9vIYf_sh8kS8RdAa9syNxOgBY67P2vIN7WVBaAA"}};
constexpr LeakCounterexample kAnthropicKeyNot[] = {
    {"sk-ant-xxxxx-xxxxxxxxxxxxxxxxxxxxxxx_-xxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"sk-ant-"
     "api03-O86n9djlcHxvwBjf9zb7kZ6_-D3DJ0r304Y-O2kwTbh5"}};
constexpr LeakExample kAnthropicAdminKey[] = {
    {"TOKEN=sk-ant-"
     "admin01-oFrFJ-80vCKaDLfVgHCW8pFOWWb9Yk_iuKFx_zzMJkaXxA5NJ-2x3RpOCd19F6L7NwfgTcdacm0eHHhOz7YXhXELdIsHdAA\n",
     "sk-ant-"
     "admin01-oFrFJ-80vCKaDLfVgHCW8pFOWWb9Yk_iuKFx_zzMJkaXxA5NJ-2x3RpOCd19F6L7NwfgTcdacm0eHHhOz7YXhXELdIsHdAA"}};
constexpr LeakCounterexample kAnthropicAdminKeyNot[] = {
    {"sk-ant-xxxxxxx-xxxxx-xxxxxxxxxxxxxxxxxxxxxxxx_xxxxx_xxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"sk-ant-"
     "admin01-oFrFJ-80vCKaDLfVgHCW8pFOWWb9Yk_iuKFx_zzMJka"}};
constexpr LeakExample kAnthropicOauthToken[] = {
    {"\"token\": \"sk-ant-"
     "oat01-mh6844yjNZ2fcibv80OS1JpFFYp5t4Fb3HhwkRcg7fqwBfLWHz_tUwoNaoPLqUU_kHq9qKtCbNJ72T7KlW5KIp6o8l7VWKJ\"",
     "sk-ant-"
     "oat01-mh6844yjNZ2fcibv80OS1JpFFYp5t4Fb3HhwkRcg7fqwBfLWHz_tUwoNaoPLqUU_kHq9qKtCbNJ72T7KlW5KIp6o8l7VWKJ"}};
constexpr LeakCounterexample kAnthropicOauthTokenNot[] = {
    {"sk-ant-xxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"sk-ant-"
     "oat01-mh6844yjNZ2fcibv80OS1JpFFYp5t4Fb3HhwkRcg7fqw"}};
constexpr LeakExample kHuggingfaceToken[] = {
    {"token: 'hf_"
     "OzoOtFoIkmONsSopZwSjdYDnPOuZDRvOYV'\n",
     "hf_"
     "OzoOtFoIkmONsSopZwSjdYDnPOuZDRvOYV"}};
constexpr LeakCounterexample kHuggingfaceTokenNot[] = {{"hf_"
                                                        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                       {"hf_"
                                                        "this_is_a_function_name_in_snake_ca"},
                                                       {"hf_"
                                                        "alllowercaselettersofthirtyfourcha"}};
constexpr LeakExample kHuggingfaceOrgToken[] = {
    {"curl -H \"Authorization: Bearer api_org_"
     "OXVBnCqyQxqlHXaoQxJWppySVSXxdRqkXX\" x",
     "api_org_"
     "OXVBnCqyQxqlHXaoQxJWppySVSXxdRqkXX"}};
constexpr LeakCounterexample kHuggingfaceOrgTokenNot[] = {{"api_org_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                          {"api_org_"
                                                           "OXVBnCqyQxqlHXaoQ"}};
constexpr LeakExample kCohereKey[] = {
    {"config.set(\"cohere_api_key\", \"lEZKHAvd806WnPWjgSVrtPavyIrIZrxhP4pvIVen\")", "lEZKHAvd806WnPWjgSVrtPavyIrIZrxhP4pvIVen"},
    {"run --cohere-api-key lEZKHAvd806WnPWjgSVrtPavyIrIZrxhP4pvIVen x", "lEZKHAvd806WnPWjgSVrtPavyIrIZrxhP4pvIVen"}};
constexpr LeakCounterexample kCohereKeyNot[] = {{"checksum: lEZKHAvd806WnPWjgSVrtPavyIrIZrxhP4pvIVen"}, {"COHERE_API_KEY=lEZKHAvd8"}};
constexpr LeakExample kMistralKey[] = {
    {"\"mistralApiKey\": \"ylLhpzNXHcqp8HvPm4aKfodNfUF4M5LY\",", "ylLhpzNXHcqp8HvPm4aKfodNfUF4M5LY"},
    {"const mistralApiKey string = \"ylLhpzNXHcqp8HvPm4aKfodNfUF4M5LY\"\n", "ylLhpzNXHcqp8HvPm4aKfodNfUF4M5LY"}};
constexpr LeakCounterexample kMistralKeyNot[] = {{"checksum: ylLhpzNXHcqp8HvPm4aKfodNfUF4M5LY"}, {"MISTRAL_API_KEY=ylLhpzNXH"}};
constexpr LeakExample kGroqKey[] = {
    {"export TOKEN=\"gsk_"
     "2mCDZJmiVncG69zmoSqC64jRILgl71D9yywdXqvjnLH13BT86VeB\"",
     "gsk_"
     "2mCDZJmiVncG69zmoSqC64jRILgl71D9yywdXqvjnLH13BT86VeB"}};
constexpr LeakCounterexample kGroqKeyNot[] = {{"gsk_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                              {"gsk_"
                                               "2mCDZJmiVncG69zmoSqC64jRIL"}};
constexpr LeakExample kPerplexityKey[] = {
    {"const t = `pplx-"
     "JwJyEFWaajXL8ezbdrI0bprZIXqnQF7jrmpQb3dSUx096l4N`;",
     "pplx-"
     "JwJyEFWaajXL8ezbdrI0bprZIXqnQF7jrmpQb3dSUx096l4N"}};
constexpr LeakCounterexample kPerplexityKeyNot[] = {{"pplx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"pplx-"
                                                     "JwJyEFWaajXL8ezbdrI0bprZ"}};
constexpr LeakExample kXaiKey[] = {
    {"TOKEN=xai-"
     "yONeYKlX0Yt8EusMXh95P5mZqohTEsFn88KhtYk8DKytfsuBPl4pJHLTnJMs52MRnoHgFgRtPNQY6jeQ\n",
     "xai-"
     "yONeYKlX0Yt8EusMXh95P5mZqohTEsFn88KhtYk8DKytfsuBPl4pJHLTnJMs52MRnoHgFgRtPNQY6jeQ"}};
constexpr LeakCounterexample kXaiKeyNot[] = {{"xai-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                             {"xai-"
                                              "yONeYKlX0Yt8EusMXh95P5mZqohTEsFn88KhtYk8"}};
constexpr LeakExample kDeepseekKey[] = {
    {"\"token\": \"sk-"
     "e31e86c8d5db846bb27e1b6c96f9ee43\"",
     "sk-"
     "e31e86c8d5db846bb27e1b6c96f9ee43"}};
constexpr LeakCounterexample kDeepseekKeyNot[] = {{"sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"sk-"
                                                   "e31e86c8d5db846b"}};
constexpr LeakExample kFireworksKey[] = {
    {"token: 'fw_"
     "cE4YuwOubwHocaGx8EZ34D'\n",
     "fw_"
     "cE4YuwOubwHocaGx8EZ34D"}};
constexpr LeakCounterexample kFireworksKeyNot[] = {{"fw_xxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"fw_"
                                                    "cE4YuwOubwH"}};
constexpr LeakExample kTogetherKey[] = {
    {"curl -H \"Authorization: Bearer tgp_v1_"
     "kEN1zDUa-kdBL7s6_2elkwNnF5m-ghrJh9eM2PoJklv\" x",
     "tgp_v1_"
     "kEN1zDUa-kdBL7s6_2elkwNnF5m-ghrJh9eM2PoJklv"}};
constexpr LeakCounterexample kTogetherKeyNot[] = {{"tgp_v1_xxxxxxxx-xxxxxxx_xxxxxxxxxx-xxxxxxxxxxxxxxx"},
                                                  {"tgp_v1_"
                                                   "kEN1zDUa-kdBL7s6_2elk"}};
constexpr LeakExample kTogetherKeyOlder[] = {{"togetherai.api.key=489daf5ddc7abac90ed46e80c49e01a0b051cc75bffa476b77b14d489e8e10e7\n",
                                              "489daf5ddc7abac90ed46e80c49e01a0b051cc75bffa476b77b14d489e8e10e7"},
                                             {"\"togetheraiApiKey\": \"489daf5ddc7abac90ed46e80c49e01a0b051cc75bffa476b77b14d489e8e10e7\",",
                                              "489daf5ddc7abac90ed46e80c49e01a0b051cc75bffa476b77b14d489e8e10e7"}};
constexpr LeakCounterexample kTogetherKeyOlderNot[] = {{"checksum: 489daf5ddc7abac90ed46e80c49e01a0b051cc75bffa476b77b14d489e8e10e7"},
                                                       {"TOGETHERAI_API_KEY=489daf5dd"}};
constexpr LeakExample kOpenrouterKey[] = {
    {"<token>sk-or-v1-"
     "35420216053c862abf6453fc16af4abe09ae9ce489eb3b19215157a43f9ba371</token>",
     "sk-or-v1-"
     "35420216053c862abf6453fc16af4abe09ae9ce489eb3b19215157a43f9ba371"}};
constexpr LeakCounterexample kOpenrouterKeyNot[] = {{"sk-or-v1-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"sk-or-v1-"
                                                     "35420216053c862abf6453fc16af4abe"}};
constexpr LeakExample kNvidiaKey[] = {
    {"x --token=nvapi-"
     "0gxck3bxC948xaBezWT6-tZSrHkBa24ucEc9IyLyucawi9sDTI04owESTVyuKDAZ y",
     "nvapi-"
     "0gxck3bxC948xaBezWT6-tZSrHkBa24ucEc9IyLyucawi9sDTI04owESTVyuKDAZ"}};
constexpr LeakCounterexample kNvidiaKeyNot[] = {{"nvapi-xxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"nvapi-"
                                                 "0gxck3bxC948xaBezWT6-tZSrHkBa24u"}};
constexpr LeakExample kCerebrasKey[] = {
    {"export TOKEN=\"csk-"
     "s4g32u1xjcqis0mpptsywzub2u3bk0cr9a0pjxhlixcj2bfe\"",
     "csk-"
     "s4g32u1xjcqis0mpptsywzub2u3bk0cr9a0pjxhlixcj2bfe"}};
constexpr LeakCounterexample kCerebrasKeyNot[] = {{"csk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"csk-"
                                                   "s4g32u1xjcqis0mpptsywzub"}};
constexpr LeakExample kAi21Key[] = {
    {"config.set(\"ai21_api_key\", \"ovL0QoKHZKRhJ8VnOuAqfmh8vHnxd32W\")", "ovL0QoKHZKRhJ8VnOuAqfmh8vHnxd32W"},
    {"run --ai21-api-key ovL0QoKHZKRhJ8VnOuAqfmh8vHnxd32W x", "ovL0QoKHZKRhJ8VnOuAqfmh8vHnxd32W"}};
constexpr LeakCounterexample kAi21KeyNot[] = {{"checksum: ovL0QoKHZKRhJ8VnOuAqfmh8vHnxd32W"}, {"AI21_API_KEY=ovL0QoKHZ"}};
constexpr LeakExample kFriendliToken[] = {
    {"\"token\": \"flp_"
     "s05e8sOqZNGoALCDgoO7vDmYOLxrv88lk7MICuHnhinA52\"",
     "flp_"
     "s05e8sOqZNGoALCDgoO7vDmYOLxrv88lk7MICuHnhinA52"}};
constexpr LeakCounterexample kFriendliTokenNot[] = {{"flp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"flp_"
                                                     "s05e8sOqZNGoALCDgoO7vDm"}};
constexpr LeakExample kAnyscaleKey[] = {
    {"token: 'esecret_"
     "ksg53bx5dyw012aa85v9xiw9ah'\n",
     "esecret_"
     "ksg53bx5dyw012aa85v9xiw9ah"}};
constexpr LeakCounterexample kAnyscaleKeyNot[] = {{"esecret_xxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"esecret_"
                                                   "ksg53bx5dyw01"}};
constexpr LeakExample kLlamaCloudKey[] = {
    {"curl -H \"Authorization: Bearer llx-"
     "N9OslNgsABkRMs3Xg5Qpi5q8V9LUelzva1dwgoaWt6FouLB8\" x",
     "llx-"
     "N9OslNgsABkRMs3Xg5Qpi5q8V9LUelzva1dwgoaWt6FouLB8"}};
constexpr LeakCounterexample kLlamaCloudKeyNot[] = {{"llx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"llx-"
                                                     "N9OslNgsABkRMs3Xg5Qpi5q8"}};
constexpr LeakExample kCursorKey[] = {
    {"ENV API_TOKEN key_"
     "882e0855b5b6ca6daad1e4a4ef20be7404eb163d5351d04c126a9f15968df0f1\n",
     "key_"
     "882e0855b5b6ca6daad1e4a4ef20be7404eb163d5351d04c126a9f15968df0f1"}};
constexpr LeakCounterexample kCursorKeyNot[] = {{"key_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"key_"
                                                 "882e0855b5b6ca6daad1e4a4ef20be74"}};

constexpr LeakKind kKinds[] = {
    {.id = "anthropic-key",
     .title = "Anthropic API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(sk-ant-api[0-9]{2}-[\w-]{93}AA)(?:[^\w-]|$))",
     .repair = "disable it at https://console.anthropic.com/settings/keys",
     .matches = kAnthropicKey,
     .matches_not = kAnthropicKeyNot},
    {.id = "anthropic-admin-key",
     .title = "Anthropic admin API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(sk-ant-admin[0-9]{2}-[\w-]{93}AA)(?:[^\w-]|$))",
     .repair = "disable it at https://console.anthropic.com/settings/admin-keys",
     .matches = kAnthropicAdminKey,
     .matches_not = kAnthropicAdminKeyNot},
    {.id = "anthropic-oauth-token",
     .title = "Anthropic OAuth access or refresh token",
     .pattern = R"(\b(sk-ant-o[ar]t[0-9]{2}-[\w-]{80,110})(?:[^\w-]|$))",
     .trigger = R"(\bsk-ant-o[ar]t[0-9]{2}-[\w-]{60})",
     .repair = "log out of all sessions at https://claude.ai/settings/account",
     .matches = kAnthropicOauthToken,
     .matches_not = kAnthropicOauthTokenNot},
    {.id = "huggingface-token",
     .title = "Hugging Face access token",
     .pattern = R"(\bhf_[A-Za-z]{34}\b)",
     .confirm = mixed_case,
     .repair = "invalidate it at https://huggingface.co/settings/tokens",
     .matches = kHuggingfaceToken,
     .matches_not = kHuggingfaceTokenNot},
    {.id = "huggingface-org-token",
     .title = "Hugging Face organisation token",
     .pattern = R"(\bapi_org_[A-Za-z]{34}\b)",
     .confirm = mixed_case,
     .repair = "invalidate it in the settings of the organisation",
     .matches = kHuggingfaceOrgToken,
     .matches_not = kHuggingfaceOrgTokenNot},
    {.id = "cohere-key",
     .title = "Cohere API key",
     .pattern = kNamed<"cohere|co_api", "[0-9A-Za-z]{40}">,
     .confirm = likely_if_random,
     .repair = "delete it at https://dashboard.cohere.com/api-keys",
     .matches = kCohereKey,
     .matches_not = kCohereKeyNot},
    {.id = "mistral-key",
     .title = "Mistral AI API key",
     .pattern = kNamed<"mistral", "[0-9A-Za-z]{32}">,
     .confirm = likely_if_random,
     .repair = "delete it at https://console.mistral.ai/api-keys",
     .matches = kMistralKey,
     .matches_not = kMistralKeyNot},
    {.id = "groq-key",
     .title = "Groq API key",
     .pattern = R"(\bgsk_[0-9A-Za-z]{52}\b)",
     .repair = "delete it at https://console.groq.com/keys",
     .matches = kGroqKey,
     .matches_not = kGroqKeyNot},
    {.id = "perplexity-key",
     .title = "Perplexity API key",
     .pattern = R"(\bpplx-[0-9A-Za-z]{48}\b)",
     .repair = "delete it at https://www.perplexity.ai/settings/api",
     .matches = kPerplexityKey,
     .matches_not = kPerplexityKeyNot},
    {.id = "xai-key",
     .title = "xAI API key",
     .pattern = R"(\bxai-[0-9A-Za-z]{80}\b)",
     .repair = "delete it at https://console.x.ai",
     .matches = kXaiKey,
     .matches_not = kXaiKeyNot},
    {.id = "deepseek-key",
     .title = "DeepSeek, DashScope or Moonshot API key",
     .pattern = R"(\bsk-[0-9a-f]{32}\b)",
     .min_entropy = 3.0,
     .repair = "delete it at https://platform.deepseek.com/api_keys, or where it was issued",
     .matches = kDeepseekKey,
     .matches_not = kDeepseekKeyNot},
    {.id = "fireworks-key",
     .title = "Fireworks AI API key",
     .pattern = R"(\bfw_[0-9A-Za-z]{22,24}\b)",
     .confirm = likely_if_random,
     .repair = "delete it at https://app.fireworks.ai/settings/users/api-keys",
     .matches = kFireworksKey,
     .matches_not = kFireworksKeyNot},
    {.id = "together-key",
     .title = "Together AI API key",
     .pattern = R"(\b(tgp_v1_[\w-]{43})(?:[^\w-]|$))",
     .repair = "delete it at https://api.together.ai/settings/api-keys",
     .matches = kTogetherKey,
     .matches_not = kTogetherKeyNot},
    {.id = "together-key-older",
     .title = "Together AI API key",
     .pattern = kNamed<"together_?(?:ai|api)", "[0-9a-f]{64}">,
     .min_entropy = 3.2,
     .repair = "regenerate it at https://api.together.ai/settings/api-keys",
     .matches = kTogetherKeyOlder,
     .matches_not = kTogetherKeyOlderNot},
    {.id = "openrouter-key",
     .title = "OpenRouter API key",
     .pattern = R"(\bsk-or-v1-[0-9a-f]{64}\b)",
     .repair = "delete it at https://openrouter.ai/settings/keys",
     .matches = kOpenrouterKey,
     .matches_not = kOpenrouterKeyNot},
    {.id = "nvidia-key",
     .title = "NVIDIA API key",
     .pattern = R"(\b(nvapi-[\w-]{60,70})(?:[^\w-]|$))",
     .repair = "delete it at https://build.nvidia.com/settings/api-keys",
     .matches = kNvidiaKey,
     .matches_not = kNvidiaKeyNot},
    {.id = "cerebras-key",
     .title = "Cerebras API key",
     .pattern = R"(\bcsk-[0-9a-z]{48}\b)",
     .repair = "delete it at https://cloud.cerebras.ai",
     .matches = kCerebrasKey,
     .matches_not = kCerebrasKeyNot},
    {.id = "ai21-key",
     .title = "AI21 API key",
     .pattern = kNamed<"ai21", "[0-9A-Za-z]{32}">,
     .confirm = likely_if_random,
     .repair = "delete it at https://studio.ai21.com/account/api-key",
     .matches = kAi21Key,
     .matches_not = kAi21KeyNot},
    {.id = "friendli-token",
     .title = "Friendli token",
     .pattern = R"(\bflp_[0-9A-Za-z]{46}\b)",
     .repair = "delete it at https://friendli.ai/suite/setting/tokens",
     .matches = kFriendliToken,
     .matches_not = kFriendliTokenNot},
    {.id = "anyscale-key",
     .title = "Anyscale API key",
     .pattern = R"(\besecret_[0-9a-z]{26}\b)",
     .repair = "delete it at https://app.endpoints.anyscale.com/credentials",
     .matches = kAnyscaleKey,
     .matches_not = kAnyscaleKeyNot},
    {.id = "llama-cloud-key",
     .title = "LlamaCloud API key",
     .pattern = R"(\bllx-[0-9A-Za-z]{48}\b)",
     .repair = "delete it at https://cloud.llamaindex.ai/api-key",
     .matches = kLlamaCloudKey,
     .matches_not = kLlamaCloudKeyNot},
    {.id = "cursor-key",
     .title = "Cursor API key",
     .pattern = R"(\bcrsr_[0-9a-f]{64}\b|\bkey_[0-9a-f]{64}\b)",
     .min_entropy = 3.2,
     .repair = "delete it at https://cursor.com/dashboard",
     .matches = kCursorKey,
     .matches_not = kCursorKeyNot},
};

}  // namespace

extern constinit const Detector language_models;
constinit const Detector language_models = {
    .name = "language_models", .summary = "keys of language models", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors

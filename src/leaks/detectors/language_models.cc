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
    {"export TOKEN=\"sk-ant-"
     "api03-57nCR7zUIQwv5PAorA0vLn-6dV-gXS025aa_RVqTbpKwnK12vKnFrHiwZQahTnCaN-CO3HGk4bIvuTxSzYOy2PP0h7qOtAA\"",
     "sk-ant-"
     "api03-57nCR7zUIQwv5PAorA0vLn-6dV-gXS025aa_RVqTbpKwnK12vKnFrHiwZQahTnCaN-CO3HGk4bIvuTxSzYOy2PP0h7qOtAA"}};
constexpr LeakCounterexample kAnthropicKeyNot[] = {
    {"sk-ant-xxxxx-xxxxxxxxxxxxxxxxxxxxxx-xxx-xxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"sk-ant-"
     "api03-57nCR7zUIQwv5PAorA0vLn-6dV-gXS025aa_RVqTbpKw"}};
constexpr LeakExample kAnthropicAdminKey[] = {
    {"const t = `sk-ant-"
     "admin01-7_iaU7Drdt5VeBo0unwe0dqYhiyPK-hvKBI1_c-gkEXmPgvoU0wTWvZzBzRwFHs6rcXbZEor8Kn3PZl8deDouIhGSegJzAA`;",
     "sk-ant-"
     "admin01-7_iaU7Drdt5VeBo0unwe0dqYhiyPK-hvKBI1_c-gkEXmPgvoU0wTWvZzBzRwFHs6rcXbZEor8Kn3PZl8deDouIhGSegJzAA"}};
constexpr LeakCounterexample kAnthropicAdminKeyNot[] = {
    {"sk-ant-xxxxxxx-x_xxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxx_x-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"sk-ant-"
     "admin01-7_iaU7Drdt5VeBo0unwe0dqYhiyPK-hvKBI1_c-gkEX"}};
constexpr LeakExample kAnthropicOauthToken[] = {
    {"TOKEN=sk-ant-"
     "oat01-T2yufnibYKXd1_bGPSOR7FuUCS04YHWkND_O_k5HhK__JTlZVeWB0iL2IiJX7RN6sBGwboD6JR_vXZzrMfBOmsqtxlwrgxe\n",
     "sk-ant-"
     "oat01-T2yufnibYKXd1_bGPSOR7FuUCS04YHWkND_O_k5HhK__JTlZVeWB0iL2IiJX7RN6sBGwboD6JR_vXZzrMfBOmsqtxlwrgxe"}};
constexpr LeakCounterexample kAnthropicOauthTokenNot[] = {
    {"sk-ant-xxxxx-xxxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxx_x_xxxxx__xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxx"},
    {"sk-ant-"
     "oat01-T2yufnibYKXd1_bGPSOR7FuUCS04YHWkND_O_k5HhK__"}};
constexpr LeakExample kHuggingfaceToken[] = {
    {"\"token\": \"hf_"
     "MnxYeePTrNxukKTgSdbvezfYlLHNegDMav\"",
     "hf_"
     "MnxYeePTrNxukKTgSdbvezfYlLHNegDMav"}};
constexpr LeakCounterexample kHuggingfaceTokenNot[] = {{"hf_"
                                                        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                       {"hf_"
                                                        "this_is_a_function_name_in_snake_ca"},
                                                       {"hf_"
                                                        "alllowercaselettersofthirtyfourcha"}};
constexpr LeakExample kHuggingfaceOrgToken[] = {
    {"token: 'api_org_"
     "gaxAMnrCFcHSxhhwBioDFdCbjqAewswRMt'\n",
     "api_org_"
     "gaxAMnrCFcHSxhhwBioDFdCbjqAewswRMt"}};
constexpr LeakCounterexample kHuggingfaceOrgTokenNot[] = {{"api_org_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                          {"api_org_"
                                                           "gaxAMnrCFcHSxhhwB"}};
constexpr LeakExample kCohereKey[] = {
    {"\"cohere_api_key\" => \"5HUTFde8ZnxGOwEyJXJEfGpLIH2l8nCx9VnBXZfe\"", "5HUTFde8ZnxGOwEyJXJEfGpLIH2l8nCx9VnBXZfe"},
    {"- name: COHERE_API_KEY\n  value: 5HUTFde8ZnxGOwEyJXJEfGpLIH2l8nCx9VnBXZfe\n", "5HUTFde8ZnxGOwEyJXJEfGpLIH2l8nCx9VnBXZfe"}};
constexpr LeakCounterexample kCohereKeyNot[] = {{"checksum: 5HUTFde8ZnxGOwEyJXJEfGpLIH2l8nCx9VnBXZfe"}, {"COHERE_API_KEY=5HUTFde8Z"}};
constexpr LeakExample kMistralKey[] = {
    {"MISTRAL_API_KEY=2VkE3sGT3ThTnr4YYnOetgKYB2NTfSdv\n", "2VkE3sGT3ThTnr4YYnOetgKYB2NTfSdv"},
    {"<mistral-api-key>2VkE3sGT3ThTnr4YYnOetgKYB2NTfSdv</mistral-api-key>", "2VkE3sGT3ThTnr4YYnOetgKYB2NTfSdv"}};
constexpr LeakCounterexample kMistralKeyNot[] = {{"checksum: 2VkE3sGT3ThTnr4YYnOetgKYB2NTfSdv"}, {"MISTRAL_API_KEY=2VkE3sGT3"}};
constexpr LeakExample kGroqKey[] = {
    {"x --token=gsk_"
     "U5MddFZUg4Zf9NIv2E2lKlrY5rn950fiBCJDActglnF8qQyWa1su y",
     "gsk_"
     "U5MddFZUg4Zf9NIv2E2lKlrY5rn950fiBCJDActglnF8qQyWa1su"}};
constexpr LeakCounterexample kGroqKeyNot[] = {{"gsk_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                              {"gsk_"
                                               "U5MddFZUg4Zf9NIv2E2lKlrY5r"}};
constexpr LeakExample kPerplexityKey[] = {
    {"export TOKEN=\"pplx-"
     "ITXz45S8g97iay6hm90PjjnoyDyqqobqiP84e2bFc4UZ16b0\"",
     "pplx-"
     "ITXz45S8g97iay6hm90PjjnoyDyqqobqiP84e2bFc4UZ16b0"}};
constexpr LeakCounterexample kPerplexityKeyNot[] = {{"pplx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"pplx-"
                                                     "ITXz45S8g97iay6hm90Pjjno"}};
constexpr LeakExample kXaiKey[] = {
    {"const t = `xai-"
     "26pYOqVLa1zGAHSIH1R1cqoRV3RQwupg7DcvrcL1LF8VelC086kIXfQxSIPolYgabSRxYVe4RR16J5Y6`;",
     "xai-"
     "26pYOqVLa1zGAHSIH1R1cqoRV3RQwupg7DcvrcL1LF8VelC086kIXfQxSIPolYgabSRxYVe4RR16J5Y6"}};
constexpr LeakCounterexample kXaiKeyNot[] = {{"xai-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                             {"xai-"
                                              "26pYOqVLa1zGAHSIH1R1cqoRV3RQwupg7DcvrcL1"}};
constexpr LeakExample kDeepseekKey[] = {
    {"TOKEN=sk-"
     "3f5f3bc6c95ae00685e35c15d088e49d\n",
     "sk-"
     "3f5f3bc6c95ae00685e35c15d088e49d"}};
constexpr LeakCounterexample kDeepseekKeyNot[] = {{"sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"sk-"
                                                   "3f5f3bc6c95ae006"}};
constexpr LeakExample kFireworksKey[] = {
    {"\"token\": \"fw_"
     "y3q7xTowz8WFqkPdxZfP1q\"",
     "fw_"
     "y3q7xTowz8WFqkPdxZfP1q"}};
constexpr LeakCounterexample kFireworksKeyNot[] = {{"fw_xxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"fw_"
                                                    "y3q7xTowz8W"}};
constexpr LeakExample kTogetherKey[] = {
    {"token: 'tgp_v1_"
     "qOCDCyXStRt0LhQWHgKsfAI988Hf0nKrhIo2XDJ1JUX'\n",
     "tgp_v1_"
     "qOCDCyXStRt0LhQWHgKsfAI988Hf0nKrhIo2XDJ1JUX"}};
constexpr LeakCounterexample kTogetherKeyNot[] = {{"tgp_v1_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"tgp_v1_"
                                                   "qOCDCyXStRt0LhQWHgKsf"}};
constexpr LeakExample kTogetherKeyOlder[] = {
    {"const togetheraiApiKey string = \"85ce1355316481f0b19df02c22046f0da8ed5bda9f5597245170024f85ab2850\"\n",
     "85ce1355316481f0b19df02c22046f0da8ed5bda9f5597245170024f85ab2850"},
    {"TOGETHERAI_API_KEY=85ce1355316481f0b19df02c22046f0da8ed5bda9f5597245170024f85ab2850\n",
     "85ce1355316481f0b19df02c22046f0da8ed5bda9f5597245170024f85ab2850"}};
constexpr LeakCounterexample kTogetherKeyOlderNot[] = {{"checksum: 85ce1355316481f0b19df02c22046f0da8ed5bda9f5597245170024f85ab2850"},
                                                       {"TOGETHERAI_API_KEY=85ce13553"}};
constexpr LeakExample kOpenrouterKey[] = {
    {"{\\\"token\\\":\\\"sk-or-v1-"
     "1e777add4eb18fb7a3dd15f2d6ecfd133ffc1dc36d75041b0801080a513249aa\\\"}",
     "sk-or-v1-"
     "1e777add4eb18fb7a3dd15f2d6ecfd133ffc1dc36d75041b0801080a513249aa"}};
constexpr LeakCounterexample kOpenrouterKeyNot[] = {{"sk-or-v1-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"sk-or-v1-"
                                                     "1e777add4eb18fb7a3dd15f2d6ecfd13"}};
constexpr LeakExample kNvidiaKey[] = {
    {"<token>nvapi-"
     "KQuzporiU-BckEiA7emZrqLOGLsG8k0pZssud9T7njU1TEnBt5MF4rHGW3erVLJZ</token>",
     "nvapi-"
     "KQuzporiU-BckEiA7emZrqLOGLsG8k0pZssud9T7njU1TEnBt5MF4rHGW3erVLJZ"}};
constexpr LeakCounterexample kNvidiaKeyNot[] = {{"nvapi-xxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"nvapi-"
                                                 "KQuzporiU-BckEiA7emZrqLOGLsG8k0p"}};
constexpr LeakExample kCerebrasKey[] = {
    {"x --token=csk-"
     "kdnfyrt58frxvogk0qsh6mjruxmgburxjcqv3ijr2rppmrgr y",
     "csk-"
     "kdnfyrt58frxvogk0qsh6mjruxmgburxjcqv3ijr2rppmrgr"}};
constexpr LeakCounterexample kCerebrasKeyNot[] = {{"csk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"csk-"
                                                   "kdnfyrt58frxvogk0qsh6mjr"}};
constexpr LeakExample kAi21Key[] = {
    {"\"ai21_api_key\" => \"VPwyeimEpEoQmd5HdiY8QARLU9QhL7i0\"", "VPwyeimEpEoQmd5HdiY8QARLU9QhL7i0"},
    {"- name: AI21_API_KEY\n  value: VPwyeimEpEoQmd5HdiY8QARLU9QhL7i0\n", "VPwyeimEpEoQmd5HdiY8QARLU9QhL7i0"}};
constexpr LeakCounterexample kAi21KeyNot[] = {{"checksum: VPwyeimEpEoQmd5HdiY8QARLU9QhL7i0"}, {"AI21_API_KEY=VPwyeimEp"}};
constexpr LeakExample kFriendliToken[] = {
    {"TOKEN=flp_"
     "XknK8HxtyDoPT57MNMHIpvDchM12sSN648w1tIaugQgCXc\n",
     "flp_"
     "XknK8HxtyDoPT57MNMHIpvDchM12sSN648w1tIaugQgCXc"}};
constexpr LeakCounterexample kFriendliTokenNot[] = {{"flp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"flp_"
                                                     "XknK8HxtyDoPT57MNMHIpvD"}};
constexpr LeakExample kAnyscaleKey[] = {
    {"\"token\": \"esecret_"
     "7irxjl245slqeg1f0447qpeplg\"",
     "esecret_"
     "7irxjl245slqeg1f0447qpeplg"}};
constexpr LeakCounterexample kAnyscaleKeyNot[] = {{"esecret_xxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"esecret_"
                                                   "7irxjl245slqe"}};
constexpr LeakExample kLlamaCloudKey[] = {
    {"token: 'llx-"
     "228YyuMNFlt85opJbQm7d2ftevZZygIeIUKRJkDqBwkpls4l'\n",
     "llx-"
     "228YyuMNFlt85opJbQm7d2ftevZZygIeIUKRJkDqBwkpls4l"}};
constexpr LeakCounterexample kLlamaCloudKeyNot[] = {{"llx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"llx-"
                                                     "228YyuMNFlt85opJbQm7d2ft"}};
constexpr LeakExample kCursorKey[] = {
    {"curl -H \"Authorization: Bearer key_"
     "1c6608f2d045716500b4cea1d0edacf6f18b03146ed6a9ffce35b8ae836a1182\" x",
     "key_"
     "1c6608f2d045716500b4cea1d0edacf6f18b03146ed6a9ffce35b8ae836a1182"}};
constexpr LeakCounterexample kCursorKeyNot[] = {{"key_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"key_"
                                                 "1c6608f2d045716500b4cea1d0edacf6"}};

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

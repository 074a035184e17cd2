// SPDX-License-Identifier: Apache-2.0
#include "leaks/placeholder.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace batten::leaks {
namespace {

TEST(Placeholder, RefusesWhatStandsForASecret) {
  constexpr std::string_view kPlaceholders[] = {"000102030405060708090A0B0C0D0E0F",
                                                "00112233445566778899aabbccddeeff",
                                                "a1b2c3d4e5f6a7b8",
                                                "a123b45c6d78e9f012a34cd5e6a7890b",
                                                "xxxxxxxxxxxxxxxx",
                                                "XXXXXXXX-XXXX-XXXX",
                                                "<your-token>",
                                                "<TOKEN>",
                                                "${TOKEN}",
                                                "{{ .Values.token }}",
                                                "$(cat /run/token)",
                                                "%API_KEY%",
                                                "%s",
                                                "#{token}",
                                                "@db.password@",
                                                "__API_TOKEN__",
                                                "[api-token]",
                                                "AKIAIOSFODNN7"
                                                "EXAMPLE",
                                                "wJalrXUtnFEMI/K7MDENG/"
                                                "bPxRfiCYEXAMPLEKEY",
                                                "your_api_key",
                                                "your-secret-token-here",
                                                "YOUR_API_KEY_HERE",
                                                "changeme",
                                                "ghp_"
                                                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                                                "ghp_"
                                                "abcdefghijklmnopqrstuvwxyz0123456789",
                                                "ghp_"
                                                "123456789012345678901234567890123456",
                                                "sk_live_"
                                                "000000000000000000000000",
                                                "0123456789abcdef0123456789abcdef",
                                                "deadbeefdeadbeefdeadbeefdeadbeef",
                                                "abcabcabcabcabcabc",
                                                "abcd1234",
                                                "qwertyuiop",
                                                "zyxwvutsrqponm",
                                                "sk-proj-...",
                                                "glpat-"
                                                "****************",
                                                "glpat-"
                                                "aaaaaaaaaaaaaaaaaaaa",
                                                "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
                                                "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.x",
                                                "this-is-a-fake-token",
                                                "fake-api-key-for-tests",
                                                "test_token_for_unit_tests",
                                                "my_secret_api_key_placeholder",
                                                "REDACTED",
                                                "token-redacted",
                                                "dummy-value-1"};
  for (std::string_view one : kPlaceholders) EXPECT_TRUE(is_placeholder(one)) << one;
}

TEST(Placeholder, LeavesPasswordsAndTokens) {
  constexpr std::string_view kSecrets[] = {
      "bedrock-api-key-"
      "YmVkcm9jayGt0bTcjbj1N8gM899FxHeQ4ENQgYBR8D8q4L",
      "AAAAAAAAAAAAAAAAAAAAALF7CM0TrT%2B6YtahYkI4RQzBFEAIjCt%3D3CQqAoD0CL",
      "hunter2",
      "Summer2024!",
      "Tr0ub4dor&3",
      "postgres123",
      "correct-horse-battery-staple",
      "kV9testQ2mXw7ZbLr4TyUp0sDfGhJk3N",
      "sk_test_"
      "4eC39HqLyjWDarjtT1zdp7dc",
      "Zk3fooQ9bar7LmW2",
      "change-me-please",
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      "P4$$w0rd!x{y}",
      "AgEIcHlwaS5vcmcCJDU1NGExZmI0"};
  for (std::string_view one : kSecrets) EXPECT_FALSE(is_placeholder(one)) << one;
}

class Alphabet : public testing::TestWithParam<std::pair<std::string_view, int>> {};

// What chance brings must not be taken for a placeholder: two hundred thousand random tokens.
TEST_P(Alphabet, IsRefusedLessThanOnceInTenThousand) {
  const auto& [letters, length] = GetParam();
  std::mt19937_64 random(20260101);
  constexpr int kTokens = 20'000;
  int refused = 0;
  std::string last, token;
  for (int i = 0; i < kTokens; ++i) {
    token.clear();
    for (int k = 0; k < length; ++k) token += letters[random() % letters.size()];
    if (is_placeholder(token)) ++refused, last = token;
  }
  EXPECT_LE(refused, kTokens / 10'000) << last;
}

constexpr std::string_view kBase62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", kHex = "0123456789abcdef",
                           kBase36 = "0123456789abcdefghijklmnopqrstuvwxyz",
                           kBase64 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/",
                           kUrl = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_",
                           kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
                           kTyped = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-./:;<=>?@[]^_{|}~";
INSTANTIATE_TEST_SUITE_P(OfTokens, Alphabet,
                         testing::Values(std::pair(kBase62, 20), std::pair(kBase62, 40), std::pair(kHex, 32), std::pair(kHex, 64),
                                         std::pair(kBase36, 24), std::pair(kBase64, 40), std::pair(kBase64, 88), std::pair(kUrl, 43),
                                         std::pair(kUpper, 16), std::pair(kTyped, 16)));

}  // namespace
}  // namespace batten::leaks

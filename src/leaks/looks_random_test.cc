// SPDX-License-Identifier: Apache-2.0
#include "leaks/looks_random.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace batten::leaks {
namespace {

constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view kBoth = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

// In parts per thousand.
int refused(std::string_view alphabet, std::size_t length) {
  std::mt19937 random(7);  // NOLINT: the same values in every run
  int count = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string value;
    while (value.size() < length) value.push_back(alphabet[random() % alphabet.size()]);
    if (!looks_random(value)) ++count;
  }
  return count / 20;
}

TEST(LooksRandom, RefusesFewThatWereDrawn) {
  EXPECT_LE(refused(kBoth, 16), 40);
  EXPECT_LE(refused(kBoth, 20), 25);
  EXPECT_LE(refused(kBoth, 32), 5);
  EXPECT_LE(refused(kLower, 20), 25);
  EXPECT_LE(refused(kLower, 32), 5);
  EXPECT_LE(refused("0123456789abcdef", 20), 5);
}

TEST(LooksRandom, TellsNamesFromValues) {
  EXPECT_TRUE(looks_random("Ky9Pf34qY6Nb3wWD25RQ4F5Z"));
  EXPECT_TRUE(looks_random("q7x2m9k4v8b3n6c1z5l0"));
  EXPECT_TRUE(looks_random("tQzUeWnRbTzKxUvYsPqL"));
  EXPECT_FALSE(looks_random("datadogApiKeyFromEnvironment"));
  EXPECT_FALSE(looks_random("lowercaseletterswithoutend"));
  EXPECT_FALSE(looks_random("STRIPE_SECRET_KEY_NAME_2"));
  EXPECT_FALSE(looks_random("my-application-token-v2"));
  EXPECT_FALSE(looks_random(""));
}

}  // namespace
}  // namespace batten::leaks

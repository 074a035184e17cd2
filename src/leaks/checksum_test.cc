// SPDX-License-Identifier: Apache-2.0
#include "leaks/checksum.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "leaks/encodings.h"

namespace batten::leaks {
namespace {

// The check value that all catalogues of CRCs give: cbf43926 for "123456789".
TEST(Checksum, WritesCrc32InEachBase) {
  EXPECT_TRUE(ends_in_crc32_hex("123456789", "cbf43926"));
  EXPECT_TRUE(ends_in_crc32_hex("123456789", "CBF43926"));
  EXPECT_FALSE(ends_in_crc32_hex("123456789", "cbf43927"));
  EXPECT_FALSE(ends_in_crc32_hex("123456789", "0cbf43926"));
  EXPECT_TRUE(ends_in_crc32_base36("123456789", "1kl8mjq")) << "3421780262 in base 36";
  EXPECT_TRUE(ends_in_crc32_base36("123456789", "01kl8mjq"));
  EXPECT_FALSE(ends_in_crc32_base36("123456789", "kl8mjq"));
  EXPECT_EQ(base62(3421780262, 6), "3jZRME");
}

// The well-known address that nobody has the key of, and one letter changed.
TEST(Checksum, ReadsBase58Check) {
  std::optional<std::string> zero = base58check("1111111111111111111114oLvT2");
  ASSERT_TRUE(zero) << "the address of the hash of twenty zero bytes";
  EXPECT_EQ(base::to_hex(*zero), std::string(42, '0'));
  EXPECT_FALSE(base58check("1111111111111111111114oLvT3"));
  EXPECT_FALSE(base58check("0OIl"));
  EXPECT_FALSE(base58check(""));
  EXPECT_FALSE(base58check(std::string(201, '1')));
}

TEST(Base64Text, ReadsBothAlphabets) {
  EXPECT_EQ(decode_base64("-_8="), "\xfb\xff");
  EXPECT_EQ(decode_base64("+/8"), "\xfb\xff");
  EXPECT_FALSE(decode_base64("a b"));
  EXPECT_TRUE(base64_holds_json("eyJhIjoxLCJiIjoyfQ", {"a", "b"}));
  EXPECT_FALSE(base64_holds_json("eyJhIjoxLCJiIjoyfQ", {"a", "c"}));
  EXPECT_FALSE(base64_holds_json("WzFd", {})) << "an array";
}

}  // namespace
}  // namespace batten::leaks

// SPDX-License-Identifier: Apache-2.0
//
// Keys of openssl and ssh-keygen as they are found in files, in the disguises that files put them in; checksums by their specifications'
// examples.
#include "leaks/key_shape.h"

#include <gtest/gtest.h>

#include "fuzz/replay.h"
#include "leaks/encodings.h"
#include "leaks/jwt.h"

int key_shape_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::leaks {
namespace {

constexpr std::string_view kBegin =
                               "-----BEGIN EC "
                               "PRIVATE KEY-----",
                           kEnd = "-----END EC PRIVATE KEY-----";
constexpr std::string_view kLines[] = {"MHcCAQEEIK7wctfoj8qvJBqVX/KmvEOcJz6DdxJqYNIR05meZ9XAoAoGCCqGSM49",
                                       "AwEHoUQDQgAEBMWOEI1+WKkTWqjPrqAHBoZG8R7KBywc3GYj9ofgeIeE5faes/+F",
                                       "gfkBJuLAKE1NUck7XB3m9ADtWPUA42femw=="};

std::string armoured(std::string_view line_begin, std::string_view line_end) {
  std::string out(kBegin);
  for (std::string_view line : kLines) out += std::string(line_end) + std::string(line_begin) + std::string(line);
  return out + std::string(line_end) + std::string(line_begin) + std::string(kEnd);
}

TEST(KeyShape, SeesAKeyThroughWhatStandsBetweenItsLines) {
  EXPECT_EQ(key_shape(armoured("", "\n")), KeyShape::kPlain);
  EXPECT_EQ(key_shape(armoured("    ", "\r\n")), KeyShape::kPlain);
  EXPECT_EQ(key_shape(armoured("", "\\n")), KeyShape::kPlain);
  EXPECT_EQ(key_shape(armoured("  \"", "\\n\" +\n")), KeyShape::kPlain);
  EXPECT_EQ(key_shape(armoured("# ", "\n")), KeyShape::kPlain);
  EXPECT_EQ(key_shape(armoured("+", "\n")), KeyShape::kPlain);
}

TEST(KeyShape, TellsAPartAndNothingFromAKey) {
  std::string whole = armoured("", "\n");
  EXPECT_EQ(key_shape(std::string(kBegin) + "\n...\n" + std::string(kEnd)), KeyShape::kNone);
  EXPECT_EQ(key_shape(std::string(kBegin)), KeyShape::kNone);
  EXPECT_EQ(key_shape(""), KeyShape::kNone);
  whole.erase(kBegin.size() + 20, 1);  // one character is gone
  EXPECT_NE(key_shape(whole), KeyShape::kPlain);
}

TEST(Encodings, Bech32ByItsSpecification) {
  EXPECT_TRUE(is_bech32("A12UEL5L", "a"));
  EXPECT_TRUE(is_bech32("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "split"));
  EXPECT_FALSE(is_bech32("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3x", "split"));
  EXPECT_FALSE(is_bech32("A12UEL5L", "b"));
  EXPECT_FALSE(is_bech32("", "a"));
}

TEST(Encodings, Base64AndBase32) {
  EXPECT_EQ(decode_base64("-_8"), "\xfb\xff");
  EXPECT_EQ(decode_base64("+/8="), "\xfb\xff");
  EXPECT_EQ(decode_base64("a b"), std::nullopt);
  EXPECT_EQ(decode_base64("abcde"), std::nullopt);
  EXPECT_EQ(decode_base32("MZXW6YTB"), "fooba");
  EXPECT_EQ(decode_base32("mzxw"), std::nullopt);
  EXPECT_EQ(decode_percent("a%2Fb%zz%4"), "a/b%zz%4");
}

TEST(Jwt, IsReadOrIsNone) {
  // {"alg":"HS256"} {"iss":"a","iat":1000,"exp":4600}
  std::optional<Jwt> token = read_jwt(
      "eyJhbGciOiJIUzI1NiJ9."
      "eyJpc3MiOiJhIiwiaWF0IjoxMDAwLCJleHAiOjQ2MDB9.c2ln");
  ASSERT_TRUE(token);
  EXPECT_EQ(token->algorithm, "HS256");
  EXPECT_EQ(token->issuer, "a");
  EXPECT_EQ(token->lifetime_s, 3600);
  EXPECT_TRUE(token->has_signature);
  for (std::string_view none : {"", ".", "..", "a.b.c", "e30.e30.", "eyJhbGciOiJIUzI1NiJ9.W10.c2ln"}) EXPECT_FALSE(read_jwt(none)) << none;
}

TEST(KeyShape, Fuzz) { REPLAY_CORPUS(key_shape_fuzz); }

}  // namespace
}  // namespace batten::leaks

// SPDX-License-Identifier: Apache-2.0
#include "base/base64.h"

#include <gtest/gtest.h>

namespace batten::base {

TEST(Base64, BothWays) {
  for (const char* text : {"", "f", "fo", "foo", "foob", "user:p\xc3\xa4ss"}) EXPECT_EQ(unbase64(base64(text)), text);
  EXPECT_EQ(base64("user:pass"), "dXNlcjpwYXNz");
  EXPECT_EQ(base64("a"), "YQ==");
  EXPECT_FALSE(unbase64("not base64!"));
  EXPECT_FALSE(unbase64("a=b"));
}

}  // namespace batten::base

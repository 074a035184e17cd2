// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "fuzz/replay.h"
#include "leaks/git_log.h"

int git_output_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::leaks {
namespace {

using namespace std::string_view_literals;

TEST(GitLog, APathIsTakenAsItIs) {
  LeaksByObject found = {{"a", {}}, {"b", {}}};
  GitLog log(found);
  ASSERT_TRUE(
      log.take("1f\0\n:0 100644 0 c A\0 \0:0 100644 0 a A\0:0 1 0 b A\0:0 100644 0 b A\0x \0"
               "2f\0\n:0 100644 0 b A\0x \0"sv));
  GitOrigins origins = log.take_origins();
  ASSERT_EQ(origins.size(), 2u);
  EXPECT_EQ(origins["a"], (std::vector<GitOrigin>{{":0 1 0 b A", "1f"}}));
  EXPECT_EQ(origins["b"], (std::vector<GitOrigin>{{"x ", "1f"}}));
}

TEST(GitLog, ARecordHasAnEnd) {
  LeaksByObject found;
  GitLog log(found);
  EXPECT_FALSE(log.take(std::string(70'000, 'x')));
}

TEST(GitOutput, Fuzz) { REPLAY_CORPUS(git_output_fuzz); }

}  // namespace
}  // namespace batten::leaks

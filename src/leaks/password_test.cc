// SPDX-License-Identifier: Apache-2.0
#include "leaks/password.h"

#include <gtest/gtest.h>

namespace batten::leaks {
namespace {

TEST(JudgePassword, TellsWhatStandsForOne) {
  for (std::string_view none :
       {"",          "abc",      "${DB_PASSWORD}", "$DB_PASSWORD", "$(cat file)", "{{ password }}",     "<password>", "%s",
        "%(pw)s",    "password", "Password1",      "changeme",     "my_password", "your-password-here", "postgres",   "guest",
        "test123",   "123456",   "xxxxxxxx",       "********",     "aaaaaaaaaa",  "#{password}",        "%PASSWORD%", "@@PASSWORD@@",
        "[password]"}) {
    EXPECT_EQ(judge_password(none), Opinion::kNo) << none;
  }
  for (std::string_view word : {"correcthorse", "maria"}) EXPECT_EQ(judge_password(word), Opinion::kPossible) << word;
  for (std::string_view likely : {"Tr0ub4dor&3", "x9-kf_22", "p$cr3tN0t", "k8sB4ckup!", "QwErTyUiOp"})
    EXPECT_EQ(judge_password(likely), Opinion::kLikely) << likely;
}

TEST(JudgePassword, InCodeTakesNoExpression) {
  for (std::string_view none : {"config.password", "os.getenv(", "DB_PASS", "settings->pw", "self.pw", "env[key]"}) {
    EXPECT_EQ(judge_password_in_code(none), Opinion::kNo) << none;
  }
  EXPECT_EQ(judge_password_in_code("x9-kf_22"), Opinion::kLikely);
}

}  // namespace
}  // namespace batten::leaks

// SPDX-License-Identifier: Apache-2.0
#include "secrets/command_words.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace batten::secrets {
namespace {

std::string cut(std::string_view line) {
  Result<std::vector<std::string>> words = command_words(line);
  return words ? base::join(*words, "|") : std::string(base::code_name(words.error().code));
}

TEST(CommandWords, AsAShellCutsThem) {
  EXPECT_EQ(cut("/usr/bin/pass show  db\t"), "/usr/bin/pass|show|db");
  EXPECT_EQ(cut(R"(a 'b  c' "d \" \\ \n" e\ f '' g"h"'i')"), R"(a|b  c|d " \ \n|e f||ghi)");
  EXPECT_EQ(cut(R"(a '\' "'" \")"), R"(a|\|'|")");
}

TEST(CommandWords, NothingElseOfAShell) { EXPECT_EQ(cut("a $HOME `b` $(c) *;|d >e #f ~"), "a|$HOME|`b`|$(c)|*;|d|>e|#f|~"); }

TEST(CommandWords, WhatIsNoCommand) {
  for (std::string_view line : {"", "  ", "''", "'' a", "a 'b", "a \"b", "a\\", "a \"b\\\""})
    EXPECT_EQ(cut(line), "invalid argument") << line;
}

}  // namespace
}  // namespace batten::secrets

// SPDX-License-Identifier: Apache-2.0
#include "secrets/json_edit.h"

#include <gtest/gtest.h>

#include "fuzz/replay.h"
#include "secrets/json_field.h"

int json_edit_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::secrets {
namespace {

std::string edited(std::string_view json, std::string_view name, std::string_view value) {
  Result<WipedText> out = with_member(json, name, quoted_json(value).view());
  return out ? std::string(out->view()) : std::string(base::code_name(out.error().code));
}

TEST(JsonEdit, ChangesOneMemberAndNothingElse) {
  EXPECT_EQ(edited(R"({"a": 1.50, "b":"x" ,"c":[1,{"b":"no"}]})", "b", "y"), R"({"a": 1.50, "b":"y" ,"c":[1,{"b":"no"}]})");
  EXPECT_EQ(edited(R"({"c":[1,{"b":"}\""}],"b":12345678901234567890})", "b", "q\"\n"), R"({"c":[1,{"b":"}\""}],"b":"q\"\n"})");
  EXPECT_EQ(edited(R"({"b":{"d":1},"z":null})", "b", ""), R"({"b":"","z":null})");
  EXPECT_EQ(edited(R"({"\u0062":1})", "b", "y"), R"({"\u0062":"y"})");
  EXPECT_EQ(edited(R"({"b":1,"b":2})", "b", "y"), R"({"b":"y","b":"y"})") << "whichever is read";
}

TEST(JsonEdit, AddsAMember) {
  EXPECT_EQ(edited("{}", "b", "y"), R"({"b":"y"})");
  EXPECT_EQ(edited(" { } ", "b", "y"), R"( { "b":"y"} )");
  EXPECT_EQ(edited("{\n \"a\": true\n}", "b", "y"), "{\n \"a\": true\n,\"b\":\"y\"}");
}

TEST(JsonEdit, RefusesWhatIsNoObject) {
  for (std::string_view text : {"", "[]", "\"b\"", "{\"b\":1", "{} {}", "password"}) EXPECT_EQ(edited(text, "b", "y"), "corrupt") << text;
}

TEST(JsonEdit, Fuzz) { REPLAY_CORPUS(json_edit_fuzz); }

}  // namespace
}  // namespace batten::secrets

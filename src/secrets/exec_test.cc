// SPDX-License-Identifier: Apache-2.0
//
// The provider exec with real programs.
#include <gtest/gtest.h>

#include "secrets/provider.h"
#include "secrets/reference.h"

namespace batten::secrets {
namespace {

std::string get(const std::string& text) {
  Result<std::unique_ptr<Session>> session = find_provider("exec")->open(this_process());
  Result<Reference> reference = parse_reference(text);
  if (!session || !reference) return "not even asked";
  Result<Secret> out = (*session)->get(*reference);
  return out ? std::string(out->value.view()) : std::string(base::code_name(out.error().code)) + ": " + out.error().message;
}

TEST(Exec, GivesWhatTheProgramPrints) {
  EXPECT_EQ(get("exec:/bin/echo 'a  b' \"$HOME\""), "a  b $HOME");
  EXPECT_EQ(get("exec:printf 'two\\nlines\\n\\n'"), "two\nlines\n");
  EXPECT_EQ(get("exec:head -c 300000 /dev/zero"), std::string(300'000, '\0'));
}

TEST(Exec, AProgramThatFailsTellsWhyAndNothingOfTheValue) {
  EXPECT_EQ(get("exec:sh -c 'echo half-a-value; echo locked >&2; exit 3'"), "unavailable: sh ends with status 3: locked");
  EXPECT_EQ(get("exec:sh -c 'kill -9 $$'"), "unavailable: sh ends with status 137");
  EXPECT_TRUE(get("exec:/nonexistent/program a").starts_with("not found: ")) << get("exec:/nonexistent/program a");
  EXPECT_EQ(get("exec:true"), "not found: true prints nothing");
  EXPECT_TRUE(get("exec:head -c 20000000 /dev/zero").starts_with("limit: "));
  EXPECT_TRUE(get("exec:echo 'a").starts_with("invalid argument: "));
}

}  // namespace
}  // namespace batten::secrets

// SPDX-License-Identifier: Apache-2.0
#include "secrets/environment.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/file.h"

namespace batten::secrets {
namespace {

bool has(const std::vector<std::string>& variables, std::string_view name) {
  return std::ranges::any_of(variables, [&](const std::string& one) { return one.starts_with(std::string(name) + "="); });
}

TEST(ChildEnvironment, HasNoVariablesOfProviders) {
  for (const char* name : {"VAULT_TOKEN", "BAO_TOKEN", "VAULT_ANYTHING_NEW", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
                           "AWS_SESSION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"})
    EXPECT_TRUE(is_provider_variable(name)) << name;
  for (const char* name : {"PATH", "HOME", "VAULT", "MY_VAULT_TOKEN", "DB_PASSWORD"}) EXPECT_FALSE(is_provider_variable(name)) << name;

  ::setenv("VAULT_TOKEN", "made-up", 1);
  ::setenv("BATTEN_TEST_SOURCE", "made-up", 1);
  ::setenv("BATTEN_TEST_REPLACED", "made-up", 1);
  ::setenv("BATTEN_TEST_OTHER", "kept", 1);
  std::vector<Request> requests{*parse_request("a=env:BATTEN_TEST_SOURCE")};
  const std::string replaced[] = {"BATTEN_TEST_REPLACED"};
  std::vector<std::string> out = child_environment(requests, replaced);
  EXPECT_FALSE(has(out, "VAULT_TOKEN"));
  EXPECT_FALSE(has(out, "BATTEN_TEST_SOURCE"));
  EXPECT_FALSE(has(out, "BATTEN_TEST_REPLACED"));
  EXPECT_TRUE(has(out, "BATTEN_TEST_OTHER"));
  for (const char* name : {"VAULT_TOKEN", "BATTEN_TEST_SOURCE", "BATTEN_TEST_REPLACED", "BATTEN_TEST_OTHER"}) ::unsetenv(name);
}

// What it must hide is what stood on the stack when the program began: a program of its own shows it, see the end-to-end cases. Here:
// variables are still there for this process.
TEST(HideEnvironment, ThisProcessStillHasIts) {
  ::setenv("BATTEN_TEST_SOURCE", "made-up", 1);
  std::string before = base::environment("PATH");
  pid_t pid = ::fork();
  if (pid == 0) {
    std::vector<Request> requests{*parse_request("a=env:BATTEN_TEST_SOURCE")};
    hide_environment(requests);
    ::_exit(base::environment("PATH") == before && base::environment("BATTEN_TEST_SOURCE") == "made-up" ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(pid, &status, 0), pid);
  EXPECT_EQ(status, 0);
  ::unsetenv("BATTEN_TEST_SOURCE");
}

}  // namespace
}  // namespace batten::secrets

// SPDX-License-Identifier: Apache-2.0
#include "base/watched_process.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <thread>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"

namespace batten::base {
namespace {

using namespace std::chrono_literals;

WatchedProgram shell(const std::string& text, std::vector<std::string>& lines) {
  WatchedProgram out;
  out.argv = {"sh", "-c", text};
  out.time_limit = 20s;
  out.grace = 300ms;
  out.line = [&lines](std::string_view line) { lines.emplace_back(line); };
  return out;
}

bool ends_soon(pid_t pid) {
  for (int i = 0; i < 100 && ::kill(pid, 0) == 0; ++i) std::this_thread::sleep_for(50ms);
  return ::kill(pid, 0) != 0;
}

TEST(WatchedProcess, GivesLinesOfBothOutputsAndTheStatus) {
  std::vector<std::string> lines;
  auto status = run_watched(shell("echo one; echo two >&2; printf 'three\\rfour\\n\\nlast'; exit 7", lines));
  ASSERT_TRUE(status) << status.error().message;
  EXPECT_EQ(*status, 7);
  EXPECT_EQ(lines, (std::vector<std::string>{"one", "two", "three", "four", "last"}));
  EXPECT_EQ(run_watched(shell("kill -9 $$", lines)).value_or(0), 137);
}

TEST(WatchedProcess, VariablesAreThoseThatAreGiven) {
  ::setenv("WATCHED_OWN", "own", 1);
  ::setenv("WATCHED_GONE", "gone", 1);
  std::vector<std::string> lines;
  WatchedProgram program = shell("echo $WATCHED_OWN/$WATCHED_GONE/$HOME_LESS", lines);
  program.variables = {"WATCHED_OWN=other", "HOME_LESS=x=y"};
  program.without = {"WATCHED_GONE"};
  EXPECT_EQ(run_watched(program).value_or(-1), 0);
  EXPECT_EQ(lines, std::vector<std::string>{"other//x=y"});
}

TEST(WatchedProcess, WhatIsNotThereOrCanNotBeRunIsSaid) {
  std::vector<std::string> lines;
  WatchedProgram program = shell("", lines);
  program.argv = {"no-such-program-here"};
  EXPECT_EQ(run_watched(program).error().code, Code::kNotFound);
  program.argv = {"/no/such/program"};
  EXPECT_EQ(run_watched(program).value_or(0), 127);
  EXPECT_EQ(run_watched({}).error().code, Code::kInvalidArgument);
}

TEST(WatchedProcess, EndsAllThatWasStartedWhenItsTimeIsOver) {
  std::vector<std::string> lines;
  WatchedProgram program = shell("trap '' TERM; sh -c 'trap \"\" TERM; echo $$; sleep 100' & sleep 100", lines);
  program.time_limit = 400ms;
  auto status = run_watched(program);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, Code::kTimeout);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(ends_soon(static_cast<pid_t>(parse_unsigned(lines[0]).value_or(1))));
}

TEST(WatchedProcess, EndsWhenItIsToStop) {
  std::vector<std::string> lines;
  WatchedProgram program = shell("echo $$; sleep 100", lines);
  program.stopped = [&lines] { return !lines.empty(); };
  auto status = run_watched(program);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, Code::kConflict);
  EXPECT_TRUE(ends_soon(static_cast<pid_t>(parse_unsigned(lines.at(0)).value_or(1))));
}

// One that goes on in the background is not waited for, and does not stay.
TEST(WatchedProcess, DoesNotWaitForWhatWasLeftBehind) {
  std::vector<std::string> lines;
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(run_watched(shell("sleep 100 & echo $!", lines)).value_or(-1), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
  EXPECT_TRUE(ends_soon(static_cast<pid_t>(parse_unsigned(lines.at(0)).value_or(1))));
}

TEST(WatchedProcess, EndsWithTheProcessThatStartedIt) {
  char path[] = "/tmp/watched-XXXXXX";
  const int file = ::mkstemp(path);
  ASSERT_GE(file, 0);
  ::close(file);
  const pid_t child = ::fork();
  if (child == 0) {
    std::vector<std::string> lines;
    static_cast<void>(run_watched(shell(format("sh -c 'echo $$ >{}; sleep 100' & wait", path), lines)));
    ::_exit(0);
  }
  pid_t program = 0;
  for (int i = 0; i < 100 && program == 0; ++i) {
    std::this_thread::sleep_for(50ms);
    program = static_cast<pid_t>(parse_unsigned(trim(read_file(path, 100).value_or(""))).value_or(0));
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::unlink(path);
  ASSERT_GT(program, 1);
  EXPECT_TRUE(ends_soon(program));
}

}  // namespace
}  // namespace batten::base

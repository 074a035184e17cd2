// SPDX-License-Identifier: Apache-2.0
#include "secrets/child.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <thread>

#include "base/file.h"

namespace batten::secrets {
namespace {

using std::chrono::milliseconds;

// A supervisor changes signals and reaps: it gets a process of its own, in a session without a terminal.
pid_t start(const std::vector<std::string>& argv, milliseconds grace, const std::function<void(ChildControl&)>& meanwhile = {}) {
  pid_t pid = ::fork();
  if (pid != 0) return pid;
  ::setsid();
  // Who starts the tests may ignore some (nohup does), and a shell can't trap what was ignored from its beginning.
  for (int number : {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM}) ::signal(number, SIG_DFL);
  Supervisor supervisor(grace);
  std::thread other;
  if (meanwhile) other = std::thread([&] { meanwhile(supervisor.control()); });
  auto status = supervisor.run([&]() -> Result<ChildStart> { return ChildStart{argv, {"PATH=/usr/bin:/bin", "MADE_UP=1"}, {}}; });
  if (other.joinable()) other.join();
  ::_exit(status ? *status : 99);
}

int end_of(pid_t pid) {
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

int run(const std::string& script, milliseconds grace = milliseconds(5000), const std::function<void(ChildControl&)>& meanwhile = {}) {
  return end_of(start({"sh", "-c", script}, grace, meanwhile));
}

struct Scratch {
  Scratch() { EXPECT_NE(::mkdtemp(path.data()), nullptr); }
  ~Scratch() { (void)!std::system(("rm -rf " + path).c_str()); }
  std::string text(const std::string& name) const { return base::read_file(path + "/" + name, 1000).value_or(""); }
  bool appears(const std::string& name) const {
    for (int i = 0; i < 1000 && text(name).empty(); ++i) std::this_thread::sleep_for(milliseconds(5));
    return !text(name).empty();
  }
  std::string path = "/tmp/batten-child-XXXXXX";
};

TEST(Child, ItsEndIsOurs) {
  EXPECT_EQ(run("exit 0"), 0);
  EXPECT_EQ(run("exit 37"), 37);
  EXPECT_EQ(run("kill -KILL $$"), 128 + SIGKILL);
  EXPECT_EQ(run("kill -USR1 $$"), 128 + SIGUSR1);
}

TEST(Child, GetsItsEnvironmentAndNoOther) {
  ::setenv("BATTEN_TEST_PARENT", "1", 1);
  EXPECT_EQ(run("test \"$MADE_UP\" = 1 && test -z \"$BATTEN_TEST_PARENT\""), 0);
  ::unsetenv("BATTEN_TEST_PARENT");
}

TEST(Child, AProgramThatIsNotThereIsAnError) {
  Supervisor supervisor(milliseconds(100));
  auto none = supervisor.run([]() -> Result<ChildStart> { return ChildStart{{"batten-no-such-program"}, {}, {}}; });
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Code::kNotFound);
  auto directory = supervisor.run([]() -> Result<ChildStart> { return ChildStart{{"/etc"}, {}, {}}; });
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error().code, Code::kDenied);
}

TEST(Child, GetsSignals) {
  for (auto [number, name] : {std::pair(SIGHUP, "HUP"),
                              {SIGINT, "INT"},
                              {SIGQUIT, "QUIT"},
                              {SIGUSR1, "USR1"},
                              {SIGUSR2, "USR2"},
                              {SIGTERM, "TERM"},
                              {SIGWINCH, "WINCH"},
                              {SIGCONT, "CONT"}}) {
    Scratch scratch;
    std::string script = std::string("trap 'echo got >") + scratch.path + "/got; exit 5' " + name + "; echo up >" + scratch.path +
                         "/up; while :; do sleep 0.02; done";
    pid_t pid = start({"sh", "-c", script}, milliseconds(20000));
    ASSERT_TRUE(scratch.appears("up")) << name;
    ::kill(pid, number);
    EXPECT_EQ(end_of(pid), 5) << name;
    EXPECT_EQ(scratch.text("got"), "got\n") << name;
  }
}

TEST(Child, ThatIgnoresSigtermIsKilledAfterTheTimeOfGrace) {
  Scratch scratch;
  std::string script = "trap '' TERM; echo up >" + scratch.path + "/up; while :; do sleep 0.05; done";
  pid_t pid = start({"sh", "-c", script}, milliseconds(300));
  ASSERT_TRUE(scratch.appears("up"));
  auto begun = std::chrono::steady_clock::now();
  ::kill(pid, SIGTERM);
  EXPECT_EQ(end_of(pid), 128 + SIGKILL);
  auto took = std::chrono::steady_clock::now() - begun;
  EXPECT_GE(took, milliseconds(300));
  EXPECT_LT(took, milliseconds(5000));
}

TEST(Child, OrphansAreReaped) {
  Scratch scratch;
  // The grandchild's parent ends at once; who becomes its parent is written down, and no zombie of ours is left behind.
  std::string script = "(sh -c 'sleep 0.1; echo $(ps -o ppid= -p $$) >" + scratch.path +
                       "/ppid' &) ; sleep 0.6; ps --ppid $PPID -o stat= | grep -c Z >" + scratch.path + "/zombies; exit 0";
  if (std::system("ps --ppid 1 >/dev/null 2>&1") == 127 * 256) GTEST_SKIP() << "ps is not installed";
  pid_t pid = start({"sh", "-c", script}, milliseconds(1000));
  EXPECT_EQ(end_of(pid), 0);
  EXPECT_EQ(std::atoi(scratch.text("ppid").c_str()), pid);
  EXPECT_EQ(scratch.text("zombies"), "0\n");
}

TEST(Child, IsSignalledAndStartedAnewFromAnotherThread) {
  Scratch scratch;
  std::string script = "echo start >>" + scratch.path + "/log; trap 'echo hup >>" + scratch.path + "/log' HUP; echo up >" + scratch.path +
                       "/up; [ $(grep -c start " + scratch.path + "/log) = 2 ] && exit 9; while :; do sleep 0.02; done";
  EXPECT_EQ(run(script, milliseconds(3000),
                [&](ChildControl& control) {
                  scratch.appears("up");
                  control.signal(SIGHUP);
                  for (int i = 0; i < 500 && !scratch.text("log").contains("hup"); ++i) std::this_thread::sleep_for(milliseconds(5));
                  control.restart();
                }),
            9);
  EXPECT_EQ(scratch.text("log"), "start\nhup\nstart\n");
}

TEST(Child, WhoIsToldToEndIsNotStartedAnew) {
  Scratch scratch;
  std::string script = "echo start >>" + scratch.path + "/log; trap 'sleep 0.3; exit 4' TERM; echo up >" + scratch.path +
                       "/up; while :; do sleep 0.02; done";
  pid_t pid = start({"sh", "-c", script}, milliseconds(5000), [&](ChildControl& control) {
    while (scratch.text("stop").empty()) std::this_thread::sleep_for(milliseconds(5));
    control.restart();
  });
  ASSERT_TRUE(scratch.appears("up"));
  ::kill(pid, SIGTERM);
  (void)!std::system(("echo 1 >" + scratch.path + "/stop").c_str());
  EXPECT_EQ(end_of(pid), 4);
  EXPECT_EQ(scratch.text("log"), "start\n");
}

}  // namespace
}  // namespace batten::secrets

// SPDX-License-Identifier: Apache-2.0
#include "monitor/responder.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <thread>

#include "base/file.h"
#include "base/format.h"
#include "monitor/proc_files.h"

namespace batten::monitor {
namespace {

const std::string kId(64, 'b');

// A process that sleeps.
class Sleeper {
 public:
  Sleeper() : pid_(::fork()) {
    if (pid_ != 0) return;
    ::pause();
    ::_exit(0);
  }
  ~Sleeper() {
    ::kill(pid_, SIGKILL);
    wait();
  }
  Sleeper(const Sleeper&) = delete;
  Sleeper& operator=(const Sleeper&) = delete;

  model::Process process() const {
    model::Process out;
    out.key.pid = static_cast<std::uint32_t>(pid_);
    const auto text = base::read_file(format("/proc/{}/stat", pid_), 65'536);
    const auto stat = text ? parse_proc_stat(*text) : std::nullopt;
    // As events have it: finer than ticks.
    if (stat) out.key.start_ns = stat->start_ticks * (1'000'000'000u / static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK))) + 4711;
    out.program = std::make_shared<model::Program>();
    out.comm = "sleeper";
    return out;
  }
  bool killed() {
    const int status = wait();
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  }
  bool lives() const { return ::waitpid(pid_, nullptr, WNOHANG) == 0; }
  pid_t pid() const { return pid_; }

 private:
  int wait() {
    int status = 0;
    if (!waited_) ::waitpid(pid_, &status, 0);
    waited_ = true;
    return status;
  }
  pid_t pid_;
  bool waited_ = false;
};

model::Alert alert() {
  model::Alert out;
  out.rule = "Program that is not in the image";
  out.priority = model::Priority::kCritical;
  out.tags = {"container", "drift"};
  return out;
}

TEST(ResponseRule, Applies) {
  const model::RunningContainer container;
  EXPECT_TRUE(response_applies({}, alert(), &container));
  EXPECT_FALSE(response_applies({}, alert(), nullptr));
  EXPECT_TRUE(response_applies({.container_only = false}, alert(), nullptr));
  EXPECT_TRUE(response_applies({.tag = "drift", .least = model::Priority::kError}, alert(), &container));
  EXPECT_FALSE(response_applies({.tag = "shell"}, alert(), &container));
  EXPECT_FALSE(response_applies({.least = model::Priority::kAlert}, alert(), &container));
  EXPECT_TRUE(response_applies({.rule = "Program*"}, alert(), &container));
  EXPECT_FALSE(response_applies({.rule = "Terminal*"}, alert(), &container));
}

TEST(ResponseRule, Protects) {
  model::Process process;
  process.program = std::make_shared<model::Program>(model::Program{.path = "/usr/bin/containerd-shim-runc-v2"});
  process.key.pid = 1;
  const model::RunningContainer container;
  EXPECT_NE(response_protects(process, &container, 99), "");
  process.key.pid = 50;
  EXPECT_NE(response_protects(process, nullptr, 99), "");
  EXPECT_EQ(response_protects(process, &container, 99), "");
  EXPECT_NE(response_protects(process, &container, 50), "");
}

TEST(ResponseRule, CgroupOfTheContainer) {
  EXPECT_EQ(container_cgroup("/docker/" + kId + "/below", kId), "/docker/" + kId);
  EXPECT_EQ(container_cgroup("/system.slice/docker-" + kId + ".scope/x", kId), "/system.slice/docker-" + kId + ".scope");
  EXPECT_EQ(container_cgroup("/", kId), "");
  EXPECT_EQ(container_cgroup("/docker", ""), "");
}

TEST(Responder, KillsThatProcessAlone) {
  Sleeper sleeper;
  const model::Process process = sleeper.process();
  const Responder responder({});
  model::ProcessKey other = process.key;
  other.start_ns -= 50'000'000;
  const Result<void> refused = responder.kill(other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::kNotFound);
  EXPECT_TRUE(sleeper.lives());
  ASSERT_TRUE(responder.kill(process.key));
  EXPECT_TRUE(sleeper.killed());
  EXPECT_FALSE(responder.kill({.pid = 1, .start_ns = 0}));
}

TEST(Responder, DryRunAndJournal) {
  Sleeper sleeper;
  const std::string journal = testing::TempDir() + format("batten_journal_{}", ::getpid());
  Responder responder(
      {.rules = {{.container_only = false, .dry_run = true}, {.rule = "other", .container_only = false}}, .journal = journal});
  const auto done = responder.respond(alert(), sleeper.process(), nullptr);
  ASSERT_EQ(done.size(), 1u);
  EXPECT_FALSE(done[0].done);
  EXPECT_EQ(done[0].what, format("would kill process {} (sleeper)", sleeper.pid()));
  EXPECT_TRUE(sleeper.lives());
  EXPECT_EQ(responder.counts().dry, 1u);
  const auto text = base::read_file(journal, 65'536);
  ASSERT_TRUE(text);
  EXPECT_TRUE(text->contains("\"rule\":\"Program that is not in the image\"")) << *text;
  EXPECT_EQ(std::ranges::count(*text, '\n'), 1);
  std::filesystem::remove(journal);
}

// A process that is not in the container is never killed for it.
TEST(Responder, NobodyOutsideTheContainer) {
  Sleeper sleeper;
  Responder responder({.rules = {{}, {.action = ResponseAction::kPause}}});
  model::RunningContainer container;
  container.id = kId;
  container.name = "web";
  const auto done = responder.respond(alert(), sleeper.process(), &container);
  ASSERT_EQ(done.size(), 2u);
  EXPECT_FALSE(done[0].done || done[1].done);
  EXPECT_EQ(responder.counts().refused, 2u);
  EXPECT_TRUE(sleeper.lives());
}

TEST(Responder, PausesAndKillsAContainer) {
  const std::filesystem::path freezer = "/sys/fs/cgroup/freezer/" + kId, pids = "/sys/fs/cgroup/pids/" + kId;
  std::error_code error;
  std::filesystem::create_directories(freezer / "below", error);
  if (!error) std::filesystem::create_directories(pids / "below", error);
  if (error) GTEST_SKIP() << "no cgroups can be made here";
  {
    Sleeper one, two;
    for (const auto& where : {freezer, pids}) {
      std::ofstream(where / "cgroup.procs") << one.pid();
      std::ofstream(where / "below/cgroup.procs") << two.pid();
    }
    const Responder responder({});
    const auto pid = static_cast<std::uint32_t>(two.pid());
    ASSERT_TRUE(responder.set_paused(pid, kId, true));
    std::string state;
    for (int i = 0; i < 200 && state != "FROZEN"; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      std::ifstream(freezer / "freezer.state") >> state;
    }
    EXPECT_EQ(state, "FROZEN");
    ASSERT_TRUE(responder.set_paused(pid, kId, false));
    const auto killed = responder.kill_container(pid, kId);
    ASSERT_TRUE(killed) << killed.error().message;
    EXPECT_EQ(*killed, 2u);
    EXPECT_TRUE(one.killed());
    EXPECT_TRUE(two.killed());
  }
  for (const auto& where : {freezer, pids}) {
    std::filesystem::remove(where / "below", error);
    std::filesystem::remove(where, error);
  }
}

}  // namespace
}  // namespace batten::monitor

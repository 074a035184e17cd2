// SPDX-License-Identifier: Apache-2.0
//
// Containers of a real engine, started with one loosening or hardening each, and what is read of their processes. Needs root, the program
// docker with an engine that answers, and cc for a program without libraries; else it is skipped.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>

#include "audit/containers.h"
#include "audit/fake_host.h"
#include "audit/host.h"
#include "base/process.h"
#include "base/text.h"

namespace batten::audit {
namespace {

using model::Container;
using model::ContainerProcess;

constexpr std::uint64_t kSysAdmin = 1ull << 21;

Result<std::string> said(const std::vector<std::string>& argv, std::string_view input = {}) {
  auto output = base::run_process(argv, input, std::chrono::minutes(2), 64u << 20);
  if (!output) return output.error();
  if (output->exit_status != 0) return Error{Code::kInternal, base::join(argv, " ") + ": " + output->err};
  return std::string(base::trim(output->out));
}

class LiveEngine : public ::testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "needs root";
    if (!said({"docker", "version"})) GTEST_SKIP() << "needs docker with an engine that answers";
    std::string program = folder_.root() + "/image/wait";
    folder_.file("/wait.c", "int pause(void);\nint main(void) {\n  for (;;) pause();\n}\n").file("/image/empty", "");
    if (!said({"cc", "-static", "-o", program, folder_.root() + "/wait.c"})) GTEST_SKIP() << "needs cc and a static C library";
    auto tar = base::run_process({"tar", "-C", folder_.root() + "/image", "-c", "."}, "", std::chrono::seconds(30), 64u << 20);
    ASSERT_TRUE(tar) << tar.error().message;
    auto imported = said({"docker", "import", "-", name_ + ":1"}, tar->out);
    ASSERT_TRUE(imported) << imported.error().message;
  }
  void TearDown() override {
    std::vector<std::string> remove{"docker", "rm", "-f"};
    remove.insert(remove.end(), started_.begin(), started_.end());
    if (!started_.empty()) (void)said(remove);
    (void)said({"docker", "rmi", "-f", name_ + ":1"});
  }

  Result<std::string> try_start(const std::string& what, const std::vector<std::string>& options) {
    std::vector<std::string> argv{"docker", "run", "-d", "--network", "none", "--name", name_ + "-" + what};
    argv.insert(argv.end(), options.begin(), options.end());
    argv.insert(argv.end(), {name_ + ":1", "/wait"});
    started_.push_back(name_ + "-" + what);
    return said(argv);
  }
  void start(const std::string& what, const std::vector<std::string>& options) {
    auto id = try_start(what, options);
    ASSERT_TRUE(id) << id.error().message;
  }
  // All that were started, by the last part of their names.
  std::map<std::string, Container> look() {
    std::map<std::string, Container> out;
    auto client = engine::Client::connect();
    auto files = HostFiles::open("/");
    base::Notes notes;
    auto running = containers(*client, *files, {}, notes);
    if (!running) ADD_FAILURE() << running.error().message;
    if (running) execs_ = running->execs;
    if (running) {
      for (Container& container : running->containers) {
        if (container.name.starts_with(name_ + "-")) out[container.name.substr(name_.size() + 1)] = container;
      }
    }
    return out;
  }

  const std::string name_ = format("batten-live-{}", ::getpid());
  FakeHost folder_;
  std::vector<std::string> started_;
  std::vector<model::EngineExec> execs_;
};

TEST_F(LiveEngine, WhatTheKernelSaysOfEach) {
  std::string socket = engine::Client::connect()->where();
  bool is_socket = socket.starts_with("unix://");
  start("plain", {});
  start("socket", is_socket ? std::vector<std::string>{"-v", socket.substr(7) + ":/var/run/docker.sock"} : std::vector<std::string>{});
  start("admin", {"--cap-add", "SYS_ADMIN"});
  start("pid", {"--pid=host"});
  start("unfiltered", {"--security-opt", "seccomp=unconfined"});
  start("hardened", {"--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--read-only", "--user", "10001", "--pids-limit", "64",
                     "--memory", "64m", "--cpus", "0.5"});
  std::map<std::string, Container> seen = look();
  ASSERT_EQ(seen.size(), 6u);
  for (const auto& [what, container] : seen) {
    ASSERT_TRUE(container.process) << what;
    for (const std::string& why : container.process->unread) ADD_FAILURE() << what << ": " << why;
    EXPECT_EQ(container.process->seccomp_mode, what == "unfiltered" ? 0 : 2) << what;
    EXPECT_EQ((*container.process->capabilities_effective & kSysAdmin) != 0, what == "admin") << what;
    EXPECT_EQ(container.process->uid, what == "hardened" ? 10001u : 0u) << what;
    bool shares_pid = std::ranges::find(container.process->host_namespaces, "pid") != container.process->host_namespaces.end();
    EXPECT_EQ(shares_pid, what == "pid") << what;
    EXPECT_EQ(container.process->mounts.size(), what == "socket" && is_socket ? 1u : 0u) << what;
  }
  if (is_socket) {
    EXPECT_TRUE(seen["socket"].process->mounts[0].target.ends_with("/run/docker.sock"));
  }
  const ContainerProcess& hardened = *seen["hardened"].process;
  EXPECT_EQ(hardened.capabilities_effective, 0u);
  EXPECT_EQ(hardened.capabilities_bounding, 0u);
  EXPECT_EQ(hardened.no_new_privileges, true);
  EXPECT_EQ(hardened.root_read_only, true);
  EXPECT_EQ(hardened.pids_limit, 64);
  EXPECT_EQ(hardened.memory_limit_bytes, 64 << 20);
  EXPECT_EQ(hardened.cpu_limit, 0.5);
  const ContainerProcess& plain = *seen["plain"].process;
  EXPECT_EQ(plain.no_new_privileges, false);
  EXPECT_EQ(plain.root_read_only, false);
  EXPECT_EQ(plain.pids_limit, -1);
  EXPECT_EQ(plain.memory_limit_bytes, -1);
  EXPECT_EQ(plain.cpu_limit, -1);
}

// Where the engine itself lacks a capability it can't start such a container at all.
TEST_F(LiveEngine, Privileged) {
  if (auto id = try_start("everything", {"--privileged"}); !id) GTEST_SKIP() << id.error().message;
  const Container container = look()["everything"];
  ASSERT_TRUE(container.process);
  EXPECT_TRUE(container.privileged->value);
  EXPECT_EQ(container.process->seccomp_mode, 0);
  EXPECT_NE(*container.process->capabilities_effective & kSysAdmin, 0u);
}

TEST_F(LiveEngine, CommandsThatRunBesideTheFirst) {
  start("plain", {});
  auto done = said({"docker", "exec", "-d", "--user", "0", name_ + "-plain", "/wait"});
  ASSERT_TRUE(done) << done.error().message;
  look();
  auto of_ours = std::ranges::find(execs_, name_ + "-plain", &model::EngineExec::container);
  ASSERT_NE(of_ours, execs_.end());
  EXPECT_EQ(of_ours->command, "/wait");
  EXPECT_EQ(of_ours->user, "0");
  EXPECT_FALSE(of_ours->privileged);
}

// What the engine was told is found by the process behind its socket, of however many engines run here.
TEST_F(LiveEngine, ItsOwnCommandLine) {
  auto client = engine::Client::connect();
  auto files = HostFiles::open("/");
  base::Notes notes;
  model::Host host = look_at_host(*files, &*client, "", notes);
  EXPECT_TRUE(host.engine.answered);
  EXPECT_TRUE(host.engine.settings_complete) << host.engine.settings_why;
  EXPECT_FALSE(host.engine.components.at("runc").version.empty());
  ASSERT_FALSE(host.engine.root_directory.empty());
  auto told = host.engine.settings.find("data-root");
  if (told != host.engine.settings.end()) {
    EXPECT_EQ(told->second[0].value, host.engine.root_directory);
  }
  for (const base::Note& note : notes) ADD_FAILURE() << note.where << ": " << note.message;
}

}  // namespace
}  // namespace batten::audit

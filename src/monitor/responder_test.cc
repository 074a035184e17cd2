// SPDX-License-Identifier: Apache-2.0
#include "monitor/responder.h"

#include <gtest/gtest.h>

#include "monitor/sleeper.h"

namespace batten::monitor {
namespace {

const std::string kId(64, 'b');

model::Alert alert() {
  model::Alert out;
  out.rule = "Read of /etc/shadow";
  out.priority = model::Priority::kCritical;
  out.tags = {"container", "drift"};
  return out;
}

model::RunningContainer container() {
  model::RunningContainer out;
  out.id = kId;
  out.name = "web-1";
  return out;
}

TEST(ResponseRule, Applies) {
  const model::RunningContainer web = container();
  EXPECT_TRUE(response_applies({}, alert(), &web));
  EXPECT_FALSE(response_applies({}, alert(), nullptr));
  EXPECT_TRUE(response_applies({.host = true}, alert(), nullptr));
  EXPECT_FALSE(response_applies({.host = true, .action = ResponseAction::kPause}, alert(), nullptr));
  EXPECT_TRUE(response_applies({.tag = "drift", .least = model::Priority::kError}, alert(), &web));
  EXPECT_FALSE(response_applies({.tag = "shell"}, alert(), &web));
  EXPECT_FALSE(response_applies({.least = model::Priority::kAlert}, alert(), &web));
  EXPECT_TRUE(response_applies({.rule = "Read*"}, alert(), &web));
  EXPECT_FALSE(response_applies({.rule = "Terminal*"}, alert(), &web));
  EXPECT_TRUE(response_applies({.container = "web-*"}, alert(), &web));
  EXPECT_FALSE(response_applies({.container = "db-*"}, alert(), &web));
  EXPECT_FALSE(response_applies({.container = "*", .host = true}, alert(), nullptr));
}

TEST(ResponseRule, Protects) {
  model::Process process;
  model::Program shim;
  shim.path = "/usr/bin/containerd-shim-runc-v2";
  process.program = std::make_shared<model::Program>(shim);
  process.key.pid = 1;
  const model::RunningContainer web = container();
  EXPECT_NE(response_protects(process, &web), "");
  process.key.pid = 50;
  EXPECT_NE(response_protects(process, nullptr), "");
  EXPECT_EQ(response_protects(process, &web), "");
  // A name that it has given itself protects nobody.
  shim.path = "/tmp/evil";
  process.program = std::make_shared<model::Program>(shim);
  process.comm = "sshd";
  EXPECT_EQ(response_protects(process, nullptr), "");
}

TEST(Responder, KillsThatProcessAlone) {
  Sleeper sleeper;
  const model::Process process = sleeper.process();
  const Responder responder({});
  ResponseTarget other{.process = process.key, .comm = "sleeper", .container = std::nullopt};
  other.process.start_ns -= 50'000'000;
  const auto refused = responder.act(ResponseAction::kKill, other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::kNotFound);
  EXPECT_TRUE(sleeper.lives());
  const auto done = responder.act(ResponseAction::kKill, {.process = process.key, .comm = "sleeper", .container = std::nullopt});
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->what, format("killed process {} (sleeper)", sleeper.pid()));
  EXPECT_TRUE(sleeper.killed());
  EXPECT_FALSE(responder.act(ResponseAction::kKill, {.process = {.pid = 1, .start_ns = 0}, .comm = {}, .container = std::nullopt}));
}

TEST(Responder, NeverItselfNorWhoStartedIt) {
  const Responder responder({});
  model::Process process;
  process.program = std::make_shared<model::Program>();
  for (const pid_t pid : {::getpid(), ::getppid()}) {
    process.key.pid = static_cast<std::uint32_t>(pid);
    EXPECT_NE(responder.refuses({.host = true}, process, nullptr), "");
  }
}

// A process that is not in the container is never hit for it, unless the host's are meant too.
TEST(Responder, NobodyOutsideTheContainer) {
  const Sleeper sleeper;
  const Responder responder({});
  const model::RunningContainer web = container();
  EXPECT_EQ(responder.refuses({}, sleeper.process(), &web), "it is not in the container");
  EXPECT_EQ(responder.refuses({.action = ResponseAction::kPause}, sleeper.process(), &web), "it is not in the container");
  EXPECT_EQ(responder.refuses({.host = true}, sleeper.process(), &web), "");
}

TEST(Responder, NeverTheHostsNetwork) {
  const Responder responder({});
  model::RunningContainer web = container();
  web.host_network = true;
  model::Process ended;
  ended.program = std::make_shared<model::Program>();
  ended.key = {.pid = 0x7fffffff, .start_ns = 1};
  EXPECT_EQ(responder.refuses({.action = ResponseAction::kDenyNetwork}, ended, &web), "its network is the host's");
  web.host_network = false;
  EXPECT_EQ(responder.refuses({.action = ResponseAction::kDenyNetwork}, ended, &web), "");
}

}  // namespace
}  // namespace batten::monitor

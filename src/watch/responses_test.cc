// SPDX-License-Identifier: Apache-2.0
#include "watch/responses.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "base/file.h"
#include "base/format.h"
#include "monitor/proc_files.h"

namespace batten::watch {
namespace {

using enum monitor::ResponseAction;

std::string refusal(std::string_view text) {
  const auto parsed = parse_response(text);
  return parsed ? "it is fine" : parsed.error().message;
}

TEST(ParseResponse, Selectors) {
  auto rule = parse_response("Reverse shell*=kill");
  ASSERT_TRUE(rule);
  EXPECT_EQ(rule->rule, "Reverse shell*");
  EXPECT_EQ(rule->action, kKill);
  EXPECT_FALSE(rule->host);
  rule = parse_response("tag:drift&container:web-*&priority:critical=deny-network,for=10m");
  ASSERT_TRUE(rule);
  EXPECT_EQ(rule->rule, "");
  EXPECT_EQ(rule->tag, "drift");
  EXPECT_EQ(rule->container, "web-*");
  EXPECT_EQ(rule->least, model::Priority::kCritical);
  EXPECT_EQ(rule->action, kDenyNetwork);
  EXPECT_EQ(rule->undo_after, std::chrono::minutes(10));
  rule = parse_response("A=B in a rule=kill,host");
  ASSERT_TRUE(rule);
  EXPECT_EQ(rule->rule, "A=B in a rule");
  EXPECT_TRUE(rule->host);
}

TEST(ParseResponse, SaysWhatIsWrong) {
  EXPECT_TRUE(refusal("kill").contains("SELECTOR=ACTION is expected"));
  EXPECT_TRUE(refusal("x=destroy").contains("kill-container"));
  EXPECT_TRUE(refusal("=kill").contains("empty"));
  EXPECT_TRUE(refusal("tag:=kill").contains("empty"));
  EXPECT_TRUE(refusal("a&b=kill").contains("second selector"));
  EXPECT_TRUE(refusal("x=pause,host").contains("kill alone"));
  EXPECT_TRUE(refusal("x=kill,for=1m").contains("pause and deny-network"));
  EXPECT_TRUE(refusal("x=pause,for=0s").contains("above zero"));
  EXPECT_TRUE(refusal("x=pause,later").contains("options are"));
  EXPECT_TRUE(refusal("priority:high=kill").contains("high"));
}

class ResponsesTest : public testing::Test {
 protected:
  ResponsesTest() : pid_(::fork()) {
    if (pid_ != 0) return;
    while (true) ::pause();
  }
  ~ResponsesTest() override {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  model::Process process() const {
    model::Process out;
    out.key.pid = static_cast<std::uint32_t>(pid_);
    const auto stat = monitor::parse_proc_stat(base::read_file(format("/proc/{}/stat", pid_), 65'536).value_or(""));
    if (stat) out.key.start_ns = stat->start_ticks * (1'000'000'000u / static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK))) + 17;
    out.program = std::make_shared<model::Program>();
    out.comm = "sleeper";
    return out;
  }
  bool lives() const { return ::waitpid(pid_, nullptr, WNOHANG) == 0; }
  model::Alert alert() const {
    model::Alert out;
    out.rule = "Reverse shell";
    out.output = "a shell";
    return out;
  }
  Responses make(const char* rule, bool dry_run) {
    return Responses(
        {.rules = {*parse_response(rule)}, .deny_drift = {}, .dry_run = dry_run}, {}, registry_,
        [this](model::Alert one) { alerts_.push_back(std::move(one)); }, [this](const std::string& one) { words_.push_back(one); });
  }
  bool counted(const char* action, const char* outcome) const {
    return registry_.expose(metrics::Exposition::kPrometheusText)
        .contains(format("batten_responses_total{{action=\"{}\",outcome=\"{}\"}} 1", action, outcome));
  }
  static std::string response(const model::Alert& alert) {
    for (const auto& [name, value] : alert.fields) {
      if (name == "batten.response") return std::get<std::string>(value);
    }
    return {};
  }

  pid_t pid_;
  metrics::Registry registry_;
  std::vector<model::Alert> alerts_;
  std::vector<std::string> words_;
};

TEST_F(ResponsesTest, KillsOnceAndSaysSo) {
  Responses responses = make("Reverse*=kill,host", false);
  const model::Process process = this->process();
  responses.take(alert(), process, nullptr);
  responses.take(alert(), process, nullptr);
  responses.poll();
  ASSERT_EQ(alerts_.size(), 2u);
  EXPECT_EQ(response(alerts_[0]), format("killed process {} (sleeper)", pid_));
  EXPECT_EQ(alerts_[0].output, format("a shell (response: killed process {} (sleeper))", pid_));
  EXPECT_EQ(response(alerts_[1]), format("did not kill process {} (sleeper) again", pid_));
  EXPECT_EQ(words_, std::vector<std::string>{format("Reverse shell: killed process {} (sleeper)", pid_)});
  EXPECT_TRUE(counted("kill", "done"));
  EXPECT_TRUE(counted("kill", "repeated"));
  int status = 0;
  ::waitpid(pid_, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status));
}

TEST_F(ResponsesTest, DryRunTouchesNothing) {
  Responses responses = make("Reverse*=kill,host", true);
  responses.take(alert(), process(), nullptr);
  responses.poll();
  ASSERT_EQ(alerts_.size(), 1u);
  EXPECT_EQ(response(alerts_[0]), format("would kill process {} (sleeper)", pid_));
  EXPECT_TRUE(words_.empty());
  EXPECT_TRUE(counted("kill", "dry_run"));
  EXPECT_TRUE(lives());
}

TEST_F(ResponsesTest, OtherAlertsPass) {
  Responses responses = make("Terminal*=kill,host", false);
  responses.take(alert(), process(), nullptr);
  Responses container_only = make("Reverse*=kill", false);
  container_only.take(alert(), process(), nullptr);
  ASSERT_EQ(alerts_.size(), 2u);
  for (const model::Alert& one : alerts_) EXPECT_EQ(one, alert());
  EXPECT_TRUE(lives());
}

TEST_F(ResponsesTest, WhatFailsIsSaid) {
  Responses responses = make("*=kill-container", false);
  model::RunningContainer gone;
  gone.id = std::string(64, 'f');
  gone.name = "gone";
  model::Process ended = process();
  ended.key.pid = 0x7fffffff;
  responses.take(alert(), ended, &gone);
  EXPECT_TRUE(alerts_.empty());
  responses.end();
  ASSERT_EQ(alerts_.size(), 1u);
  EXPECT_TRUE(response(alerts_[0]).starts_with("could not kill container gone: ")) << response(alerts_[0]);
  EXPECT_TRUE(counted("kill-container", "failed"));
}

TEST_F(ResponsesTest, WhoIsOutsideIsRefused) {
  Responses responses = make("*=kill", false);
  model::RunningContainer container;
  container.id = std::string(64, 'f');
  responses.take(alert(), process(), &container);
  ASSERT_EQ(alerts_.size(), 1u);
  EXPECT_EQ(response(alerts_[0]), format("did not kill process {} (sleeper): it is not in the container", pid_));
  EXPECT_TRUE(counted("kill", "refused"));
  EXPECT_TRUE(lives());
}

}  // namespace
}  // namespace batten::watch

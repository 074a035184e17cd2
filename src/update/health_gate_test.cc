// SPDX-License-Identifier: Apache-2.0
#include "update/health_gate.h"

#include <gtest/gtest.h>

#include <atomic>

#include "base/format.h"
#include "http/loopback_server.h"
#include "update/health_probe.h"

namespace batten::update {
namespace {

using http::LoopbackServer;

std::string state(std::string_view status, std::string_view more = "", int restarts = 0) {
  return format(
      R"({{"Id":"x","RestartCount":{},"State":{{"Status":"{}","StartedAt":"2026-01-01T00:00:0{}Z"{}}},"HostConfig":{{"NetworkMode":"host"}}}})",
      restarts, status, restarts, more);
}

// An engine whose container goes through these answers and stays at the last one.
struct Engine {
  explicit Engine(std::vector<std::string> answers, std::string log = {})
      : server([this, answers, log](const std::string& request) {
          if (request.contains("/logs?")) return LoopbackServer::answer(200, log);
          const std::string& text = answers[std::min<std::size_t>(static_cast<std::size_t>(looks++), answers.size() - 1)];
          return text.empty() ? LoopbackServer::answer(404, R"({"message":"No such container"})") : LoopbackServer::answer(200, text);
        }) {}
  Verdict wait(const HealthSettings& settings) {
    auto client = engine::Client::connect("tcp://" + server.host());
    auto out = wait_healthy(*client, "x", settings, {});
    EXPECT_TRUE(out) << out.error().message;
    return out ? *out : Verdict();
  }
  std::atomic<int> looks = 0;
  LoopbackServer server;
};

HealthSettings seconds(int timeout, int steady) {
  HealthSettings out;
  out.timeout = std::chrono::seconds(timeout);
  out.steady = std::chrono::seconds(steady);
  return out;
}

constexpr const char* kStarting = R"(,"Health":{"Status":"starting"})";
constexpr const char* kHealthy = R"(,"Health":{"Status":"healthy"})";
constexpr const char* kUnhealthy = R"(,"Health":{"Status":"unhealthy","Log":[{"Output":"first"},{"Output":"no database\n"}]})";

TEST(HealthGate, TheHealthCheckOfTheImageIsWaitedFor) {
  Verdict well = Engine({state("running", kStarting), state("running", kStarting), state("running", kHealthy)}).wait(seconds(5, 0));
  EXPECT_TRUE(well.healthy) << well.why;
  EXPECT_EQ(well.why, "its health check says healthy");
  Verdict never = Engine({state("running", kStarting)}).wait(seconds(1, 0));
  EXPECT_FALSE(never.healthy);
  EXPECT_TRUE(never.why.contains("not healthy after 1 s")) << never.why;
  EXPECT_EQ(Engine({state("running", kUnhealthy)}).wait(seconds(5, 0)).why, "its health check says unhealthy: no database");
}

TEST(HealthGate, WithoutAHealthCheckItHasToRunForATime) {
  Verdict well = Engine({state("running")}).wait(seconds(5, 1));
  EXPECT_TRUE(well.healthy) << well.why;
  EXPECT_EQ(well.why, "it ran 1 s without a restart");
  EXPECT_EQ(Engine({state("exited", R"(,"ExitCode":3)")}, "no license\n").wait(seconds(5, 1)).why, "it exited with status 3: no license");
  EXPECT_FALSE(Engine({state("running"), state("restarting", "", 1), state("running", "", 1)}).wait(seconds(5, 1)).healthy);
  EXPECT_TRUE(Engine({state("created", R"(,"Error":"no such device")")}).wait(seconds(5, 1)).why.contains("no such device"));
}

TEST(HealthGate, HealthyAndThenNot) {
  EXPECT_FALSE(Engine({state("running", kHealthy), state("exited", R"(,"ExitCode":1)")}).wait(seconds(5, 1)).healthy);
  EXPECT_FALSE(Engine({state("running", kHealthy), state("running", kUnhealthy)}).wait(seconds(5, 1)).healthy);
  EXPECT_TRUE(Engine({state("running", kHealthy), ""}).wait(seconds(5, 1)).why.contains("gone"));
}

TEST(HealthGate, TheLogMayNotSpeakOfManyErrors) {
  HealthSettings settings = seconds(5, 0);
  settings.log_errors = 1;
  EXPECT_FALSE(Engine({state("running")}, "ERROR: a\nfine\n{\"level\":\"error\"}\n").wait(settings).healthy);
  EXPECT_TRUE(Engine({state("running")}, "error: a\nterror, errors\n").wait(settings).healthy);
  EXPECT_EQ(error_lines("panic: x\n[Fatal] y\ncritical\nerrorless\n"), 3u);
}

TEST(HealthGate, ProbesFromOutside) {
  LoopbackServer app([](const std::string& request) { return LoopbackServer::answer(request.contains("/ready") ? 200 : 503, "x"); });
  const std::string port = app.host().substr(app.host().rfind(':'));
  HealthSettings settings = seconds(0, 0);
  settings.http = "http://" + port + "/ready";
  settings.tcp = port;
  EXPECT_TRUE(Engine({state("running")}).wait(settings).healthy);
  settings.http = "http://" + port + "/down";
  EXPECT_TRUE(Engine({state("running")}).wait(settings).why.contains("status 503"));
  settings.http.clear();
  settings.tcp = "127.0.0.1:9";
  EXPECT_TRUE(Engine({state("running")}).wait(settings).why.contains("TCP 127.0.0.1:9"));
  EXPECT_EQ(probe_url("http://:8080/ready", "10.0.0.5"), "http://10.0.0.5:8080/ready");
  EXPECT_EQ(probe_url("http:///ready", "fd00::5"), "http://[fd00::5]/ready");
  EXPECT_EQ(probe_url("https://web.example/ready", "10.0.0.5"), "https://web.example/ready");
}

TEST(HealthGate, APersonMayEndIt) {
  Engine engine({state("running")});
  auto client = engine::Client::connect("tcp://" + engine.server.host());
  auto out = wait_healthy(*client, "x", seconds(60, 60), [] { return true; });
  ASSERT_TRUE(out);
  EXPECT_TRUE(out->why.contains("stopped from outside"));
}

TEST(HealthGate, SettingsThroughTheJournal) {
  HealthSettings settings = seconds(7, 3);
  settings.http = "http://:80/";
  settings.tcp = ":5432";
  settings.command = {"pg_isready", "-q"};
  settings.log_errors = 4;
  EXPECT_EQ(health_to_json(health_from_json(health_to_json(settings))), health_to_json(settings));
  EXPECT_EQ(health_from_json("no JSON").timeout, HealthSettings().timeout);
  EXPECT_FALSE(health_from_json("{}").log_errors);
}

}  // namespace
}  // namespace batten::update

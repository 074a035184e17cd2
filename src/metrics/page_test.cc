// SPDX-License-Identifier: Apache-2.0
#include "metrics/page.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/format.h"
#include "base/json.h"
#include "http/client.h"
#include "http/started_program.h"

namespace batten::metrics {
namespace {

http::Response asked(const std::string& url, const std::string& method, const std::string& accept) {
  http::Request request;
  request.method = method;
  request.url = url;
  request.headers = {{"Accept", accept}};
  auto answer = http::Client().send(request);
  EXPECT_TRUE(answer) << answer.error().message;
  return answer ? *answer : http::Response{};
}

TEST(Page, IsInTheFormatThatIsWanted) {
  Registry registry;
  registry.counter({.name = "batten_events_total", .help = "Events."}).with().add(5);
  auto server = http::Server::start({}, [&](const http::ServerRequest& request) { return page(registry, request); });
  ASSERT_TRUE(server) << server.error().message;
  std::string url = "http://" + server->address();
  http::Response text = asked(url + "/metrics", "GET", "*/*");
  EXPECT_EQ(text.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_TRUE(text.body.ends_with("batten_events_total 5\n")) << text.body;
  http::Response open = asked(url + "/metrics?x=1", "GET", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
  EXPECT_EQ(open.header("content-type"), "application/openmetrics-text; version=1.0.0; charset=utf-8");
  EXPECT_TRUE(open.body.ends_with("batten_events_total 5\n# EOF\n")) << open.body;
  EXPECT_EQ(asked(url + "/healthz", "GET", "*/*").body, "{\"status\": \"ok\"}\n");
  EXPECT_EQ(asked(url + "/metrics", "POST", "*/*").status, 405);
  EXPECT_EQ(asked(url + "/else", "GET", "*/*").status, 404);
}

// Debian's own scrapes it, and is asked for what it saw.
TEST(Page, RealPrometheus) {
  if (!http::is_installed("prometheus")) GTEST_SKIP() << "prometheus is not installed";
  Registry registry;
  auto& counter = registry.counter({.name = "batten_alerts_total", .help = "Alerts by rule.", .label_names = {"rule", "priority"}});
  counter.with({"Write \"below\" \\etc\n", "error"}).add(7);
  auto& latency = registry.histogram({.name = "batten_alert_latency_seconds", .help = "From event to alert.", .bounds = {0.001, 0.01, 1}});
  for (int i = 0; i < 10; ++i) latency.with().observe(0.005);
  add_process_metrics(registry);
  auto server = http::Server::start({}, [&](const http::ServerRequest& request) { return page(registry, request); });
  ASSERT_TRUE(server) << server.error().message;

  std::string directory = testing::TempDir() + format("batten_prometheus_{}", ::getpid());
  std::filesystem::create_directories(directory);
  std::ofstream(directory + "/p.yml") << format(
      "global: {{scrape_interval: 200ms}}\nscrape_configs:\n- job_name: batten\n  static_configs: [{{targets: ['{}']}}]\n",
      server->address());
  std::string address = format("127.0.0.1:{}", http::free_port());
  {
    http::StartedProgram prometheus({"prometheus", "--config.file=" + directory + "/p.yml", "--storage.tsdb.path=" + directory + "/data",
                                     "--web.listen-address=" + address},
                                    directory + "/log");
    ASSERT_NE(prometheus.pid(), 0);
    auto queried = [&](const std::string& expression, const std::string& expected) {
      std::string text = http::wait_for("http://" + address + "/api/v1/query?query=" + http::percent_encode(expression),
                                        std::chrono::seconds(60), [&](const http::Response& answer) {
                                          auto document = json::Document::parse(answer.body);
                                          if (!document) return false;
                                          auto results = (*document)["data"]["result"].elements();
                                          return results.size() == 1 && results[0]["value"].elements()[1].string() == expected;
                                        });
      auto document = json::Document::parse(text);
      auto results = document ? (*document)["data"]["result"].elements() : std::vector<json::View>{};
      EXPECT_EQ(results.size(), 1u) << expression << ": " << text;
      if (results.size() == 1) {
        EXPECT_EQ(results[0]["value"].elements()[1].string(), expected) << expression;
      }
    };
    queried("batten_alerts_total{rule=\"Write \\\"below\\\" \\\\etc\\n\",priority=\"error\"}", "7");
    queried("batten_alert_latency_seconds_bucket{le=\"0.01\"}", "10");
    queried("batten_alert_latency_seconds_count", "10");
    counter.with({"Write \"below\" \\etc\n", "error"}).add(1);
    queried("sum(batten_alerts_total)", "8");
    queried("count(process_resident_memory_bytes > 0)", "1");
    queried("up{job=\"batten\"}", "1");
  }
  std::filesystem::remove_all(directory);
}

}  // namespace
}  // namespace batten::metrics

// SPDX-License-Identifier: Apache-2.0
#include "metrics/registry.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

#include "base/process.h"

namespace batten::metrics {
namespace {

void fill(Registry& registry) {
  auto& events = registry.counter({.name = "batten_events_total", .help = "Events by type.", .label_names = {"type"}});
  events.with({"open"}).add(3);
  events.with({"exec"}).add();
  registry.real_counter({.name = "batten_cpu_seconds_total", .help = "Processor time."}).with().add(0.25);
  registry.gauge({.name = "batten_queue_bytes", .help = "Bytes that wait.", .label_names = {"output"}}).with({"http"}).set(1e9);
  auto& latency = registry.histogram({.name = "batten_latency_seconds", .help = "From event to alert.", .bounds = {0.001, 0.01, 1}});
  for (double value : {0.0005, 0.001, 0.5, 7.0}) latency.with().observe(value);
}

TEST(Registry, PrometheusText) {
  Registry registry;
  fill(registry);
  EXPECT_EQ(registry.expose(Exposition::kPrometheusText),
            "# HELP batten_cpu_seconds_total Processor time.\n"
            "# TYPE batten_cpu_seconds_total counter\n"
            "batten_cpu_seconds_total 0.25\n"
            "# HELP batten_events_total Events by type.\n"
            "# TYPE batten_events_total counter\n"
            "batten_events_total{type=\"exec\"} 1\n"
            "batten_events_total{type=\"open\"} 3\n"
            "# HELP batten_latency_seconds From event to alert.\n"
            "# TYPE batten_latency_seconds histogram\n"
            "batten_latency_seconds_bucket{le=\"0.001\"} 2\n"
            "batten_latency_seconds_bucket{le=\"0.01\"} 2\n"
            "batten_latency_seconds_bucket{le=\"1\"} 3\n"
            "batten_latency_seconds_bucket{le=\"+Inf\"} 4\n"
            "batten_latency_seconds_sum 7.5015\n"
            "batten_latency_seconds_count 4\n"
            "# HELP batten_queue_bytes Bytes that wait.\n"
            "# TYPE batten_queue_bytes gauge\n"
            "batten_queue_bytes{output=\"http\"} 1000000000\n");
}

TEST(Registry, OpenMetrics) {
  Registry registry;
  fill(registry);
  EXPECT_EQ(registry.expose(Exposition::kOpenMetrics),
            "# HELP batten_cpu_seconds Processor time.\n"
            "# TYPE batten_cpu_seconds counter\n"
            "# UNIT batten_cpu_seconds seconds\n"
            "batten_cpu_seconds_total 0.25\n"
            "# HELP batten_events Events by type.\n"
            "# TYPE batten_events counter\n"
            "batten_events_total{type=\"exec\"} 1\n"
            "batten_events_total{type=\"open\"} 3\n"
            "# HELP batten_latency_seconds From event to alert.\n"
            "# TYPE batten_latency_seconds histogram\n"
            "# UNIT batten_latency_seconds seconds\n"
            "batten_latency_seconds_bucket{le=\"0.001\"} 2\n"
            "batten_latency_seconds_bucket{le=\"0.01\"} 2\n"
            "batten_latency_seconds_bucket{le=\"1.0\"} 3\n"
            "batten_latency_seconds_bucket{le=\"+Inf\"} 4\n"
            "batten_latency_seconds_sum 7.5015\n"
            "batten_latency_seconds_count 4\n"
            "# HELP batten_queue_bytes Bytes that wait.\n"
            "# TYPE batten_queue_bytes gauge\n"
            "# UNIT batten_queue_bytes bytes\n"
            "batten_queue_bytes{output=\"http\"} 1000000000\n"
            "# EOF\n");
}

TEST(Registry, TextIsEscaped) {
  Registry registry;
  registry.gauge({.name = "a", .help = "say \"x\\y\"\nz", .label_names = {"l"}}).with({"a\"b\\c\nd\xff"}).set(std::nan(""));
  EXPECT_EQ(registry.expose(Exposition::kPrometheusText),
            "# HELP a say \"x\\\\y\"\\nz\n# TYPE a gauge\na{l=\"a\\\"b\\\\c\\nd\xef\xbf\xbd\"} NaN\n");
  EXPECT_EQ(registry.expose(Exposition::kOpenMetrics),
            "# HELP a say \\\"x\\\\y\\\"\\nz\n# TYPE a gauge\na{l=\"a\\\"b\\\\c\\nd\xef\xbf\xbd\"} NaN\n# EOF\n");
}

TEST(Registry, ANameIsThereOnce) {
  Registry registry;
  auto& first = registry.counter({.name = "batten_alerts_total", .help = "Alerts.", .label_names = {"rule"}});
  auto& again = registry.counter({.name = "batten_alerts", .help = "Alerts.", .label_names = {"rule"}});
  EXPECT_EQ(&first, &again);
  registry.gauge({.name = "batten_alerts", .help = "Alerts."}).with().set(1);                                  // another kind
  registry.counter({.name = "batten_alerts", .help = "Alerts.", .label_names = {"other"}}).with({"x"}).add();  // other labels
  registry.histogram({.name = "h", .help = "H.", .bounds = {1}}).with().observe(1);
  registry.gauge({.name = "h_count", .help = "H."}).with().set(1);                          // a line of the histogram
  registry.gauge({.name = "9x", .help = "."}).with().set(1);                                // no name
  registry.gauge({.name = "x", .help = ".", .label_names = {"a", "a"}}).with().set(1);      // a label twice
  registry.histogram({.name = "y", .help = ".", .label_names = {"le"}}).with().observe(1);  // reserved
  EXPECT_EQ(registry.problems().size(), 6u);
  std::string text = registry.expose(Exposition::kPrometheusText);
  EXPECT_EQ(text.find("batten_alerts"), std::string::npos) << text;
  EXPECT_EQ(text.find("h_count 1\n"), text.rfind("h_count")) << text;
}

TEST(Registry, SeriesAreBounded) {
  Registry registry;
  auto& family = registry.counter({.name = "a", .help = "A.", .label_names = {"x", "y"}, .max_series = 2});
  for (int i = 0; i < 10; ++i) family.with({std::to_string(i), "z"}).add();
  EXPECT_EQ(family.with({"(more)", "(more)"}).value(), 8u);
  family.remove({"0", "z"});
  EXPECT_EQ(registry.expose(Exposition::kPrometheusText).find("x=\"0\""), std::string::npos);
  EXPECT_EQ(&family.with({"1"}), &family.with({"1", ""}));
}

TEST(Registry, CountsFromManyThreads) {
  Registry registry;
  auto& counter = registry.counter({.name = "a", .help = "A."}).with();
  auto& histogram = registry.histogram({.name = "b", .help = "B.", .bounds = {1, 2}}).with();
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 10'000; ++n) {
          counter.add();
          histogram.observe(1.5);
          if (n % 1000 == 0) (void)registry.expose(Exposition::kOpenMetrics);
        }
      });
    }
  }
  EXPECT_EQ(counter.value(), 40'000u);
  EXPECT_EQ(histogram.count(1), 40'000u);
  EXPECT_EQ(histogram.sum(), 60'000);
}

TEST(Registry, UpdatesRunBeforeEachExposition) {
  Registry registry;
  auto& gauge = registry.gauge({.name = "a", .help = "A."}).with();
  registry.before_exposition([&] { gauge.add(1); });
  (void)registry.expose(Exposition::kPrometheusText);
  EXPECT_NE(registry.expose(Exposition::kPrometheusText).find("a 2\n"), std::string::npos);
}

TEST(Negotiation, OpenMetricsWhenItIsWanted) {
  auto wanted = [](std::string_view accept) { return wanted_exposition(accept); };
  // As Prometheus 2.42 asks.
  EXPECT_EQ(wanted("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                   "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"),
            Exposition::kOpenMetrics);
  EXPECT_EQ(wanted(""), Exposition::kPrometheusText);
  EXPECT_EQ(wanted("*/*"), Exposition::kPrometheusText);
  EXPECT_EQ(wanted("text/html, */*"), Exposition::kPrometheusText);
  EXPECT_EQ(wanted("application/openmetrics-text;q=0.2, text/plain"), Exposition::kPrometheusText);
  EXPECT_EQ(wanted("Application/OpenMetrics-Text ; Version=1.0.0 ; q=1"), Exposition::kOpenMetrics);
  EXPECT_EQ(wanted("application/openmetrics-text; version=2.0.0"), Exposition::kPrometheusText);
  EXPECT_EQ(wanted("application/openmetrics-text;q=0"), Exposition::kPrometheusText);
  EXPECT_EQ(wanted("application/openmetrics-text;q=nonsense"), Exposition::kPrometheusText);
}

TEST(Process, SaysWhatItUses) {
  Registry registry;
  add_process_metrics(registry);
  std::string text = registry.expose(Exposition::kPrometheusText);
  auto value = [&](const std::string& name) {
    std::size_t at = text.find("\n" + name + " ");
    return at == std::string::npos ? -1.0 : std::strtod(text.c_str() + at + name.size() + 2, nullptr);
  };
  EXPECT_GT(value("process_resident_memory_bytes"), 1e6);
  EXPECT_GT(value("process_virtual_memory_bytes"), value("process_resident_memory_bytes"));
  EXPECT_GE(value("process_threads"), 1);
  EXPECT_GE(value("process_open_fds"), 3);
  EXPECT_GE(value("process_cpu_seconds_total"), 0);
  auto now =
      static_cast<double>(std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count());
  EXPECT_NEAR(value("process_start_time_seconds"), now, 600);
}

TEST(Promtool, FindsNothingWrong) {
  Registry registry;
  fill(registry);
  add_process_metrics(registry);
  registry.gauge({.name = "batten_escaped", .help = "A \"text\"\\\n.", .label_names = {"l"}}).with({"a\"b\\c\nd"}).set(1);
  auto run = base::run_process({"promtool", "check", "metrics"}, registry.expose(Exposition::kPrometheusText), std::chrono::seconds(60));
  if (!run && run.error().code == Code::kNotFound) GTEST_SKIP() << "promtool is not installed (package prometheus)";
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(run->exit_status, 0) << run->out << run->err;
  EXPECT_EQ(run->out + run->err, "");
}

}  // namespace
}  // namespace batten::metrics

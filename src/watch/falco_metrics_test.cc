// SPDX-License-Identifier: Apache-2.0
#include "watch/falco_metrics.h"

#include <gtest/gtest.h>

namespace batten::watch {
namespace {

std::vector<rules::Definition> two_rules() {
  std::vector<rules::Definition> out(2);
  out[0].name = "Shell";
  out[0].tags = {"container", "T1059.004"};
  out[1].name = "Other";
  out[1].tags = {"network"};
  return out;
}

bool has_line(const std::string& text, std::string_view line) { return ("\n" + text).contains("\n" + std::string(line) + "\n"); }

TEST(FalcoMetrics, AlertsHaveTheirTagsAsLabels) {
  metrics::Registry registry;
  FalcoMetrics made(registry, two_rules(), "node-1", "1.2.3");
  model::Alert alert;
  alert.rule = "Shell";
  alert.priority = model::Priority::kWarning;
  alert.source = "syscall";
  alert.tags = {"container", "T1059.004", "of-a-later-rule"};
  made.alert(alert);
  made.alert(alert);
  const std::string text = registry.expose(metrics::Exposition::kPrometheusText);
  EXPECT_TRUE(has_line(text, R"(falcosecurity_falco_rules_matches_total{priority="4",rule_name="Shell",source="syscall",)"
                             R"(tag_T1059_004="true",tag_container="true"} 2)"))
      << text;
  EXPECT_TRUE(has_line(text, R"(falcosecurity_evt_hostname_info{hostname="node-1"} 1)"));
  EXPECT_TRUE(has_line(text, R"(falcosecurity_falco_version_info{version="1.2.3"} 1)"));
  EXPECT_EQ(registry.problems(), std::vector<std::string>{});
}

TEST(FalcoMetrics, EventsAndDropsByGroup) {
  metrics::Registry registry;
  FalcoMetrics made(registry, {}, "node-1", "1.2.3");
  std::array<monitor::EventCounts, BATTEN_EVENT_TYPES> counts{};
  counts[BATTEN_OPENAT] = {.seen = 100, .filtered = 50, .sent = 40, .dropped = 7, .limited = 3};
  counts[BATTEN_SETNS] = {.seen = 2, .filtered = 0, .sent = 1, .dropped = 1, .limited = 0};
  made.publish(counts);
  made.publish_outputs(5);
  const std::string text = registry.expose(metrics::Exposition::kPrometheusText);
  EXPECT_TRUE(has_line(text, "falcosecurity_scap_n_evts_total 52")) << text;
  EXPECT_TRUE(has_line(text, "falcosecurity_scap_n_drops_total 11"));
  EXPECT_TRUE(has_line(text, R"(falcosecurity_scap_n_drops_buffer_total{dir="exit",drop="open"} 7)"));
  EXPECT_TRUE(has_line(text, R"(falcosecurity_scap_n_drops_buffer_total{dir="exit",drop="other_interest"} 1)"));
  EXPECT_TRUE(has_line(text, "falcosecurity_falco_outputs_queue_num_drops_total 5"));
}

TEST(FalcoMetrics, FilesOfRulesByTheirHash) {
  metrics::Registry registry;
  FalcoMetrics made(registry, {}, "node-1", "1.2.3");
  made.rules_loaded({{.name = "/etc/rules/a.yaml", .text = "x"}}, 5);
  made.rules_loaded({{.name = "/etc/rules/a.yaml", .text = ""}}, 6);
  const std::string text = registry.expose(metrics::Exposition::kPrometheusText);
  EXPECT_TRUE(has_line(text, R"(falcosecurity_falco_sha256_rules_files_info{file_name="a.yaml",)"
                             R"(sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"} 1)"))
      << text;
  EXPECT_EQ(text.find("sha256_rules_files_info{"), text.rfind("sha256_rules_files_info{")) << "the old one is gone";
  EXPECT_TRUE(has_line(text, "falcosecurity_falco_reload_timestamp_nanoseconds 6"));
}

TEST(FalcoMetrics, TheMachine) {
  metrics::Registry registry;
  add_falco_machine_metrics(registry);
  const std::string text = registry.expose(metrics::Exposition::kPrometheusText);
  for (std::string_view name : {"memory_rss_bytes", "memory_vsz_bytes", "host_num_cpus_total", "host_memory_used_bytes",
                                "host_open_fds_total", "host_boot_timestamp_nanoseconds", "start_timestamp_nanoseconds"}) {
    const std::string line = "\nfalcosecurity_falco_" + std::string(name) + " ";
    const std::size_t at = text.find(line);
    ASSERT_NE(at, std::string::npos) << name;
    EXPECT_GT(std::stod(text.substr(at + line.size())), 0) << name;
  }
  EXPECT_TRUE(has_line(text, "falcosecurity_falco_duration_seconds_total 0"));
}

}  // namespace
}  // namespace batten::watch

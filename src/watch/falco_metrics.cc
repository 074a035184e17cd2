// SPDX-License-Identifier: Apache-2.0
#include "watch/falco_metrics.h"

#include <sys/utsname.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/hash.h"

namespace batten::watch {
namespace {

constexpr std::string_view kGroups[] = {"clone_fork", "execve", "connect", "open", "dir_file", "other_interest", "proc"};

// A tag as a label: tag_T1059_004.
std::string label_of(std::string_view tag) {
  std::string out = "tag_";
  for (char c : tag) out += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_';
  return out;
}

std::vector<std::string> tags_of(const std::vector<rules::Definition>& rules) {
  std::set<std::string> labels;
  std::vector<std::string> out;
  for (const rules::Definition& rule : rules) {
    for (const std::string& tag : rule.tags) {
      if (labels.insert(label_of(tag)).second) out.push_back(tag);
    }
  }
  std::ranges::sort(out);
  return out;
}

std::vector<std::string> match_labels(const std::vector<std::string>& tags) {
  std::vector<std::string> out = {"priority", "rule_name", "source"};
  for (const std::string& tag : tags) out.push_back(label_of(tag));
  return out;
}

std::string kernel_release() {
  utsname name{};
  return ::uname(&name) == 0 ? name.release : "";
}

metrics::Counter& counter(metrics::Registry& registry, std::string name, std::string help) {
  return registry.counter({.name = std::move(name), .help = std::move(help)}).with();
}
metrics::Gauge& gauge(metrics::Registry& registry, std::string name, std::string help) {
  return registry.gauge({.name = std::move(name), .help = std::move(help)}).with();
}
void info(metrics::Registry& registry, std::string name, std::string help, std::vector<std::string> labels, metrics::Labels values) {
  registry.gauge({.name = std::move(name), .help = std::move(help), .label_names = std::move(labels)}).with(std::move(values)).set(1);
}

}  // namespace

std::string_view falco_drop_group(std::string_view type) {
  if (type.starts_with("open") || type == "creat") return "open";
  if (type == "execve" || type == "execveat") return "execve";
  if (type == "connect") return "connect";
  if (type == "procexit") return "proc";
  for (std::string_view one : {"clone", "clone3", "fork", "vfork"}) {
    if (type == one) return "clone_fork";
  }
  for (std::string_view one : {"rename", "unlink", "rmdir", "mkdir", "link", "symlink", "chmod", "fchmod", "chown", "fchown", "lchown",
                               "mknod", "chdir", "fchdir", "mount", "umount"}) {
    if (type.starts_with(one)) return "dir_file";
  }
  return "other_interest";
}

FalcoMetrics::FalcoMetrics(metrics::Registry& registry, const std::vector<rules::Definition>& rules, std::string_view hostname,
                           std::string_view version)
    : tags_(tags_of(rules)),
      matches_(registry.counter(
          {.name = "falcosecurity_falco_rules_matches_total", .help = "Alerts by rule.", .label_names = match_labels(tags_)})),
      group_drops_(registry.counter({.name = "falcosecurity_scap_n_drops_buffer_total",
                                     .help = "Events lost because a buffer was full, by kind.",
                                     .label_names = {"dir", "drop"}})),
      hashes_(registry.gauge({.name = "falcosecurity_falco_sha256_rules_files_info",
                              .help = "Files of rules that are loaded.",
                              .label_names = {"file_name", "sha256"}})),
      events_(counter(registry, "falcosecurity_scap_n_evts_total", "Events sent by the kernel.")),
      drops_(counter(registry, "falcosecurity_scap_n_drops_total", "Events lost.")),
      output_drops_(counter(registry, "falcosecurity_falco_outputs_queue_num_drops_total", "Alerts that no output could take.")),
      reloaded_(gauge(registry, "falcosecurity_falco_reload_timestamp_nanoseconds", "When rules were loaded last, since 1970.")),
      threads_(gauge(registry, "falcosecurity_scap_n_threads_total", "Processes that are known.")),
      containers_(gauge(registry, "falcosecurity_plugins_container_n_containers_total", "Containers that are known.")) {
  info(registry, "falcosecurity_falco_version_info", "Version of Batten.", {"version"}, {std::string(version)});
  info(registry, "falcosecurity_falco_evt_source_info", "Where events come from.", {"evt_source"}, {"syscall"});
  info(registry, "falcosecurity_scap_engine_name_info", "How events come.", {"engine_name", "evt_source"}, {"modern_bpf", "syscall"});
  info(registry, "falcosecurity_falco_kernel_release_info", "The kernel that runs.", {"kernel_release"}, {kernel_release()});
  info(registry, "falcosecurity_evt_hostname_info", "The machine's name.", {"hostname"}, {std::string(hostname)});
  for (std::string_view group : kGroups) group_drops_.with({"exit", std::string(group)});
}

void FalcoMetrics::alert(const model::Alert& alert) {
  metrics::Labels labels = {std::to_string(static_cast<int>(alert.priority)), alert.rule, alert.source};
  for (const std::string& tag : tags_) labels.emplace_back(std::ranges::find(alert.tags, tag) != alert.tags.end() ? "true" : "");
  matches_.with(std::move(labels)).add();
}

void FalcoMetrics::rules_loaded(const std::vector<rules::RuleFile>& files, std::uint64_t now_ns) {
  for (const metrics::Labels& old : files_) hashes_.remove(old);
  files_.clear();
  for (const rules::RuleFile& file : files) {
    files_.push_back({std::filesystem::path(file.name).filename().string(), base::sha256_hex(file.text)});
    hashes_.with(files_.back()).set(1);
  }
  reloaded_.set(static_cast<double>(now_ns));
}

void FalcoMetrics::publish(const std::array<monitor::EventCounts, BATTEN_EVENT_TYPES>& counts) {
  std::uint64_t sent = 0, lost = 0;
  std::array<std::uint64_t, std::size(kGroups)> by_group{};
  for (const model::EventTypeInfo& type : model::all_event_types()) {
    const monitor::EventCounts& one = counts[type.type];
    sent += one.sent;
    lost += one.dropped + one.limited;
    by_group[static_cast<std::size_t>(std::ranges::find(kGroups, falco_drop_group(type.name)) - kGroups)] += one.dropped;
  }
  events_.set(sent + lost);
  drops_.set(lost);
  for (std::size_t i = 0; i < by_group.size(); ++i) group_drops_.with({"exit", std::string(kGroups[i])}).set(by_group[i]);
}

void FalcoMetrics::publish_known(std::uint64_t processes, std::uint64_t containers) {
  threads_.set(static_cast<double>(processes));
  containers_.set(static_cast<double>(containers));
}

}  // namespace batten::watch

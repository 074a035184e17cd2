// SPDX-License-Identifier: Apache-2.0
#include "watch/drift_guard.h"

#include <fnmatch.h>

#include <algorithm>
#include <utility>

#include "base/format.h"

namespace batten::watch {

Result<std::unique_ptr<DriftGuard>> DriftGuard::start(const ResponseOptions& options, metrics::Registry& registry) {
  std::unique_ptr<monitor::DriftDenial> denial =
      TRY(monitor::DriftDenial::open({.means = monitor::DriftMeans::kBest, .dry_run = options.dry_run}));
  return std::make_unique<DriftGuard>(options.deny_drift, std::move(denial), registry);
}

DriftGuard::DriftGuard(std::vector<std::string> names, std::unique_ptr<monitor::DriftDenial> denial, metrics::Registry& registry)
    : names_(std::move(names)),
      denial_(std::move(denial)),
      counter_(registry.counter({.name = "batten_drifted_programs_total",
                                 .help = "Programs that are not in their image and were to be run: denied, or would_deny in a dry run.",
                                 .label_names = {"outcome"}})) {}

void DriftGuard::container(std::uint64_t cgroup, const model::RunningContainer& container) {
  if (container.first_pid == 0 || container.name.empty()) return;
  if (std::ranges::none_of(names_, [&](const std::string& one) { return ::fnmatch(one.c_str(), container.name.c_str(), 0) == 0; })) return;
  // Cgroups below a container's own are of the same container.
  const auto same = std::ranges::find_if(guarded_, [&](const auto& one) { return one.second.id == container.id; });
  if (same != guarded_.end())
    same->second = container;
  else
    guarded_.emplace(cgroup, container);
  denial_->add(cgroup, container);
}

void DriftGuard::gone(std::uint64_t cgroup) {
  const auto found = guarded_.find(cgroup);
  if (found == guarded_.end()) return;
  denial_->remove(found->second.id);
  guarded_.erase(found);
}

std::vector<model::Alert> DriftGuard::take(std::uint64_t time_ns) {
  std::vector<model::Alert> out;
  for (monitor::DeniedProgram& one : denial_->take()) {
    counter_.with({one.denied ? "denied" : "would_deny"}).add();
    model::Alert alert;
    alert.time_ns = time_ns;
    alert.rule = "Batten internal: program that is not in the image denied";
    alert.priority = model::Priority::kCritical;
    alert.source = "internal";
    alert.tags = {"container", "drift"};
    alert.container_id = one.container_id.substr(0, 12);
    const auto known = std::ranges::find_if(guarded_, [&](const auto& guarded) { return guarded.second.id == one.container_id; });
    if (known != guarded_.end()) {
      const model::RunningContainer& container = known->second;
      alert.container_name = container.name;
      alert.image = container.image;
      alert.pod_name = container.pod_name;
      alert.pod_namespace = container.pod_namespace;
      alert.fields.emplace_back("container.image.repository", container.image_repository);
    }
    const std::string said = one.denied ? "denied" : "would deny";
    alert.output = format("{} {} in container {}: it is not in the image (process {} ({}), user {})", said, one.path,
                          alert.container_name.empty() ? alert.container_id : alert.container_name, one.pid, one.comm, one.uid);
    alert.fields.emplace_back("batten.response", said);
    alert.fields.emplace_back("container.id", alert.container_id);
    alert.fields.emplace_back("container.name", alert.container_name);
    alert.fields.emplace_back("proc.name", std::move(one.comm));
    alert.fields.emplace_back("proc.pid", std::int64_t{one.pid});
    alert.fields.emplace_back("user.uid", std::int64_t{one.uid});
    alert.fields.emplace_back("fd.name", std::move(one.path));
    out.push_back(std::move(alert));
  }
  return out;
}

}  // namespace batten::watch

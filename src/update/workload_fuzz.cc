// SPDX-License-Identifier: Apache-2.0
//
// A workload and a pod as the Kubernetes API tells them.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "update/cluster_inventory.h"
#include "update/workload.h"

int workload_fuzz(const std::uint8_t* data, std::size_t size);

int workload_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::update;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto document = batten::json::Document::parse(text, {.max_bytes = 1u << 20, .max_depth = 50});
  if (!document) return 0;
  for (const char* kind : {"deployment", "statefulset", "daemonset"}) {
    const WorkloadOrigin origin{.name_space = "shop", .kind = kind, .name = "web", .container = "app"};
    PodsState pods;
    add_pod(document->root(), origin, "app:1", pods);
    auto state = parse_workload(text, origin);
    if (state) {
      const RolloutView view = view_of(*state, pods, state->uid, "app:2", "app:1");
      if (view.phase == RolloutPhase::kDone && view.ready < state->wanted) __builtin_trap();
    }
    ClusterFacts facts;
    facts.workloads.push_back(read_workload_facts(document->root(), kind));
    facts.pods.push_back(read_pod_facts(document->root()));
    if (subjects_of(facts).subjects.size() > 200) __builtin_trap();
  }
  return 0;
}

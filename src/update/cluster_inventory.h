// SPDX-License-Identifier: Apache-2.0
//
// What runs on a Kubernetes cluster, as subjects: each container of each Deployment, StatefulSet and DaemonSet (apps/v1), with the digest
// that its pods say they run.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "engine/kubernetes_client.h"
#include "update/inventory.h"

namespace batten::update {

struct PodContainer {
  std::string name, image_id;  // "docker.io/library/nginx@sha256:...", "sha256:..."
  bool ready = false;
};

struct PodFacts {
  std::string name_space, name;
  std::string owner_kind, owner;  // "deployment", "web"; empty: no workload that is known here
  std::string node;
  std::int64_t created = 0;
  std::vector<PodContainer> containers;
};

struct WorkloadFacts {
  std::string name_space, kind, name;
  std::map<std::string, std::string> labels;                    // and annotations, which win
  std::vector<std::pair<std::string, std::string>> containers;  // name, image
  Health health = Health::kNone;
  std::int64_t created = 0;
};

// One item of a list. kind: "deployment". An item without a name has an empty one.
WorkloadFacts read_workload_facts(json::View item, std::string_view kind);
PodFacts read_pod_facts(json::View item);

struct ClusterFacts {
  std::vector<WorkloadFacts> workloads;
  std::vector<PodFacts> pods;
  std::map<std::string, model::Platform> nodes;
  model::Platform own;  // of nodes that are not known
};

Inventory subjects_of(const ClusterFacts& facts);

// Asks for all namespaces, or for the context's own where that is not allowed.
Result<Inventory> read_inventory(engine::KubernetesClient& cluster);

}  // namespace batten::update

// SPDX-License-Identifier: Apache-2.0
//
// Workloads of Kubernetes as its API tells them (apps/v1: Deployment, StatefulSet, DaemonSet; core/v1: Pod), and how far a rollout of one
// has come.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "update/rollout.h"
#include "update/subject.h"

namespace batten::update {

// "deployment" -> "deployments"; empty: no kind that is known here.
std::string_view plural_of(std::string_view kind);
// "/apis/apps/v1/namespaces/shop/deployments/web"
std::string workload_path(const WorkloadOrigin& origin);

struct WorkloadState {
  std::string uid, resource_version;
  std::string image;         // of the container that is asked about, in its template; empty: it has no such container
  std::string selector;      // for lists of pods: "app=web,tier in (a,b)"
  std::string unchangeable;  // why no rollout would follow a change: paused, OnDelete, partition; empty: one would
  std::string keeper;        // who writes it from elsewhere and may put the old image back: "Helm", "Argo CD", "Flux"; empty: nobody known
  std::uint64_t wanted = 0, updated = 0, available = 0, all = 0;
  bool observed = false;  // its controller has seen this version
  std::string gave_up;    // what the controller says when it has exceeded its deadline
  std::uint64_t min_ready_seconds = 0;
};
// corrupt, limit. kind: "deployment".
Result<WorkloadState> parse_workload(std::string_view json, const WorkloadOrigin& origin);

// What its pods add.
struct PodsState {
  std::uint64_t ready = 0;             // pods with that image
  std::uint64_t restarts = 0;          // of the container, in pods with that image
  std::string problem;                 // of one that is not ready: "ImagePullBackOff: ..."
  std::vector<std::string> not_ready;  // names of pods with that image
};
void add_pod(json::View pod, const WorkloadOrigin& origin, std::string_view image, PodsState& out);

// How far it is on the way to `wanted`; `other` is the image it comes from. uid: of the workload that was ordered.
RolloutView view_of(const WorkloadState& workload, const PodsState& pods, std::string_view uid, std::string_view wanted,
                    std::string_view other);

// A strategic merge patch that changes one container's image and says why; it is refused when the workload has another version by then.
std::string image_patch(const WorkloadOrigin& origin, const std::string& resource_version, const std::string& image,
                        const std::string& cause);

}  // namespace batten::update

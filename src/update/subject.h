// SPDX-License-Identifier: Apache-2.0
//
// What can be updated: one container, one service of a Compose project, one container of a Kubernetes workload, one Swarm service. It runs
// one image, and is redeployed as one.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/digest.h"
#include "model/image.h"

namespace batten::update {

enum class SubjectKind : std::uint8_t { kContainer, kComposeService, kWorkload, kSwarmService };
enum class Health : std::uint8_t { kNone, kStarting, kHealthy, kUnhealthy, kStopped };  // kNone: it runs, and no check says how it does

// Where a Compose service comes from, by the labels that Compose writes on its containers.
struct ComposeOrigin {
  std::string project, service;
  std::string directory;
  std::vector<std::string> files;  // absolute; empty: not known
};

// "deployment/web" of a namespace, its container, and who answers for it.
struct WorkloadOrigin {
  std::string name_space, kind, name, container;
};

struct Subject {
  SubjectKind kind = SubjectKind::kContainer;
  std::string id;    // the same as long as it is the same thing: "container/web", "compose/shop/web", "kubernetes/shop/deployment/web/app",
                     // "swarm/web"
  std::string name;  // for people: "web", "shop/web"
  std::string image;       // as it was asked for: "registry.example/app:1.2"; an image's id when it was started by that
  model::Digest image_id;  // of the configuration that runs
  // Of the manifest that runs, as the engine knows it for that repository; empty: it never came from a registry.
  model::Digest digest;
  model::Platform platform;
  bool built_here = false;  // has no digest of a registry: it was built or loaded here
  Health health = Health::kNone;
  std::vector<std::string> containers;  // their ids; of Kubernetes and Swarm those that this engine can see
  std::map<std::string, std::string> labels;
  std::optional<ComposeOrigin> compose;
  std::optional<WorkloadOrigin> workload;
  // Subjects that can't do without it (network or volumes of its containers, depends_on, links); their ids.
  std::vector<std::string> dependents;
  std::vector<std::string> shares_volumes;  // subjects with a named volume that it has too; their ids
  bool is_batten = false;                   // this program runs in it
  std::int64_t created = 0;                 // seconds since 1970
};

}  // namespace batten::update

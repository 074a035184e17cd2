// SPDX-License-Identifier: Apache-2.0
//
// A control of the Pod Security Standards (kubernetes.io/docs/concepts/security/pod-security-standards), or another check of a pod as a
// whole. One file in pod/ per control. Its verdict is that of Kubernetes' own admission for each level and version.
#pragma once

#include <cstdint>
#include <span>

#include "checks/settings.h"
#include "manifest/kubernetes.h"

namespace batten::checks {

enum class PodLevel : std::uint8_t {
  kBaseline,    // part of baseline, and of restricted unless a stricter control takes its place
  kRestricted,  // part of restricted
  kAdvice,      // not of the standards
};

struct PodCheck {
  model::CheckInfo info;
  PodLevel level = PodLevel::kAdvice;
  int since_minor = 0;  // first Kubernetes 1.N whose standards have it
  // Id of the control of baseline whose place it takes in restricted.
  std::string_view replaces = {};
  // minor: of the version whose standards are asked for. What a control accepted in older versions is judged by it.
  void (*check)(const manifest::Pod& pod, int minor, Hits& hits);
  std::span<const Example> examples;  // whole manifests
  // What has to be set differently for this hit to go, in the container that its subject names, or in any of the pod's when it names the
  // pod; nothing: no change is known.
  std::vector<model::ContainerChange> (*fix)(const manifest::Pod& pod, const Hit& hit) = nullptr;
};

std::span<const PodCheck* const> all_pod_checks();

}  // namespace batten::checks

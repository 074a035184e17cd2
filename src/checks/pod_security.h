// SPDX-License-Identifier: Apache-2.0
//
// The verdict of the Pod Security Standards on a pod, as the admission of Kubernetes 1.N gives it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "checks/pod_check.h"

namespace batten::checks {

// The newest Kubernetes 1.N whose standards are known; asked for a newer one, these are applied.
inline constexpr int kNewestPodMinor = 37;

struct PodStandard {
  PodLevel level = PodLevel::kRestricted;  // kBaseline or kRestricted
  int minor = kNewestPodMinor;

  bool operator==(const PodStandard&) const = default;
};

// "baseline", "restricted:1.29", "restricted:v1.29", "baseline:latest"; invalid_argument. "privileged" allows everything and is none of
// them.
Result<PodStandard> parse_pod_standard(std::string_view text);
// "restricted:1.37"
std::string to_text(const PodStandard& standard);

// Is this control one of those that a standard has? Advice never is.
bool applies(const PodCheck& check, const PodStandard& standard);

struct PodReason {
  const PodCheck* check;
  Hits hits;  // at least one
};
// What forbids the pod; empty: it is allowed.
std::vector<PodReason> judge_pod(const manifest::Pod& pod, const PodStandard& standard);

}  // namespace batten::checks

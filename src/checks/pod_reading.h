// SPDX-License-Identifier: Apache-2.0
//
// What the checks of pods have in common: walking over a pod's security contexts, and reading settings as Kubernetes does (null is not
// set; a value of a wrong type is refused by Kubernetes, the reader of manifests has a note of it, and it counts as not set).
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "base/format.h"
#include "checks/pod_check.h"

namespace batten::checks {

inline bool is_set(yaml::View view) { return view && !view.is_null(); }

inline bool is_true(yaml::View view) { return manifest::pod_boolean(view).value_or(false); }

inline bool is_false(yaml::View view) { return !manifest::pod_boolean(view).value_or(true); }

// The number 0 in any of the ways in which Kubernetes reads it: 0, 00, 0x0, 0b0, 0.0, 0_0, 0e5.
inline bool is_zero(yaml::View view) {
  std::string_view text = view.string();
  if (!view.is_scalar() || view.style() != yaml::Style::kPlain || !text.contains('0')) return false;
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text.starts_with("0x") || text.starts_with("0o") || text.starts_with("0b"))
    return text.find_first_not_of("0_", 2) == std::string_view::npos;
  std::string_view digits = text.substr(0, text.find_first_of("eE"));
  std::string_view exponent = text.substr(digits.size());
  return digits.find_first_not_of("0._") == std::string_view::npos &&
         exponent.find_first_not_of("eE+-0123456789_") == std::string_view::npos;
}

inline bool is_windows(const manifest::Pod& pod) { return pod.spec["os"]["name"].string() == "windows"; }

// Root in the pod is nobody on the host.
inline bool has_own_users(const manifest::Pod& pod) { return is_false(pod.spec["hostUsers"]); }

inline std::string subject_of(const manifest::Pod& pod, const manifest::PodContainer& container) {
  return pod.title() + "/" + container.name;
}

// "container app", "init container first": for messages.
inline std::string container_words(const manifest::PodContainer& container) {
  switch (container.kind) {
    case manifest::PodContainer::Kind::kInit: return format("init container {}", container.name);
    case manifest::PodContainer::Kind::kEphemeral: return format("ephemeral container {}", container.name);
    case manifest::PodContainer::Kind::kContainer: break;
  }
  return format("container {}", container.name);
}

// The pod's own security context, then those of the containers: visit(context, who, subject). who: "the pod", "container app".
template <typename Visit>
void each_security_context(const manifest::Pod& pod, Visit visit) {
  if (yaml::View context = pod.spec["securityContext"]; is_set(context)) visit(context, std::string("the pod"), pod.title());
  for (const manifest::PodContainer& container : pod.containers) {
    yaml::View context = container.view["securityContext"];
    if (is_set(context)) visit(context, container_words(container), subject_of(pod, container));
  }
}

// Where something is missing in a container: the beginning of its block, which is its name mostly.
inline model::Place place_of_container(const manifest::PodContainer& container) {
  yaml::View name = container.view["name"];
  return manifest::pod_place(name ? name : container.view);
}

// Where something is missing in the pod: the beginning of its spec.
inline model::Place place_of_pod(const manifest::Pod& pod) {
  model::Place place = manifest::pod_place(pod.spec);
  place.length = 0;
  return place;
}

// RuntimeDefault, or a profile of the node.
inline bool is_confining(yaml::View profile) {
  std::string_view type = profile["type"].string();
  return type == "RuntimeDefault" || type == "Localhost";
}

}  // namespace batten::checks

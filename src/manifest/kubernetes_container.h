// SPDX-License-Identifier: Apache-2.0
//
// A container of a pod as a model::Container: what the pod says for all its containers and what the container says, merged as Kubernetes
// does (the container's own word goes before the pod's).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/yaml.h"
#include "manifest/kubernetes.h"
#include "model/container.h"

namespace batten::manifest {

// The volumes of a pod by name.
using PodVolumes = std::map<std::string, yaml::View, std::less<>>;
PodVolumes pod_volumes(yaml::View spec);

// What Container has no member for, or what reads differently there:
// - user: "1000:1000" of runAsUser and runAsGroup; "nonroot" where only runAsNonRoot is true: the image's user, refused when it is root.
// - mounts: with the source of hostPath volumes, and the names of others. ports: published where they have a hostPort.
// - environment: variables of envFrom are not listed, their names are in a Secret or ConfigMap.
// - labels: "automountServiceAccountToken" as the pod says, "serviceAccountName".
// - seccomp, apparmor: "unconfined", "runtime/default", "localhost/NAME".
model::Container container_of(const Pod& pod, const PodContainer& container, const PodVolumes& volumes);

// "512Mi" and "0.5G" in bytes, "250m" in thousandths (Kubernetes' resource.Quantity); nullopt when it is none.
std::optional<std::int64_t> quantity_bytes(std::string_view text);
std::optional<double> quantity(std::string_view text);

}  // namespace batten::manifest

// SPDX-License-Identifier: Apache-2.0
//
// Containers by the names that engines give their cgroups:
//
//   Docker          /docker/ID                          /system.slice/docker-ID.scope
//   containerd      /kubepods/burstable/podUID/ID       .../kubepods-burstable-podUID.slice/cri-containerd-ID.scope
//   CRI-O           /kubepods/.../crio-ID               .../crio-ID.scope
//   Podman          /libpod_parent/libpod-ID            /machine.slice/libpod-ID.scope
//
// ID: 64 hexadecimal digits. What lies below such a cgroup belongs to the container, whatever it is called.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/running_container.h"

namespace batten::monitor {

struct CgroupName {
  model::RunningContainer::Engine engine = model::RunningContainer::Engine::kUnknown;
  std::string id;
  std::string pod_uid;        // of the Kubernetes pod around it; empty: none
  std::uint32_t user_id = 0;  // of the user in whose slice it is: an engine without root
  bool nested = false;        // a cgroup of the container's own making

  bool operator==(const CgroupName&) const = default;
};

// None: no container's.
std::optional<CgroupName> parse_cgroup_name(std::string_view path);

}  // namespace batten::monitor

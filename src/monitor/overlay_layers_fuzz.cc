// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as /proc/PID/mountinfo, whose mount points a container chooses.
#include "monitor/overlay_layers.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

int overlay_layers_fuzz(const std::uint8_t* data, std::size_t size);

int overlay_layers_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::monitor;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const MountLine& mount : parse_mountinfo(text)) {
    if (!mount.point.starts_with('/') || mount.type.empty()) __builtin_trap();
    const auto path = path_in_system(mount, mount.point + "/x");
    if (mount.point != "/" && (!path || !path->ends_with("/x"))) __builtin_trap();
  }
  const auto layers = overlay_of_root(text, "/engine/overlay2/1/diff");
  if (layers ? layers->upper.empty() || layers->lower.empty() : layers.error().message.empty()) __builtin_trap();
  return 0;
}

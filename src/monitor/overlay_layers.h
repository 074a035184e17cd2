// SPDX-License-Identifier: Apache-2.0
//
// The layers of an overlay (overlayfs), by which a file of a container is the image's or was made or changed since it began.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::monitor {

struct OverlayLayers {
  std::string upper;
  std::vector<std::string> lower;  // the topmost first

  bool operator==(const OverlayLayers&) const = default;
};

// Of what is mounted at "/", by a text of /proc/PID/mountinfo (proc(5)). upper: of that overlay as its engine has it, for paths that are
// mounted relative to the engine's directory; may be empty. unsupported: it is no overlay, or its paths can't be known.
Result<OverlayLayers> overlay_of_root(std::string_view mountinfo, std::string_view upper);

// A mount of that text.
struct MountLine {
  std::string id, device, root, point, type, options;  // options: of the file system; device "0:51"
};
// Visits each line that is of that form.
std::vector<MountLine> parse_mountinfo(std::string_view text);

// Where in its file system a file lies that a process sees as path below that mount; none: it does not lie there.
std::optional<std::string> path_in_system(const MountLine& mount, std::string_view path);

// Is the open file, which lies there in the overlay, as the image has it? By the layers themselves: what the upper one has, also as a
// whiteout, is not; what a lower one has must be the same by size and times, of which ctime(2) is no one's to choose.
bool is_from_image(const OverlayLayers& layers, std::string_view path, int file);

}  // namespace batten::monitor

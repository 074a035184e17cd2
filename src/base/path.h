// SPDX-License-Identifier: Apache-2.0
//
// Names of files inside an image: relative to its root, no leading slash, no "." or ".." component.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace batten::base {

// "./a//b/." -> "a/b", "/a" -> "a", "" and "/" -> "". nullopt when ".." would leave the root ("a/../../b").
// An archive member with such a name is hostile or broken and is left out with a note.
std::optional<std::string> normal_path(std::string_view name);
// "a/b/c" -> "a/b", "a" -> "".
std::string_view parent_path(std::string_view path);
std::string_view base_name(std::string_view path);
// Where a symlink at path with this target points, inside the root: ".." at the root stays at the root, as in a chroot.
std::string link_target(std::string_view path, std::string_view target);

}  // namespace batten::base

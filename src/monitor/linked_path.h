// SPDX-License-Identifier: Apache-2.0
//
// A path with its symbolic links worked out, one component after the other, whoever knows the links.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace batten::monitor {

// What the symbolic link at a path stands for; none: there is no link. path: from the root, without links in it but the last component.
using LinkAt = std::function<std::optional<std::string>(const std::string& path)>;

// path: from the root; ".", ".." and doubled slashes are worked out as the kernel does, ".." of a link's target and not of its name. More
// than 40 links are taken for names. follow_last: also the last component.
std::string resolve_links(std::string_view path, bool follow_last, const LinkAt& link_at);

}  // namespace batten::monitor

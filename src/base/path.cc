// SPDX-License-Identifier: Apache-2.0
#include "base/path.h"

#include <vector>

#include "base/text.h"

namespace batten::base {
namespace {

std::string joined(const std::vector<std::string_view>& parts) {
  std::string out;
  for (std::string_view part : parts) {
    if (!out.empty()) out.push_back('/');
    out += part;
  }
  return out;
}

}  // namespace

std::optional<std::string> normal_path(std::string_view name) {
  std::vector<std::string_view> parts;
  for (std::string_view part : split(name, '/')) {
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(part);
    } else if (parts.empty()) {
      return std::nullopt;
    } else {
      parts.pop_back();
    }
  }
  return joined(parts);
}

std::string_view parent_path(std::string_view path) {
  std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view base_name(std::string_view path) {
  std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string link_target(std::string_view path, std::string_view target) {
  std::vector<std::string_view> parts;
  if (!target.starts_with('/')) {
    for (std::string_view part : split(parent_path(path), '/')) {
      if (!part.empty()) parts.push_back(part);
    }
  }
  for (std::string_view part : split(target, '/')) {
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(part);
    } else if (!parts.empty()) {
      parts.pop_back();
    }
  }
  return joined(parts);
}

}  // namespace batten::base

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/text.h"
#include "manifest/container_syntax.h"

namespace batten::manifest {
namespace {

bool is_drive(std::string_view text) {
  return text.size() >= 3 && text[1] == ':' && (text[2] == '\\' || text[2] == '/') && ((text[0] | 0x20) >= 'a' && (text[0] | 0x20) <= 'z');
}

bool is_path(std::string_view text) {
  return text.starts_with('/') || text.starts_with('.') || text.starts_with('~') || text.starts_with('\\') || text.starts_with('$') ||
         text.starts_with('%') || is_drive(text);
}

void apply_options(model::ContainerMount& mount, std::string_view options) {
  for (std::string_view option : base::split(options, ',')) {
    if (option == "ro" || option == "readonly") mount.read_only = true;
    for (std::string_view propagation : {"shared", "slave", "private", "rshared", "rslave", "rprivate"}) {
      if (option == propagation) mount.propagation = propagation;
    }
  }
}

}  // namespace

std::vector<std::string_view> split_volume(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0, nested = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{' || text[i] == '(') ++nested;
    if ((text[i] == '}' || text[i] == ')') && nested > 0) --nested;
    if (text[i] != ':' || nested > 0 || (i == begin + 1 && is_drive(text.substr(begin)))) continue;
    parts.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  parts.push_back(text.substr(begin));
  return parts;
}

std::string absolute_path(std::string_view text, const SourceRoot& root) {
  std::string path(text);
  if (text == "~" || text.starts_with("~/")) {
    if (root.home.empty()) return path;
    path = root.home + path.substr(1);
  } else if (!text.starts_with('/')) {
    if (root.directory.empty() || text.empty() || text.starts_with('$') || text.starts_with('~') || is_drive(text)) return path;
    path = root.directory + "/" + path;
  }
  if (!path.starts_with('/')) return path;
  std::vector<std::string_view> parts;
  for (std::string_view part : base::split(path, '/')) {
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
  }
  std::string out;
  for (std::string_view part : parts) out.append("/").append(part);
  return out.empty() ? "/" : out;
}

std::optional<model::ContainerMount> parse_volume(std::string_view text, const SourceRoot& root) {
  std::vector<std::string_view> parts = split_volume(base::trim(text));
  if (parts.empty() || parts.size() > 3 || std::ranges::any_of(parts, [](std::string_view part) { return part.empty(); }))
    return std::nullopt;
  model::ContainerMount mount;
  if (parts.size() == 1) {
    mount.target = parts[0];
    return mount;
  }
  mount.target = parts[1];
  if (is_path(parts[0])) {
    mount.kind = model::ContainerMount::Kind::kBind;
    mount.source = absolute_path(parts[0], root);
  } else {
    mount.source = parts[0];
  }
  if (parts.size() == 3) apply_options(mount, parts[2]);
  return mount;
}

std::optional<model::ContainerMount> parse_tmpfs(std::string_view text) {
  text = base::trim(text);
  std::size_t colon = text.find(':');
  model::ContainerMount mount;
  mount.kind = model::ContainerMount::Kind::kTmpfs;
  mount.target = text.substr(0, colon);
  if (mount.target.empty()) return std::nullopt;
  if (colon != std::string_view::npos) apply_options(mount, text.substr(colon + 1));
  return mount;
}

std::optional<model::ContainerMount> parse_mount(std::string_view text, const SourceRoot& root) {
  model::ContainerMount mount;
  std::string_view type = "volume";
  for (std::string_view field : base::split(text, ',')) {
    std::size_t equals = field.find('=');
    std::string name = base::lower(base::trim(field.substr(0, equals)));
    std::string_view value = equals == std::string_view::npos ? "true" : field.substr(equals + 1);
    if (name == "type") {
      type = value;
    } else if (name == "source" || name == "src") {
      mount.source = value;
    } else if (name == "target" || name == "destination" || name == "dst") {
      mount.target = value;
    } else if (name == "readonly" || name == "ro") {
      mount.read_only = parse_boolean(value).value_or(false);
    } else if (name == "bind-propagation") {
      mount.propagation = value;
    }
  }
  if (mount.target.empty()) return std::nullopt;
  using Kind = model::ContainerMount::Kind;
  mount.kind = type == "bind"                       ? Kind::kBind
               : type == "volume"                   ? Kind::kVolume
               : type == "tmpfs" || type == "ramfs" ? Kind::kTmpfs
                                                    : Kind::kOther;
  if (mount.kind == Kind::kBind) mount.source = absolute_path(mount.source, root);
  return mount;
}

}  // namespace batten::manifest

// SPDX-License-Identifier: Apache-2.0
#include "audit/mounts.h"

#include <algorithm>

#include "base/text.h"

namespace batten::audit {
namespace {

constexpr std::size_t kMaxMounts = 20'000;
constexpr std::size_t kShortId = 12;

// Blanks, tabs, newlines and backslashes are written as three octal digits.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto code = text[at] == '\\' && at + 3 < text.size() ? base::parse_unsigned(text.substr(at + 1, 3), 8) : std::nullopt;
    if (code && *code < 256) {
      out += static_cast<char>(*code);
      at += 3;
    } else {
      out += text[at];
    }
  }
  return out;
}

bool is_below(std::string_view path, std::string_view directory) {
  if (directory == "/") return true;
  return path.starts_with(directory) && (path.size() == directory.size() || path[directory.size()] == '/');
}

std::string joined(std::string_view directory, std::string_view rest) {
  std::string out(directory == "/" && !rest.empty() ? "" : directory);
  return out += rest;
}

// What is left of a path below a directory: "/b" of "/a/b" below "/a", "" of itself.
std::string_view below(std::string_view path, std::string_view directory) {
  if (directory == "/") return path == "/" ? std::string_view() : path;
  return path.substr(directory.size());
}

// The host's name of what is mounted; empty: the host does not have that file system.
std::string host_path(const Mount& mount, const std::vector<Mount>& host) {
  const Mount* best = nullptr;
  for (const Mount& other : host) {
    if (other.device != mount.device || !is_below(mount.root, other.root)) continue;
    if (best == nullptr || other.root.size() > best->root.size()) best = &other;
  }
  return best == nullptr ? std::string() : joined(best->target, below(mount.root, best->root));
}

// Proc and sysfs are one for all who share a namespace: at their usual places they are the container's own.
bool is_engines_own(const Mount& mount, std::string_view source, std::string_view container_id) {
  if (mount.target == "/") return true;
  if ((mount.kind == "proc" && is_below(mount.target, "/proc")) || (mount.kind == "sysfs" && is_below(mount.target, "/sys"))) return true;
  if (mount.kind.starts_with("cgroup") && is_below(mount.target, "/sys/fs/cgroup")) return true;
  if (mount.kind == "mqueue" || mount.kind == "devpts" || (mount.kind == "tmpfs" && mount.target == "/dev/shm")) return true;
  if (mount.kind == "devtmpfs" && mount.target != "/dev" && is_below(mount.target, "/dev")) return true;
  // resolv.conf, hosts, hostname, shm in the engine's directory of this container.
  return container_id.size() >= kShortId && source.contains(container_id);
}

}  // namespace

std::vector<Mount> parse_mounts(std::string_view text) {
  std::vector<Mount> out;
  base::each_line(text, [&](std::string_view line) {
    std::vector<std::string_view> fields = base::words(line);
    auto dash = std::ranges::find(fields, "-");
    if (fields.size() < 7 || fields.end() - dash < 2 || dash - fields.begin() < 6 || out.size() >= kMaxMounts) return;
    Mount mount;
    mount.device = fields[2];
    mount.root = unescaped(fields[3]);
    mount.target = unescaped(fields[4]);
    mount.read_only = fields[5] == "ro" || fields[5].starts_with("ro,");
    mount.kind = *(dash + 1);
    mount.propagation = "private";
    for (auto tag = fields.begin() + 6; tag != dash; ++tag) {
      if (tag->starts_with("shared:")) mount.propagation = "shared";
      if (tag->starts_with("master:") && mount.propagation == "private") mount.propagation = "slave";
    }
    out.push_back(std::move(mount));
  });
  return out;
}

std::vector<model::ContainerMount> host_mounts(const std::vector<Mount>& container, const std::vector<Mount>& host,
                                               std::string_view container_id) {
  std::vector<model::ContainerMount> out;
  for (const Mount& mount : container) {
    std::string source = host_path(mount, host);
    if (source.empty() || is_engines_own(mount, source, container_id)) continue;
    bool comes_along = std::ranges::any_of(out, [&](const model::ContainerMount& outer) {
      return is_below(mount.target, outer.target) && joined(outer.source, below(mount.target, outer.target)) == source;
    });
    if (comes_along) continue;
    model::ContainerMount shown;
    shown.kind = source.contains("/volumes/") && source.ends_with("/_data") ? model::ContainerMount::Kind::kVolume
                                                                            : model::ContainerMount::Kind::kBind;
    shown.source = std::move(source);
    shown.target = mount.target;
    shown.read_only = mount.read_only;
    shown.propagation = mount.propagation;
    out.push_back(std::move(shown));
  }
  return out;
}

}  // namespace batten::audit

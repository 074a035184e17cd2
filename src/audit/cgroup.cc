// SPDX-License-Identifier: Apache-2.0
#include "audit/cgroup.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"

namespace batten::audit {
namespace {

constexpr std::size_t kMaxDepth = 20;
constexpr std::size_t kShortId = 12;
// What version 1 says for "no limit" is the greatest number of pages.
constexpr std::uint64_t kNoMemoryLimit = 1ull << 62;

// The container's group and those that it made below, the inner one first. Without its id in the path: the inner one alone.
std::vector<std::string> groups_of(std::string_view path, std::string_view id) {
  std::vector<std::string> out;
  std::string_view short_id = id.substr(0, kShortId);
  std::string_view rest = path;
  while (rest.size() > 1 && out.size() < kMaxDepth) {
    out.emplace_back(rest);
    std::size_t slash = rest.rfind('/');
    if (short_id.size() == kShortId && rest.substr(slash).contains(short_id)) return out;
    rest = rest.substr(0, slash);
  }
  out.clear();
  out.emplace_back(path);
  return out;
}

// The least of them; -1: no limit; none: not readable.
template <typename T>
std::optional<T> least(const std::vector<std::string>& groups, const std::function<std::optional<T>(const std::string&)>& limit_of) {
  std::optional<T> out;
  for (const std::string& group : groups) {
    std::optional<T> limit = limit_of(group);
    if (!limit) continue;
    if (!out || *out < T{0} || (*limit >= T{0} && *limit < *out)) out = limit;
  }
  return out;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  text = base::trim(text);
  if (text == "max" || text == "-1") return -1;
  auto number = base::parse_unsigned(text);
  if (!number) return std::nullopt;
  return *number >= kNoMemoryLimit ? -1 : static_cast<std::int64_t>(*number);
}

std::optional<double> part_of(std::string_view quota, std::string_view period) {
  auto used = whole_number(quota), of = whole_number(period);
  if (!used || !of || *of <= 0) return std::nullopt;
  return *used < 0 ? -1.0 : static_cast<double>(*used) / static_cast<double>(*of);
}

class Groups {
 public:
  Groups(const HostFiles& files, std::string root, bool version_two) : unified(version_two), files_(files), root_(std::move(root)) {}

  const bool unified;

  std::optional<std::int64_t> number(std::string_view controller, const std::string& group, std::string_view name) const {
    auto text = read(controller, group, name);
    return text ? whole_number(*text) : std::nullopt;
  }
  std::optional<double> cpus(const std::string& group) const {
    auto quota = read("cpu", group, unified ? "cpu.max" : "cpu.cfs_quota_us");
    if (!quota) return std::nullopt;
    if (!unified) {
      auto period = read("cpu", group, "cpu.cfs_period_us");
      return period ? part_of(*quota, *period) : std::nullopt;
    }
    std::vector<std::string_view> words = base::words(std::string_view(*quota).substr(0, quota->find('\n')));
    return words.size() == 2 ? part_of(words[0], words[1]) : std::nullopt;
  }

 private:
  Result<std::string> read(std::string_view controller, const std::string& group, std::string_view name) const {
    std::string folder = unified ? std::string() : format("/{}", controller);
    return files_.read(format("{}{}{}/{}", root_, folder, group == "/" ? "" : group, name), 4096);
  }
  const HostFiles& files_;
  std::string root_;
};

// "4:memory:/docker/ID", "2:cpu,cpuacct:/docker/ID", "0::/docker/ID"
std::string path_of(std::string_view group, std::string_view controller, bool unified) {
  std::string out;
  base::each_line(group, [&](std::string_view line) {
    std::vector<std::string_view> fields = base::split(line, ':');
    if (fields.size() < 3) return;
    std::string_view path = line.substr(fields[0].size() + fields[1].size() + 2);
    std::vector<std::string_view> names = base::split(fields[1], ',');
    bool is_it = unified ? fields[0] == "0" && fields[1].empty() : std::ranges::find(names, controller) != names.end();
    if (is_it && path.starts_with('/') && !path.contains("/../") && !path.ends_with("/..")) out = path;
  });
  return out;
}

}  // namespace

void read_cgroup_limits(const HostFiles& files, const LiveHost& host, std::string_view group, std::string_view id,
                        model::ContainerProcess& out) {
  Groups groups(files, host.cgroup_root, host.unified_cgroup);
  auto paths = [&](std::string_view controller) {
    std::string path = path_of(group, controller, groups.unified);
    return path.empty() ? std::vector<std::string>() : groups_of(path, id);
  };
  out.memory_limit_bytes = least<std::int64_t>(paths("memory"), [&](const std::string& path) {
    return groups.number("memory", path, groups.unified ? "memory.max" : "memory.limit_in_bytes");
  });
  out.pids_limit = least<std::int64_t>(paths("pids"), [&](const std::string& path) { return groups.number("pids", path, "pids.max"); });
  out.cpu_limit = least<double>(paths("cpu"), [&](const std::string& path) { return groups.cpus(path); });
  if (!out.memory_limit_bytes) out.unread.push_back("memory limit: its control group has none that can be read");
  if (!out.pids_limit) out.unread.push_back("limit of processes: its control group has none that can be read");
  if (!out.cpu_limit) out.unread.push_back("CPU limit: its control group has none that can be read");
}

}  // namespace batten::audit

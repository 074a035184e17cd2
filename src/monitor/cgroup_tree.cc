// SPDX-License-Identifier: Apache-2.0
#include "monitor/cgroup_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "monitor/cgroup_source.h"

namespace batten::monitor {
namespace {

constexpr std::uint64_t kMaxMountsBytes = 16u << 20;
constexpr unsigned kMaxDepth = 32;
// A file handle of kernfs is the number of the node, and nothing else (linux/exportfs.h: FILEID_KERNFS).
constexpr int kKernfsHandle = 0xfe;

std::string_view controller_of(batten_cgroups source) {
  switch (source) {
    case BATTEN_CGROUPS_MEMORY: return "memory";
    case BATTEN_CGROUPS_PIDS: return "pids";
    case BATTEN_CGROUPS_CPU: return "cpu";
    case BATTEN_CGROUPS_DEVICES: return "devices";
    case BATTEN_CGROUPS_V2: break;
  }
  return {};
}

// A cgroup has some thirty files beside its directories: the kind comes with the name. Nothing when it was removed meanwhile.
std::vector<std::string> folders(const std::string& path) {
  std::vector<std::string> out;
  DIR* const list = ::opendir(path.c_str());
  if (list == nullptr) return out;
  while (const dirent* entry = ::readdir(list)) {  // NOLINT(concurrency-mt-unsafe)
    const std::string_view name = entry->d_name;
    if (entry->d_type == DT_DIR && name != "." && name != "..") out.emplace_back(name);
  }
  ::closedir(list);
  return out;
}

}  // namespace

std::optional<std::string> find_cgroup_mount(std::string_view mounts, std::string_view controller) {
  std::optional<std::string> out;
  base::each_line(mounts, [&](std::string_view line) {
    const std::vector<std::string_view> fields = base::split(line, ' ');
    if (out || fields.size() < 4 || fields[2] != (controller.empty() ? "cgroup2" : "cgroup")) return;
    const std::vector<std::string_view> options = base::split(fields[3], ',');
    if (controller.empty() || std::ranges::find(options, controller) != options.end()) out = fields[1];
  });
  return out;
}

Result<CgroupTree> CgroupTree::open(const std::string& mounts_file) {
  std::string controller(controller_of(cgroup_source()));
  std::optional<std::string> mount = find_cgroup_mount(TRY(base::read_file(mounts_file, kMaxMountsBytes)), controller);
  if (!mount)
    return Error{Code::kNotFound, format("{}: the cgroups of {} are not mounted: containers that run now can't be told", mounts_file,
                                         controller.empty() ? "v2" : controller)};
  return CgroupTree(*std::move(mount), std::move(controller));
}

CgroupTree::CgroupTree(std::string mount, std::string controller)
    : mount_(std::move(mount)), controller_(std::move(controller)), root_(::open(mount_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}

std::optional<std::uint64_t> CgroupTree::id_of(std::string_view path) const {
  struct stat found{};
  const std::string full = format("{}{}", mount_, path == "/" ? "" : path);
  if (::stat(full.c_str(), &found) != 0 || !S_ISDIR(found.st_mode)) return std::nullopt;
  return found.st_ino;
}

std::optional<std::string> CgroupTree::path_of(std::uint64_t id) const {
  if (!root_.valid()) return std::nullopt;
  struct {
    unsigned bytes = sizeof(std::uint64_t);
    int type = kKernfsHandle;
    std::uint64_t id = 0;
  } handle;
  static_assert(sizeof handle == sizeof(file_handle) + sizeof(std::uint64_t));
  handle.id = id;
  const base::Fd directory(::open_by_handle_at(root_.get(), reinterpret_cast<file_handle*>(&handle), O_PATH | O_CLOEXEC));
  if (!directory.valid()) return std::nullopt;
  std::array<char, 4096> buffer{};
  const ssize_t size = ::readlink(format("/proc/self/fd/{}", directory.get()).c_str(), buffer.data(), buffer.size());
  if (size <= 0) return std::nullopt;
  const std::string_view full(buffer.data(), static_cast<std::size_t>(size));
  if (!full.starts_with(mount_) || full.ends_with(" (deleted)")) return std::nullopt;
  const std::string_view path = full.substr(mount_.size());
  return path.empty() ? std::string("/") : std::string(path);
}

std::optional<std::string_view> CgroupTree::path_in(std::string_view proc_cgroup) const {
  std::optional<std::string_view> out;
  base::each_line(proc_cgroup, [&](std::string_view line) {
    // "4:memory,hugetlb:/docker/..."; v2 is "0::/...". A path may hold colons.
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (out || second == std::string_view::npos) return;
    const std::vector<std::string_view> controllers = base::split(line.substr(first + 1, second - first - 1), ',');
    if (std::ranges::find(controllers, std::string_view(controller_)) != controllers.end()) out = line.substr(second + 1);
  });
  return out;
}

bool CgroupTree::each(std::size_t limit, const std::function<void(const std::string&, std::uint64_t)>& visit) const {
  std::vector<std::pair<std::string, unsigned>> ahead{{"", 0}};
  std::size_t visited = 0;
  for (std::size_t next = 0; next < ahead.size(); ++next) {
    const auto [path, depth] = ahead[next];
    for (const std::string& name : folders(mount_ + path)) {
      const std::string below = format("{}/{}", path, name);
      const std::optional<std::uint64_t> id = id_of(below);
      if (!id) continue;
      if (++visited > limit) return false;
      visit(below, *id);
      if (depth + 1 < kMaxDepth) ahead.emplace_back(below, depth + 1);
    }
  }
  return true;
}

}  // namespace batten::monitor

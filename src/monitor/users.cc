// SPDX-License-Identifier: Apache-2.0
#include "monitor/users.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/file.h"
#include "base/format.h"

namespace batten::monitor {

using model::RunningContainer;

namespace {

constexpr std::uint64_t kMaxFile = 1u << 20, kMaxMap = 64u << 10;

std::int64_t nanoseconds(const timespec& time) { return time.tv_sec * 1'000'000'000 + time.tv_nsec; }

bool same_place(int left, int right) {
  struct stat one{}, other{};
  return ::fstat(left, &one) == 0 && ::fstat(right, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

base::Fd open_folder(const std::string& path) { return base::Fd(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)); }

}  // namespace

Result<base::Fd> open_below(int root, const char* path) {
  // First a descriptor that opens nothing: of a pipe or a device we want to know that it is one, no more.
  open_how how{};
  how.flags = O_PATH | O_CLOEXEC;
  how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
  const base::Fd found(static_cast<int>(::syscall(SYS_openat2, root, path, &how, sizeof how)));
  if (!found.valid()) return base::errno_error(path, errno);
  struct stat about{};
  if (::fstat(found.get(), &about) != 0 || !S_ISREG(about.st_mode)) return Error{Code::kUnsupported, format("{}: no regular file", path)};
  base::Fd out(::open(format("/proc/self/fd/{}", found.get()).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!out.valid()) return base::errno_error(path, errno);
  return out;
}

Users::Users(Options options) : options_(std::move(options)) {}

Users::Names& Users::names_of(const RunningContainer* container) {
  const std::string& id = container == nullptr ? std::string() : container->id;
  auto found = by_container_.find(id);
  if (found == by_container_.end()) {
    if (by_container_.size() >= std::max<std::size_t>(options_.max_containers, 2)) {
      const auto oldest = std::ranges::min_element(by_container_, {}, [](const auto& one) { return one.second.asked_ns; });
      by_container_.erase(oldest);
    }
    found = by_container_.try_emplace(id).first;
  }
  Names& names = found->second;
  names.asked_ns = now_ns_;
  // Of a container that is being made there may be nothing yet.
  const std::uint64_t wait = names.users.empty() ? options_.look_again_ns / 50 : options_.look_again_ns;
  if (!names.looked || names.looked_ns + wait <= now_ns_) look(container, names);
  return names;
}

// The engine's view first, then that of its first process, which has the host's root until the container is set up.
std::vector<base::Fd> Users::open_roots(const RunningContainer& container) const {
  std::vector<base::Fd> out;
  const base::Fd host = open_folder(options_.host_root);
  const auto add = [&](const std::string& path) {
    base::Fd root = path.empty() ? base::Fd() : open_folder(path);
    if (root.valid() && !(host.valid() && same_place(root.get(), host.get()))) out.push_back(std::move(root));
  };
  add(container.root);
  if (container.first_pid != 0) add(format("{}/{}/root", options_.proc, container.first_pid));
  return out;
}

void Users::look(const RunningContainer* container, Names& names) {
  names.looked = true;
  names.looked_ns = now_ns_;
  std::vector<base::Fd> roots;
  if (container == nullptr) {
    roots.push_back(open_folder(options_.host_root));
  } else {
    roots = open_roots(*container);
  }
  const auto read = [&](const char* path, Stamp& stamp, const auto& parse) {
    for (const base::Fd& root : roots) {
      const Result<base::Fd> file = open_below(root.get(), path);
      struct stat about{};
      if (!file || ::fstat(file->get(), &about) != 0) continue;
      const Stamp now{.device = about.st_dev,
                      .inode = about.st_ino,
                      .modified_ns = nanoseconds(about.st_mtim),
                      .changed_ns = nanoseconds(about.st_ctim),
                      .size = about.st_size};
      if (now == stamp) return;
      if (const Result<std::string> text = base::read_all(file->get(), kMaxFile)) {
        stamp = now;
        parse(*text);
        return;
      }
    }
  };
  // Of one that has ended, or whose file is in the middle of a change, the last that was read stays.
  read("etc/passwd", names.passwd, [&](std::string_view text) { names.users = parse_passwd(text); });
  read("etc/group", names.group, [&](std::string_view text) { names.groups = parse_group(text); });
  if (container == nullptr || container->first_pid == 0 || container->first_pid == names.mapped_pid) return;
  const auto map = [&](const char* name) {
    const Result<std::string> text = base::read_file(format("{}/{}/{}", options_.proc, container->first_pid, name), kMaxMap);
    return text ? parse_id_map(*text) : std::vector<IdRange>();
  };
  names.user_map = map("uid_map");
  names.group_map = map("gid_map");
  names.mapped_pid = container->first_pid;
}

const Account* Users::account(const RunningContainer* container, std::uint32_t uid) {
  const Names& names = names_of(container);
  const auto found = names.users.find(id_inside(names.user_map, uid));
  return found == names.users.end() ? nullptr : &found->second;
}

std::optional<std::string_view> Users::user_name(const RunningContainer* container, std::uint32_t uid) {
  const Account* found = account(container, uid);
  return found == nullptr ? std::nullopt : std::optional<std::string_view>(found->name);
}

std::optional<std::string_view> Users::user_home(const RunningContainer* container, std::uint32_t uid) {
  const Account* found = account(container, uid);
  return found == nullptr ? std::nullopt : std::optional<std::string_view>(found->home);
}

std::optional<std::string_view> Users::user_shell(const RunningContainer* container, std::uint32_t uid) {
  const Account* found = account(container, uid);
  return found == nullptr ? std::nullopt : std::optional<std::string_view>(found->shell);
}

std::optional<std::string_view> Users::group_name(const RunningContainer* container, std::uint32_t gid) {
  const Names& names = names_of(container);
  const auto found = names.groups.find(id_inside(names.group_map, gid));
  return found == names.groups.end() ? std::nullopt : std::optional<std::string_view>(found->second);
}

}  // namespace batten::monitor

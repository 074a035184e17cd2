// SPDX-License-Identifier: Apache-2.0
#include "monitor/tree_root.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>

#include "base/format.h"
#include "base/hash.h"
#include "monitor/linked_path.h"

namespace batten::monitor {
namespace {

constexpr int kTries = 3;
constexpr std::size_t kChunk = 256u << 10;

std::int64_t nanoseconds(const timespec& time) { return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec; }

std::string own_path(int fd) { return format("/proc/self/fd/{}", fd); }

std::string link_target(int fd) {
  std::array<char, 4096> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  const ssize_t size = ::readlinkat(fd, "", buffer.data(), buffer.size());
  return size <= 0 ? std::string() : std::string(buffer.data(), static_cast<std::size_t>(size));
}

// As /proc shows it.
std::string path_of(int fd) {
  std::array<char, 8192> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  const ssize_t size = ::readlink(own_path(fd).c_str(), buffer.data(), buffer.size());
  return size <= 0 ? std::string() : std::string(buffer.data(), static_cast<std::size_t>(size));
}

// Empty: it can't be read, or it has grown beyond max_bytes.
std::string content_hash(int path_fd, std::uint64_t max_bytes) {
  base::Fd file(::open(own_path(path_fd).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOATIME));
  if (!file.valid()) file = base::Fd(::open(own_path(path_fd).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.valid()) return {};
  const auto buffer = std::make_unique_for_overwrite<char[]>(kChunk);
  base::Sha256 hash;
  std::uint64_t total = 0;
  while (total <= max_bytes) {
    const ssize_t got = ::read(file.get(), buffer.get(), kChunk);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return {};
    if (got == 0) return hash.finish_hex();
    total += static_cast<std::uint64_t>(got);
    hash.update({buffer.get(), static_cast<std::size_t>(got)});
  }
  return {};
}

}  // namespace

Result<TreeRoot> TreeRoot::open(const std::string& root, Lookups lookups) {
  TreeRoot out;
  out.lookups_ = lookups;
  if (lookups == Lookups::kCached) {
    out.held_ = base::Fd(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!out.held_.valid()) return base::errno_error(root, errno);
    return out;
  }
  out.path_ = root;
  if (root.starts_with("/proc/") && root.ends_with("/root")) {
    const std::string process = root.substr(0, root.size() - 5);
    out.process_ = base::Fd(::open(process.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!out.process_.valid()) return base::errno_error(process, errno);
  }
  if (const base::Fd top = out.top(); !top.valid()) return base::errno_error(root, errno);
  return out;
}

base::Fd TreeRoot::top() const {
  constexpr int kFlags = O_PATH | O_DIRECTORY | O_CLOEXEC;
  return base::Fd(process_.valid() ? ::openat(process_.get(), "root", kFlags) : ::open(path_.c_str(), kFlags));
}

base::Fd TreeRoot::look_up(std::string_view path, std::uint64_t flags, std::uint64_t resolve) const {
  const base::Fd opened = held_.valid() ? base::Fd() : top();
  const int from = held_.valid() ? held_.get() : opened.get();
  if (from < 0) return {};
  while (path.starts_with('/')) path.remove_prefix(1);
  open_how how{};
  how.flags = flags | O_PATH | O_CLOEXEC;
  how.resolve = resolve | RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | (lookups_ == Lookups::kCached ? RESOLVE_CACHED : 0u);
  const std::string text = path.empty() ? "." : std::string(path);
  base::Fd out(static_cast<int>(::syscall(SYS_openat2, from, text.c_str(), &how, sizeof how)));
  // Also what is in memory can't be had while others change it.
  for (int again = 0; again < kTries && !out.valid() && errno == EAGAIN; ++again)
    out = base::Fd(static_cast<int>(::syscall(SYS_openat2, from, text.c_str(), &how, sizeof how)));
  return out;
}

base::Fd TreeRoot::open_path(std::string_view path) const { return look_up(path, O_NOFOLLOW, 0); }

FileState TreeRoot::state(std::string_view path, bool content, std::uint64_t max_bytes) const {
  const base::Fd file = open_path(path);
  struct stat facts{};
  if (!file.valid() || ::fstat(file.get(), &facts) != 0) return {};
  FileState out{.mode = facts.st_mode,
                .uid = facts.st_uid,
                .gid = facts.st_gid,
                .size = static_cast<std::uint64_t>(facts.st_size),
                .inode = facts.st_ino,
                .device = facts.st_dev,
                .links = facts.st_nlink,
                .modified_ns = nanoseconds(facts.st_mtim),
                .changed_ns = nanoseconds(facts.st_ctim),
                .content = {},
                .capability = {}};
  if (S_ISLNK(facts.st_mode)) out.content = base::sha256_hex(link_target(file.get()));
  if (!S_ISREG(facts.st_mode)) return out;
  std::array<char, 64> value;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  const ssize_t size = ::getxattr(own_path(file.get()).c_str(), "security.capability", value.data(), value.size());
  if (size > 0) out.capability.assign(value.data(), static_cast<std::size_t>(size));
  if (content && out.size <= max_bytes) out.content = content_hash(file.get(), max_bytes);
  return out;
}

std::optional<std::string> TreeRoot::link_at(std::string_view path) const {
  const base::Fd file = open_path(path);
  struct stat facts{};
  if (!file.valid() || ::fstat(file.get(), &facts) != 0 || !S_ISLNK(facts.st_mode)) return std::nullopt;
  return link_target(file.get());
}

std::string TreeRoot::resolve(std::string_view path, bool follow_last) const {
  return resolve_links(path, follow_last, [this](const std::string& here) { return link_at(here); });
}

std::optional<std::string> TreeRoot::real_path(std::string_view path) const {
  const base::Fd file = look_up(path, 0, 0), root = look_up("/", 0, 0);
  if (!file.valid() || !root.valid()) return std::nullopt;
  // Both are told from the root of their mount namespace, or from this process's.
  const std::string whole = path_of(file.get()), above = path_of(root.get());
  if (!whole.starts_with('/') || !above.starts_with('/') || whole.ends_with(" (deleted)")) return std::nullopt;
  if (above == "/") return whole;
  if (whole == above) return "/";
  return whole.starts_with(above + "/") ? std::optional(whole.substr(above.size())) : std::nullopt;
}

bool TreeRoot::has_links(std::string_view path) const { return !look_up(path, 0, RESOLVE_NO_SYMLINKS).valid(); }

bool TreeRoot::list(int directory, const std::function<void(const char*, unsigned char)>& visit) const {
  const int fd = ::open(own_path(directory).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return false;
  DIR* stream = ::fdopendir(fd);
  if (stream == nullptr) {
    ::close(fd);
    return false;
  }
  while (const dirent* entry = ::readdir(stream)) {  // NOLINT(concurrency-mt-unsafe): of its own stream
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") visit(entry->d_name, entry->d_type);
  }
  ::closedir(stream);
  return true;
}

}  // namespace batten::monitor

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
#include <vector>

#include "base/format.h"
#include "base/hash.h"

namespace batten::monitor {
namespace {

constexpr int kMaxLinks = 40;
constexpr std::size_t kChunk = 256u << 10;

std::int64_t nanoseconds(const timespec& time) { return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec; }

std::string own_path(int fd) { return format("/proc/self/fd/{}", fd); }

std::string link_target(int fd) {
  std::array<char, 4096> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  const ssize_t size = ::readlinkat(fd, "", buffer.data(), buffer.size());
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

Result<TreeRoot> TreeRoot::open(const std::string& root) {
  TreeRoot out;
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

base::Fd TreeRoot::open_path(std::string_view path) const {
  const base::Fd from = top();
  if (!from.valid()) return {};
  while (path.starts_with('/')) path.remove_prefix(1);
  open_how how{};
  how.flags = O_PATH | O_NOFOLLOW | O_CLOEXEC;
  how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
  const std::string text = path.empty() ? "." : std::string(path);
  return base::Fd(static_cast<int>(::syscall(SYS_openat2, from.get(), text.c_str(), &how, sizeof how)));
}

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

std::string TreeRoot::resolve(std::string_view path, bool follow_last) const {
  std::vector<std::string> done;
  std::string rest(path);
  for (int links = 0; !rest.empty();) {
    const std::size_t at = rest.find('/');
    const std::string part = rest.substr(0, at);
    rest = at == std::string::npos ? std::string() : rest.substr(at + 1);
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      if (!done.empty()) done.pop_back();
      continue;
    }
    std::string here;
    for (const std::string& one : done) here += "/" + one;
    here += "/" + part;
    const base::Fd file = open_path(here);
    struct stat facts{};
    const bool is_link = file.valid() && ::fstat(file.get(), &facts) == 0 && S_ISLNK(facts.st_mode);
    if (!is_link || (rest.empty() && !follow_last) || ++links > kMaxLinks) {
      done.push_back(part);
      continue;
    }
    const std::string target = link_target(file.get());
    if (target.starts_with('/')) done.clear();
    rest = rest.empty() ? target : target + "/" + rest;
  }
  std::string out;
  for (const std::string& one : done) out += "/" + one;
  return out.empty() ? "/" : out;
}

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

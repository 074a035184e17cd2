// SPDX-License-Identifier: Apache-2.0
#include "secrets/run_directory.h"

#include <sys/mount.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "base/format.h"
#include "base/hash.h"
#include "base/path.h"
#include "secrets/tmpfs.h"

namespace batten::secrets {
namespace {

constexpr std::uint64_t kMaxBytes = 128u << 20;

Result<void> make_directory(const std::string& path, mode_t mode) {
  if (::mkdir(path.c_str(), mode) == 0) {
    // The umask may have taken something away.
    return ::chmod(path.c_str(), mode) == 0 ? Result<void>() : base::errno_error(path, errno);
  }
  if (errno != EEXIST) return base::errno_error(path, errno);
  struct stat info{};
  if (::lstat(path.c_str(), &info) != 0 || !S_ISDIR(info.st_mode) || info.st_uid != ::geteuid())
    return Error{Code::kDenied, path + " is there, and is no directory of this user"};
  return {};
}

}  // namespace

std::string run_directories_root() { return ::geteuid() == 0 ? "/run/batten/run" : base::environment("XDG_RUNTIME_DIR") + "/batten/run"; }

Result<RunDirectory> RunDirectory::make(const IdMap& ids, base::Notes& notes) {
  const bool root = ::geteuid() == 0;
  std::string parent = root ? "/run" : base::environment("XDG_RUNTIME_DIR");
  if (!root && (!parent.starts_with('/') || !is_in_memory(parent)))
    return Error{Code::kDenied, "without root, secrets of containers need an $XDG_RUNTIME_DIR that is in memory"};
  // The engine of a remapped user passes through; what is below is its own.
  for (const char* part : {"/batten", "/run"}) {
    parent += part;
    TRY(make_directory(parent, root ? 0711 : 0700));
  }
  std::string name(8, '\0');
  if (::getrandom(name.data(), name.size(), 0) != static_cast<ssize_t>(name.size())) return base::errno_error("random numbers", errno);
  std::string path = parent + "/" + base::to_hex(name);
  if (::mkdir(path.c_str(), 0700) != 0) return base::errno_error(path, errno);
  RunDirectory out(path, false);
  if (root) {
    TRY(mount_tmpfs(path, kMaxBytes, 0700, notes));
    out.mounted_ = true;
    if (::chown(path.c_str(), ids.uid_base, ids.gid_base) != 0) return base::errno_error(path, errno);
  }
  return out;
}

RunDirectory::RunDirectory(RunDirectory&& other) noexcept
    : path_(std::exchange(other.path_, "")), mounted_(other.mounted_), keep_(other.keep_) {}

RunDirectory::~RunDirectory() {
  if (!keep_) remove();
}

std::string RunDirectory::id() const { return std::string(base::base_name(path_)); }

Result<std::string> RunDirectory::make_part(const std::string& name) const {
  std::string path = path_ + "/" + name;
  TRY(make_directory(path, 0755));
  return path;
}

void RunDirectory::remove() {
  if (path_.empty()) return;
  std::string path = std::exchange(path_, "");
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(path, ignored)) std::filesystem::remove_all(entry.path(), ignored);
  if (mounted_) ::umount2(path.c_str(), MNT_DETACH | UMOUNT_NOFOLLOW);
  ::rmdir(path.c_str());
}

}  // namespace batten::secrets

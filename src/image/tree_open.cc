// SPDX-License-Identifier: Apache-2.0
#include "image/tree_open.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace batten::image {
namespace {

constexpr std::size_t kBatch = 100'000;

}  // namespace

base::Fd open_below(int root, const std::string& path, int flags, Links links) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
  if (links == Links::kRefuse) how.resolve |= RESOLVE_NO_SYMLINKS;
  return base::Fd(static_cast<int>(::syscall(SYS_openat2, root, path.empty() ? "." : path.c_str(), &how, sizeof how)));
}

bool is_virtual_file_system(int directory) {
  struct statfs info{};
  if (::fstatfs(directory, &info) != 0) return false;
  switch (static_cast<unsigned long>(info.f_type)) {  // statfs(2), linux/magic.h
    case 0x9fa0:                                      // proc
    case 0x62656572:                                  // sysfs
    case 0x01021994:                                  // tmpfs, devtmpfs
    case 0x1cd1:                                      // devpts
    case 0x27e0eb:                                    // cgroup
    case 0x63677270:                                  // cgroup2
    case 0xcafe4a11:                                  // bpf
    case 0x64626720:                                  // debugfs
    case 0x74726163:                                  // tracefs
    case 0x73636673:                                  // securityfs
    case 0x6165676c:                                  // pstore
    case 0x62656570:                                  // configfs
    case 0x65735543:                                  // fusectl
    case 0x958458f6:                                  // hugetlbfs
    case 0x19800202:                                  // mqueue
    case 0x42494e4d:                                  // binfmt_misc
    case 0xde5e81e4:                                  // efivarfs
      return true;
    default: return false;
  }
}

const MarkNames& mark_names(OverlayMarks marks) {
  static constexpr MarkNames kTrusted{"trusted.overlay.opaque", "trusted.overlay.redirect", "trusted.overlay.metacopy"};
  static constexpr MarkNames kUser{"user.overlay.opaque", "user.overlay.redirect", "user.overlay.metacopy"};
  return marks == OverlayMarks::kUser ? kUser : kTrusted;
}

bool has_mark(int fd, const char* name) { return ::fgetxattr(fd, name, nullptr, 0) >= 0; }

bool has_mark(int fd, const char* name, char value) {
  char found[8];
  return ::fgetxattr(fd, name, found, sizeof found) >= 1 && found[0] == value;
}

void DirectoryListing::Close::operator()(void* stream) const { ::closedir(static_cast<DIR*>(stream)); }

Result<std::vector<DirectoryListing::Child>> DirectoryListing::next() {
  if (!stream_) {
    base::Fd own(::fcntl(directory_, F_DUPFD_CLOEXEC, 3));
    DIR* opened = own.valid() ? ::fdopendir(own.get()) : nullptr;
    if (opened == nullptr) return base::errno_error("can't be listed", errno);
    (void)own.release();
    stream_.reset(opened);
  }
  std::vector<Child> out;
  while (out.size() < kBatch) {
    errno = 0;
    const dirent* entry = ::readdir(static_cast<DIR*>(stream_.get()));
    if (entry == nullptr && errno != 0) return base::errno_error("can't be listed to its end", errno);
    if (entry == nullptr) break;
    std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    unsigned char type = entry->d_type;
    if (type == DT_UNKNOWN) {
      struct stat info{};
      if (::fstatat(directory_, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0) continue;  // gone again
      type = IFTODT(info.st_mode);
    }
    out.push_back({std::string(name), type});
  }
  std::sort(out.begin(), out.end(), [](const Child& a, const Child& b) { return a.name < b.name; });
  return out;
}

}  // namespace batten::image

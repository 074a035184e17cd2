// SPDX-License-Identifier: Apache-2.0
//
// openat2(2) with RESOLVE_IN_ROOT keeps links within the root; kernels before 5.6 lack it, and there only "/" can be read.
#include "audit/host_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "base/file.h"
#include "base/format.h"
#include "base/path.h"
#include "base/text.h"

namespace batten::audit {
namespace {

constexpr std::size_t kMaxNames = 100'000;
constexpr std::size_t kMaxAccounts = 100'000;
constexpr std::uint64_t kMaxAccountBytes = 16u << 20;

// "name:x:1000:..." of passwd and group.
std::map<std::uint32_t, std::string> accounts(std::string_view text) {
  std::map<std::uint32_t, std::string> out;
  base::each_line(text, [&](std::string_view line) {
    std::vector<std::string_view> fields = base::split(line, ':');
    auto id = fields.size() > 2 ? base::parse_unsigned(fields[2]) : std::nullopt;
    if (id && *id <= 0xffffffffu && out.size() < kMaxAccounts) out.emplace(static_cast<std::uint32_t>(*id), fields[0]);
  });
  return out;
}

std::string account_name(const std::map<std::uint32_t, std::string>& names, std::uint32_t id) {
  auto at = names.find(id);
  return at == names.end() ? std::to_string(id) : at->second;
}

}  // namespace

Result<HostFiles> HostFiles::open(const std::string& root) {
  HostFiles out;
  out.root_ = root;
  while (out.root_.size() > 1 && out.root_.ends_with('/')) out.root_.pop_back();
  out.directory_ = base::Fd(::open(out.root_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!out.directory_.valid()) return base::errno_error(root, errno);
  if (auto text = out.read("/etc/passwd", kMaxAccountBytes)) out.users_ = accounts(*text);
  if (auto text = out.read("/etc/group", kMaxAccountBytes)) out.groups_ = accounts(*text);
  return out;
}

Result<base::Fd> HostFiles::open_at(const std::string& path, int flags) const {
  int fd = -1;
  if (root_ == "/") {
    fd = ::open(path.c_str(), flags | O_CLOEXEC);
  } else {
    open_how how{};
    how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
    how.resolve = RESOLVE_IN_ROOT;
    fd = static_cast<int>(::syscall(SYS_openat2, directory_.get(), path.c_str(), &how, sizeof how));
  }
  if (fd < 0) return base::errno_error(path, errno);
  return base::Fd(fd);
}

Result<std::string> HostFiles::read(const std::string& path, std::uint64_t max_bytes) const {
  // Not blocking: a fifo in the place of a file would hold us for ever.
  base::Fd file = TRY(open_at(path, O_RDONLY | O_NONBLOCK | O_NOCTTY));
  struct stat info{};
  if (::fstat(file.get(), &info) != 0) return base::errno_error(path, errno);
  if (!S_ISREG(info.st_mode)) return Error{Code::kUnsupported, path + ": no regular file"};
  return TRY_IN(path, base::read_all(file.get(), max_bytes));
}

Result<std::string> HostFiles::link(const std::string& path) const {
  std::size_t slash = path.rfind('/');
  base::Fd parent = TRY(open_at(path.substr(0, slash == 0 ? 1 : slash), O_PATH | O_DIRECTORY));
  std::string target(4096, '\0');
  ssize_t length = ::readlinkat(parent.get(), path.c_str() + slash + 1, target.data(), target.size());
  if (length < 0) return base::errno_error(path, errno);
  target.resize(static_cast<std::size_t>(length));
  return target;
}

Result<std::vector<std::string>> HostFiles::list(const std::string& path) const {
  base::Fd directory = TRY(open_at(path, O_RDONLY | O_DIRECTORY));
  std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(directory.get()), ::closedir);
  if (!stream) return base::errno_error(path, errno);
  directory.release();
  std::vector<std::string> out;
  while (const dirent* entry = ::readdir(stream.get())) {
    std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    if (out.size() == kMaxNames) return Error{Code::kLimit, path + ": too many names"};
    out.emplace_back(name);
  }
  std::ranges::sort(out);
  return out;
}

model::HostFile HostFiles::look(const std::string& path) const {
  using Kind = model::HostFile::Kind;
  model::HostFile out;
  out.path = path;
  auto file = open_at(path, O_PATH);
  struct stat info{};
  if (!file || ::fstat(file->get(), &info) != 0) {
    bool absent = !file && file.error().code == Code::kNotFound;
    out.kind = absent ? Kind::kAbsent : Kind::kUnreadable;
    if (!absent) out.why = file ? path + ": can't be looked at" : file.error().message;
    return out;
  }
  out.kind = S_ISREG(info.st_mode)    ? Kind::kFile
             : S_ISDIR(info.st_mode)  ? Kind::kDirectory
             : S_ISSOCK(info.st_mode) ? Kind::kSocket
                                      : Kind::kOther;
  out.mode = info.st_mode & 07777;
  out.owner = account_name(users_, info.st_uid);
  out.group = account_name(groups_, info.st_gid);
  return out;
}

std::uint64_t HostFiles::device(const std::string& path) const {
  auto file = open_at(path, O_PATH);
  struct stat info{};
  return file && ::fstat(file->get(), &info) == 0 ? info.st_dev : 0;
}

}  // namespace batten::audit

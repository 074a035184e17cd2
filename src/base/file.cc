// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>

#include "base/format.h"

namespace batten::base {

void Fd::reset() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

Result<Fd> open_read(const std::string& path) {
  Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return errno_error(path, errno);
  return fd;
}

Result<std::string> read_all(int fd, std::uint64_t max_bytes) {
  std::string out;
  struct stat info{};
  if (::fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0) {
    out.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(static_cast<std::uint64_t>(info.st_size), max_bytes)) + 1);
  }
  char buffer[65536];
  while (true) {
    ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno_error("read", errno);
    if (got == 0) return out;
    if (out.size() + static_cast<std::size_t>(got) > max_bytes) {
      return Error{Code::kLimit, format("longer than the allowed {} bytes", max_bytes)};
    }
    out.append(buffer, static_cast<std::size_t>(got));
  }
}

Result<std::string> read_file(const std::string& path, std::uint64_t max_bytes) {
  Fd fd = TRY(open_read(path));
  return TRY_IN(path, read_all(fd.get(), max_bytes));
}

Result<std::string> read_at(int fd, std::uint64_t offset, std::size_t size) {
  std::string out(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    ssize_t got = ::pread(fd, out.data() + done, size - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno_error("read", errno);
    if (got == 0) return Error{Code::kCorrupt, format("ends at byte {}, {} wanted", offset + done, offset + size)};
    done += static_cast<std::size_t>(got);
  }
  return out;
}

Result<void> write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t done = ::write(fd, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return errno_error("write", errno);
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return {};
}

Result<void> make_directories(const std::string& path) {
  for (std::size_t at = 1; at <= path.size(); ++at) {
    if (at != path.size() && path[at] != '/') continue;
    std::string part = path.substr(0, at);
    if (::mkdir(part.c_str(), 0700) != 0 && errno != EEXIST) {
      if (is_directory(part)) continue;  // a read-only parent that exists
      return errno_error(part, errno);
    }
  }
  if (!is_directory(path)) return Error{Code::kConflict, path + ": not a directory"};
  return {};
}

Result<void> write_file_atomic(const std::string& path, std::string_view bytes, bool sync) {
  static std::atomic<unsigned> counter{0};
  std::size_t slash = path.rfind('/');
  if (slash != std::string::npos && slash > 0) {
    TRY(make_directories(path.substr(0, slash)));
  }
  std::string temporary = format("{}.tmp.{}.{}", path, ::getpid(), counter.fetch_add(1));
  Fd fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!fd.valid()) return errno_error(temporary, errno);
  Result<void> written = write_all(fd.get(), bytes);
  if (written && sync && ::fsync(fd.get()) != 0) written = errno_error("fsync", errno);
  fd.reset();
  if (written && ::rename(temporary.c_str(), path.c_str()) != 0) written = errno_error("rename", errno);
  if (!written) {
    ::unlink(temporary.c_str());
    return in_context(path, written.error());
  }
  return {};
}

Result<std::vector<std::string>> list_directory(const std::string& path) {
  DIR* dir = ::opendir(path.c_str());
  if (dir == nullptr) return errno_error(path, errno);
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(dir)) {
    std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  ::closedir(dir);
  std::sort(names.begin(), names.end());
  return names;
}

bool is_directory(const std::string& path) {
  struct stat info{};
  return ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

bool is_regular_file(const std::string& path) {
  struct stat info{};
  return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::string cache_directory() {
  if (std::string own = environment("BATTEN_CACHE_DIR"); !own.empty()) return own;
  if (std::string xdg = environment("XDG_CACHE_HOME"); !xdg.empty()) return xdg + "/batten";
  std::string home = environment("HOME");
  return (home.empty() ? std::string("/root") : home) + "/.cache/batten";
}

}  // namespace batten::base

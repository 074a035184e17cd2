// SPDX-License-Identifier: Apache-2.0
//
// mount_namespaces(7), user_namespaces(7), tmpfs(5), memfd_create(2).
#include "secrets/tmpfs.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <map>
#include <utility>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"

namespace batten::secrets {
namespace {

constexpr std::uint64_t kMaxBytes = 128u << 20;
constexpr std::string_view kKindNames[] = {"namespace", "user-namespace", "given", "runtime-dir", "memfd"};

// A user of this process's own ids only: who it was, it stays.
Result<void> map_own_ids(uid_t uid, gid_t gid) {
  auto write = [](const char* path, const std::string& text) -> Result<void> {
    base::Fd fd(::open(path, O_WRONLY | O_CLOEXEC));
    if (!fd.valid()) return base::errno_error(path, errno);
    return TRY_IN(path, base::write_all(fd.get(), text)), Result<void>();
  };
  TRY(write("/proc/self/setgroups", "deny"));
  TRY(write("/proc/self/uid_map", format("{} {} 1", uid, uid)));
  return write("/proc/self/gid_map", format("{} {} 1", gid, gid));
}

Result<void> enter_namespace(bool as_user) {
  uid_t uid = ::geteuid();
  gid_t gid = ::getegid();
  if (::unshare(CLONE_NEWNS | (as_user ? CLONE_NEWUSER : 0)) != 0) return base::errno_error("a namespace of its own", errno);
  if (as_user) TRY(map_own_ids(uid, gid));
  // What the host mounts later comes in; nothing of ours goes out.
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_SLAVE, nullptr) != 0) return base::errno_error("mount namespace", errno);
  return {};
}

// Directories with that mode, as far as they are missing.
Result<void> make_path(const std::string& path, mode_t mode) {
  for (std::size_t slash = path.find('/', 1);; slash = path.find('/', slash + 1)) {
    std::string part = path.substr(0, slash);
    if (::mkdir(part.c_str(), mode) != 0 && errno != EEXIST) return base::errno_error(part, errno);
    if (slash == path.npos) break;
  }
  if (!base::is_directory(path)) return Error{Code::kConflict, path + " is no directory"};
  return {};
}

bool has_swap() {
  auto text = base::read_file("/proc/swaps", 1u << 16);
  return !text || std::ranges::count(*text, '\n') > 1;
}

// One component of a path below a directory, never through a link.
Result<base::Fd> open_below(int directory, const std::string& name) {
  if (::mkdirat(directory, name.c_str(), 0755) != 0 && errno != EEXIST) return base::errno_error(name, errno);
  base::Fd fd(::openat(directory, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd.valid()) return base::errno_error(name, errno);
  return fd;
}

Result<void> fill(int fd, std::string_view value, const FileOwner& owner) {
  TRY(base::write_all(fd, value));
  if ((owner.uid || owner.gid) && ::fchown(fd, owner.uid.value_or(static_cast<uid_t>(-1)), owner.gid.value_or(static_cast<gid_t>(-1))) != 0)
    return base::errno_error(format("can't give it to user {}, group {}", owner.uid ? format("{}", *owner.uid) : "as it is",
                                    owner.gid ? format("{}", *owner.gid) : "as it is"),
                             errno);
  if (::fchmod(fd, owner.mode) != 0) return base::errno_error("mode", errno);
  return {};
}

}  // namespace

std::string_view place_name(PlaceKind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }

std::optional<PlaceKind> parse_place(std::string_view name) {
  const auto* at = std::ranges::find(kKindNames, name);
  if (at == std::end(kKindNames)) return std::nullopt;
  return static_cast<PlaceKind>(at - std::begin(kKindNames));
}

bool is_in_memory(const std::string& path) {
  struct statfs info{};
  return ::statfs(path.c_str(), &info) == 0 && (info.f_type == TMPFS_MAGIC || info.f_type == RAMFS_MAGIC);
}

Result<void> mount_tmpfs(const std::string& directory, std::uint64_t max_bytes, std::uint32_t mode, base::Notes& notes) {
  std::string options = format("size={},mode={:o}", max_bytes, mode);
  // Containers may only read files of their own label.
  if (::access("/sys/fs/selinux/enforce", F_OK) == 0) options += ",context=\"system_u:object_r:container_file_t:s0\"";
  constexpr unsigned long kFlags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
  if (::mount("batten-secrets", directory.c_str(), "tmpfs", kFlags, (options + ",noswap").c_str()) == 0) return {};
  if (::mount("batten-secrets", directory.c_str(), "tmpfs", kFlags, options.c_str()) != 0)
    return base::errno_error("mount a tmpfs at " + directory, errno);
  if (has_swap()) {
    notes.push_back({base::Note::Kind::kDegraded, "secrets",
                     "the kernel may swap the files out: a tmpfs without swap needs Linux 6.4 and root", "encrypt the swap"});
  }
  return {};
}

struct Place::State {
  PlaceKind kind = PlaceKind::kGiven;
  std::string directory;
  base::Fd open_directory;
  bool own_directory = false;  // made by open()
  bool mounted = false;        // by open(), in a namespace that ends with us
  bool keep = false;
  std::map<std::string, base::Fd> anonymous;  // of kMemory, by name
  std::vector<std::string> written;

  Result<void> hold() {
    open_directory = base::Fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!open_directory.valid()) return base::errno_error(directory, errno);
    struct statfs info{};
    if (::fstatfs(open_directory.get(), &info) != 0 || (info.f_type != TMPFS_MAGIC && info.f_type != RAMFS_MAGIC))
      return Error{Code::kDenied, directory + " is on a disk, not in memory (tmpfs): no secret is written there"};
    return {};
  }
  // The directory of a name, and its last part.
  Result<std::pair<base::Fd, std::string>> parent_of(const std::string& name) const {
    base::Fd at(::fcntl(open_directory.get(), F_DUPFD_CLOEXEC, 0));
    std::vector<std::string_view> parts = base::split(name, '/');
    if (std::ranges::any_of(parts, [](std::string_view part) { return part.empty() || part == "." || part == ".."; }))
      return Error{Code::kInvalidArgument, base::printable(name) + " is no name below the place of secrets"};
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) at = TRY_IN(directory, open_below(at.get(), std::string(parts[i])));
    return std::pair(std::move(at), std::string(parts.back()));
  }
};

namespace {

// A directory that a tmpfs can be mounted over: only its name is on a disk.
Result<std::string> mount_point(bool& made) {
  if (make_path(kPlaceDirectory, 0711)) return std::string(kPlaceDirectory);
  if (base::is_directory(kPlaceDirectory)) return std::string(kPlaceDirectory);
  std::string name = "/tmp/batten-secrets-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) return base::errno_error("a directory in /tmp", errno);
  made = true;
  return name;
}

}  // namespace

Place::Place(std::unique_ptr<State> state) : state_(std::move(state)) {}
Place::Place(Place&&) noexcept = default;
Place& Place::operator=(Place&&) noexcept = default;

Place::~Place() { remove(); }

void Place::remove() {
  if (!state_ || std::exchange(state_->keep, true)) return;
  for (const std::string& name : state_->written) {
    auto parent = state_->parent_of(name);
    if (parent) ::unlinkat(parent->first.get(), parent->second.c_str(), 0);
  }
  state_->open_directory.reset();
  if (state_->mounted) ::umount2(state_->directory.c_str(), MNT_DETACH);
  if (state_->own_directory) ::rmdir(state_->directory.c_str());
}

PlaceKind Place::kind() const { return state_->kind; }
const std::string& Place::directory() const { return state_->directory; }
void Place::keep() { state_->keep = true; }

Result<Place> Place::in(const std::string& directory) {
  auto state = std::make_unique<State>();
  state->directory = directory;
  while (state->directory.size() > 1 && state->directory.ends_with('/')) state->directory.pop_back();
  TRY(state->hold());
  return Place(std::move(state));
}

Result<Place> Place::open(std::optional<PlaceKind> wanted, base::Notes& notes) {
  Error last{Code::kUnsupported, "there is no place in memory for secrets"};
  const bool root = ::geteuid() == 0;
  for (PlaceKind kind :
       {PlaceKind::kNamespace, PlaceKind::kUserNamespace, PlaceKind::kGiven, PlaceKind::kRuntimeDirectory, PlaceKind::kMemory}) {
    if (wanted && *wanted != kind) continue;
    // Root in a user namespace has less than before; others have no other way.
    if (!wanted && (kind == PlaceKind::kNamespace ? !root : kind == PlaceKind::kUserNamespace && root)) continue;
    auto state = std::make_unique<State>();
    state->kind = kind;
    Result<void> made;
    if (kind == PlaceKind::kNamespace || kind == PlaceKind::kUserNamespace) {
      auto point = mount_point(state->own_directory);
      made = point ? enter_namespace(kind == PlaceKind::kUserNamespace) : Result<void>(point.error());
      if (point) state->directory = *point;
      if (made) made = mount_tmpfs(state->directory, kMaxBytes, 0711, notes);
      state->mounted = made.has_value();
    } else if (kind == PlaceKind::kGiven) {
      state->directory = kPlaceDirectory;
      if (::access(kPlaceDirectory, W_OK) != 0) made = base::errno_error(kPlaceDirectory, errno);
    } else if (kind == PlaceKind::kRuntimeDirectory) {
      std::string runtime = base::environment("XDG_RUNTIME_DIR");
      state->directory = runtime + "/batten-secrets-XXXXXX";
      if (!runtime.starts_with('/') || !is_in_memory(runtime)) {
        made = Error{Code::kUnsupported, "$XDG_RUNTIME_DIR is no tmpfs"};
      } else if (::mkdtemp(state->directory.data()) == nullptr) {
        made = base::errno_error(state->directory, errno);
      } else {
        state->own_directory = true;
      }
    }
    if (made && kind != PlaceKind::kMemory) made = state->hold();
    if (made) return Place(std::move(state));
    last = base::in_context(place_name(kind), made.error());
    if (state->own_directory) ::rmdir(state->directory.c_str());
  }
  return last;
}

Result<std::string> Place::write(const std::string& name, std::string_view value, const FileOwner& owner) {
  if (value.empty()) return Error{Code::kInternal, name + ": an empty secret is never delivered"};
  if (state_->kind == PlaceKind::kMemory) {
    base::Fd fd(::memfd_create("batten-secret", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!fd.valid()) return base::errno_error("memfd", errno);
    TRY_IN(name, fill(fd.get(), value, owner));
    if (::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)
      return base::errno_error("memfd", errno);
    std::string path = format("/proc/self/fd/{}", fd.get());
    state_->anonymous[name] = std::move(fd);
    return path;
  }
  auto [directory, last] = TRY(state_->parent_of(name));
  std::string temporary = format(".{}.{}", last, ::getpid());
  ::unlinkat(directory.get(), temporary.c_str(), 0);  // of a process with this id that was killed
  base::Fd fd(::openat(directory.get(), temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  std::string path = state_->directory + "/" + name;
  if (!fd.valid()) return base::errno_error(path, errno);
  Result<void> written = fill(fd.get(), value, owner);
  if (written && ::renameat(directory.get(), temporary.c_str(), directory.get(), last.c_str()) != 0)
    written = base::errno_error("rename", errno);
  if (!written) {
    ::unlinkat(directory.get(), temporary.c_str(), 0);
    return base::in_context(path, written.error());
  }
  if (std::ranges::find(state_->written, name) == state_->written.end()) state_->written.push_back(name);
  return path;
}

Result<void> Place::overwrite(const std::string& name, std::string_view value) {
  if (value.empty()) return Error{Code::kInternal, name + ": an empty secret is never delivered"};
  auto [directory, last] = TRY(state_->parent_of(name));
  base::Fd fd(::openat(directory.get(), last.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd.valid()) return base::errno_error(name, errno);
  TRY_IN(name, base::write_all(fd.get(), value));
  if (::ftruncate(fd.get(), static_cast<off_t>(value.size())) != 0) return base::errno_error(name, errno);
  return {};
}

std::vector<int> Place::descriptors() const {
  std::vector<int> out;
  for (const auto& [name, fd] : state_->anonymous) out.push_back(fd.get());
  return out;
}

}  // namespace batten::secrets

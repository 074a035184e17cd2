// SPDX-License-Identifier: Apache-2.0
#include "monitor/file_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/fanotify.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <set>
#include <thread>

#include "base/format.h"
#include "monitor/fanotify_events.h"

namespace batten::monitor {
namespace {

constexpr std::uint64_t kMask = FAN_CREATE | FAN_DELETE | FAN_RENAME | FAN_ATTRIB | FAN_CLOSE_WRITE | FAN_ONDIR | FAN_EVENT_ON_CHILD;
constexpr std::size_t kMaxLoneFiles = 8192;
constexpr std::size_t kFewFiles = 64;  // not worth a second thread

std::string own_path(const base::Fd& fd) { return format("/proc/self/fd/{}", fd.get()); }

// Whose files are no files, or whose entries come and go by themselves.
bool is_made_up(std::uint64_t type) {
  constexpr std::uint64_t kTypes[] = {PROC_SUPER_MAGIC, SYSFS_MAGIC,   CGROUP_SUPER_MAGIC, CGROUP2_SUPER_MAGIC, DEVPTS_SUPER_MAGIC,
                                      DEBUGFS_MAGIC,    TRACEFS_MAGIC, SECURITYFS_MAGIC,   BPF_FS_MAGIC,        0x19800202 /* mqueue */};
  return std::ranges::find(kTypes, type) != std::end(kTypes);
}

std::uint64_t mount_of(const base::Fd& fd) {
  struct statx facts{};
  return ::statx(fd.get(), "", AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW, STATX_MNT_ID, &facts) == 0 ? facts.stx_mnt_id : 0;
}

std::string joined(const std::string& directory, const char* name) {
  return directory == "/" ? "/" + std::string(name) : directory + "/" + name;
}

std::string parent_of(const std::string& path) {
  const std::size_t at = path.rfind('/');
  return at == 0 || at == std::string::npos ? "/" : path.substr(0, at);
}

bool same_moment(const FileState& one, const FileState& other) {
  return one.inode == other.inode && one.size == other.size && one.modified_ns == other.modified_ns && one.mode == other.mode;
}

}  // namespace

base::Fd open_handle_group() {
  constexpr unsigned kFlags = FAN_CLASS_NOTIF | FAN_CLOEXEC | FAN_NONBLOCK | FAN_UNLIMITED_MARKS | FAN_REPORT_DIR_FID | FAN_REPORT_NAME |
                              FAN_REPORT_FID | FAN_REPORT_PIDFD;
  return base::Fd(::fanotify_init(kFlags, O_RDONLY | O_CLOEXEC));
}

base::Fd open_descriptor_group() {
  constexpr unsigned kFlags = FAN_CLASS_NOTIF | FAN_CLOEXEC | FAN_NONBLOCK | FAN_UNLIMITED_MARKS | FAN_REPORT_PIDFD;
  return base::Fd(::fanotify_init(kFlags, O_RDONLY | O_CLOEXEC | O_NOATIME | O_LARGEFILE));
}

Result<std::unique_ptr<FileTree>> FileTree::open(WatchedTree tree, const FileWatchOptions& options) {
  TreeRoot root = TRY(TreeRoot::open(tree.root));
  std::unique_ptr<FileTree> out(new FileTree(std::move(tree), std::move(root), options));
  out->resolve_globs();
  return out;
}

// A glob below a link to a directory, "/bin/*", watches the link and what it leads to.
void FileTree::resolve_globs() {
  std::vector<std::string> more;
  for (std::string& glob : tree_.globs) {
    if (!glob.starts_with('/')) glob.insert(0, "/");
    if (glob.ends_with('/')) glob += "**";
    const std::size_t end = glob.rfind('/', glob.find_first_of("*?"));
    const std::string before = glob.substr(0, end);
    const std::string resolved = root_.resolve(before, true);
    if (resolved == before || (resolved == "/" && before.empty())) continue;
    more.push_back((resolved == "/" ? "" : resolved) + glob.substr(end));
    more.push_back(before);
  }
  tree_.globs.insert(tree_.globs.end(), more.begin(), more.end());
}

bool FileTree::covers(std::string_view path) const {
  return tree_.all_files || std::ranges::any_of(tree_.globs, [&](const std::string& glob) { return glob_covers(glob, path); });
}

bool FileTree::reaches_below(std::string_view directory) const {
  return tree_.all_files || std::ranges::any_of(tree_.globs, [&](const std::string& glob) { return glob_reaches_below(glob, directory); });
}

void FileTree::note(std::string message, std::string hint) {
  if (std::ranges::find(noted_, message) != noted_.end()) return;
  noted_.push_back(message);
  notes_.push_back({.kind = base::Note::Kind::kSkipped,
                    .where = tree_.container.empty() ? "files of the host" : "files of container " + tree_.container.substr(0, 12),
                    .message = std::move(message),
                    .hint = std::move(hint)});
}

void FileTree::use_descriptors(const base::Fd& top) {
  if (own_group_.valid()) return;
  own_group_ = open_descriptor_group();
  const bool marked = own_group_.valid() && ::fanotify_mark(own_group_.get(), FAN_MARK_ADD | FAN_MARK_FILESYSTEM, FAN_CLOSE_WRITE, AT_FDCWD,
                                                            own_path(top).c_str()) == 0;
  note(format("the file system tells writes alone{}: other changes are found every {} seconds, without who did them",
              marked ? "" : " and not even those", options_.compare.count() / 1000),
       "overlays tell all from Linux 6.6 on");
}

bool FileTree::mark_directory(int group, const base::Fd& directory, const std::string& path, bool on_root) {
  if (directories_.size() >= options_.max_directories) {
    note(format("more than {} directories: the rest is not watched", options_.max_directories), "choose narrower patterns");
    return false;
  }
  if (tree_.without_handles) use_descriptors(directory);
  if (own_group_.valid()) {
    directories_.emplace(path, path);
    return true;
  }
  errno = 0;
  std::string place = place_of(directory.get(), "");
  // Each write to each file of an image is more than is needed: the close is enough.
  const std::uint64_t mask = tree_.all_files ? kMask : kMask | FAN_MODIFY;
  const bool marked =
      !place.empty() && ::fanotify_mark(group, FAN_MARK_ADD | FAN_MARK_ONLYDIR, mask, AT_FDCWD, own_path(directory).c_str()) == 0;
  if (!marked && errno == ENOSPC) {
    note("the kernel allows no more marks: what lies in the other directories is not watched");
    return false;
  }
  if (!marked && !on_root) {
    note(path + ": its file system does not tell changes");
    return false;
  }
  if (!marked) use_descriptors(directory);
  directories_[marked ? std::move(place) : path] = path;
  return true;
}

// Files that are reached by other ways than the directory: mounted alone on their place, or with a second name elsewhere.
void FileTree::mark_lone(int group, const std::string& path, const FileState& state, std::uint64_t device) {
  if (!S_ISREG(state.mode) || own_group_.valid() || (state.links <= 1 && state.device == device)) return;
  const base::Fd file = root_.open_path(path);
  if (!file.valid()) return;
  if (state.links <= 1 && mount_of(file) == mount_of(root_.open_path(parent_of(path)))) return;
  if (lone_files_.size() >= kMaxLoneFiles)
    return note(format("more than {} files with several names: others are not watched by all of them", kMaxLoneFiles));
  std::string place = place_of(file.get(), "");
  if (place.empty() ||
      ::fanotify_mark(group, FAN_MARK_ADD, FAN_CLOSE_WRITE | FAN_MODIFY | FAN_ATTRIB, AT_FDCWD, own_path(file).c_str()) != 0)
    return note(path + ": is mounted on its own, and its file system does not tell changes");
  lone_files_[std::move(place)] = path;
}

// Paths of what is watched below it, with it. Marks come before the look into a directory, so that nothing falls between.
void FileTree::collect(int group, const std::string& directory, std::vector<std::string>& paths) {
  std::vector<std::string> waiting{directory};
  if (directory == "/" && covers("/")) paths.emplace_back("/");
  while (!waiting.empty()) {
    const std::string here = std::move(waiting.back());
    waiting.pop_back();
    const base::Fd fd = root_.open_path(here);
    struct statfs system{};
    if (!fd.valid() || ::fstatfs(fd.get(), &system) != 0 || is_made_up(static_cast<std::uint64_t>(system.f_type))) continue;
    std::uint64_t number = 0;
    std::memcpy(&number, &system.f_fsid, sizeof number);
    if (here == "/") system_ = number;
    if (tree_.all_files && number != system_) continue;
    if (!mark_directory(group, fd, here, number == system_)) continue;
    root_.list(fd.get(), [&](const char* name, unsigned char type) {
      std::string path = joined(here, name);
      struct stat facts{};
      if (type == DT_UNKNOWN && ::fstatat(fd.get(), name, &facts, AT_SYMLINK_NOFOLLOW) == 0)
        type = S_ISDIR(facts.st_mode) ? DT_DIR : DT_REG;
      if (type == DT_DIR && reaches_below(path)) waiting.push_back(path);
      if (!covers(path)) return;
      if (paths.size() >= options_.max_files) return note(format("more than {} files: the rest is not watched", options_.max_files));
      paths.push_back(std::move(path));
    });
  }
}

// What is as it was by inode, size and time is not read again.
std::vector<FileState> FileTree::read_states(const std::vector<std::string>& paths) const {
  std::vector<FileState> out(paths.size());
  std::atomic<std::size_t> next = 0;
  auto work = [&] {
    for (std::size_t i = next++; i < paths.size(); i = next++) {
      const auto known = files_.find(paths[i]);
      if (known != files_.end()) {
        out[i] = root_.state(paths[i], false, 0);
        if (same_moment(out[i], known->second) && out[i].changed_ns == known->second.changed_ns) {
          out[i].content = known->second.content;
          continue;
        }
      }
      out[i] = root_.state(paths[i], i < options_.max_hashed_files, options_.max_hashed_bytes);
    }
  };
  if (paths.size() < kFewFiles) {
    work();
  } else {
    const std::jthread second(work);
    work();
  }
  return out;
}

void FileTree::put(const std::string& path, FileState after, std::uint64_t flags, const Found& found) {
  const auto known = files_.find(path);
  FileState before = known == files_.end() ? FileState{} : known->second;
  const std::uint64_t changes = file_changes(before, after);
  // A file that came and went, and one that was moved, are changes though nothing is other than before.
  const bool came_and_went = (flags & kFileCreated) != 0 && !before.exists() && !after.exists();
  const bool moved = (flags & kFileMoved) != 0 && (before.exists() || after.exists());
  if (after.exists()) {
    files_.insert_or_assign(path, after);
  } else if (known != files_.end()) {
    files_.erase(known);
  }
  if (!found || (changes == 0 && !moved && !came_and_went)) return;
  std::uint64_t said = changes | (moved ? kFileMoved : 0) | (came_and_went ? kFileCreated | kFileDeleted : 0);
  // What was replaced by the file that moved there has got another content.
  found({.path = path, .flags = said, .before = std::move(before), .after = std::move(after)});
}

void FileTree::walk(int group, const std::string& directory, const Found& found) {
  std::vector<std::string> paths;
  collect(group, directory, paths);
  if (paths.size() > options_.max_hashed_files)
    note(format("more than {} files: those beyond are watched by size and time of change", options_.max_hashed_files));
  std::vector<FileState> states = read_states(paths);
  std::string parent;
  std::uint64_t device = 0;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (!states[i].exists()) continue;
    if (std::string its = parent_of(paths[i]); its != parent) {
      parent = std::move(its);
      device = root_.state(parent, false, 0).device;
    }
    mark_lone(group, paths[i], states[i], device);
    put(paths[i], std::move(states[i]), 0, found);
  }
}

void FileTree::compare(int group, const Found& found) {
  walk(group, "/", found);
  std::vector<std::string> gone;
  for (const auto& [path, state] : files_) {
    if (!root_.open_path(path).valid()) gone.push_back(path);
  }
  for (const std::string& path : gone) put(path, {}, 0, found);
}

void FileTree::look(const std::string& path, std::uint64_t flags, const Found& found) {
  if (!covers(path)) return;
  const auto known = files_.find(path);
  FileState now;
  if (known != files_.end() && (flags & (kFileModified | kFileMoved | kFileCreated)) == 0) {
    now = root_.state(path, false, 0);
    if (same_moment(now, known->second)) now.content = known->second.content;
  }
  if (now.content.empty()) now = root_.state(path, files_.size() < options_.max_hashed_files, options_.max_hashed_bytes);
  put(path, std::move(now), flags, found);
}

void FileTree::forget(const std::string& directory, std::uint64_t flags, const Found& found) {
  const std::string below = directory == "/" ? "/" : directory + "/";
  std::erase_if(directories_, [&](const auto& one) { return one.second == directory || one.second.starts_with(below); });
  std::erase_if(lone_files_, [&](const auto& one) { return one.second.starts_with(below); });
  std::vector<std::string> gone;
  for (auto at = files_.lower_bound(below); at != files_.end() && at->first.starts_with(below); ++at) gone.push_back(at->first);
  for (const std::string& path : gone) put(path, {}, flags, found);
}

}  // namespace batten::monitor

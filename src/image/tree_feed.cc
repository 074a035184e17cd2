// SPDX-License-Identifier: Apache-2.0
#include "image/tree_feed.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>

#include "archive/tar_writer.h"
#include "base/file.h"
#include "base/format.h"
#include "base/path.h"
#include "base/text.h"

namespace batten::image {
namespace {

using archive::EntryType;
using archive::TarEntry;

constexpr std::size_t kMaxNotes = 100;

// Opens a path below the root; follow: also through links, which then stay inside the root.
base::Fd open_below(int root, const std::string& path, int flags, bool follow) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | (follow ? 0u : static_cast<unsigned>(RESOLVE_NO_SYMLINKS));
  return base::Fd(static_cast<int>(::syscall(SYS_openat2, root, path.empty() ? "." : path.c_str(), &how, sizeof how)));
}

// File systems that the kernel makes up, or that are empty after a reboot (statfs(2), linux/magic.h).
bool is_virtual(int directory) {
  struct statfs info{};
  if (::fstatfs(directory, &info) != 0) return false;
  switch (static_cast<unsigned long>(info.f_type)) {
    case 0x9fa0:      // proc
    case 0x62656572:  // sysfs
    case 0x01021994:  // tmpfs, devtmpfs
    case 0x1cd1:      // devpts
    case 0x27e0eb:    // cgroup
    case 0x63677270:  // cgroup2
    case 0xcafe4a11:  // bpf
    case 0x64626720:  // debugfs
    case 0x74726163:  // tracefs
    case 0x73636673:  // securityfs
    case 0x6165676c:  // pstore
    case 0x62656570:  // configfs
    case 0x65735543:  // fusectl
    case 0x958458f6:  // hugetlbfs
    case 0x19800202:  // mqueue
    case 0x42494e4d:  // binfmt_misc
    case 0xde5e81e4:  // efivarfs
      return true;
    default: return false;
  }
}

bool has_attribute(int fd, const char* name) {
  char value[8];
  ssize_t size = ::fgetxattr(fd, name, value, sizeof value);
  return size >= 1 && value[0] == 'y';
}

class TreeWalk {
 public:
  TreeWalk(int root, int out, const TreeOptions& options, FeedNotes& notes)
      : root_(root), options_(options), notes_(notes), tar_([out](std::string_view bytes) { return base::write_all(out, bytes); }) {}

  Result<void> run() {
    pending_.emplace_back();
    bool first = true;
    while (!pending_.empty()) {
      std::string directory = std::move(pending_.back());
      pending_.pop_back();
      Result<void> done = enter(directory);
      if (!done && (first || failed_)) return done.error();
      if (!done) notes_.add({base::Note::Kind::kSkipped, directory, done.error().message, ""});
      first = false;
    }
    for (const std::string& path : options_.follow) {
      if (!given_.contains(path)) TRY(follow(path));
    }
    return tar_.finish();
  }

 private:
  struct Child {
    std::string name;
    unsigned char type;
  };

  static std::string joined(const std::string& directory, std::string_view name) {
    return directory.empty() ? std::string(name) : directory + "/" + std::string(name);
  }

  Result<void> enter(const std::string& directory) {
    base::Fd fd = open_below(root_, directory, O_RDONLY | O_DIRECTORY, false);
    if (!fd.valid()) return base::errno_error("can't be opened", errno);
    if (options_.leave_out_virtual && is_virtual(fd.get())) return {};
    if (options_.overlay && !directory.empty() &&
        (has_attribute(fd.get(), "trusted.overlay.opaque") || has_attribute(fd.get(), "user.overlay.opaque"))) {
      TRY(put({.name = directory + "/.wh..wh..opq", .link_name = {}, .type = EntryType::kFile}));
    }
    std::vector<Child> children = TRY(list(fd.get()));
    int number = fd.get();
    for (const Child& child : children) TRY(visit(number, directory, child));
    // Pushed in reverse, so that they come in order.
    for (auto child = children.rbegin(); child != children.rend(); ++child) {
      if (child->type != DT_DIR) continue;
      std::string path = joined(directory, child->name);
      if (!options_.may_hold_claims || options_.may_hold_claims(path)) pending_.push_back(std::move(path));
    }
    return {};
  }

  static Result<std::vector<Child>> list(int directory) {
    DIR* stream = ::fdopendir(::fcntl(directory, F_DUPFD_CLOEXEC, 3));
    if (stream == nullptr) return base::errno_error("can't be listed", errno);
    std::vector<Child> out;
    while (const dirent* entry = ::readdir(stream)) {
      std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      unsigned char type = entry->d_type;
      if (type == DT_UNKNOWN) {
        struct stat info{};
        if (::fstatat(directory, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0) continue;
        type = IFTODT(info.st_mode);
      }
      out.push_back({std::string(name), type});
    }
    ::closedir(stream);
    std::sort(out.begin(), out.end(), [](const Child& a, const Child& b) { return a.name < b.name; });
    return out;
  }

  Result<void> visit(int directory, const std::string& parent, const Child& child) {
    std::string path = joined(parent, child.name);
    switch (child.type) {
      case DT_DIR: return {};
      case DT_REG:
        if (!options_.claimed || options_.claimed(path))
          return file(base::Fd(::openat(directory, child.name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)), path);
        return put({.name = path, .link_name = {}});
      case DT_LNK: {
        std::string target(4096, '\0');
        ssize_t size = ::readlinkat(directory, child.name.c_str(), target.data(), target.size());
        if (size < 0) return {};
        target.resize(static_cast<std::size_t>(size));
        return put({.name = path, .link_name = target, .type = EntryType::kSymlink});
      }
      case DT_CHR:
        if (options_.overlay) {
          struct stat info{};
          if (::fstatat(directory, child.name.c_str(), &info, AT_SYMLINK_NOFOLLOW) == 0 && info.st_rdev == 0) {
            return put({.name = joined(parent, ".wh." + child.name), .link_name = {}});
          }
        }
        return put({.name = path, .link_name = {}, .type = EntryType::kCharDevice});
      case DT_BLK: return put({.name = path, .link_name = {}, .type = EntryType::kBlockDevice});
      default: return put({.name = path, .link_name = {}, .type = EntryType::kFifo});
    }
  }

  Result<void> follow(const std::string& path) {
    base::Fd fd = open_below(root_, path, O_RDONLY, true);
    if (!fd.valid()) return {};  // most claimed paths are not there
    return file(std::move(fd), path);
  }

  Result<void> file(base::Fd fd, const std::string& path) {
    struct stat info{};
    if (!fd.valid() || ::fstat(fd.get(), &info) != 0) {
      notes_.add({base::Note::Kind::kSkipped, path, base::errno_error("can't be opened", errno).message, ""});
      return put({.name = path, .link_name = {}});
    }
    if (!S_ISREG(info.st_mode)) return {};
    auto size = static_cast<std::uint64_t>(info.st_size);
    given_.insert(path);
    TRY(put({.name = path, .link_name = {}, .type = EntryType::kFile, .size_bytes = size, .mode = info.st_mode & 07777u}));
    std::uint64_t left = size;
    buffer_.resize(256 << 10);
    while (left > 0) {
      ssize_t got = ::read(fd.get(), buffer_.data(), static_cast<std::size_t>(std::min<std::uint64_t>(left, buffer_.size())));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) break;
      TRY(content(std::string_view(buffer_).substr(0, static_cast<std::size_t>(got))));
      left -= static_cast<std::uint64_t>(got);
    }
    if (left > 0) notes_.add({base::Note::Kind::kSkipped, path, format("became {} bytes shorter while it was read", left), "scan again"});
    std::string zeros(static_cast<std::size_t>(std::min<std::uint64_t>(left, 256 << 10)), '\0');
    for (; left > 0; left -= std::min<std::uint64_t>(left, zeros.size())) {
      TRY(content(std::string_view(zeros).substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left, zeros.size())))));
    }
    return {};
  }

  Result<void> put(const TarEntry& entry) {
    Result<void> done = tar_.add_header(entry);
    failed_ = failed_ || !done;
    return done;
  }
  Result<void> content(std::string_view bytes) {
    Result<void> done = tar_.add_content(bytes);
    failed_ = failed_ || !done;
    return done;
  }

  int root_;
  const TreeOptions& options_;
  FeedNotes& notes_;
  archive::TarWriter tar_;
  std::vector<std::string> pending_;
  std::set<std::string> given_;
  std::string buffer_;
  bool failed_ = false;  // writing: nobody reads any more
};

}  // namespace

void FeedNotes::add(base::Note note) {
  note.where = base::printable(std::string_view(note.where).substr(0, 300));
  std::lock_guard lock(mutex_);
  if (notes_.size() < kMaxNotes) {
    notes_.push_back(std::move(note));
  } else {
    ++left_out_;
  }
}

base::Notes FeedNotes::all() const {
  std::lock_guard lock(mutex_);
  base::Notes out = notes_;
  if (left_out_ > 0) out.push_back({base::Note::Kind::kSkipped, "directory tree", format("{} more notes are left out", left_out_), ""});
  return out;
}

Result<void> feed_tree(int root, int fd, const TreeOptions& options, FeedNotes& notes) { return TreeWalk(root, fd, options, notes).run(); }

LayerHandle tree_layer(const std::string& path, TreeOptions options) {
  auto notes = std::make_shared<FeedNotes>();
  LayerHandle handle;
  handle.cache_realm = "tree";
  handle.feed_notes = [notes] { return notes->all(); };
  handle.open = [path, options = std::move(options), notes]() -> Result<LayerInput> {
    base::Fd root(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!root.valid()) return base::errno_error(path, errno);
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return base::errno_error("pipe", errno);
    LayerInput input;
    input.fd = base::Fd(ends[0]);
    (void)::fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);  // fewer switches between the two; the smaller default works too
    auto write_end = std::make_shared<base::Fd>(ends[1]);
    auto root_fd = std::make_shared<base::Fd>(std::move(root));
    input.feed = [write_end, root_fd, options, notes, path]() -> Result<void> {
      Result<void> fed = feed_tree(root_fd->get(), write_end->get(), options, *notes);
      write_end->reset();
      if (!fed) return base::in_context(path, fed.error());
      return fed;
    };
    return input;
  };
  return handle;
}

}  // namespace batten::image

// SPDX-License-Identifier: Apache-2.0
#include "image/tree_feed.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>

#include "archive/tar_writer.h"
#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "image/layer_pass.h"
#include "image/notable.h"

namespace batten::image {
namespace {

using archive::EntryType;
using archive::TarEntry;

using Child = DirectoryListing::Child;

constexpr std::size_t kMaxNotes = 100;
constexpr std::size_t kBuffer = 256 << 10;
constexpr std::string_view kWhiteout = ".wh.";

std::string joined(const std::string& directory, std::string_view name) {
  return directory.empty() ? std::string(name) : directory + "/" + std::string(name);
}

class TreeWalk {
 public:
  TreeWalk(int root, int out, const TreeOptions& options, FeedNotes& notes)
      : root_(root), options_(options), notes_(notes), tar_([out](std::string_view bytes) { return base::write_all(out, bytes); }) {}

  Result<void> run() {
    struct stat info{};
    if (::fstat(root_, &info) == 0) device_ = info.st_dev;
    TRY(enter(""));
    while (!pending_.empty()) {
      std::string directory = std::move(pending_.back());
      pending_.pop_back();
      Result<void> done = enter(directory);
      if (!done && failed_) return done.error();
      // On a live system directories come and go.
      if (!done && done.error().code != Code::kNotFound) skipped(directory, done.error().message);
    }
    for (const std::string& path : options_.follow) {
      if (!given_.contains(path)) TRY(follow(path));
    }
    return tar_.finish();
  }

 private:
  // Lists one directory; those in it wait in pending_.
  Result<void> enter(const std::string& directory) {
    base::Fd fd = open_below(root_, directory, O_RDONLY | O_DIRECTORY, Links::kRefuse);
    if (!fd.valid()) return base::errno_error("can't be opened", errno);
    if (options_.leave_out_virtual && mounted_virtual(fd.get())) return {};
    if (options_.marks != OverlayMarks::kNone && !directory.empty()) TRY(directory_marks(fd.get(), directory));
    TRY(directory_mode(fd.get(), directory));
    DirectoryListing listing(fd.get());
    std::vector<std::string> inner;
    for (;;) {
      std::vector<Child> children = TRY(listing.next());
      if (children.empty()) break;
      for (const Child& child : children) {
        if (child.type != DT_DIR) {
          TRY(visit(fd.get(), directory, child));
          continue;
        }
        std::string path = joined(directory, child.name);
        if (!options_.may_hold_claims || options_.may_hold_claims(path)) inner.push_back(std::move(path));
      }
    }
    // The last one is taken first, so that they come in order.
    pending_.insert(pending_.end(), std::move_iterator(inner.rbegin()), std::move_iterator(inner.rend()));
    return {};
  }

  // The root itself may lie on a tmpfs, and so may what is below it.
  bool mounted_virtual(int directory) const {
    struct stat info{};
    return ::fstat(directory, &info) == 0 && info.st_dev != device_ && is_virtual_file_system(directory);
  }

  // Of the directories only those whose mode is judged, and in a layer those that hide another's.
  Result<void> directory_mode(int fd, const std::string& directory) {
    struct stat info{};
    if (!of_system(directory) || ::fstat(fd, &info) != 0) return {};
    std::uint32_t mode = info.st_mode & 07777u;
    if (options_.marks == OverlayMarks::kNone && notable_traits(directory, mode, true) == 0) return {};
    return put({.name = directory, .link_name = {}, .type = EntryType::kDirectory, .mode = mode});
  }

  Result<void> directory_marks(int fd, const std::string& directory) {
    const MarkNames& names = mark_names(options_.marks);
    if (has_mark(fd, names.redirect)) {
      skipped(directory, "was renamed over a lower layer (overlay redirect): what it holds of that layer is not seen here", kSaveIt);
    }
    if (!has_mark(fd, names.opaque, 'y')) return {};
    return put({.name = directory + "/.wh..wh..opq", .link_name = {}, .type = EntryType::kFile});
  }

  Result<void> visit(int directory, const std::string& parent, const Child& child) {
    std::string path = joined(parent, child.name);
    if (child.name.starts_with(kWhiteout)) {
      // In a tar it would hide a file of the layers below; on disk it is a file as any other.
      if (options_.marks != OverlayMarks::kNone)
        notes_.add({base::Note::Kind::kInfo, path, "a file with the name of a whiteout, which it is not; left out", ""});
      return {};
    }
    switch (child.type) {
      case DT_REG: {
        bool claimed = !options_.claimed || options_.claimed(path);
        struct stat info{};
        if (!claimed) (void)::fstatat(directory, child.name.c_str(), &info, AT_SYMLINK_NOFOLLOW);
        TarEntry unread{.name = path, .link_name = {}, .mode = info.st_mode & 07777u};
        if (!claimed && !may_be_program(info)) return put(unread);
        base::Fd fd(::openat(directory, child.name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
        if (!claimed && !is_claimed_program(fd.get())) return put(unread);
        return file(std::move(fd), path);
      }
      case DT_LNK: return symlink(directory, child.name, path);
      case DT_CHR:
        if (options_.marks != OverlayMarks::kNone) {
          struct stat info{};
          if (::fstatat(directory, child.name.c_str(), &info, AT_SYMLINK_NOFOLLOW) == 0 && info.st_rdev == 0)
            return put({.name = joined(parent, std::string(kWhiteout) + child.name), .link_name = {}});
        }
        return put({.name = path, .link_name = {}, .type = EntryType::kCharDevice});
      case DT_BLK: return put({.name = path, .link_name = {}, .type = EntryType::kBlockDevice});
      default: return put({.name = path, .link_name = {}, .type = EntryType::kFifo});
    }
  }

  bool may_be_program(const struct stat& info) const { return options_.claimed_by_head && (info.st_mode & 0111) != 0 && info.st_size > 0; }

  // What can't be opened or read is taken for one: file() says why it was not read.
  bool is_claimed_program(int fd) const {
    struct stat info{};
    std::array<char, 64> head;
    ssize_t got = fd < 0 ? -1 : ::pread(fd, head.data(), head.size(), 0);
    if (got < 0 || ::fstat(fd, &info) != 0) return true;
    return options_.claimed_by_head(info.st_mode & 07777u, std::string_view(head.data(), static_cast<std::size_t>(got)));
  }

  Result<void> symlink(int directory, const std::string& name, const std::string& path) {
    std::string target(4096, '\0');
    ssize_t size = ::readlinkat(directory, name.c_str(), target.data(), target.size());
    if (size < 0) {
      if (errno != ENOENT) skipped(path, base::errno_error("the link can't be read", errno).message);
      return {};
    }
    target.resize(static_cast<std::size_t>(size));
    return put({.name = path, .link_name = target, .type = EntryType::kSymlink});
  }

  Result<void> follow(const std::string& path) {
    base::Fd fd = open_below(root_, path, O_RDONLY, Links::kFollowInRoot);
    if (fd.valid()) return file(std::move(fd), path);
    // Most claimed paths are not there. A link that leads nowhere or to itself is nothing to a process inside either.
    if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP) unopened(path);
    return {};
  }

  // A wanted file with its content; without it, with a note, where it can't be had.
  Result<void> file(base::Fd fd, const std::string& path) {
    struct stat info{};
    if (!fd.valid() || ::fstat(fd.get(), &info) != 0) {
      if (errno == ENOENT) return {};  // gone again
      unopened(path);
      return put({.name = path, .link_name = {}});
    }
    if (!S_ISREG(info.st_mode)) return {};
    given_.insert(path);
    auto size = static_cast<std::uint64_t>(info.st_size);
    if (options_.marks != OverlayMarks::kNone && has_mark(fd.get(), mark_names(options_.marks).metacopy)) {
      skipped(path, "its content is in a lower layer (overlay metacopy)", kSaveIt);
      return put({.name = path, .link_name = {}});
    }
    if (size > std::min(options_.max_file_bytes, options_.max_total_bytes - given_bytes_)) {
      skipped(path, format("{} is more than what is read of one file, or of the whole tree", base::human_size(size)));
      return put({.name = path, .link_name = {}});
    }
    given_bytes_ += size;
    TRY(put({.name = path, .link_name = {}, .type = EntryType::kFile, .size_bytes = size, .mode = info.st_mode & 07777u}));
    return exactly(fd.get(), size, path);
  }

  // As many bytes as were announced, whatever becomes of the file meanwhile.
  Result<void> exactly(int fd, std::uint64_t size, const std::string& path) {
    std::uint64_t left = size;
    buffer_.resize(kBuffer);
    while (left > 0) {
      ssize_t got = ::read(fd, buffer_.data(), static_cast<std::size_t>(std::min<std::uint64_t>(left, kBuffer)));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) skipped(path, base::errno_error("can't be read to its end", errno).message);
      if (got == 0) skipped(path, format("became {} bytes shorter while it was read", left), "scan again");
      if (got <= 0) break;
      TRY(content(std::string_view(buffer_).substr(0, static_cast<std::size_t>(got))));
      left -= static_cast<std::uint64_t>(got);
    }
    if (left > 0) buffer_.assign(kBuffer, '\0');
    while (left > 0) {
      std::uint64_t part = std::min<std::uint64_t>(left, kBuffer);
      TRY(content(std::string_view(buffer_).substr(0, static_cast<std::size_t>(part))));
      left -= part;
    }
    return {};
  }

  // No user may read etc/shadow; it says nothing of packages, and the check of passwords says itself that it could not look.
  void unopened(const std::string& path) {
    if (errno == EACCES && path == "etc/shadow") return;
    skipped(path, base::errno_error("can't be opened", errno).message);
  }
  void skipped(const std::string& where, std::string message, std::string hint = "") {
    notes_.add({base::Note::Kind::kSkipped, where, std::move(message), std::move(hint)});
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

  static constexpr const char* kSaveIt = "scan what `docker save` writes of the image";

  int root_;
  dev_t device_ = 0;
  const TreeOptions& options_;
  FeedNotes& notes_;
  archive::TarWriter tar_;
  std::vector<std::string> pending_;
  std::set<std::string> given_;
  std::uint64_t given_bytes_ = 0;
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

void FeedNotes::clear() {
  std::lock_guard lock(mutex_);
  notes_.clear();
  left_out_ = 0;
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
    notes->clear();
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

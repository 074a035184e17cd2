// SPDX-License-Identifier: Apache-2.0
//
// One thread walks, all search: the walk is the smaller part of the work and helps once it is done.
#include "leaks/directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "archive/byte_source.h"
#include "base/fd.h"
#include "base/file.h"
#include "base/format.h"
#include "base/glob.h"
#include "base/ignore_patterns.h"
#include "base/text.h"
#include "leaks/file_search.h"

namespace batten::leaks {
namespace {

constexpr std::size_t kBatch = 64, kMaxWaiting = 512;  // files in a batch, batches that wait
constexpr std::uint64_t kMaxIgnoreBytes = 1u << 20;
constexpr std::size_t kMaxNotes = 200;
constexpr std::uint64_t kHeldWhole = 4u << 20;  // a file up to this size is read at once
constexpr std::string_view kGitFiles[] = {"config", "credentials", "FETCH_HEAD", "packed-refs"};

using Batch = std::vector<std::string>;  // paths

class Queue {
 public:
  void put(Batch batch) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return waiting_.size() < kMaxWaiting; });
    waiting_.push_back(std::move(batch));
    some_.notify_one();
  }
  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    some_.notify_all();
  }
  std::optional<Batch> take() {
    std::unique_lock lock(mutex_);
    some_.wait(lock, [&] { return closed_ || !waiting_.empty(); });
    if (waiting_.empty()) return std::nullopt;
    Batch out = std::move(waiting_.front());
    waiting_.pop_front();
    room_.notify_one();
    return out;
  }

 private:
  std::mutex mutex_;
  std::condition_variable some_, room_;
  std::deque<Batch> waiting_;
  bool closed_ = false;
};

// The patterns of one directory, below those of its parents.
struct Ignores {
  std::shared_ptr<const Ignores> above;
  std::string directory;  // relative to the root
  base::IgnorePatterns git, docker;

  static bool git_ignores(const Ignores* at, std::string_view path, bool is_directory) {
    for (; at != nullptr; at = at->above.get()) {
      std::string_view below = at->directory.empty() ? path : path.substr(at->directory.size() + 1);
      if (std::optional<bool> said = at->git.opinion(below, is_directory)) return *said;
    }
    return false;
  }
};

class Walk {
 public:
  Walk(std::string root, const DirectoryOptions& options, Queue& queue, model::LeakReport& out, base::Progress& progress)
      : root_(std::move(root)), options_(options), queue_(queue), out_(out), progress_(progress) {}

  void run() {
    for (std::string_view name : {"Dockerfile", "Containerfile", "dockerfile"})
      builds_image_ = builds_image_ || base::is_regular_file(full(std::string(name)));
    pending_.push_back({"", nullptr, below_repository()});
    while (!pending_.empty()) {
      Directory next = std::move(pending_.back());
      pending_.pop_back();
      enter(next);
    }
    if (!batch_.empty()) queue_.put(std::move(batch_));
    progress_.finish("files");
  }

 private:
  struct Directory {
    std::string path;  // relative to the root
    std::shared_ptr<const Ignores> ignores;
    bool in_repository = false;  // of Git: elsewhere .gitignore means nothing
  };
  struct Close {
    void operator()(DIR* directory) const { ::closedir(directory); }
  };

  std::string full(const std::string& relative) const {
    if (relative.empty()) return root_;
    return root_.ends_with('/') ? root_ + relative : root_ + "/" + relative;
  }

  bool below_repository() const {
    std::error_code failed;
    std::filesystem::path at = std::filesystem::absolute(root_, failed).lexically_normal();
    for (; !failed && at.has_relative_path(); at = at.parent_path()) {
      if (std::filesystem::exists(at / ".git", failed)) return true;
    }
    return false;
  }

  void enter(const Directory& directory) {
    std::unique_ptr<DIR, Close> stream(::opendir(full(directory.path).c_str()));
    if (!stream) {
      skipped(directory.path, base::errno_error("can't be entered", errno).message);
      return;
    }
    std::vector<std::pair<std::string, unsigned char>> children;
    bool has_git = false, has_docker = false, in_repository = directory.in_repository;
    while (const dirent* entry = ::readdir(stream.get())) {  // NOLINT(concurrency-mt-unsafe): a stream of this thread alone
      std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      has_git = has_git || name == ".gitignore";
      has_docker = has_docker || name == ".dockerignore";
      in_repository = in_repository || name == ".git";
      children.emplace_back(name, entry->d_type);
    }
    std::ranges::sort(children);
    std::shared_ptr<const Ignores> ignores = directory.ignores;
    if (options_.honour_ignores && in_repository && (has_git || (has_docker && directory.path.empty())))
      ignores = read_ignores(directory, has_git, has_docker);
    for (auto& [name, type] : children) child({directory.path, ignores, in_repository}, std::move(name), type);
  }

  std::shared_ptr<const Ignores> read_ignores(const Directory& directory, bool has_git, bool has_docker) const {
    auto out = std::make_shared<Ignores>();
    out->above = directory.ignores;
    out->directory = directory.path;
    std::string prefix = directory.path.empty() ? "" : directory.path + "/";
    if (has_git) {
      if (auto text = base::read_file(full(prefix + ".gitignore"), kMaxIgnoreBytes))
        out->git.add(*text, "", base::IgnorePatterns::Dialect::kGit);
    }
    if (has_docker && directory.path.empty()) {
      if (auto text = base::read_file(full(".dockerignore"), kMaxIgnoreBytes))
        out->docker.add(*text, "", base::IgnorePatterns::Dialect::kDocker);
    }
    return out;
  }

  bool ignored(const std::string& path, bool is_directory, const Ignores* ignores) const {
    if (!Ignores::git_ignores(ignores, path, is_directory)) return false;
    if (!builds_image_) return true;
    const Ignores* top = ignores;
    while (top != nullptr && top->above) top = top->above.get();
    return top != nullptr && top->docker.ignores(path, is_directory);
  }

  void child(const Directory& directory, std::string name, unsigned char type) {
    std::string path = directory.path.empty() ? name : directory.path + "/" + name;
    if (type == DT_UNKNOWN) {
      struct stat info{};
      if (::lstat(full(path).c_str(), &info) != 0) return;
      type = S_ISDIR(info.st_mode) ? DT_DIR : S_ISREG(info.st_mode) ? DT_REG : DT_LNK;
    }
    if (type != DT_DIR && type != DT_REG) return;
    if (std::ranges::any_of(options_.excluded, [&](const std::string& glob) { return base::glob_match(glob, path); })) return;
    if (name == ".git" && type == DT_DIR) {
      for (std::string_view file : kGitFiles) {
        if (base::is_regular_file(full(path + "/" + std::string(file)))) add(path + "/" + std::string(file));
      }
      return;
    }
    if (directory.ignores && ignored(path, type == DT_DIR, directory.ignores.get())) {
      ++out_.ignored;
      return;
    }
    if (type == DT_DIR) {
      pending_.push_back({std::move(path), directory.ignores, directory.in_repository});
    } else {
      add(path);
    }
  }

  void add(const std::string& path) {
    batch_.push_back(full(path));
    if (batch_.size() < kBatch) return;
    queue_.put(std::exchange(batch_, {}));
    progress_.update("files", given_ += kBatch, 0);
  }

  void skipped(const std::string& path, std::string message) {
    if (out_.notes.size() < kMaxNotes)
      out_.notes.push_back({base::Note::Kind::kSkipped, base::printable(full(path)), std::move(message), ""});
  }

  std::string root_;
  const DirectoryOptions& options_;
  Queue& queue_;
  model::LeakReport& out_;
  base::Progress& progress_;
  std::uint64_t given_ = 0;
  bool builds_image_ = false;
  std::vector<Directory> pending_;
  Batch batch_;
};

// What one thread found.
class Searcher {
 public:
  Searcher(const Patterns& patterns, const DirectoryOptions& options) : search_(patterns, options.fingerprint_key) {}

  void run(Queue& queue) {
    while (std::optional<Batch> batch = queue.take()) {
      for (const std::string& path : *batch) file(path);
    }
  }

  void file(const std::string& path) {
    base::Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
    struct stat info{};
    if (!file.valid() || ::fstat(file.get(), &info) != 0) {
      if (errno != ENOENT) skipped(path, base::errno_error("can't be read", errno).message);
      return;
    }
    if (!S_ISREG(info.st_mode)) return;
    ++out.files;
    std::vector<model::Leak> found;
    if (static_cast<std::uint64_t>(info.st_size) < kHeldWhole) {
      std::optional<std::string_view> content = whole(file.get(), static_cast<std::size_t>(info.st_size), path);
      if (!content) return;
      out.bytes += content->size();
      found = search_.search(path, *content, out.notes);
    } else {
      found = stream(file.get(), path);
    }
    for (model::Leak& leak : found) {
      leak.place.path = path;
      leak.readable_by = readers_of(info.st_mode);
      out.leaks.push_back(std::move(leak));
    }
  }

  model::LeakReport out;

 private:
  // A file may be longer than it says (those of proc say 0): read until nothing comes, or until what was said is there.
  std::optional<std::string_view> whole(int fd, std::size_t said, const std::string& path) {
    buffer_.resize(kHeldWhole);
    std::size_t size = 0;
    while (size < buffer_.size() && (size == 0 || size != said)) {
      ssize_t got = ::read(fd, buffer_.data() + size, buffer_.size() - size);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) {
        skipped(path, base::errno_error("can't be read", errno).message);
        return std::nullopt;
      }
      if (got == 0) break;
      size += static_cast<std::size_t>(got);
    }
    return std::string_view(buffer_).substr(0, size);
  }

  std::vector<model::Leak> stream(int fd, const std::string& path) {
    auto source = archive::pipe_source(fd);
    search_.begin(path);
    while (true) {
      Result<std::string_view> part = source->next();
      if (!part) {
        skipped(path, part.error().message);
        break;
      }
      if (part->empty()) break;
      out.bytes += part->size();
      search_.feed(*part);
    }
    return search_.end(out.notes);
  }

  void skipped(const std::string& path, std::string message) {
    if (out.notes.size() < kMaxNotes) out.notes.push_back({base::Note::Kind::kSkipped, base::printable(path), std::move(message), ""});
  }

  FileSearch search_;
  std::string buffer_;
};

void merge(model::LeakReport from, model::LeakReport& into) {
  std::ranges::move(from.leaks, std::back_inserter(into.leaks));
  std::ranges::move(from.notes, std::back_inserter(into.notes));
  into.files += from.files;
  into.bytes += from.bytes;
}

}  // namespace

std::string readers_of(std::uint32_t mode) {
  std::string_view who = (mode & 04) != 0 ? "everyone" : (mode & 040) != 0 ? "its owner and group" : "its owner";
  return format("{} (mode {:04o})", who, mode & 07777u);
}

Result<model::LeakReport> search_directory(const std::string& root, const Patterns& patterns, const DirectoryOptions& options,
                                           base::Progress& progress) {
  model::LeakReport out;
  out.target = root;
  struct stat info{};
  if (::stat(root.c_str(), &info) != 0) return base::errno_error(root, errno);
  if (S_ISREG(info.st_mode)) {
    Searcher searcher(patterns, options);
    TRY(base::open_read(root));
    searcher.file(root);
    merge(std::move(searcher.out), out);
  } else if (S_ISDIR(info.st_mode)) {
    Queue queue;
    unsigned count = options.threads != 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency());
    std::vector<std::unique_ptr<Searcher>> searchers;
    for (unsigned i = 0; i < count; ++i) searchers.push_back(std::make_unique<Searcher>(patterns, options));
    {
      std::vector<std::jthread> threads;
      for (std::unique_ptr<Searcher>& one : searchers) threads.emplace_back([&] { one->run(queue); });
      Walk(root, options, queue, out, progress).run();
      queue.close();
    }
    for (std::unique_ptr<Searcher>& one : searchers) merge(std::move(one->out), out);
  } else {
    return Error{Code::kUnsupported, root + ": neither a file nor a directory"};
  }
  std::ranges::sort(out.leaks, [](const model::Leak& a, const model::Leak& b) {
    return std::tie(a.place.path, a.place.line, a.place.column, a.kind) < std::tie(b.place.path, b.place.line, b.place.column, b.kind);
  });
  std::ranges::sort(out.notes,
                    [](const base::Note& a, const base::Note& b) { return std::tie(a.where, a.message) < std::tie(b.where, b.message); });
  return out;
}

}  // namespace batten::leaks

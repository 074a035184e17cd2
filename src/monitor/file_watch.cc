// SPDX-License-Identifier: Apache-2.0
#include "monitor/file_watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/fanotify.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <ctime>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "base/format.h"
#include "monitor/cgroup_tree.h"
#include "monitor/fanotify_events.h"
#include "monitor/file_tree.h"
#include "monitor/proc_reader.h"

namespace batten::monitor {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kReadBytes = 256u << 10;
constexpr std::size_t kMaxPending = 65'536;
constexpr milliseconds kLongestWait{500};

// Who did it, as far as it is known.
struct Actor {
  model::ProcessKey key;
  std::uint32_t uid = 0, gid = 0;
  std::uint64_t cgroup = 0;
  std::string comm;
};

std::uint64_t boottime_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000u + static_cast<std::uint64_t>(now.tv_nsec);
}

void signal_fd(const base::Fd& fd) {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t done = ::write(fd.get(), &one, sizeof one);
}

void drain_fd(const base::Fd& fd) {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t done = ::read(fd.get(), &count, sizeof count);
}

// Of one notice: those descriptors are closed whatever is done with it.
struct NoticeFds {
  base::Fd file, process;
};

class Watcher final : public FileWatch {
 public:
  Watcher(base::Fd group, std::vector<WatchedTree> trees, FileWatchOptions options);
  ~Watcher() override;

  void add(WatchedTree tree) override;
  void remove(std::uint64_t cgroup) override;
  int poll_fd() const override { return ready_fd_.get(); }
  std::size_t read(const Sink& sink) override;
  base::Notes take_notes() override;
  Counts counts() const override;
  bool wait_until_ready(milliseconds longest) override;

 private:
  struct Pending {
    std::uint64_t flags = 0;
    bool modifier = false;  // the actor is known to have written, not just to have closed
    Actor actor;
    Clock::time_point due;
  };
  struct Request {
    std::optional<WatchedTree> tree;  // none: a container's go
    std::uint64_t cgroup = 0;
  };

  void run(const std::stop_token& stop);
  void take_requests();
  void start_tree(WatchedTree tree);
  void wait();
  void read_group(int group, FileTree* tree);
  void take(const FileNotice& notice, const NoticeFds& fds, FileTree* tree);
  void touch(FileTree& tree, const std::string& path, std::uint64_t mask, const FileNotice& notice, const base::Fd& pidfd);
  void rename(FileTree& tree, const std::string& from, const std::string& to, const FileNotice& notice, const base::Fd& pidfd);
  void directory_changed(FileTree& tree, const std::string& path, std::uint64_t mask, const FileNotice& notice, const base::Fd& pidfd);
  void settle(FileTree& tree, const std::string& path, const Pending& pending);
  void settle_due(bool all);
  void compare_all(bool only_blind);
  Actor actor_of(const FileNotice& notice, const base::Fd& pidfd);
  FileTree::Found teller(const FileTree& tree, const Actor& actor);
  void tell(const FileTree& tree, const Actor& actor, const FileTree::Change& change);
  void publish();

  const FileWatchOptions options_;
  base::Fd group_, ready_fd_, wake_fd_;
  std::string buffer_;
  std::optional<CgroupTree> cgroups_;
  std::optional<ProcReader> processes_;
  std::vector<std::unique_ptr<FileTree>> trees_;
  std::map<std::pair<FileTree*, std::string>, Pending> pending_;
  Clock::time_point next_compare_;
  Counts mine_;  // of the thread

  mutable std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Request> requests_;
  std::deque<model::OwnedEvent> told_;
  base::Notes notes_;
  Counts counts_;
  bool busy_ = true;
  std::jthread thread_;
};

Watcher::Watcher(base::Fd group, std::vector<WatchedTree> trees, FileWatchOptions options)
    : options_(options),
      group_(std::move(group)),
      ready_fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      wake_fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      buffer_(kReadBytes, '\0') {
  for (WatchedTree& tree : trees) requests_.push_back({.tree = std::move(tree), .cgroup = 0});
  if (Result<CgroupTree> tree = CgroupTree::open()) cgroups_.emplace(std::move(*tree));
  Result<ProcReader> reader = ProcReader::open({}, cgroups_ ? &*cgroups_ : nullptr);
  if (reader) processes_.emplace(std::move(*reader));
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Watcher::~Watcher() {
  thread_.request_stop();
  signal_fd(wake_fd_);
}

void Watcher::add(WatchedTree tree) {
  const std::lock_guard lock(mutex_);
  requests_.push_back({.tree = std::move(tree), .cgroup = 0});
  busy_ = true;
  signal_fd(wake_fd_);
}

void Watcher::remove(std::uint64_t cgroup) {
  const std::lock_guard lock(mutex_);
  requests_.push_back({.tree = std::nullopt, .cgroup = cgroup});
  busy_ = true;
  signal_fd(wake_fd_);
}

std::size_t Watcher::read(const Sink& sink) {
  drain_fd(ready_fd_);
  std::deque<model::OwnedEvent> events;
  {
    const std::lock_guard lock(mutex_);
    events.swap(told_);
  }
  for (const model::OwnedEvent& event : events) sink(event);
  return events.size();
}

base::Notes Watcher::take_notes() {
  const std::lock_guard lock(mutex_);
  return std::exchange(notes_, {});
}

FileWatch::Counts Watcher::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

bool Watcher::wait_until_ready(milliseconds longest) {
  std::unique_lock lock(mutex_);
  return ready_.wait_for(lock, longest, [this] { return !busy_ && requests_.empty(); });
}

void Watcher::run(const std::stop_token& stop) {
  next_compare_ = Clock::now() + options_.compare;
  while (!stop.stop_requested()) {
    take_requests();
    publish();
    wait();
    drain_fd(wake_fd_);
    read_group(group_.get(), nullptr);
    for (std::size_t i = 0; i < trees_.size(); ++i) {
      if (trees_[i]->own_group().valid()) read_group(trees_[i]->own_group().get(), trees_[i].get());
    }
    settle_due(false);
    if (Clock::now() < next_compare_) continue;
    compare_all(true);
    next_compare_ = Clock::now() + options_.compare;
  }
}

void Watcher::wait() {
  std::vector<pollfd> fds{{.fd = group_.get(), .events = POLLIN, .revents = 0}, {.fd = wake_fd_.get(), .events = POLLIN, .revents = 0}};
  for (const auto& tree : trees_) {
    if (tree->own_group().valid()) fds.push_back({.fd = tree->own_group().get(), .events = POLLIN, .revents = 0});
  }
  milliseconds longest = kLongestWait;
  for (const auto& [where, pending] : pending_)
    longest = std::clamp(std::chrono::duration_cast<milliseconds>(pending.due - Clock::now()) + milliseconds(1), milliseconds(1), longest);
  ::poll(fds.data(), fds.size(), static_cast<int>(longest.count()));
}

void Watcher::take_requests() {
  while (true) {
    Request request;
    {
      const std::lock_guard lock(mutex_);
      if (requests_.empty()) return;
      request = std::move(requests_.front());
      requests_.pop_front();
    }
    if (request.tree) {
      start_tree(*std::move(request.tree));
      continue;
    }
    settle_due(true);
    std::erase_if(trees_, [&](const auto& tree) { return tree->watched().cgroup == request.cgroup; });
  }
}

void Watcher::start_tree(WatchedTree tree) {
  const std::string root = tree.root;
  Result<std::unique_ptr<FileTree>> opened = FileTree::open(std::move(tree), options_);
  if (!opened) {
    const std::lock_guard lock(mutex_);
    notes_.push_back(
        {.kind = base::Note::Kind::kSkipped, .where = root, .message = "can't be watched: " + opened.error().message, .hint = {}});
    return;
  }
  (*opened)->walk(group_.get(), "/", nullptr);
  trees_.push_back(*std::move(opened));
}

// What the others may see of it.
void Watcher::publish() {
  mine_.trees = trees_.size();
  mine_.files = mine_.directories = 0;
  const std::lock_guard lock(mutex_);
  for (const auto& tree : trees_) {
    mine_.files += tree->files();
    mine_.directories += tree->directories();
    for (base::Note& note : tree->take_notes()) notes_.push_back(std::move(note));
  }
  const std::uint64_t lost = counts_.lost;
  counts_ = mine_;
  counts_.lost = lost;
  if (!requests_.empty()) return;
  busy_ = false;
  ready_.notify_all();
}

void Watcher::read_group(int group, FileTree* tree) {
  bool overflow = false;
  for (int rounds = 0; rounds < 64; ++rounds) {
    const ssize_t size = ::read(group, buffer_.data(), buffer_.size());
    if (size <= 0) break;
    read_file_notices(std::string_view(buffer_).substr(0, static_cast<std::size_t>(size)), [&](const FileNotice& notice) {
      const NoticeFds fds{.file = base::Fd(notice.file), .process = base::Fd(notice.pidfd)};
      ++mine_.notices;
      if ((notice.mask & FAN_Q_OVERFLOW) != 0) {
        overflow = true;
      } else {
        take(notice, fds, tree);
      }
    });
  }
  if (!overflow) return;
  if (mine_.overflows++ == 0) {
    const std::lock_guard lock(mutex_);
    notes_.push_back({.kind = base::Note::Kind::kDegraded,
                      .where = "watched files",
                      .message = "more changed than the kernel keeps: what it did not tell is found by comparing, without who did it",
                      .hint = "raise /proc/sys/fs/fanotify/max_queued_events"});
  }
  settle_due(true);
  compare_all(false);
}

void Watcher::take(const FileNotice& notice, const NoticeFds& fds, FileTree* tree) {
  if (tree != nullptr) {
    std::array<char, 4096> path;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    const ssize_t size = ::readlink(format("/proc/self/fd/{}", fds.file.get()).c_str(), path.data(), path.size());
    if (size <= 0) return;
    std::string_view text(path.data(), static_cast<std::size_t>(size));
    const std::string& root = tree->watched().root;
    if (root != "/" && text.starts_with(root + "/")) text.remove_prefix(root.size());
    return touch(*tree, std::string(text), notice.mask, notice, fds.process);
  }
  for (std::size_t i = 0; i < trees_.size(); ++i) {
    FileTree& one = *trees_[i];
    auto path_in = [&](std::string_view place, std::string_view name) -> std::string {
      const std::string* directory = place.empty() ? nullptr : one.directory_at(place);
      if (directory == nullptr) return {};
      if (name.empty() || name == ".") return *directory;
      return (*directory == "/" ? "/" : *directory + "/") + std::string(name);
    };
    const std::string path = path_in(notice.directory, notice.name);
    if ((notice.mask & FAN_RENAME) != 0) {
      const std::string to = path_in(notice.new_directory, notice.new_name);
      if (!path.empty() || !to.empty()) rename(one, path, to, notice, fds.process);
    } else if (!path.empty()) {
      if ((notice.mask & FAN_ONDIR) != 0) {
        directory_changed(one, path, notice.mask, notice, fds.process);
      } else {
        touch(one, path, notice.mask, notice, fds.process);
      }
    }
    // A file with a second name is told under both.
    if (const std::string* lone = notice.object.empty() ? nullptr : one.file_at(notice.object); lone != nullptr && *lone != path)
      touch(one, std::string(*lone), notice.mask, notice, fds.process);
  }
}

void Watcher::directory_changed(FileTree& tree, const std::string& path, std::uint64_t mask, const FileNotice& notice,
                                const base::Fd& pidfd) {
  const Actor actor = actor_of(notice, pidfd);
  const FileTree::Found found = teller(tree, actor);
  if ((mask & FAN_DELETE) != 0) tree.forget(path, 0, found);
  tree.look(path, 0, found);
  if ((mask & FAN_CREATE) != 0 && tree.reaches_below(path)) tree.walk(group_.get(), path, found);
}

void Watcher::rename(FileTree& tree, const std::string& from, const std::string& to, const FileNotice& notice, const base::Fd& pidfd) {
  const Actor actor = actor_of(notice, pidfd);
  const FileTree::Found found = teller(tree, actor);
  const bool directory = (notice.mask & FAN_ONDIR) != 0;
  if (!from.empty()) {
    // What was written to it is told with the name that it has now.
    pending_.erase({&tree, from});
    if (directory) tree.forget(from, kFileMoved, found);
    tree.look(from, kFileMoved, found);
  }
  if (to.empty()) return;
  pending_.erase({&tree, to});
  tree.look(to, kFileMoved, found);
  if (directory && tree.reaches_below(to)) tree.walk(group_.get(), to, found);
}

void Watcher::touch(FileTree& tree, const std::string& path, std::uint64_t mask, const FileNotice& notice, const base::Fd& pidfd) {
  if (!tree.covers(path)) return;
  const auto [at, is_new] = pending_.try_emplace({&tree, path});
  Pending& pending = at->second;
  const bool writes = (mask & (FAN_MODIFY | FAN_CREATE)) != 0;
  const bool same_actor = !is_new && pending.actor.key.pid == static_cast<std::uint32_t>(notice.pid);
  if ((is_new || writes || !pending.modifier) && !same_actor) pending.actor = actor_of(notice, pidfd);
  pending.modifier = pending.modifier || writes;
  if (is_new) pending.due = Clock::now() + options_.settle;
  if ((mask & FAN_CREATE) != 0) pending.flags |= kFileCreated;
  if ((mask & (FAN_MODIFY | FAN_CLOSE_WRITE)) != 0) pending.flags |= kFileModified;
  if ((mask & FAN_ATTRIB) != 0) pending.flags |= kFileAttributes;
  // A file that was only made or written is most likely about to be closed.
  const bool wait_for_close = (mask & (FAN_CLOSE_WRITE | FAN_DELETE)) == 0 && (pending.flags & (kFileCreated | kFileModified)) != 0;
  if (wait_for_close && pending_.size() < kMaxPending) return;
  const Pending settled = std::move(pending);
  pending_.erase(at);
  settle(tree, path, settled);
}

void Watcher::settle(FileTree& tree, const std::string& path, const Pending& pending) {
  tree.look(path, pending.flags, teller(tree, pending.actor));
}

void Watcher::settle_due(bool all) {
  const Clock::time_point now = Clock::now();
  for (auto at = pending_.begin(); at != pending_.end();) {
    if (!all && at->second.due > now) {
      ++at;
      continue;
    }
    settle(*at->first.first, at->first.second, at->second);
    at = pending_.erase(at);
  }
}

void Watcher::compare_all(bool only_blind) {
  for (const auto& tree : trees_) {
    if (!only_blind || tree->own_group().valid()) tree->compare(group_.get(), teller(*tree, {}));
  }
}

Actor Watcher::actor_of(const FileNotice& notice, const base::Fd& pidfd) {
  Actor out;
  out.key.pid = notice.pid > 0 ? static_cast<std::uint32_t>(notice.pid) : 0;
  if (out.key.pid == 0 || !processes_) return out;
  Result<model::Process> process = processes_->read(out.key.pid);
  if (!process) return out;
  // As long as the process is not reaped its number is nobody else's.
  if (!pidfd.valid() || ::syscall(SYS_pidfd_send_signal, pidfd.get(), 0, nullptr, 0) != 0) return out;
  out.key = process->key;
  out.uid = process->uid;
  out.gid = process->gid;
  out.cgroup = process->cgroup;
  out.comm = process->comm;
  return out;
}

FileTree::Found Watcher::teller(const FileTree& tree, const Actor& actor) {
  return [this, &tree, actor](FileTree::Change change) { tell(tree, actor, change); };  // NOLINT(performance-unnecessary-value-param)
}

void Watcher::tell(const FileTree& tree, const Actor& actor, const FileTree::Change& change) {
  const FileState& state = change.after.exists() ? change.after : change.before;
  model::EventBuilder builder(BATTEN_FILE_CHANGE);
  builder.process(actor.key).time(boottime_ns()).owner(actor.uid, actor.gid).comm(actor.comm);
  builder.cgroup(tree.watched().cgroup != 0 ? tree.watched().cgroup : actor.cgroup);
  builder.number("change", static_cast<std::int64_t>(change.flags)).text("path", change.path);
  if (!change.before.content.empty()) builder.text("before", change.before.content);
  if (!change.after.content.empty()) builder.text("after", change.after.content);
  builder.number("uid", state.uid).number("mode", state.mode & 07777u);
  Result<model::OwnedEvent> event = builder.build();
  ++mine_.changes;
  const std::lock_guard lock(mutex_);
  if (!event || told_.size() >= options_.max_waiting) {
    if (counts_.lost++ == 0)
      notes_.push_back({.kind = base::Note::Kind::kSkipped,
                        .where = "watched files",
                        .message = event ? "more changed than could be told; the rest is counted" : event.error().message,
                        .hint = {}});
    return;
  }
  told_.push_back(*std::move(event));
  signal_fd(ready_fd_);
}

}  // namespace

Result<std::unique_ptr<FileWatch>> FileWatch::open(std::vector<WatchedTree> trees, FileWatchOptions options) {
  base::Fd group = open_handle_group();
  if (!group.valid()) {
    Error error = base::errno_error("fanotify", errno);
    if (errno == EPERM) error = {Code::kDenied, "fanotify: watching files needs root (CAP_SYS_ADMIN)"};
    return error;
  }
  return std::unique_ptr<FileWatch>(std::make_unique<Watcher>(std::move(group), std::move(trees), options));
}

}  // namespace batten::monitor

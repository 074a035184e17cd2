// SPDX-License-Identifier: Apache-2.0
#include "monitor/drift_denial.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/fanotify.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <initializer_list>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

#include "base/fd.h"
#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "monitor/container_cgroup.h"
#include "monitor/module_denial.h"
#include "monitor/overlay_layers.h"
#include "monitor/proc_files.h"

namespace batten::monitor {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxText = 4u << 20;
constexpr std::chrono::seconds kPatience{30};  // until a container's first process has its root
constexpr int kRetryMs = 10;

std::string link_of(const std::string& path) {
  std::array<char, 8192> out{};
  const ssize_t size = ::readlink(path.c_str(), out.data(), out.size());
  return size > 0 ? std::string(out.data(), static_cast<std::size_t>(size)) : std::string();
}

std::string text_of(const std::string& path) { return base::read_file(path, kMaxText).value_or(std::string()); }

std::string without_newline(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

class Group final : public DriftDenial {
 public:
  Group(DriftOptions options, base::Fd group, base::Fd wake, std::string why)
      : options_(std::move(options)), why_(std::move(why)), group_(std::move(group)), wake_(std::move(wake)) {
    thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
  }
  ~Group() override {
    thread_.request_stop();
    ::eventfd_write(wake_.get(), 1);
    thread_.join();
  }

  std::string means() const override { return "the kernel asks about each program (fanotify)" + why_; }
  void add(std::uint64_t cgroup, const model::RunningContainer& container) override;
  void remove(const std::string& id) override;
  std::vector<DeniedProgram> take() override {
    const std::lock_guard lock(mutex_);
    return std::exchange(told_, {});
  }
  base::Notes take_notes() override {
    const std::lock_guard lock(mutex_);
    return std::exchange(notes_, {});
  }
  Counts counts() const override {
    const std::lock_guard lock(mutex_);
    Counts out = counts_;
    out.containers = containers_.size();
    return out;
  }

 private:
  struct Guarded {
    std::uint32_t first_pid = 0;
    std::string upper;                    // as the engine has it
    std::optional<OverlayLayers> layers;  // none: not marked yet
    Clock::time_point since;
  };

  void work(const std::stop_token& stop);
  bool mark_waiting();
  std::optional<Error> mark(const std::string& id, Guarded& one);
  void mark_memory(const Guarded& one, const std::string& mounts);
  void read_questions();
  bool lies_in_image(const OverlayLayers& layers, int file, std::initializer_list<std::uint32_t> views) const;
  bool is_refused(int file, std::uint32_t pid, DeniedProgram& program);
  void tell(DeniedProgram program);

  DriftOptions options_;
  std::string why_;
  base::Fd group_, wake_;
  mutable std::mutex mutex_;  // of what follows
  std::map<std::string, Guarded> containers_;
  std::vector<DeniedProgram> told_;
  base::Notes notes_;
  Counts counts_;
  std::jthread thread_;
};

void Group::add(std::uint64_t, const model::RunningContainer& container) {
  if (container.first_pid == 0 || container.id.size() < 12) return;
  {
    const std::lock_guard lock(mutex_);
    Guarded& one = containers_[container.id];
    if (one.first_pid == container.first_pid || containers_.size() > options_.max_containers) return;
    one = {.first_pid = container.first_pid, .upper = container.upper_directory, .layers = std::nullopt, .since = Clock::now()};
  }
  ::eventfd_write(wake_.get(), 1);
}

void Group::remove(const std::string& id) {
  const std::lock_guard lock(mutex_);
  containers_.erase(id);
}

// None: it is marked, or its root is not there yet.
std::optional<Error> Group::mark(const std::string& id, Guarded& one) {
  const std::string process = format("{}/{}", options_.proc, one.first_pid), root = process + "/root";
  struct stat its{}, ours{};
  if (!names_container(text_of(process + "/cgroup"), id) || ::stat(root.c_str(), &its) != 0 || ::stat("/", &ours) != 0) return std::nullopt;
  // A container's first process begins with the host's root.
  if (its.st_dev == ours.st_dev) return std::nullopt;
  const std::string mounts = text_of(process + "/mountinfo");
  Result<OverlayLayers> layers = overlay_of_root(mounts, one.upper);
  if (!layers) return layers.error();
  if (!base::is_directory(layers->upper) || std::ranges::none_of(layers->lower, base::is_directory))
    return Error{Code::kNotFound, "the layers of its overlay are not where they should be: " + layers->upper};
  one.layers = *std::move(layers);
  if (::fanotify_mark(group_.get(), FAN_MARK_ADD | FAN_MARK_FILESYSTEM, FAN_OPEN_EXEC_PERM, AT_FDCWD, root.c_str()) != 0)
    return base::errno_error("the kernel does not let its files be guarded", errno);
  mark_memory(one, mounts);
  return std::nullopt;
}

// Its own memory file systems; those of the host that it sees are volumes.
void Group::mark_memory(const Guarded& one, const std::string& mounts) {
  const std::vector<MountLine> ours = parse_mountinfo(text_of("/proc/self/mountinfo"));
  for (const MountLine& mount : parse_mountinfo(mounts)) {
    if (mount.type != "tmpfs" || std::ranges::find(ours, mount.device, &MountLine::device) != ours.end()) continue;
    const std::string path = format("{}/{}/root{}", options_.proc, one.first_pid, mount.point);
    (void)::fanotify_mark(group_.get(), FAN_MARK_ADD | FAN_MARK_MOUNT, FAN_OPEN_EXEC_PERM, AT_FDCWD, path.c_str());
  }
}

// True: some still wait for their root.
bool Group::mark_waiting() {
  bool waits = false;
  const std::lock_guard lock(mutex_);
  for (auto at = containers_.begin(); at != containers_.end();) {
    auto& [id, one] = *at;
    if (one.layers) {
      ++at;
      continue;
    }
    std::optional<Error> error = mark(id, one);
    if (!error && !one.layers && Clock::now() - one.since > kPatience) error = Error{Code::kTimeout, "its root can't be seen"};
    if (!error) {
      waits = waits || !one.layers;
      ++at;
      continue;
    }
    notes_.push_back({.kind = base::Note::Kind::kSkipped,
                      .where = "drift in container " + id.substr(0, 12),
                      .message = "nothing is denied: " + error->message,
                      .hint = {}});
    at = containers_.erase(at);
  }
  return waits;
}

void Group::tell(DeniedProgram program) {
  const std::lock_guard lock(mutex_);
  ++(program.denied ? counts_.denied : counts_.would_deny);
  if (told_.size() >= options_.max_waiting) {
    ++counts_.untold;
    return;
  }
  told_.push_back(std::move(program));
}

// Where it lies in the overlay, whatever is mounted where: by the mounts as a process sees them. Links tell paths from the root of the
// mount namespace, mounts are told from the root of the process. A view that tells a wrong place can't make a file the image's.
bool Group::lies_in_image(const OverlayLayers& layers, int file, std::initializer_list<std::uint32_t> views) const {
  const std::string whole = link_of(format("/proc/self/fd/{}", file)), facts = text_of(format("/proc/self/fdinfo/{}", file));
  const std::size_t at = facts.find("mnt_id:");
  if (at == std::string::npos) return false;
  const std::string mount(base::trim(std::string_view(facts).substr(at + 7, facts.find('\n', at) - at - 7)));
  for (const std::uint32_t pid : views) {
    const std::string process = format("{}/{}", options_.proc, pid), root = link_of(process + "/root");
    std::string_view path = whole;
    if (root != "/" && path.starts_with(root + "/")) path.remove_prefix(root.size());
    for (const MountLine& one : parse_mountinfo(text_of(process + "/mountinfo"))) {
      if (one.id != mount) continue;
      const std::optional<std::string> found = path_in_system(one, path);
      if (found && is_from_image(layers, *found, file)) return true;
    }
  }
  return false;
}

// pid waits in its open, so that what /proc has of it is what holds.
bool Group::is_refused(int file, std::uint32_t pid, DeniedProgram& program) {
  const std::string cgroup = text_of(format("{}/{}/cgroup", options_.proc, pid));
  OverlayLayers layers;
  std::uint32_t first_pid = 0;
  {
    const std::lock_guard lock(mutex_);
    ++counts_.asked;
    std::size_t last = 0;
    for (const auto& [id, one] : containers_) {
      const std::size_t at = cgroup.rfind(id);  // of containers in containers the innermost
      if (at == std::string::npos || !one.layers || (at < last && !program.container_id.empty())) continue;
      last = at;
      program.container_id = id;
      layers = *one.layers;
      first_pid = one.first_pid;
    }
  }
  if (program.container_id.empty()) return false;
  program.path = link_of(format("/proc/self/fd/{}", file));
  struct statfs system{};
  if (::fstatfs(file, &system) != 0) return false;
  if (static_cast<std::uint64_t>(system.f_type) != OVERLAYFS_SUPER_MAGIC) return true;
  return !lies_in_image(layers, file, {pid, first_pid});
}

void Group::read_questions() {
  alignas(fanotify_event_metadata) std::array<char, 8192> buffer{};
  const ssize_t got = ::read(group_.get(), buffer.data(), buffer.size());
  if (got <= 0) return;
  const auto size = static_cast<std::size_t>(got);
  for (std::size_t at = 0; size - at >= sizeof(fanotify_event_metadata);) {
    fanotify_event_metadata question{};
    std::memcpy(&question, buffer.data() + at, sizeof question);
    if (question.event_len < sizeof question || question.event_len > size - at) return;
    at += question.event_len;
    const base::Fd file(question.fd);
    if (!file.valid()) continue;
    DeniedProgram program;
    program.pid = static_cast<std::uint32_t>(question.pid);
    const bool refused = (question.mask & FAN_OPEN_EXEC_PERM) != 0 && question.pid > 1 && is_refused(file.get(), program.pid, program);
    program.denied = refused && !options_.dry_run;
    if (refused) {
      const std::string process = format("{}/{}", options_.proc, program.pid);
      program.comm = without_newline(text_of(process + "/comm"));
      if (const auto status = parse_proc_status(text_of(process + "/status"))) program.uid = status->uid;
    }
    const fanotify_response answer{.fd = file.get(), .response = program.denied ? std::uint32_t{FAN_DENY} : std::uint32_t{FAN_ALLOW}};
    (void)!::write(group_.get(), &answer, sizeof answer);
    if (refused) tell(std::move(program));
  }
}

void Group::work(const std::stop_token& stop) {
  bool waits = false;
  while (!stop.stop_requested()) {
    std::array<pollfd, 2> ready{
        {{.fd = group_.get(), .events = POLLIN, .revents = 0}, {.fd = wake_.get(), .events = POLLIN, .revents = 0}}};
    ::poll(ready.data(), ready.size(), waits ? kRetryMs : -1);
    if (ready[0].revents != 0) read_questions();
    eventfd_t woken = 0;
    if (ready[1].revents != 0) ::eventfd_read(wake_.get(), &woken);
    if (waits || ready[1].revents != 0) waits = mark_waiting();
  }
}

}  // namespace

Result<std::unique_ptr<DriftDenial>> DriftDenial::open(DriftOptions options) {
  std::string why;
  if (options.means != DriftMeans::kQuestions) {
    Result<std::unique_ptr<DriftDenial>> module = open_module_denial(options);
    if (module || options.means == DriftMeans::kModule) return module;
    why = ", not a program in it: " + module.error().message;
  }
  base::Fd group(::fanotify_init(FAN_CLASS_CONTENT | FAN_CLOEXEC | FAN_NONBLOCK | FAN_UNLIMITED_MARKS | FAN_UNLIMITED_QUEUE,
                                 O_RDONLY | O_CLOEXEC | O_LARGEFILE));
  if (!group.valid()) {
    if (errno == EINVAL || errno == ENOSYS)
      return Error{Code::kUnsupported, "this kernel can't be asked to deny programs (fanotify permission events)"};
    return base::errno_error("fanotify, by which programs are denied", errno);
  }
  base::Fd wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!wake.valid()) return base::errno_error("eventfd", errno);
  return std::unique_ptr<DriftDenial>(new Group(std::move(options), std::move(group), std::move(wake), std::move(why)));
}

}  // namespace batten::monitor

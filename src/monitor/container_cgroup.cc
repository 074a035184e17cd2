// SPDX-License-Identifier: Apache-2.0
#include "monitor/container_cgroup.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <optional>

#include "base/fd.h"
#include "base/file.h"
#include "base/format.h"
#include "monitor/cgroup_tree.h"

namespace batten::monitor {
namespace {

constexpr std::size_t kMaxText = 1u << 20;
constexpr std::size_t kMaxProcesses = 100'000;
constexpr int kKillRounds = 50;
constexpr int kFreezeRounds = 100;
constexpr useconds_t kPauseUs = 2'000;

// The path in the line of that controller, "12:cpu,memory:/docker/..."; empty controller: v2, "0::/...".
std::string_view cgroup_path(std::string_view text, std::string_view controller) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    std::string_view names = line.substr(first + 1, second - first - 1);
    if (names.empty() && controller.empty()) return line.substr(second + 1);
    while (!names.empty()) {
      const std::string_view name = names.substr(0, names.find(','));
      names.remove_prefix(std::min(name.size() + 1, names.size()));
      if (name == controller) return line.substr(second + 1);
    }
  }
  return {};
}

// Control files are not made by writing to them.
Result<void> write_control(const std::string& path, std::string_view text) {
  const base::Fd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file.valid()) return base::errno_error(path, errno);
  return base::write_all(file.get(), text);
}

bool says(const std::string& path, std::string_view wanted) {
  const Result<std::string> text = base::read_file(path, kMaxText);
  return text && text->contains(wanted);
}

void add_processes(const std::string& directory, std::vector<std::uint32_t>& out) {
  const Result<std::string> text = base::read_file(directory + "/cgroup.procs", kMaxText);
  if (!text) return;
  std::uint32_t number = 0;
  for (const char c : *text) {
    if (c >= '0' && c <= '9') {
      number = number * 10 + static_cast<std::uint32_t>(c - '0');
    } else {
      if (number > 1 && out.size() < kMaxProcesses) out.push_back(number);
      number = 0;
    }
  }
}

}  // namespace

std::string cgroup_of_container(std::string_view path, std::string_view id) {
  if (id.size() < 12 || !path.starts_with('/')) return {};
  const std::size_t at = path.find(id);
  if (at == std::string_view::npos) return {};
  return std::string(path.substr(0, path.find('/', at)));
}

bool names_container(std::string_view proc_cgroup, std::string_view id) { return id.size() >= 12 && proc_cgroup.contains(id); }

Result<ContainerCgroup> ContainerCgroup::find(std::uint32_t pid, const std::string& id, const std::string& proc) {
  const std::string text = TRY(base::read_file(format("{}/{}/cgroup", proc, pid), kMaxText));
  const std::string mounts = TRY(base::read_file(proc + "/mounts", 4 * kMaxText));
  const auto directory = [&](std::string_view controller) -> std::string {
    const std::string own = cgroup_of_container(cgroup_path(text, controller), id);
    const std::optional<std::string> mount = own.empty() ? std::nullopt : find_cgroup_mount(mounts, controller);
    return mount ? *mount + own : std::string();
  };
  ContainerCgroup out;
  out.id_ = id;
  out.proc_ = proc;
  out.freezer_ = directory("freezer");
  out.unified_ = directory("");
  for (const char* controller : {"pids", "memory", "freezer", "cpu", "devices", ""}) {
    if (out.processes_.empty()) out.processes_ = directory(controller);
  }
  if (out.processes_.empty()) return Error{Code::kNotFound, format("process {} is in no cgroup of container {}", pid, id.substr(0, 12))};
  return out;
}

std::vector<std::uint32_t> ContainerCgroup::processes() const {
  std::vector<std::uint32_t> out;
  add_processes(processes_, out);
  std::error_code error;
  for (auto at = std::filesystem::recursive_directory_iterator(processes_, error); !error && at != std::filesystem::end(at);
       at.increment(error)) {
    if (at->is_directory(error)) add_processes(at->path().string(), out);
  }
  return out;
}

bool ContainerCgroup::holds(std::uint32_t pid) const {
  const Result<std::string> text = base::read_file(format("{}/{}/cgroup", proc_, pid), kMaxText);
  return text && names_container(*text, id_);
}

std::uint32_t ContainerCgroup::kill_each() const {
  std::uint32_t out = 0;
  const auto mine = static_cast<std::uint32_t>(::getpid());
  for (const std::uint32_t pid : processes()) {
    const base::Fd process(static_cast<int>(::syscall(SYS_pidfd_open, static_cast<pid_t>(pid), 0)));
    // Still in that cgroup after it was opened: it is no other's number.
    if (pid == mine || !process.valid() || !holds(pid)) continue;
    if (::syscall(SYS_pidfd_send_signal, process.get(), SIGKILL, nullptr, 0) == 0) ++out;
  }
  return out;
}

Result<std::uint32_t> ContainerCgroup::kill() const {
  if (holds(static_cast<std::uint32_t>(::getpid()))) return Error{Code::kDenied, "the monitor runs in it"};
  if (!unified_.empty()) {  // Linux 5.14: all at once, and those to come
    const auto found = static_cast<std::uint32_t>(processes().size());
    if (write_control(unified_ + "/cgroup.kill", "1")) return found;
  }
  // Who is frozen starts no others.
  const bool frozen = freeze(true).has_value();
  std::uint32_t killed = kill_each();
  if (frozen) (void)set_frozen(false);
  for (int round = 0; round < kKillRounds; ++round) {
    ::usleep(kPauseUs);
    const std::uint32_t more = kill_each();
    killed = std::max(killed, more);
    if (more == 0) return killed;
  }
  return Error{Code::kInternal, format("some of its processes do not end after {} signals each", kKillRounds)};
}

Result<void> ContainerCgroup::set_frozen(bool frozen) const {
  if (!freezer_.empty()) return write_control(freezer_ + "/freezer.state", frozen ? "FROZEN" : "THAWED");
  if (!unified_.empty()) return write_control(unified_ + "/cgroup.freeze", frozen ? "1" : "0");
  return Error{Code::kUnsupported, "there is no freezer for it"};
}

Result<void> ContainerCgroup::freeze(bool frozen) const {
  TRY(set_frozen(frozen));
  for (int round = 0; round < kFreezeRounds; ++round) {
    const bool done = freezer_.empty() ? says(unified_ + "/cgroup.events", frozen ? "frozen 1" : "frozen 0")
                                       : says(freezer_ + "/freezer.state", frozen ? "FROZEN" : "THAWED");
    if (done) return {};
    ::usleep(kPauseUs);
  }
  return Error{Code::kTimeout, frozen ? "it does not freeze" : "it does not thaw"};
}

}  // namespace batten::monitor

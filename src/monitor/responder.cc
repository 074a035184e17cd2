// SPDX-License-Identifier: Apache-2.0
#include "monitor/responder.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <string_view>

#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "model/alert_json.h"
#include "monitor/cgroup_tree.h"
#include "monitor/proc_files.h"

namespace batten::monitor {
namespace {

constexpr std::size_t kMaxText = 1u << 20;
constexpr int kKillRounds = 20;

Result<void> signal_process(const base::Fd& process) {
  if (::syscall(SYS_pidfd_send_signal, process.get(), SIGKILL, nullptr, 0) == 0) return {};
  if (errno == ESRCH) return Error{Code::kNotFound, "the process has ended"};
  return base::errno_error("the process can't be killed", errno);
}

base::Fd open_process(std::uint32_t pid) { return base::Fd(static_cast<int>(::syscall(SYS_pidfd_open, static_cast<pid_t>(pid), 0))); }

// The lines of "12:cpu,memory:/docker/..." and "0::/..." of that controller; empty controller: v2.
std::string_view cgroup_line(std::string_view text, std::string_view controller) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    std::string_view names = line.substr(first + 1, second - first - 1);
    if (controller.empty() ? line.starts_with("0::") : false) return line.substr(second + 1);
    while (!names.empty() && !controller.empty()) {
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

std::vector<std::uint32_t> processes_below(const std::string& directory) {
  std::vector<std::uint32_t> out;
  const auto take = [&](const std::string& where) {
    const Result<std::string> text = base::read_file(where + "/cgroup.procs", kMaxText);
    if (!text) return;
    std::uint32_t number = 0;
    for (const char c : *text) {
      if (c >= '0' && c <= '9') {
        number = number * 10 + static_cast<std::uint32_t>(c - '0');
      } else {
        if (number > 1) out.push_back(number);
        number = 0;
      }
    }
  };
  take(directory);
  std::error_code error;
  for (auto at = std::filesystem::recursive_directory_iterator(directory, error); !error && at != std::filesystem::end(at);
       at.increment(error)) {
    if (at->is_directory(error)) take(at->path().string());
  }
  return out;
}

std::string whom(const model::Process& process) { return format("process {} ({})", process.key.pid, process.comm); }

}  // namespace

Result<std::string> Responder::cgroup_directory(std::uint32_t pid, const std::string& id, const std::string& controller) const {
  const std::string text = TRY(base::read_file(format("{}/{}/cgroup", options_.proc, pid), kMaxText));
  const std::string own = container_cgroup(cgroup_line(text, controller), id);
  if (own.empty()) return Error{Code::kNotFound, format("process {} is in no cgroup of container {}", pid, id.substr(0, 12))};
  const std::string mounts = TRY(base::read_file(options_.proc + "/mounts", 4 * kMaxText));
  const std::optional<std::string> mount = find_cgroup_mount(mounts, controller);
  if (!mount) return Error{Code::kNotFound, format("no cgroup hierarchy of {} is mounted", controller.empty() ? "v2" : controller)};
  return *mount + own;
}

Result<void> Responder::kill(model::ProcessKey key) const {
  if (key.pid <= 1 || key.pid == static_cast<std::uint32_t>(::getpid())) return Error{Code::kDenied, "this process is never killed"};
  const base::Fd process = open_process(key.pid);
  if (!process.valid()) return Error{Code::kNotFound, "the process has ended"};
  // Read after it was opened: whoever began at that time is the one that was opened.
  const std::string text = TRY(base::read_file(format("{}/{}/stat", options_.proc, key.pid), kMaxText));
  const std::optional<ProcStat> stat = parse_proc_stat(text);
  const auto per_second = static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));
  const std::uint64_t tick_ns = 1'000'000'000 / per_second;
  if (!stat || stat->start_ticks != key.start_ns / tick_ns) return Error{Code::kNotFound, "the process has ended, another has its number"};
  return signal_process(process);
}

// What it starts meanwhile is killed in the next round.
Result<std::uint32_t> Responder::kill_container(std::uint32_t pid, const std::string& id) const {
  for (const char* controller : {"pids", "memory", "freezer", ""}) {
    const Result<std::string> directory = cgroup_directory(pid, id, controller);
    if (!directory) continue;
    std::uint32_t killed = 0;
    const auto mine = static_cast<std::uint32_t>(::getpid());
    for (int round = 0; round < kKillRounds; ++round) {
      const std::vector<std::uint32_t> pids = processes_below(*directory);
      std::uint32_t now = 0;
      for (const std::uint32_t one : pids) {
        const base::Fd process = open_process(one);
        // Still in that cgroup after it was opened: it is no other's number.
        if (one == mine || !process.valid() || !cgroup_directory(one, id, controller)) continue;
        if (signal_process(process)) ++now;
      }
      killed = std::max(killed, now);
      if (now == 0) return killed;
      ::usleep(2'000);
    }
    return killed;
  }
  return Error{Code::kNotFound, format("no cgroup of container {} is known", id.substr(0, 12))};
}

Result<void> Responder::set_paused(std::uint32_t pid, const std::string& id, bool paused) const {
  if (const Result<std::string> v1 = cgroup_directory(pid, id, "freezer"))
    return write_control(*v1 + "/freezer.state", paused ? "FROZEN" : "THAWED");
  const std::string v2 = TRY(cgroup_directory(pid, id, ""));
  return write_control(v2 + "/cgroup.freeze", paused ? "1" : "0");
}

Result<std::string> Responder::act(ResponseAction action, const model::Process& process, const model::RunningContainer* container) const {
  if (action == ResponseAction::kKill) {
    TRY(kill(process.key));
    return "killed " + whom(process);
  }
  // The process may be gone by now; the first one of the container stands for it.
  const std::string& id = container->id;
  const bool there = base::read_file(format("{}/{}/cgroup", options_.proc, process.key.pid), kMaxText).has_value();
  const std::uint32_t pid = there ? process.key.pid : container->first_pid;
  if (action == ResponseAction::kKillContainer)
    return format("killed {} processes of container {}", TRY(kill_container(pid, id)), container->name);
  TRY(set_paused(pid, id, true));
  return "paused container " + container->name;
}

std::vector<ResponseDone> Responder::respond(const model::Alert& alert, const model::Process& process,
                                             const model::RunningContainer* container) {
  std::vector<ResponseDone> out;
  for (const ResponseRule& rule : options_.rules) {
    if (!response_applies(rule, alert, container)) continue;
    ResponseDone done{.action = rule.action, .done = false, .what = {}};
    // Who changed a container's file may be the host's, though the change is told of the container.
    const Result<std::string> text = base::read_file(format("{}/{}/cgroup", options_.proc, process.key.pid), kMaxText);
    const bool outside = container != nullptr && text && !text->contains(container->id);
    std::string refused = response_protects(process, outside ? nullptr : container, static_cast<std::uint32_t>(::getpid()));
    if (refused.empty() && outside && rule.container_only) refused = "it is not in the container";
    if (refused.empty() && container == nullptr && rule.action != ResponseAction::kKill) refused = "it is in no container";
    if (!refused.empty()) {
      ++counts_.refused;
      done.what = whom(process) + " was left alone: " + refused;
    } else if (rule.dry_run) {
      ++counts_.dry;
      done.what = format("would {} {}", response_action_name(rule.action),
                         rule.action == ResponseAction::kKill ? whom(process) : "container " + container->name);
    } else {
      Result<std::string> acted = act(rule.action, process, container);
      done.done = acted.has_value();
      ++(acted ? counts_.done : counts_.failed);
      done.what = acted ? *std::move(acted) : format("{} {}: {}", response_action_name(rule.action), whom(process), acted.error().message);
    }
    write_journal(alert, process, done);
    out.push_back(std::move(done));
  }
  return out;
}

void Responder::write_journal(const model::Alert& alert, const model::Process& process, const ResponseDone& done) {
  if (options_.journal.empty()) return;
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  json::Writer writer(0);
  writer.begin_object();
  writer.member("time",
                model::alert_time(static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000u + static_cast<std::uint64_t>(now.tv_nsec)));
  writer.member("rule", alert.rule);
  writer.member("action", std::string(response_action_name(done.action)));
  writer.member("done", done.done);
  writer.member("what", done.what);
  writer.member("pid", std::uint64_t{process.key.pid});
  writer.member("container", alert.container_id);
  writer.end_object();
  const base::Fd file(::open(options_.journal.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600));
  if (!file.valid() || !base::write_all(file.get(), writer.take() + "\n")) ++counts_.failed;
}

}  // namespace batten::monitor

// SPDX-License-Identifier: Apache-2.0
#include "monitor/responder.h"

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <memory>
#include <utility>

#include "base/fd.h"
#include "base/file.h"
#include "base/format.h"
#include "engine/client.h"
#include "monitor/container_cgroup.h"
#include "monitor/container_inquiry.h"
#include "monitor/network_denial.h"
#include "monitor/proc_files.h"

namespace batten::monitor {
namespace {

constexpr std::size_t kMaxText = 1u << 20;
constexpr std::size_t kMaxAncestors = 64;
constexpr std::size_t kMaxNetworks = 64;
constexpr int kStopGraceSeconds = 10;

std::optional<ProcStat> stat_of(const std::string& proc, std::uint32_t pid) {
  const Result<std::string> text = base::read_file(format("{}/{}/stat", proc, pid), kMaxText);
  return text ? parse_proc_stat(*text) : std::nullopt;
}

// Is that process in the container now? None: it has ended.
std::optional<bool> is_in(const std::string& proc, std::uint32_t pid, const std::string& id) {
  const Result<std::string> text = base::read_file(format("{}/{}/cgroup", proc, pid), kMaxText);
  return text ? std::optional(names_container(*text, id)) : std::nullopt;
}

std::string name_of(const model::RunningContainer& container) {
  return container.name.empty() ? container.id.substr(0, 12) : container.name;
}

// The engine that knows the container does it.
Result<void> by_engine(const std::vector<std::string>& hosts, int timeout_ms, const std::function<Result<void>(engine::Client&)>& what) {
  Error why{Code::kUnavailable, "no engine answers"};
  for (const std::string& host : hosts) {
    Result<engine::Client> client = engine::Client::connect(host, timeout_ms);
    Result<void> done = client ? what(*client) : Result<void>(client.error());
    if (done || done.error().code == Code::kConflict) return done;
    why = done.error();
  }
  return why;
}

}  // namespace

Responder::Responder(Options options) : options_(std::move(options)) {
  if (const std::string host = base::environment("DOCKER_HOST"); !host.empty()) options_.engines.push_back(host);
  for (std::string& host : find_engine_sockets()) options_.engines.push_back(std::move(host));
  std::uint32_t pid = static_cast<std::uint32_t>(::getpid());
  while (pid > 1 && own_.size() < kMaxAncestors) {
    own_.push_back(pid);
    const std::optional<ProcStat> stat = stat_of(options_.proc, pid);
    if (!stat) break;
    pid = stat->parent;
  }
}

bool Responder::is_own(std::uint32_t pid) const { return std::ranges::find(own_, pid) != own_.end(); }

std::string Responder::refuses(const ResponseRule& rule, const model::Process& process, const model::RunningContainer* container) const {
  if (is_own(process.key.pid)) return "it is the monitor, or has started it";
  // Who did something to a container may be the host's, though the alert is about the container. Who has ended was in it.
  const bool outside = container != nullptr && !is_in(options_.proc, process.key.pid, container->id).value_or(true);
  if (outside && !rule.host) return "it is not in the container";
  const bool by_number = rule.action == ResponseAction::kKill;
  if (by_number || container == nullptr) {
    if (std::string out = response_protects(process, outside ? nullptr : container); !out.empty()) return out;
  }
  if (by_number) return {};
  if (container == nullptr) return "it is in no container";
  if (is_in(options_.proc, static_cast<std::uint32_t>(::getpid()), container->id).value_or(false))
    return "the monitor runs in that container";
  if (rule.action == ResponseAction::kDenyNetwork && container->host_network.value_or(false)) return "its network is the host's";
  return {};
}

Result<void> Responder::kill(model::ProcessKey key) const {
  if (key.pid <= 1 || is_own(key.pid)) return Error{Code::kDenied, "this process is never killed"};
  const base::Fd process(static_cast<int>(::syscall(SYS_pidfd_open, static_cast<pid_t>(key.pid), 0)));
  if (!process.valid()) return Error{Code::kNotFound, "it has ended"};
  // Read after it was opened: whoever began at that time is the one that was opened.
  const std::optional<ProcStat> stat = stat_of(options_.proc, key.pid);
  const std::uint64_t tick_ns = 1'000'000'000 / static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));
  if (!stat || stat->start_ticks != key.start_ns / tick_ns) return Error{Code::kNotFound, "it has ended"};
  if (::syscall(SYS_pidfd_send_signal, process.get(), SIGKILL, nullptr, 0) == 0) return {};
  if (errno == ESRCH) return Error{Code::kNotFound, "it has ended"};
  return base::errno_error("it can't be killed", errno);
}

std::uint32_t Responder::process_in(const ResponseTarget& target) const {
  const bool there = is_in(options_.proc, target.process.pid, target.container->id).value_or(false);
  return there ? target.process.pid : target.container->first_pid;
}

bool Responder::has_engine(const model::RunningContainer& container) const {
  return container.engine == model::RunningContainer::Engine::kDocker || container.engine == model::RunningContainer::Engine::kPodman;
}

// At once, without the engine; it is asked afterwards so that it does not start the container again.
Result<ResponseDone> Responder::kill_container(const ResponseTarget& target) const {
  const ContainerCgroup cgroup = TRY(ContainerCgroup::find(process_in(target), target.container->id, options_.proc));
  const std::uint32_t killed = TRY(cgroup.kill());
  std::string what = format("killed container {} ({} {})", name_of(*target.container), killed, killed == 1 ? "process" : "processes");
  if (has_engine(*target.container)) {
    (void)by_engine(options_.engines, options_.engine_timeout_ms,
                    [&](engine::Client& client) { return client.stop_container(target.container->id, 0); });
  }
  return ResponseDone{.what = std::move(what)};
}

Result<ResponseDone> Responder::stop(const ResponseTarget& target) const {
  if (!has_engine(*target.container)) return Error{Code::kUnsupported, "its engine has no API for that; kill-container works"};
  TRY(by_engine(options_.engines, options_.engine_timeout_ms,
                [&](engine::Client& client) { return client.stop_container(target.container->id, kStopGraceSeconds); }));
  return ResponseDone{.what = "stopped container " + name_of(*target.container)};
}

// By the engine, which otherwise would not know; by the cgroup where there is none to ask.
Result<ResponseDone> Responder::pause(const ResponseTarget& target) const {
  const std::string name = name_of(*target.container);
  if (has_engine(*target.container)) {
    const auto set = [hosts = options_.engines, timeout = options_.engine_timeout_ms, id = target.container->id](bool paused) {
      return by_engine(hosts, timeout,
                       [&](engine::Client& client) { return paused ? client.pause_container(id) : client.unpause_container(id); });
    };
    if (set(true)) {
      return ResponseDone{.what = "paused container " + name, .undo = [set, name]() -> Result<std::string> {
                            TRY(set(false));
                            return "container " + name + " runs on";
                          }};
    }
  }
  const ContainerCgroup cgroup = TRY(ContainerCgroup::find(process_in(target), target.container->id, options_.proc));
  TRY(cgroup.freeze(true));
  return ResponseDone{.what = format("paused container {} (by its cgroup)", name), .undo = [cgroup, name]() -> Result<std::string> {
                        TRY(cgroup.freeze(false));
                        return "container " + name + " runs on";
                      }};
}

Result<ResponseDone> Responder::deny_network(const ResponseTarget& target) const {
  const std::string name = name_of(*target.container);
  const std::string& id = target.container->id;
  const ContainerCgroup cgroup = TRY(ContainerCgroup::find(process_in(target), id, options_.proc));
  // Its processes may have made networks of their own.
  auto networks = std::make_shared<std::vector<base::Fd>>();
  std::vector<ino_t> seen;
  Error why{Code::kNotFound, "it has no process"};
  for (const std::uint32_t pid : cgroup.processes()) {
    Result<base::Fd> network = open_network(pid, id, options_.proc);
    struct stat facts{};
    if (!network || ::fstat(network->get(), &facts) != 0) {
      if (!network) why = network.error();
      continue;
    }
    if (std::ranges::find(seen, facts.st_ino) != seen.end() || seen.size() >= kMaxNetworks) continue;
    seen.push_back(facts.st_ino);
    Result<void> denied = monitor::deny_network(*network);
    if (denied)
      networks->push_back(*std::move(network));
    else
      why = denied.error();
  }
  if (networks->empty()) return why;
  return ResponseDone{.what = "denied the network to container " + name, .undo = [networks, name]() -> Result<std::string> {
                        for (const base::Fd& network : *networks) TRY(allow_network(network));
                        return "container " + name + " has its network again";
                      }};
}

Result<ResponseDone> Responder::act(ResponseAction action, const ResponseTarget& target) const {
  if (action == ResponseAction::kKill) {
    TRY(kill(target.process));
    return ResponseDone{.what = format("killed process {} ({})", target.process.pid, target.comm)};
  }
  if (!target.container) return Error{Code::kInvalidArgument, "it is in no container"};
  switch (action) {
    case ResponseAction::kKillContainer: return kill_container(target);
    case ResponseAction::kStop: return stop(target);
    case ResponseAction::kPause: return pause(target);
    default: return deny_network(target);
  }
}

}  // namespace batten::monitor

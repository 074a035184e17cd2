// SPDX-License-Identifier: Apache-2.0
#include "watch/top_sampler.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "monitor/proc_files.h"

namespace batten::watch {
namespace {

constexpr std::size_t kMaxText = 16u << 10;
constexpr std::size_t kMaxCommand = 2'048;
// A process may become another program or be put into another cgroup: it is looked at closely in its first rounds, then so often.
constexpr std::uint32_t kYoungLooks = 3, kLookAgain = 16;
// Most processes sleep: those that had no time of a processor for so many rounds are read every few rounds.
constexpr std::uint32_t kQuietRounds = 5, kReadQuiet = 4;
// Of the descriptors that this process may have, the part that is held for processes, and their number at most.
constexpr std::size_t kHeldPart = 4, kMostHeld = 1'024;

std::optional<std::uint64_t> number_in(const std::string& path) {
  Result<std::string> text = base::read_file(path, 4'096);
  return text ? base::parse_unsigned(base::trim(base::trim(*text).substr(0, 24))) : std::nullopt;
}

std::string shown_command(std::string text) {
  while (!text.empty() && (text.back() == '\0' || text.back() == ' ')) text.pop_back();
  std::ranges::replace(text, '\0', ' ');
  return text;
}

}  // namespace

Result<TopSampler> TopSampler::open(Options options) {
  TopSampler out(std::move(options));
  out.root_ = base::Fd(::open(out.options_.proc.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!out.root_.valid()) return Error{Code::kUnavailable, out.options_.proc + " is not there: processes can't be seen"};
  if (Result<std::string> mounts = base::read_file(out.options_.proc + "/mounts", 16u << 20)) out.mounts_ = *std::move(mounts);
  if (Result<monitor::CgroupTree> tree = monitor::CgroupTree::open(out.options_.proc + "/mounts")) out.tree_ = *std::move(tree);
  if (rlimit files{}; getrlimit(RLIMIT_NOFILE, &files) == 0) out.max_held_ = std::min<std::size_t>(files.rlim_cur / kHeldPart, kMostHeld);
  if (const long bytes = sysconf(_SC_PAGESIZE); bytes > 0) out.page_bytes_ = static_cast<std::uint64_t>(bytes);
  if (const long ticks = sysconf(_SC_CLK_TCK); ticks > 0) out.ticks_per_second_ = static_cast<std::uint64_t>(ticks);
  return out;
}

// Empty where it can't be read.
std::string TopSampler::text_of(std::uint32_t pid, const char* file, std::size_t limit) {
  const std::string path = format("{}/{}", pid, file);
  const base::Fd fd(openat(root_.get(), path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return {};
  const bool made_by_lines = std::string_view(file).starts_with("net/");
  std::string out;
  while (out.size() < limit) {
    buffer_.resize(std::min<std::size_t>(limit - out.size(), 64u << 10));
    const ssize_t count = read(fd.get(), buffer_.data(), buffer_.size());
    if (count <= 0) break;
    out.append(buffer_, 0, static_cast<std::size_t>(count));
    // Of what the kernel makes line by line less may come at once than there is.
    if (!made_by_lines && static_cast<std::size_t>(count) < buffer_.size()) break;
  }
  return out;
}

// held: none, or of an earlier round; read anew. It is another process's when that one has ended.
std::string TopSampler::stat_of(std::uint32_t pid, base::Fd& held) {
  buffer_.resize(kMaxText);
  ssize_t count = held.valid() ? pread(held.get(), buffer_.data(), buffer_.size(), 0) : -1;
  if (count <= 0) {
    held = base::Fd(openat(root_.get(), format("{}/stat", pid).c_str(), O_RDONLY | O_CLOEXEC));
    count = held.valid() ? pread(held.get(), buffer_.data(), buffer_.size(), 0) : -1;
  }
  return count <= 0 ? std::string() : buffer_.substr(0, static_cast<std::size_t>(count));
}

TopRound TopSampler::take(monitor::Attribution& attribution, std::uint64_t time_ns, bool connections) {
  const double seconds = last_ns_ == 0 || time_ns <= last_ns_ ? 0 : static_cast<double>(time_ns - last_ns_) / 1e9;
  time_ns_ = time_ns;
  ++round_;
  cgroup_ids_.clear();
  attribution.users().set_time(time_ns);
  TopRound round;
  round.time_ns = time_ns;
  Containers containers;
  containers[""].shown.name = "(host)";
  count_processes(attribution, round, containers, seconds);
  for (auto& [id, gathered] : containers) {
    gathered.shown.cpu_percent = gathered.processes_cpu;
    gathered.shown.memory_bytes = gathered.processes_memory;
    if (!id.empty()) count_cgroups(id, gathered, seconds);
  }
  count_connections(round, containers, connections);
  for (auto& [id, gathered] : containers) round.containers.push_back(std::move(gathered.shown));
  count_machine(round);
  std::erase_if(known_, [this](const auto& one) { return one.second.round != round_; });
  std::erase_if(cgroups_, [this](const auto& one) { return one.second.round != round_; });
  last_ns_ = time_ns;
  return round;
}

void TopSampler::count_processes(monitor::Attribution& attribution, TopRound& round, Containers& containers, double seconds) {
  Result<std::vector<std::string>> names = base::list_directory(options_.proc);
  if (!names) return;
  for (const std::string& name : *names) {
    const std::optional<std::uint64_t> pid = base::parse_unsigned(name);
    if (!pid || *pid == 0 || *pid > ~std::uint32_t{0}) continue;
    if (round.processes.size() >= options_.max_processes) {
      ++round.left_out;
      continue;
    }
    add_process(static_cast<std::uint32_t>(*pid), attribution, round, containers, seconds);
  }
}

void TopSampler::add_process(std::uint32_t pid, monitor::Attribution& attribution, TopRound& round, Containers& containers,
                             double seconds) {
  const auto before = known_.find(pid);
  const bool rests = before != known_.end() && before->second.quiet >= kQuietRounds && (round_ + pid) % kReadQuiet != 0;
  base::Fd stat = before == known_.end() ? base::Fd() : std::move(before->second.stat);
  std::optional<ProcessFigures> figures = rests ? before->second.figures : parse_process_figures(stat_of(pid, stat));
  if (!figures) return;  // it is gone
  Known& known = known_[pid];
  const bool same = known.round != 0 && known.start_ticks == figures->start_ticks;
  if (!same) {
    known = {};
    known.start_ticks = figures->start_ticks;
  }
  if (known_.size() <= max_held_) known.stat = std::move(stat);
  known.round = round_;
  const bool closer = known.looks < kYoungLooks || known.comm != figures->comm || (round_ + pid) % kLookAgain == 0;
  known.comm = figures->comm;
  if (closer) look_closer(pid, known, attribution, containers);
  // Its container was met in this round, or is by this process.
  if (!containers.contains(known.container)) look_closer(pid, known, attribution, containers);
  Gathered& gathered = containers[known.container];
  TopProcess process{.pid = pid,
                     .parent = figures->parent,
                     .start_ticks = figures->start_ticks,
                     .comm = figures->comm,
                     .command = known.command,
                     .user = known.user,
                     .state = figures->state,
                     .cpu_percent = {},
                     .memory_bytes = figures->resident_pages * page_bytes_,
                     .threads = figures->threads,
                     .container = known.container};
  const double since_read = same && time_ns_ > known.read_ns ? static_cast<double>(time_ns_ - known.read_ns) / 1e9 : seconds;
  if (same && seconds > 0 && figures->cpu_ticks >= known.cpu_ticks) {
    process.cpu_percent =
        100.0 * static_cast<double>(figures->cpu_ticks - known.cpu_ticks) / static_cast<double>(ticks_per_second_) / since_read;
    gathered.processes_cpu = gathered.processes_cpu.value_or(0) + *process.cpu_percent;
  }
  known.quiet = same && known.cpu_ticks == figures->cpu_ticks ? known.quiet + 1 : 0;
  known.cpu_ticks = figures->cpu_ticks;
  if (!rests) known.read_ns = time_ns_;
  known.figures = std::move(*figures);
  ++gathered.shown.processes;
  gathered.processes_memory += process.memory_bytes;
  if (gathered.pid == 0) gathered.pid = pid;
  round.processes.push_back(std::move(process));
}

const model::RunningContainer* TopSampler::container_of(std::uint32_t pid, monitor::Attribution& attribution) {
  if (!tree_) return nullptr;
  const std::string text = text_of(pid, "cgroup", kMaxText);
  const std::optional<std::string_view> path = tree_->path_in(text);
  if (!path) return nullptr;
  const auto [at, is_new] = cgroup_ids_.try_emplace(std::string(*path), 0);
  if (is_new) at->second = tree_->id_of(*path).value_or(0);
  return at->second == 0 ? nullptr : attribution.containers().find(at->second, pid, time_ns_);
}

void TopSampler::look_closer(std::uint32_t pid, Known& known, monitor::Attribution& attribution, Containers& containers) {
  ++known.looks;
  const model::RunningContainer* container = container_of(pid, attribution);
  known.container = container == nullptr ? std::string() : container->id;
  if (container != nullptr) {
    TopContainer& shown = containers[container->id].shown;
    shown.id = container->id;
    shown.name = container->name.empty() ? container->id.substr(0, 12) : container->name;
    shown.image = container->image;
  }
  known.command = shown_command(text_of(pid, "cmdline", kMaxCommand));
  if (known.command.empty()) known.command = "[" + known.comm + "]";
  const std::optional<monitor::ProcStatus> status = monitor::parse_proc_status(text_of(pid, "status", kMaxText));
  if (!status) return;
  const std::optional<std::string_view> user = attribution.users().user_name(container, status->uid);
  known.user = user ? std::string(*user) : std::to_string(status->uid);
}

// Under v1 each controller has a place of its own, v2 has one for all.
void TopSampler::find_cgroups(Cgroups& cgroups, const std::string& id, std::uint32_t pid) {
  const std::string text = text_of(pid, "cgroup", kMaxText);
  auto place = [&](std::string_view controller, bool& v2) -> std::optional<std::string> {
    for (const std::string_view one : {controller, std::string_view()}) {
      const std::optional<std::string> mount = monitor::find_cgroup_mount(mounts_, one);
      const std::optional<std::string> path = mount ? container_cgroup(text, one, id) : std::nullopt;
      if (!path || access((*mount + *path).c_str(), R_OK) != 0) continue;
      v2 = one.empty();
      return *mount + *path;
    }
    return std::nullopt;
  };
  cgroups.cpu = place("cpuacct", cgroups.cpu_v2);
  cgroups.memory = place("memory", cgroups.memory_v2);
}

void TopSampler::count_cgroups(const std::string& id, Gathered& gathered, double seconds) {
  Cgroups& cgroups = cgroups_[id];
  // Where there are none yet, the process was perhaps put in just now.
  if (cgroups.round == 0 || (!cgroups.cpu && !cgroups.memory && cgroups.looked < kYoungLooks)) {
    ++cgroups.looked;
    find_cgroups(cgroups, id, gathered.pid);
  }
  cgroups.round = round_;
  if (cgroups.cpu) {
    std::optional<std::uint64_t> used_ns;
    if (!cgroups.cpu_v2) {
      used_ns = number_in(*cgroups.cpu + "/cpuacct.usage");
    } else if (Result<std::string> text = base::read_file(*cgroups.cpu + "/cpu.stat", kMaxText)) {
      used_ns = keyed_number(*text, "usage_usec");
      if (used_ns) *used_ns *= 1'000;
    }
    if (used_ns && cgroups.cpu_ns && seconds > 0 && *used_ns >= *cgroups.cpu_ns)
      gathered.shown.cpu_percent = 100.0 * static_cast<double>(*used_ns - *cgroups.cpu_ns) / 1e9 / seconds;
    cgroups.cpu_ns = used_ns;
    if (!used_ns) cgroups.cpu.reset();
  }
  if (!cgroups.memory) return;
  const std::string& folder = *cgroups.memory;
  const std::optional<std::uint64_t> used = number_in(folder + (cgroups.memory_v2 ? "/memory.current" : "/memory.usage_in_bytes"));
  if (!used) return;
  // What the kernel gives back at once when somebody needs it is not counted, as the engines do it.
  Result<std::string> stat = base::read_file(folder + "/memory.stat", kMaxText);
  const std::uint64_t cache = stat ? keyed_number(*stat, cgroups.memory_v2 ? "inactive_file" : "total_inactive_file").value_or(0) : 0;
  gathered.shown.memory_bytes = *used > cache ? *used - cache : *used;
  const std::optional<std::uint64_t> limit = number_in(folder + (cgroups.memory_v2 ? "/memory.max" : "/memory.limit_in_bytes"));
  // Without one, v1 has a number near the largest.
  gathered.shown.memory_limit = limit && *limit < (std::uint64_t{1} << 60) ? *limit : 0;
}

// Their number may stay the same while others take the places of some: it is looked now and then all the same.
bool TopSampler::has_changed(Network& network, std::uint32_t pid) {
  constexpr std::uint64_t kLeastRounds = 5, kMostRounds = 30;
  const std::uint64_t sockets = keyed_number(text_of(pid, "net/sockstat", kMaxText), "TCP: inuse").value_or(0) +
                                keyed_number(text_of(pid, "net/sockstat6", kMaxText), "TCP6: inuse").value_or(0);
  const std::uint64_t age = round_ - network.looked;
  const bool out = network.looked == 0 || age >= kMostRounds || (age >= kLeastRounds && sockets != network.sockets);
  if (out) network.sockets = sockets;
  return out;
}

std::uint64_t TopSampler::count_network(TopRound& round, const std::string& container, std::uint32_t pid, bool all,
                                        std::unordered_map<std::uint64_t, std::size_t>& by_inode) {
  constexpr std::uint8_t kTimeWait = 6, kListens = 10;
  std::uint64_t count = 0;
  for (const std::string_view protocol : {"tcp", "tcp6"}) {
    const std::string text = text_of(pid, protocol == "tcp6" ? "net/tcp6" : "net/tcp", 4u << 20);
    const bool whole = each_socket(text, options_.max_sockets, [&](SocketFigures socket) {
      if (socket.state != kListens && socket.state != kTimeWait) ++count;
      if (!all) return;
      if (socket.inode != 0) by_inode[socket.inode] = round.connections.size();
      round.connections.push_back({.protocol = protocol,
                                   .local = std::move(socket.local),
                                   .remote = std::move(socket.remote),
                                   .state = socket_state_name(socket.state),
                                   .comm = {},
                                   .container = container});
    });
    round.left_out += whole ? 0 : 1;
  }
  return count;
}

void TopSampler::count_connections(TopRound& round, Containers& containers, bool all) {
  round.has_connections = all;
  std::unordered_map<std::uint64_t, std::size_t> by_inode;
  auto space_of = [&](std::uint32_t pid) -> std::string {
    char text[64];
    const ssize_t size = readlinkat(root_.get(), format("{}/ns/net", pid).c_str(), text, sizeof text);
    return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
  };
  const auto own = static_cast<std::uint32_t>(getpid());
  const std::string host_space = space_of(own);
  for (auto& [id, gathered] : containers) {
    const std::uint32_t pid = id.empty() ? own : gathered.pid;
    const std::string space = id.empty() ? host_space : space_of(pid);
    if (space.empty() || (!id.empty() && space == host_space)) continue;
    Network& network = networks_[space];
    // Each is read once, however many share it.
    if (network.round != round_ && (all || has_changed(network, pid))) {
      network.connections = count_network(round, id, pid, all, by_inode);
      network.looked = round_;
    }
    network.round = round_;
    gathered.shown.connections = network.connections;
  }
  std::erase_if(networks_, [this](const auto& one) { return one.second.round != round_; });
  if (all) find_owners(round, std::move(by_inode));
}

// Whose descriptors they are.
void TopSampler::find_owners(TopRound& round, std::unordered_map<std::uint64_t, std::size_t> by_inode) {
  std::size_t looked_at = 0;
  for (const TopProcess& process : round.processes) {
    if (by_inode.empty()) return;
    const std::string folder = format("{}/fd", process.pid);
    Result<std::vector<std::string>> names = base::list_directory(options_.proc + "/" + folder);
    if (!names) continue;
    for (const std::string& name : *names) {
      if (++looked_at > options_.max_descriptors) {
        ++round.left_out;
        return;
      }
      char text[64];
      const ssize_t size = readlinkat(root_.get(), (folder + "/" + name).c_str(), text, sizeof text);
      std::string_view target(text, size > 0 ? static_cast<std::size_t>(size) : 0);
      constexpr std::string_view kSocket = "socket:[";
      if (!target.starts_with(kSocket) || !target.ends_with(']')) continue;
      target = target.substr(kSocket.size(), target.size() - kSocket.size() - 1);
      const auto found = by_inode.find(base::parse_unsigned(target).value_or(0));
      if (found == by_inode.end()) continue;
      TopConnection& connection = round.connections[found->second];
      connection.pid = process.pid;
      connection.comm = process.comm;
      // An engine may listen within a container's network.
      if (!process.container.empty()) connection.container = process.container;
      by_inode.erase(found);
    }
  }
}

void TopSampler::count_machine(TopRound& round) {
  if (Result<std::string> text = base::read_file(options_.proc + "/stat", 1u << 20)) {
    const std::optional<std::array<std::uint64_t, 2>> ticks = parse_cpu_ticks(*text);
    if (ticks && machine_ticks_ && (*ticks)[1] > (*machine_ticks_)[1] && (*ticks)[0] >= (*machine_ticks_)[0])
      round.cpu_percent =
          100.0 * static_cast<double>((*ticks)[0] - (*machine_ticks_)[0]) / static_cast<double>((*ticks)[1] - (*machine_ticks_)[1]);
    machine_ticks_ = ticks;
  }
  if (Result<std::string> text = base::read_file(options_.proc + "/meminfo", kMaxText)) {
    round.memory_total_bytes = keyed_number(*text, "MemTotal").value_or(0) * 1'024;
    const std::uint64_t available = keyed_number(*text, "MemAvailable").value_or(0) * 1'024;
    round.memory_bytes = round.memory_total_bytes > available ? round.memory_total_bytes - available : 0;
  }
  round.processors = static_cast<std::uint32_t>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN)));
}

}  // namespace batten::watch

// SPDX-License-Identifier: Apache-2.0
//
// Counts a machine for the terminal view: its processes out of /proc, its containers out of their cgroups (v1 and v2), connections out of
// each network namespace. Works without any event; what it may not look at is left out. All reading is bounded.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/fd.h"
#include "base/result.h"
#include "monitor/attribution.h"
#include "monitor/cgroup_tree.h"
#include "watch/top_figures_text.h"
#include "watch/top_model.h"

namespace batten::watch {

class TopSampler {
 public:
  struct Options {
    std::string proc = "/proc";
    std::size_t max_processes = 32'768;
    std::size_t max_sockets = 16'384;      // of one namespace
    std::size_t max_descriptors = 65'536;  // that are looked at for whose a socket is
  };
  // unavailable: there is no /proc.
  static Result<TopSampler> open(Options options);

  // connections: all of them, and whose they are; else containers have their number alone. attribution names containers and users. What is
  // a rate is of the time since the last call.
  TopRound take(monitor::Attribution& attribution, std::uint64_t time_ns, bool connections);

 private:
  struct Known {
    std::uint64_t start_ticks = 0, cpu_ticks = 0;
    std::uint64_t round = 0;  // that it was last seen in
    std::uint64_t read_ns = 0;
    std::uint32_t looks = 0, quiet = 0;  // quiet: rounds without any time of a processor
    ProcessFigures figures;
    std::string comm, command, user, container;
    base::Fd stat;  // held open, as opening it anew each second costs more than reading it
  };
  struct Cgroups {
    std::optional<std::string> cpu, memory;  // folders
    bool cpu_v2 = false, memory_v2 = false;
    std::optional<std::uint64_t> cpu_ns;
    std::uint64_t round = 0, looked = 0;
  };
  // A network namespace. To read its sockets, the kernel goes through those of all namespaces: its number of sockets says whether it has
  // to.
  struct Network {
    std::uint64_t sockets = 0, connections = 0;
    std::uint64_t round = 0, looked = 0;
  };
  struct Gathered {
    TopContainer shown;
    std::uint32_t pid = 0;  // one of its processes
    std::optional<double> processes_cpu;
    std::uint64_t processes_memory = 0;
  };
  using Containers = std::map<std::string, Gathered>;  // by id

  explicit TopSampler(Options options) : options_(std::move(options)) {}

  std::string text_of(std::uint32_t pid, const char* file, std::size_t limit);
  std::string stat_of(std::uint32_t pid, base::Fd& held);
  void count_processes(monitor::Attribution& attribution, TopRound& round, Containers& containers, double seconds);
  void add_process(std::uint32_t pid, monitor::Attribution& attribution, TopRound& round, Containers& containers, double seconds);
  void look_closer(std::uint32_t pid, Known& known, monitor::Attribution& attribution, Containers& containers);
  const model::RunningContainer* container_of(std::uint32_t pid, monitor::Attribution& attribution);
  void find_cgroups(Cgroups& cgroups, const std::string& id, std::uint32_t pid);
  void count_cgroups(const std::string& id, Gathered& gathered, double seconds);
  void count_connections(TopRound& round, Containers& containers, bool all);
  bool has_changed(Network& network, std::uint32_t pid);
  std::uint64_t count_network(TopRound& round, const std::string& container, std::uint32_t pid, bool all,
                              std::unordered_map<std::uint64_t, std::size_t>& by_inode);
  void find_owners(TopRound& round, std::unordered_map<std::uint64_t, std::size_t> by_inode);
  void count_machine(TopRound& round);

  Options options_;
  base::Fd root_;
  std::optional<monitor::CgroupTree> tree_;
  std::string mounts_;
  std::unordered_map<std::uint32_t, Known> known_;             // by pid
  std::map<std::string, Cgroups> cgroups_;                     // by container
  std::map<std::string, Network> networks_;                    // by the name of the namespace
  std::unordered_map<std::string, std::uint64_t> cgroup_ids_;  // by path, of this round
  std::optional<std::array<std::uint64_t, 2>> machine_ticks_;  // busy and all
  std::string buffer_;
  std::size_t max_held_ = 0;  // files that may be held open
  std::uint64_t time_ns_ = 0, last_ns_ = 0, round_ = 0;
  std::uint64_t page_bytes_ = 4096, ticks_per_second_ = 100;
};

}  // namespace batten::watch

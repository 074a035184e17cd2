// SPDX-License-Identifier: Apache-2.0
//
// What the terminal view knows: containers, processes and connections as they were counted last, files and alerts as events have told
// them. Nothing in here asks the machine, so that it can be filled by a test. All lists are bounded; what a limit left out is counted.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/alert.h"
#include "model/event.h"
#include "model/process.h"
#include "model/running_container.h"

namespace batten::watch {

// The first 12 digits of a container's id.
constexpr std::string_view short_id(std::string_view id) { return id.substr(0, 12); }

struct TopContainer {
  std::string id;  // empty: the host, that is what is in no container
  std::string name, image;
  std::optional<double> cpu_percent;  // of one processor; none: not counted twice yet
  std::uint64_t memory_bytes = 0;
  std::uint64_t memory_limit = 0;  // 0: none
  std::uint32_t processes = 0;
  std::optional<std::uint64_t> connections;  // none: it shares its network, or nobody may look
  // Of events.
  std::uint64_t opened = 0;
  std::optional<double> opened_per_second;
  std::array<std::uint64_t, 8> alerts{};  // by priority

  bool operator==(const TopContainer&) const = default;
};

struct TopProcess {
  std::uint32_t pid = 0, parent = 0;
  std::uint64_t start_ticks = 0;
  std::string comm, command, user;
  char state = '?';
  std::optional<double> cpu_percent;
  std::uint64_t memory_bytes = 0;
  std::uint32_t threads = 0;
  std::string container;  // id; empty: the host

  bool operator==(const TopProcess&) const = default;
};

struct TopConnection {
  std::string_view protocol;  // "tcp", "tcp6"
  std::string local, remote;
  std::string_view state;
  std::uint32_t pid = 0;  // 0: not found
  std::string comm, container;

  bool operator==(const TopConnection&) const = default;
};

// Counted at one moment.
struct TopRound {
  std::uint64_t time_ns = 0;  // since 1970
  std::vector<TopContainer> containers;
  std::vector<TopProcess> processes;
  std::vector<TopConnection> connections;
  bool has_connections = false;  // they were asked for
  std::optional<double> cpu_percent;
  std::uint64_t memory_bytes = 0, memory_total_bytes = 0;
  std::uint32_t processors = 0;
  std::uint64_t left_out = 0;  // processes, sockets or descriptors that were too many to look at
};

struct TopFile {
  std::string path, container, comm;     // comm: who opened it last
  std::uint64_t opened = 0, writes = 0;  // the second: of those that may write
  std::uint64_t opened_before = 0;       // at the last round
  std::optional<double> opened_per_second;
};

class TopModel {
 public:
  struct Options {
    std::size_t max_files = 8'192;
    std::size_t max_alerts = 1'000;
    std::size_t max_containers = 4'096;  // whose events are counted
    std::size_t max_path = 1'024;
    bool host_files = false;  // the host's opens count too
  };
  struct Told {
    std::uint64_t number = 0;  // from 1 on
    model::Alert alert;
  };
  TopModel() : TopModel(Options{}) {}
  explicit TopModel(Options options) : options_(options) {}

  // container: null for the host.
  void add(const model::Event& event, const model::Process& process, const model::RunningContainer* container);
  void add(const model::Alert& alert);
  // Instead of what was counted before.
  void set(TopRound round);

  // Why there are no events; empty: they are seen.
  void set_missing(std::string why) { missing_ = std::move(why); }
  void say(std::string line) { said_ = std::move(line); }
  void set_dropped(std::uint64_t events) { dropped_ = events; }

  const TopRound& round() const { return round_; }
  const std::unordered_map<std::string, TopFile>& files() const { return files_; }
  const std::deque<Told>& alerts() const { return alerts_; }  // the newest first
  const std::string& missing() const { return missing_; }
  const std::string& said() const { return said_; }  // the newest message
  std::uint64_t events() const { return events_; }
  std::uint64_t dropped() const { return dropped_; }
  std::uint64_t alert_count() const { return alert_count_; }
  std::uint64_t forgotten_files() const { return forgotten_files_; }
  // By an id or its first 12 digits, which is what alerts have. Null: no such.
  const TopContainer* container(std::string_view id) const;
  // "web", the first 12 digits of an id, "(host)".
  std::string container_name(std::string_view id) const;

 private:
  struct Counted {
    std::uint64_t opened = 0, opened_before = 0;
    std::array<std::uint64_t, 8> alerts{};
    std::string name;
  };
  Counted& counted(std::string_view id);
  void add_file(const std::string& path, bool writes, const model::Process& process, const std::string& container);
  void make_room_for_files();

  Options options_;
  TopRound round_;
  std::unordered_map<std::string, TopFile> files_;  // by container and path
  std::map<std::string, Counted> counted_;          // by short_id()
  std::deque<Told> alerts_;
  std::string missing_, said_;
  std::uint64_t events_ = 0, dropped_ = 0, alert_count_ = 0, forgotten_files_ = 0;
};

}  // namespace batten::watch

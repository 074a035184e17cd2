// SPDX-License-Identifier: Apache-2.0
//
// Every process of the machine, kept up to date from the events of exec, fork, exit, rename and credentials. Each is known by its pid and
// the time of its start. Those that have ended stay for a short time, since events of theirs may come late, and for as long as one that
// lives descends from them: parents are whose child a process was at first, whoever has taken it over since.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/event.h"
#include "model/process.h"
#include "monitor/proc_reader.h"

namespace batten::monitor {

class ProcessTable {
 public:
  struct Options {
    std::size_t max_processes = 200'000;
    std::size_t max_ended = 8'192;  // in the table; those that are ancestors beside
    std::uint64_t keep_ended_ns = 5'000'000'000;
    std::size_t max_text_bytes = 64u << 20;  // arguments and environments of all; beyond it new ones are cut
    std::uint32_t reads_per_second = 200;    // of /proc/PID, for processes whose beginning was not seen
    std::uint64_t boot_ns = 0;               // when the machine started, since 1970
  };
  struct Counts {
    std::uint64_t processes = 0, ended = 0;  // in the table now
    std::uint64_t remembered = 0;            // all now, with ended ancestors
    std::uint64_t unknown = 0;               // events of processes of which nothing could be found out, each process once
    std::uint64_t proc_reads = 0;            // since the start
    std::uint64_t removed_for_room = 0;      // processes that went because there were too many
    std::uint64_t lost_exits = 0;            // processes whose end was not told, but found out
  };

  // reader: null when nothing but events is to be asked (a recorded file); must outlive the table.
  explicit ProcessTable(Options options, ProcReader* reader);
  ~ProcessTable();
  ProcessTable(const ProcessTable&) = delete;
  ProcessTable& operator=(const ProcessTable&) = delete;

  // Those that run now. Returns how many.
  std::size_t scan();
  // One as a recorded file has it. Its parent is looked for by parent_pid among those that were added before.
  void add(model::Process process);

  // What the event changes, and its process as it is after that. Events in the order of their times. time_ns: since 1970. The reference
  // is good until the next call of anything here.
  const model::Process& apply(const model::Event& event, std::uint64_t time_ns);
  // None of that key: null. A start time of /proc's coarseness finds the process too.
  const model::Process* find(model::ProcessKey key) const;
  std::shared_ptr<const model::Process> share(model::ProcessKey key) const;
  // Those that have not ended.
  void each(const std::function<void(const model::Process&)>& visit) const;

  // To be called about once a second: lets go of what has ended, and looks whether some of those that live still do.
  void tidy(std::uint64_t time_ns);
  Counts counts() const;

 private:
  struct Entry {
    std::shared_ptr<model::Process> process;
    std::uint64_t touched_ns = 0;           // time of its last event
    std::uint32_t depth = 0;                // ancestors that it had when it was put in
    bool coarse = false;                    // its start time is rounded down to a tick
    std::optional<std::uint32_t> uid = {};  // after its last event; the process has the one before where that event changed it
  };
  struct Ended {
    model::ProcessKey key;
    std::uint64_t time_ns = 0;
  };
  static constexpr std::uint32_t kMaxDepth = 128, kKeptDepth = 64;  // a longer line of ancestors is cut to the second
  struct Memory;  // what all processes and programs take, counted by those themselves as they go

  Entry* look_up(model::ProcessKey key);
  // For events whose start time is of /proc's coarseness, or 0: not known.
  Entry* look_up_coarse(model::ProcessKey key);
  Entry& find_or_make(const model::Event& event, std::uint64_t time_ns);
  Entry& put(std::shared_ptr<model::Process> process, bool coarse, std::uint64_t time_ns);
  Entry* read(model::ProcessKey key, std::uint64_t time_ns);
  bool may_read(std::uint64_t time_ns);
  std::shared_ptr<model::Process> make(model::Process process) const;
  std::shared_ptr<const model::Program> make_program(model::Program program) const;
  void set_parent(Entry& entry, std::uint32_t parent_pid, std::uint64_t parent_start, std::uint64_t time_ns);
  void limit_depth(Entry& entry);
  void make_room();
  void cut_ended_ancestors();
  void remove(model::ProcessKey key);
  void end(Entry& entry, std::uint64_t time_ns);
  void drop_ended(std::uint64_t time_ns);
  void look_for_lost_exits(std::uint64_t time_ns);

  void apply_exec(Entry& entry, const model::Event& event, std::uint64_t time_ns);
  void apply_fork(model::ProcessKey parent, const model::Event& event, std::uint64_t time_ns);
  void apply_credentials(model::Process& process, const model::Event& event, std::uint32_t uid_before);
  void apply_directory(model::Process& process, const model::Event& event);

  Options options_;
  ProcReader* reader_;
  std::uint64_t tick_ns_ = 10'000'000;
  std::shared_ptr<Memory> memory_;
  std::shared_ptr<const model::Program> no_program_;
  std::unordered_map<std::uint32_t, Entry> by_pid_;  // the newest of each pid
  std::vector<Entry> older_;                         // ended ones whose pid was given to another meanwhile; few
  std::deque<Ended> ended_;                          // in the order of their ends
  std::shared_ptr<model::Process> last_;             // that apply() has answered with
  std::vector<std::uint32_t> to_look_at_;            // pids of one round of looking for lost exits
  std::uint64_t looked_ns_ = 0;                      // when that round began
  std::uint64_t read_second_ = 0;
  std::uint32_t reads_left_ = 0;
  Counts counts_;
};

}  // namespace batten::monitor

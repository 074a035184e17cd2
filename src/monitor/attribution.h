// SPDX-License-Identifier: Apache-2.0
//
// Whose an event is: its process and its container, kept up to date by the events themselves. Live, with /proc and the cgroup file system
// behind it, or of a recorded file, where nothing but the file is asked.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "model/event.h"
#include "monitor/containers.h"
#include "monitor/process_table.h"
#include "monitor/recording.h"
#include "monitor/users.h"

namespace batten::monitor {

// Good until the next event.
struct Attributed {
  const model::Process* process = nullptr;             // never null
  const model::RunningContainer* container = nullptr;  // null: the host
  std::uint64_t time_ns = 0;                           // since 1970
};

class Attribution {
 public:
  struct Options {
    ProcessTable::Options processes;
    Containers::Options containers;  // the places of engines that are found are put to those given
    Users::Options users;
    bool environment = false;  // of processes that are read from /proc
    bool engines = true;       // asks the engines' APIs for what is not on disk
  };
  // What is missing is a note. Nothing of the machine is asked before scan().
  static std::unique_ptr<Attribution> live(Options options, base::Notes& notes);
  // Of a recorded file with that header.
  static std::unique_ptr<Attribution> recorded(Options options, const RecordingHeader& header);

  // The processes and containers that run now. To be called once the events are captured: what begins meanwhile is then told by them. The
  // listener of containers is set before.
  void scan(std::uint64_t time_ns, base::Notes& notes);
  Attributed apply(const model::Event& event, std::uint64_t time_ns);
  // Of a recorded file: a process or a container.
  void add(model::Process process) { processes_->add(std::move(process)); }
  void add(RecordedContainer container, std::uint64_t time_ns);
  // About once a second, and when there is nothing else to do.
  void tidy(std::uint64_t time_ns);

  // All processes, parents first, and all containers, into a file.
  Result<void> write_snapshot(RecordingWriter& writer) const;

  ProcessTable& processes() { return *processes_; }
  Containers& containers() { return *containers_; }
  Users& users() { return users_; }

 private:
  explicit Attribution(Users::Options users) : users_(std::move(users)) {}

  std::unique_ptr<CgroupTree> tree_;
  std::unique_ptr<ProcReader> reader_;
  std::unique_ptr<ProcessTable> processes_;
  std::unique_ptr<Containers> containers_;
  Users users_;
};

// A recorded file through the same tables.
class Replay {
 public:
  struct Seen {
    model::Event event;
    Attributed whose;
  };
  static Result<Replay> open(const std::string& path, Attribution::Options options);

  const RecordingHeader& header() const { return reader_.header(); }
  // None at the end; errors as RecordingReader::next(). Good until the next call.
  Result<std::optional<Seen>> next();
  bool complete() const { return reader_.complete(); }
  Attribution& attribution() { return *attribution_; }

 private:
  Replay(RecordingReader reader, std::unique_ptr<Attribution> attribution)
      : reader_(std::move(reader)), attribution_(std::move(attribution)) {}

  RecordingReader reader_;
  std::unique_ptr<Attribution> attribution_;
  std::uint64_t tidied_ns_ = 0, time_ns_ = 0;
};

}  // namespace batten::monitor

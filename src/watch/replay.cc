// SPDX-License-Identifier: Apache-2.0
#include "watch/replay.h"

#include <optional>
#include <utility>
#include <variant>

#include "monitor/recording.h"

namespace batten::watch {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

// What an item of the file does.
struct Taker {
  monitor::ProcessTable& processes;
  monitor::Containers& containers;
  Pipeline& pipeline;
  std::uint64_t time_ns = 0, tidied_ns = 0;

  void operator()(const model::Event& event) {
    time_ns = event.header().time_ns;
    if (time_ns - tidied_ns >= kSecond) {
      processes.tidy(time_ns);
      containers.tidy(time_ns);
      tidied_ns = time_ns;
    }
    pipeline.take(event, time_ns);
  }
  void operator()(const model::Process& process) { processes.add(process); }
  void operator()(const monitor::RecordedContainer& container) {
    if (container.container)
      containers.add(container.cgroup, *container.container);
    else
      containers.remove(container.cgroup, time_ns);
  }
};

}  // namespace

Result<ReplaySummary> replay(const std::string& path, rules::Ruleset rules, const std::function<void(const model::Alert&)>& sink,
                             base::Notes& notes) {
  monitor::RecordingReader reader = TRY_IN(path, monitor::RecordingReader::open(path));
  monitor::ProcessTable processes({.boot_ns = reader.header().boot_ns}, nullptr);
  monitor::Containers containers({.places = {.docker = {}, .bundles = {}, .storages = {}}, .hosts = {}}, nullptr);
  LiveSurroundings surroundings(reader.header().hostname, false);
  Pipeline pipeline(processes, containers, surroundings, [&](model::Alert alert, const Pipeline::Seen&) { sink(alert); });
  pipeline.set_rules(std::move(rules));
  Taker taker{.processes = processes, .containers = containers, .pipeline = pipeline};
  ReplaySummary out;
  while (true) {
    Result<std::optional<monitor::RecordingReader::Item>> item = reader.next();
    if (!item) {
      notes.push_back({base::Note::Kind::kSkipped, path, "the rest can't be read: " + item.error().message, {}});
      out.complete = false;
      break;
    }
    if (!*item) break;
    std::visit(taker, **item);
  }
  if (out.complete && !reader.complete()) {
    notes.push_back({base::Note::Kind::kSkipped, path, "the file was cut: its end is missing", "what is there was judged"});
    out.complete = false;
  }
  out.events = pipeline.events();
  return out;
}

}  // namespace batten::watch

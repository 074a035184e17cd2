// SPDX-License-Identifier: Apache-2.0
#include "watch/replay.h"

#include <optional>
#include <utility>

#include "monitor/attribution.h"

namespace batten::watch {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

}  // namespace

Result<ReplaySummary> replay(const std::string& path, rules::Ruleset rules, const std::function<void(const model::Alert&)>& sink,
                             base::Notes& notes, Baselines* baselines) {
  monitor::Replay events = TRY_IN(path, monitor::Replay::open(path, {}));
  monitor::Attribution& attribution = events.attribution();
  LiveSurroundings surroundings(attribution.users(), events.header().hostname, false);
  Pipeline pipeline(surroundings, [&](model::Alert alert, const Pipeline::Seen&) { sink(alert); });
  pipeline.set_rules(std::move(rules));
  if (baselines != nullptr)
    attribution.containers().annotate_by([baselines](model::RunningContainer& container) { baselines->annotate(container); });
  ReplaySummary out;
  std::uint64_t tidied_ns = 0;
  while (true) {
    Result<std::optional<monitor::Replay::Seen>> seen = events.next();
    if (!seen) {
      notes.push_back({base::Note::Kind::kSkipped, path, "the rest can't be read: " + seen.error().message, {}});
      out.complete = false;
      break;
    }
    if (!*seen) break;
    const monitor::Attributed& whose = (*seen)->whose;
    if (baselines != nullptr) baselines->saw((*seen)->event, *whose.process, whose.container, whose.time_ns);
    pipeline.take((*seen)->event, whose);
    if (whose.time_ns - tidied_ns < kSecond) continue;
    tidied_ns = whose.time_ns;
    attribution.tidy(tidied_ns);
    if (baselines != nullptr && baselines->tidy(tidied_ns)) attribution.containers().annotate();
  }
  if (out.complete && !events.complete()) {
    notes.push_back({base::Note::Kind::kSkipped, path, "the file was cut: its end is missing", "what is there was judged"});
    out.complete = false;
  }
  out.events = pipeline.events();
  return out;
}

}  // namespace batten::watch

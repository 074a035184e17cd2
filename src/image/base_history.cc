// SPDX-License-Identifier: Apache-2.0
#include "image/base_history.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "base/text.h"
#include "base/time.h"

namespace batten::image {
namespace {

using model::HistoryEntry;

constexpr std::int64_t kAnotherBuildSeconds = 3600;

enum class Mark : unsigned char { kNone, kEntrypoint, kCommand };

// "/bin/sh -c #(nop)  CMD [\"bash\"]" is how builders wrote "CMD [\"bash\"]" before BuildKit.
Mark mark_of(const HistoryEntry& entry) {
  if (!entry.empty_layer) return Mark::kNone;
  std::string_view line = entry.created_by;
  constexpr std::string_view kNothing = "#(nop)";
  if (std::size_t at = line.find(kNothing); at != std::string_view::npos) line.remove_prefix(at + kNothing.size());
  line = base::trim(line);
  if (line.starts_with("CMD ")) return Mark::kCommand;
  return line.starts_with("ENTRYPOINT ") ? Mark::kEntrypoint : Mark::kNone;
}

bool made_by_system_builder(const HistoryEntry& entry) {
  std::string_view by = entry.created_by, comment = entry.comment;
  return comment.starts_with("debuerreotype") || by.starts_with("# debian.sh ") || by.starts_with("bazel build") || by == "apko" ||
         comment.contains("apko");
}

bool later_build(const HistoryEntry& before, const HistoryEntry& after) {
  auto from = base::parse_time(before.created), to = base::parse_time(after.created);
  return from && to && *to - *from >= kAnotherBuildSeconds;
}

std::size_t layers_of_system_builder(const model::ImageConfig& config) {
  auto other = std::ranges::find_if_not(config.history, made_by_system_builder);
  return static_cast<std::size_t>(
      std::count_if(config.history.begin(), other, [](const HistoryEntry& entry) { return !entry.empty_layer; }));
}

}  // namespace

std::size_t guess_base_layers(const model::ImageConfig& config) {
  std::size_t layers = 0, best = layers_of_system_builder(config);
  const HistoryEntry* last_mark = nullptr;  // above the last layer
  bool command = false;
  for (const HistoryEntry& entry : config.history) {
    if (Mark mark = mark_of(entry); mark != Mark::kNone) {
      last_mark = &entry;
      command = command || mark == Mark::kCommand;
    }
    if (entry.empty_layer) continue;
    // Something is built upon what had its command already.
    if (last_mark != nullptr && layers > 0 && (command || later_build(*last_mark, entry))) best = std::max(best, layers);
    ++layers;
    last_mark = nullptr;
    command = false;
  }
  return layers == config.diff_ids.size() && best < layers ? best : 0;
}

}  // namespace batten::image

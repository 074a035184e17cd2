// SPDX-License-Identifier: Apache-2.0
#include "watch/drop_watch.h"

#include <algorithm>
#include <string>

#include "base/format.h"
#include "base/text.h"

namespace batten::watch {
namespace {

std::uint64_t lost(const monitor::EventCounts& counts) { return counts.dropped + counts.limited; }

}  // namespace

std::optional<model::Alert> DropWatch::look(const Counts& counts, const model::Prefilter& filter,
                                            const std::vector<rules::Definition>& rules, std::uint64_t time_ns) {
  blind_.resize(rules.size());
  for (std::size_t type = 0; type < counts.size(); ++type) {
    const std::uint64_t more = lost(counts[type]) - std::min(lost(counts[type]), lost(before_[type]));
    if (more == 0) continue;
    unsaid_[type] += more;
    dropped_ += more;
    for (std::uint32_t rule : filter.types[type].rules) blind_[rule] += more;
  }
  before_ = counts;
  if (std::ranges::all_of(unsaid_, [](std::uint64_t one) { return one == 0; }) || (said_ns_ != 0 && time_ns - said_ns_ < interval_ns_))
    return std::nullopt;
  said_ns_ = time_ns;

  model::Alert out;
  out.time_ns = time_ns;
  out.rule = "Batten internal: events dropped";
  out.priority = model::Priority::kCritical;
  out.source = "internal";
  std::vector<std::string> types, blinded;
  std::vector<bool> seen(rules.size());
  std::uint64_t total = 0;
  for (std::size_t type = 0; type < unsaid_.size(); ++type) {
    if (unsaid_[type] == 0) continue;
    const std::string name(model::event_type_info(static_cast<std::uint16_t>(type))->name);
    types.push_back(format("{} {}", unsaid_[type], name));
    out.fields.emplace_back("dropped." + name, unsaid_[type]);
    total += unsaid_[type];
    for (std::uint32_t rule : filter.types[type].rules) seen[rule] = true;
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (seen[i]) blinded.push_back(rules[i].name);
  }
  out.output = format("{} events were dropped ({}); {} may have missed something: {}", total, base::join(types, ", "),
                      blinded.size() == 1 ? "this rule" : format("{} rules", blinded.size()), base::join(blinded, ", "));
  out.fields.emplace_back("dropped", total);
  out.fields.emplace_back("blind_rules", blinded);
  unsaid_.fill(0);
  return out;
}

}  // namespace batten::watch

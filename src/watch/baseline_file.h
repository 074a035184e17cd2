// SPDX-License-Identifier: Apache-2.0
//
// The file of baselines: JSON, as docs/FORMATS.md has it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/baseline.h"

namespace batten::watch {

struct BaselineEntry {
  model::Baseline baseline;
  bool learned = false;  // false: it is still being learned
  std::uint64_t learned_for_ns = 0;

  bool operator==(const BaselineEntry&) const = default;
};
using BaselineEntries = std::map<std::string, BaselineEntry, std::less<>>;

constexpr std::uint64_t kMaxBaselineFile = 64u << 20;

std::string baseline_file_text(const BaselineEntries& entries);
// corrupt: no JSON, or another schema; limit: too many images. Items that are too many or too long make their list full.
Result<BaselineEntries> parse_baseline_file(std::string_view text);

}  // namespace batten::watch

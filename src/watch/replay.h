// SPDX-License-Identifier: Apache-2.0
//
// A recorded file through the rules: as if its events happened now, with the processes and containers of then.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/note.h"
#include "base/result.h"
#include "rules/ruleset.h"
#include "watch/baselines.h"
#include "watch/pipeline.h"

namespace batten::watch {

struct ReplaySummary {
  std::uint64_t events = 0;
  bool complete = true;  // false: the file was cut, or its rest can't be read
};

// The alerts go to sink in the order of the events. not_found, corrupt: the file can't be opened; a file whose later part can't be read is
// a note, and all before it was judged. baselines: learn from it and are compared with, by the times of its events; null: none.
Result<ReplaySummary> replay(const std::string& path, rules::Ruleset rules, const std::function<void(const model::Alert&)>& sink,
                             base::Notes& notes, Baselines* baselines = nullptr);

}  // namespace batten::watch

// SPDX-License-Identifier: Apache-2.0
#include "watch/output_reports.h"

#include "base/format.h"

namespace batten::watch {

std::vector<std::string> OutputReports::look(const std::vector<alert::LaneCounts>& outputs) {
  std::vector<std::string> out;
  for (const alert::LaneCounts& one : outputs) {
    Known& known = known_[one.output];
    if (one.failing && !known.failing) out.push_back(format("output {}: {}; alerts wait, and it is tried again", one.output, one.problem));
    if (!one.failing && known.failing) out.push_back(format("output {} takes alerts again", one.output));
    known.failing = one.failing;
    if (one.refused > 0 && !known.refuses) {
      out.push_back(format("output {}: {}; the alert was given up, and so are others that are refused", one.output, one.problem));
      known.refuses = true;
    }
    if (one.dropped > 0 && !known.drops) {
      out.push_back(format("output {} is too far behind: the eldest alerts are given up", one.output));
      known.drops = true;
    }
  }
  return out;
}

std::vector<std::string> OutputReports::farewell(const std::vector<alert::LaneCounts>& outputs, bool kept) {
  std::vector<std::string> out;
  for (const alert::LaneCounts& one : outputs) {
    const std::uint64_t lost = one.refused + one.dropped;
    if (lost > 0) out.push_back(format("output {}: {} alerts were not delivered: {}", one.output, lost, one.problem));
    // Of an output that keeps nothing on disk what waits has been counted as dropped.
    if (kept && one.waiting > 0) out.push_back(format("output {}: {} alerts wait on disk for the next start", one.output, one.waiting));
  }
  return out;
}

}  // namespace batten::watch

// SPDX-License-Identifier: Apache-2.0
//
// What people have decided about findings: --ignore-file and --vex.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "cli/command.h"
#include "policy/ignore_file.h"
#include "policy/vex_statement.h"
#include "scan/pipeline.h"

namespace batten::cli {

inline constexpr OptionSpec kDecisionOptions[] = {
    {"--ignore-file", "FILE", "findings to leave out, with reason and expiry"},
    {"--vex", "FILE", "VEX statements (OpenVEX, CSAF, CycloneDX); a directory of them, a URL, 'attached' to the image; may be repeated",
     true},
};

struct Decisions {
  std::optional<policy::IgnoreRules> ignored;
  std::vector<policy::VexStatement> statements;
  bool attached = false;  // also what is attached to the image
  base::Notes notes;      // statements that could not be read

  // Is there anything that asks from which layer a package comes?
  bool asks_for_base() const;
};

// A file that is named and can't be read is an error; in a directory it is a note. An URL with --offline: invalid_argument.
Result<Decisions> read_decisions(const Arguments& arguments);

// date: which ignore rule has expired.
void apply_decisions(const Decisions& decisions, std::int64_t date, scan::Scanned& scanned);

}  // namespace batten::cli

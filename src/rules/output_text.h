// SPDX-License-Identifier: Apache-2.0
//
// The output of a rule: text with fields. "%proc.name", "%proc.aname[2]", "%30proc.name" in a fixed width, "%tolower(proc.name)", "%%" for
// a
// '%'. A '*' in front (print <NA> for what is missing) always holds. A name ends where there is no field of the longer one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/reading.h"

namespace batten::rules {

struct OutputPart {
  std::string text;                // literal, or the field as it is written: "proc.aname[2]"
  ReadingId reading = kNoReading;  // of a field
  std::uint32_t width = 0;         // 0: as wide as it is
};

struct OutputText {
  std::vector<OutputPart> parts;
  std::size_t own = 0;  // as many parts are the rule's own; the others were appended to all
};

// invalid_argument: what stands behind a '%' that is no field.
Result<std::vector<OutputPart>> parse_output(std::string_view text, ReadingTable& readings);
// "container_id=%container.id" for "container.id".
std::string appended_text(std::string_view field);

}  // namespace batten::rules

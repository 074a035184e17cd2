// SPDX-License-Identifier: Apache-2.0
//
// Ranges over Semantic Versioning with numbers left open ("1.2", "1.x", "^1.2", "~1.2"), as npm and Cargo share them: each is made into
// plain comparisons.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "version/comparator.h"
#include "version/range.h"

namespace batten::version {

// A version of which the later numbers may be open.
struct Partial {
  std::string_view numbers[3];  // empty: open, as are all behind
  std::string_view pre;         // only when no number is open
  int given() const { return numbers[0].empty() ? 0 : numbers[1].empty() ? 1 : numbers[2].empty() ? 2 : 3; }
};

// Nothing when text is not written so.
std::optional<Partial> read_partial(std::string_view text);

struct Bound {
  Operator op;
  std::string version;
};

// Adds the comparisons that "op partial" stands for; kNone is kEqual. False for operators that there are not.
bool add_bounds(Operator op, const Partial& partial, RangeOptions options, std::vector<Bound>& out);
// "from - to", both ends included.
void add_span(const Partial& from, const Partial& to, RangeOptions options, std::vector<Bound>& out);

// Do all hold? Without options.prereleases, a pre-release is inside only if a bound is a pre-release of the same three numbers.
bool within(const Scheme& scheme, const std::vector<Bound>& bounds, std::string_view version, RangeOptions options);

}  // namespace batten::version

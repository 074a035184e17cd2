// SPDX-License-Identifier: Apache-2.0
//
// Ranges of versions, as packaging systems and advisories write them ("^1.2", ">= 1.2, < 1.3.4", "[1.0,2.0)"). One file in ranges/ per
// syntax.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "version/scheme.h"

namespace batten::version {

struct RangeOptions {
  // Some tools leave pre-releases out of a range that does not mention one, because nobody should be given one unasked. True: a pre-release
  // counts as any other version, which is what is wanted when the question is whether something that is there already has a fault.
  bool prereleases = false;
};

struct RangeExample {
  std::string_view expression, version;
  bool inside;
};

struct RangeSyntax {
  std::string_view name;                      // "npm"
  std::string_view summary;                   // one line
  std::span<const std::string_view> schemes;  // those whose ranges are written so; the first one orders the examples
  // Is the version inside? An expression that does not follow the syntax is kCorrupt. What is no version of the scheme is in no range.
  Result<bool> (*contains)(const Scheme& scheme, std::string_view expression, std::string_view version, RangeOptions options);
  std::span<const RangeExample> examples;
};

inline constexpr std::size_t kMaxVersionBytes = 4 * 1024;
inline constexpr std::size_t kMaxExpressionBytes = 64 * 1024;

// All of ranges/, by name.
std::span<const RangeSyntax* const> all_ranges();
// nullptr when there is none of that name.
const RangeSyntax* find_range(std::string_view name);
// The one that the scheme's packages use; "comparison" when there is none of their own.
const RangeSyntax& range_syntax_of(const Scheme& scheme);

// kLimit for longer texts than the above.
Result<bool> in_range(const RangeSyntax& syntax, const Scheme& scheme, std::string_view expression, std::string_view version,
                      RangeOptions options = {});
Result<bool> in_range(const Scheme& scheme, std::string_view expression, std::string_view version, RangeOptions options = {});

}  // namespace batten::version

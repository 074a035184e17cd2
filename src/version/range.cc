// SPDX-License-Identifier: Apache-2.0
#include "version/range.h"

#include <algorithm>

namespace batten::version {

namespace ranges {
extern constinit const RangeSyntax comparison;
}

const RangeSyntax* find_range(std::string_view name) {
  for (const RangeSyntax* syntax : all_ranges()) {
    if (syntax->name == name) return syntax;
  }
  return nullptr;
}

const RangeSyntax& range_syntax_of(const Scheme& scheme) {
  for (const RangeSyntax* syntax : all_ranges()) {
    if (std::ranges::find(syntax->schemes, scheme.name) != syntax->schemes.end()) return *syntax;
  }
  return ranges::comparison;
}

Result<bool> in_range(const RangeSyntax& syntax, const Scheme& scheme, std::string_view expression, std::string_view version,
                      RangeOptions options) {
  if (version.size() > kMaxVersionBytes) return Error{Code::kLimit, "version: longer than 4 KiB"};
  if (expression.size() > kMaxExpressionBytes) return Error{Code::kLimit, "range: longer than 64 KiB"};
  return syntax.contains(scheme, expression, version, options);
}

Result<bool> in_range(const Scheme& scheme, std::string_view expression, std::string_view version, RangeOptions options) {
  return in_range(range_syntax_of(scheme), scheme, expression, version, options);
}

}  // namespace batten::version

// SPDX-License-Identifier: Apache-2.0
//
// Ranges as GitHub's and most other advisories write them, for any scheme: ">= 1.2, < 1.3.4", all of which must hold; "||" separates
// alternatives.
#include "version/comparator.h"
#include "version/range.h"

namespace batten::version::ranges {
namespace {

Result<bool> holds_all(const Scheme& scheme, std::string_view set, std::string_view version) {
  if (set.empty()) return bad_range("nothing to compare with", set);
  bool inside = true;
  while (!set.empty()) {
    Operator op = take_operator(set);
    set = trim(set);
    std::size_t size = 0;
    while (size < set.size() && set[size] != ',' && !is_space(set[size])) ++size;
    std::string_view operand = set.substr(0, size);
    set = trim(set.substr(size));
    bool more = set.starts_with(',');
    if (more) set = trim(set.substr(1));
    if (more && set.empty()) return bad_range("ends in a comma", operand);
    if (operand == "*" && op == Operator::kNone) continue;
    if (operand.empty() || std::string_view("<>=!~^").contains(operand.front()) || op > Operator::kGreaterEqual)
      return bad_range("not a comparison", operand);
    inside = inside && holds(op, scheme.compare(version, operand));
  }
  return inside;
}

Result<bool> contains(const Scheme& scheme, std::string_view expression, std::string_view version, RangeOptions) {
  bool inside = false;
  for (std::string_view set : pieces(expression, "||")) inside = TRY(holds_all(scheme, set, version)) || inside;
  return inside && scheme.valid(version);
}

constexpr std::string_view kSchemes[] = {"go", "hex", "pub", "hackage", "cran", "conda", "julia", "bitnami"};
constexpr RangeExample kExamples[] = {
    {">= 1.2, < 1.3.4", "v1.3.3", true},
    {">= 1.2, < 1.3.4", "v1.3.4", false},
    {"< 2.0.0", "v1.9.9", true},
    {"= 1.0.1", "v1.0.1", true},
    {"<= 1.0.1", "v1.0.2", false},
    {">= 1.0, < 1.1 || >= 2.0, < 2.1", "v2.0.5", true},
    {">= 2.0.0-beta, < 2.0.0", "v2.0.0-rc.1", true},
    {"*", "v1.0.0", true},
};

}  // namespace

extern constinit const RangeSyntax comparison;
constinit const RangeSyntax comparison{
    .name = "comparison",
    .summary = "comparisons, as in GitHub's advisories",
    .schemes = kSchemes,
    .contains = contains,
    .examples = kExamples,
};

}  // namespace batten::version::ranges

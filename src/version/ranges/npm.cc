// SPDX-License-Identifier: Apache-2.0
//
// Ranges of npm packages (node-semver): sets of comparators separated by "||", in each of which all must hold. "^1.2", "~1.2", "1.x", "1.2
// - 2", ">=1 <2".
#include "version/range.h"
#include "version/xrange.h"

namespace batten::version::ranges {
namespace {

// Takes what stands up to the next white space off rest.
std::string_view take_word(std::string_view& rest) {
  std::size_t size = 0;
  while (size < rest.size() && !is_space(rest[size])) ++size;
  std::string_view out = rest.substr(0, size);
  rest = trim(rest.substr(size));
  return out;
}

Result<Partial> partial_of(std::string_view word) {
  std::optional<Partial> partial = read_partial(word);
  if (!partial) return bad_range("not a version", word);
  return *partial;
}

// All comparators of one set; none for an empty one, which holds for all.
Result<std::vector<Bound>> bounds_of(std::string_view set, RangeOptions options) {
  std::vector<Bound> out;
  bool first = true;
  for (std::string_view rest = set; !rest.empty(); first = false) {
    Operator op = take_operator(rest);
    rest = trim(rest);
    std::string_view word = take_word(rest);
    Partial partial = TRY(partial_of(word));
    if (first && op == Operator::kNone && rest.size() > 1 && rest.front() == '-' && is_space(rest[1])) {
      rest = trim(rest.substr(1));
      Partial to = TRY(partial_of(take_word(rest)));
      if (!rest.empty()) return bad_range("more than a span", set);
      add_span(partial, to, options, out);
      return out;
    }
    if (!add_bounds(op, partial, options, out)) return bad_range("unknown operator", set);
  }
  return out;
}

Result<bool> contains(const Scheme& scheme, std::string_view expression, std::string_view version, RangeOptions options) {
  bool inside = false, known = scheme.valid(version);
  for (std::string_view set : pieces(expression, "||")) {
    std::vector<Bound> bounds = TRY(bounds_of(set, options));
    inside = inside || (known && within(scheme, bounds, version, options));
  }
  return inside;
}

constexpr std::string_view kSchemes[] = {"npm"};
constexpr RangeExample kExamples[] = {
    {"^1.2.3", "1.9.0", true},
    {"^1.2.3", "2.0.0", false},
    {"^0.2.3", "0.3.0", false},
    {"~1.2", "1.2.9", true},
    {"~1.2", "1.3.0", false},
    {"1.2 - 2", "2.9.9", true},
    {"1.x || >=3.0.0 <3.1.0", "3.0.5", true},
    {"*", "1.0.0-rc.1", false},
    {">=1.2.3-rc.1 <2", "1.2.3-rc.2", true},
    {">=1.2.3-rc.1 <2", "1.2.4-rc.2", false},
    {"< 4.17.21", "4.17.20", true},
    {"*", "not a version", false},
};

}  // namespace

extern constinit const RangeSyntax npm;
constinit const RangeSyntax npm{
    .name = "npm",
    .summary = "npm ranges: node-semver",
    .schemes = kSchemes,
    .contains = contains,
    .examples = kExamples,
};

}  // namespace batten::version::ranges

// SPDX-License-Identifier: Apache-2.0
//
// Intervals of Maven (version ranges of the POM) and NuGet ("Package versioning"): "[1.0,2.0)", "(,1.0]", "[1.0]"; of several with commas
// between, one must hold. A bare version means that version or a newer one.
#include "version/comparator.h"
#include "version/range.h"

namespace batten::version::ranges {
namespace {

// The two ends and what is between, without the brackets.
struct Interval {
  std::string_view from, to;
  bool from_included = false, to_included = false;
};

bool holds_interval(const Scheme& scheme, const Interval& interval, std::string_view version) {
  Operator low = interval.from_included ? Operator::kGreaterEqual : Operator::kGreater;
  Operator high = interval.to_included ? Operator::kLessEqual : Operator::kLess;
  return (interval.from.empty() || holds(low, scheme.compare(version, interval.from))) &&
         (interval.to.empty() || holds(high, scheme.compare(version, interval.to)));
}

// Takes one interval and what separates it from the next off text.
Result<Interval> take_interval(std::string_view& text) {
  std::size_t end = text.find_first_of("])");
  if (end == std::string_view::npos || (text.front() != '[' && text.front() != '(')) return bad_range("not an interval", text);
  std::string_view inner = text.substr(1, end - 1);
  std::size_t comma = inner.find(',');
  Interval out{.from = trim(inner.substr(0, comma)), .to = {}, .from_included = text.front() == '[', .to_included = text[end] == ']'};
  out.to = comma == std::string_view::npos ? out.from : trim(inner.substr(comma + 1));
  if (inner.find_first_of("[(") != std::string_view::npos || out.to.contains(',')) return bad_range("not an interval", text);
  if (comma == std::string_view::npos && (out.from.empty() || !out.from_included || !out.to_included))
    return bad_range("not one version", text);
  text = trim(text.substr(end + 1));
  bool more = text.starts_with(',') || text.starts_with("||");
  if (!more && !text.empty()) return bad_range("no comma after an interval", text);
  if (more) text = trim(text.substr(text.starts_with(',') ? 1 : 2));
  if (more && text.empty()) return bad_range("ends in a comma", text);
  return out;
}

Result<bool> contains(const Scheme& scheme, std::string_view expression, std::string_view version, RangeOptions) {
  expression = trim(expression);
  if (expression.empty()) return bad_range("empty", expression);
  bool known = scheme.valid(version), inside = false;
  if (expression.find_first_of("[]()") == std::string_view::npos) {
    if (expression.find_first_of(", *") != std::string_view::npos) return bad_range("not a version", expression);
    return known && scheme.compare(version, expression) >= 0;
  }
  while (!expression.empty()) {
    Interval interval = TRY(take_interval(expression));
    inside = inside || (known && holds_interval(scheme, interval, version));
  }
  return inside;
}

constexpr std::string_view kSchemes[] = {"maven", "nuget"};
constexpr RangeExample kExamples[] = {
    {"[1.0,2.0)", "1.9", true}, {"[1.0,2.0)", "2.0", false},     {"[1.0,2.0)", "2.0-SNAPSHOT", true},
    {"(,1.0]", "1.0.0", true},  {"(1.0,)", "1.0", false},        {"[1.0]", "1.0.0", true},
    {"[1.0]", "1.0.1", false},  {"(,1.0],[1.2,)", "1.1", false}, {"(,1.0],[1.2,)", "1.3", true},
    {"1.0", "1.5", true},       {"1.0", "0.9", false},
};

}  // namespace

extern constinit const RangeSyntax interval;
constinit const RangeSyntax interval{
    .name = "interval",
    .summary = "intervals of Maven and NuGet",
    .schemes = kSchemes,
    .contains = contains,
    .examples = kExamples,
};

}  // namespace batten::version::ranges

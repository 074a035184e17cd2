// SPDX-License-Identifier: Apache-2.0
//
// Requirements of Rust crates (the Cargo Book, "Specifying Dependencies"): comparators with commas between, all of which must hold; a bare
// version means "^".
#include "version/range.h"
#include "version/xrange.h"

namespace batten::version::ranges {
namespace {

Result<bool> contains(const Scheme& scheme, std::string_view expression, std::string_view version, RangeOptions options) {
  std::vector<Bound> bounds;
  for (std::string_view piece : pieces(expression, ",")) {
    Operator op = take_operator(piece);
    std::optional<Partial> partial = read_partial(trim(piece));
    if (!partial) return bad_range("not a version", piece);
    if (op == Operator::kNone) op = piece.find_first_of("xX*") < piece.find_first_of("-+") ? Operator::kEqual : Operator::kCaret;
    if (!add_bounds(op, *partial, options, bounds)) return bad_range("unknown operator", expression);
  }
  return scheme.valid(version) && within(scheme, bounds, version, options);
}

constexpr std::string_view kSchemes[] = {"semver"};
constexpr RangeExample kExamples[] = {
    {"1.2.3", "1.9.0", true},   {"1.2.3", "2.0.0", false},        {"0.2", "0.3.0", false},  {"0.0.3", "0.0.4", false},
    {"~1.2", "1.2.9", true},    {"=1.2", "1.2.5", true},          {"*", "9.9.9", true},     {"1.*", "1.7.0", true},
    {"1.2.*", "1.3.0", false},  {">= 1.2, < 1.5", "1.4.9", true}, {">1.2", "1.2.9", false}, {"1.0.0-rc.1", "1.0.0-rc.2", true},
    {"1", "1.1.0-rc.1", false},
};

}  // namespace

extern constinit const RangeSyntax cargo;
constinit const RangeSyntax cargo{
    .name = "cargo",
    .summary = "Cargo requirements: the Cargo Book",
    .schemes = kSchemes,
    .contains = contains,
    .examples = kExamples,
};

}  // namespace batten::version::ranges

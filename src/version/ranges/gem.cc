// SPDX-License-Identifier: Apache-2.0
//
// Requirements of Ruby gems (Gem::Requirement): comparisons with commas between, all of which must hold; "~> 1.2" is 1.2 or newer, but
// below 2.
#include "version/comparator.h"
#include "version/digits.h"
#include "version/range.h"

namespace batten::version::ranges {
namespace {

// The numbers before the first letter or dash.
std::vector<std::string_view> release_numbers(std::string_view version) {
  std::vector<std::string_view> out;
  while (!version.empty() && !is_letter(version.front()) && version.front() != '-') {
    std::string_view digits = take_digits(version);
    if (digits.empty()) {
      version.remove_prefix(1);
    } else {
      out.push_back(digits);
    }
  }
  return out;
}

std::string joined(const std::vector<std::string_view>& numbers) {
  std::string out;
  for (std::string_view number : numbers) out += (out.empty() ? "" : ".") + std::string(number);
  return out.empty() ? "0" : out;
}

// "1.2.3" -> "1.3", "1" -> "2".
std::string bumped(std::string_view version) {
  std::vector<std::string_view> numbers = release_numbers(version);
  if (numbers.size() > 1) numbers.pop_back();
  if (numbers.empty()) return "1";
  std::string last = plus_one(numbers.back());
  numbers.back() = last;
  return joined(numbers);
}

Result<bool> contains(const Scheme& scheme, std::string_view expression, std::string_view version, RangeOptions) {
  bool inside = scheme.valid(version);
  for (std::string_view piece : pieces(expression, ",")) {
    Operator op = take_operator(piece);
    std::string_view operand = trim(piece);
    if (operand.empty() || !scheme.valid(operand)) return bad_range("not a version", operand);
    if (op == Operator::kTildeGreater) {
      inside = inside && scheme.compare(version, operand) >= 0 && scheme.compare(joined(release_numbers(version)), bumped(operand)) < 0;
    } else if (op <= Operator::kGreaterEqual) {
      inside = inside && holds(op, scheme.compare(version, operand));
    } else {
      return bad_range("unknown operator", expression);
    }
  }
  return inside;
}

constexpr std::string_view kSchemes[] = {"gem"};
constexpr RangeExample kExamples[] = {
    {"~> 1.2", "1.9", true}, {"~> 1.2", "2.0", false},     {"~> 1.2.3", "1.2.9", true}, {"~> 1.2.3", "1.3.0", false},
    {"~> 1", "1.9", true},   {"~> 2.0", "3.0.a", false},   {">= 1, < 2", "1.5", true},  {"!= 1.5", "1.5", false},
    {"1.0", "1.0.0", true},  {"= 1.0, > 2", "1.0", false}, {"< 2", "2.0.a", true},
};

}  // namespace

extern constinit const RangeSyntax gem;
constinit const RangeSyntax gem{
    .name = "gem",
    .summary = "RubyGems requirements: Gem::Requirement",
    .schemes = kSchemes,
    .contains = contains,
    .examples = kExamples,
};

}  // namespace batten::version::ranges

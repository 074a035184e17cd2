// SPDX-License-Identifier: Apache-2.0
//
// Version specifiers of Python packages (PEP 440): clauses with commas between, all of which must hold; "~= 1.4" is 1.4 or newer, but
// in 1.*.
#include <algorithm>

#include "version/comparator.h"
#include "version/pep440.h"
#include "version/range.h"
#include "version/semantic.h"

namespace batten::version::ranges {
namespace {

// Do the epoch and the first numbers agree? Numbers that the version does not have are 0.
bool begins_with(const Pep440& version, const Pep440& prefix, std::size_t drop) {
  if (compare_numbers(version.epoch, prefix.epoch) != 0) return false;
  std::size_t count = 0;
  Parts counted(prefix.release), mine(version.release), wanted(prefix.release);
  std::string_view a, b;
  while (counted.next(a)) ++count;
  for (std::size_t i = 0; i + drop < count; ++i) {
    mine.next(a);
    wanted.next(b);
    if (compare_numbers(a, b) != 0) return false;
  }
  return true;
}

// Older than the operand and than all that leads to it; a version that leads to another one only reaches up to itself.
bool is_before(const Pep440& version, Pep440 operand) {
  operand.has_dev = operand.has_dev || !operand.prerelease();
  return compare_pep440(version, operand, Local::kIgnored) < 0;
}

// A post-release is not newer than the version that it follows.
bool follows(const Pep440& version, const Pep440& operand) {
  return version.has_post && !operand.has_post && !operand.has_dev && same_release(version, operand) && version.pre == operand.pre &&
         compare_numbers(version.pre_number, operand.pre_number) == 0;
}

bool holds_clause(Operator op, const Pep440& version, const Pep440& operand) {
  auto order = compare_pep440(version, operand, operand.local.empty() ? Local::kIgnored : Local::kCounts);
  switch (op) {
    case Operator::kLess: return is_before(version, operand);
    case Operator::kGreater: return order > 0 && !follows(version, operand);
    case Operator::kTildeEqual: return order >= 0 && begins_with(version, operand, 1);
    default: return holds(op, order);
  }
}

struct Clause {
  bool inside = false;
  bool names_prerelease = false;
};

Result<Clause> read_clause(std::string_view text, const Pep440& version, std::string_view written) {
  std::string_view whole = text;
  Operator op = take_operator(text);
  text = trim(text);
  if (op == Operator::kIdentical) {
    bool same = std::ranges::equal(
        text, trim(written), [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == (b >= 'A' && b <= 'Z' ? b + 32 : b); });
    return Clause{.inside = same, .names_prerelease = read_pep440(text).prerelease()};
  }
  bool wildcard = text.ends_with(".*") && (op == Operator::kEqual || op == Operator::kNotEqual);
  if (wildcard) text.remove_suffix(2);
  Pep440 operand = read_pep440(text);
  bool plain = operand.pre == Pep440::Pre::kNone && !operand.has_post && !operand.has_dev && operand.local.empty();
  bool known = op == Operator::kEqual || op == Operator::kNotEqual || op == Operator::kLess || op == Operator::kLessEqual ||
               op == Operator::kGreater || op == Operator::kGreaterEqual || op == Operator::kTildeEqual;
  bool local_allowed = op == Operator::kEqual || op == Operator::kNotEqual;
  if (!known || !operand.valid || whole.starts_with("<>") || (whole.starts_with('=') && !whole.starts_with("==")) || (wildcard && !plain) ||
      (!local_allowed && !operand.local.empty()) || (op == Operator::kTildeEqual && !operand.release.contains('.')))
    return bad_range("not a version specifier", whole);
  Clause out{.inside = version.valid, .names_prerelease = operand.prerelease() && op != Operator::kNotEqual};
  if (wildcard) {
    out.inside = out.inside && begins_with(version, operand, 0) == (op == Operator::kEqual);
  } else {
    out.inside = out.inside && holds_clause(op, version, operand);
  }
  return out;
}

Result<bool> contains(const Scheme&, std::string_view expression, std::string_view version, RangeOptions options) {
  Pep440 read = read_pep440(version);
  bool inside = true, names_prerelease = false;
  for (std::string_view piece : pieces(expression, ",")) {
    if (piece.empty()) continue;
    Clause clause = TRY(read_clause(piece, read, version));
    inside = inside && clause.inside;
    names_prerelease = names_prerelease || clause.names_prerelease;
  }
  if (trim(expression).empty() && !read.valid) return false;
  return inside && (options.prereleases || names_prerelease || !read.prerelease());
}

constexpr std::string_view kSchemes[] = {"pep440"};
constexpr RangeExample kExamples[] = {
    {">=1.2,<2", "1.9", true},  {">=1.2,<2", "2.0", false},  {"~=1.4.2", "1.4.9", true},     {"~=1.4.2", "1.5", false},
    {"==1.4.*", "1.4.7", true}, {"!=1.4.*", "1.4.7", false}, {"==1.0", "1.0.0+local", true}, {">1.7", "1.7.post2", false},
    {"<1.7", "1.7rc1", false},  {">=1.0", "2.0rc1", false},  {">=2.0rc1", "2.0rc2", true},   {"===1.0", "1.0.0", false},
};

}  // namespace

extern constinit const RangeSyntax pep440;
constinit const RangeSyntax pep440{
    .name = "pep440",
    .summary = "Python version specifiers: PEP 440",
    .schemes = kSchemes,
    .contains = contains,
    .examples = kExamples,
};

}  // namespace batten::version::ranges

// SPDX-License-Identifier: Apache-2.0
//
// Constraints of Composer packages (PHP; composer/semver, VersionParser): "^1.2|~2.0", ">=1,<2", "1.2.*", "1.0 - 2.0". Blanks and commas
// mean "and", one or two bars mean "or". A lower end takes the pre-releases of its version in, an upper end leaves those of its version
// out.
#include <algorithm>

#include "version/comparator.h"
#include "version/composer.h"
#include "version/digits.h"
#include "version/range.h"

namespace batten::version::ranges {
namespace {

constexpr std::string_view kLowest = "-dev";

struct Limit {
  Operator op;
  std::string version;  // in Composer's normal form
};

// The numbers at the beginning of a constraint's version, at most four, and what follows.
struct Numbers {
  std::vector<std::string> numbers;
  std::string_view rest;
  bool open = false;  // followed by ".*" or ".x"
};

Numbers read_numbers(std::string_view text) {
  Numbers out;
  if (text.starts_with('v') || text.starts_with('V')) text.remove_prefix(1);
  while (out.numbers.size() < 4) {
    std::string_view digits = take_digits(text);
    if (digits.empty()) break;
    out.numbers.emplace_back(digits);
    if (text.size() < 2 || text.front() != '.' || !is_digit(text[1])) break;
    text.remove_prefix(1);
  }
  while (text.size() > 1 && text.front() == '.' && std::string_view("*xX").contains(text[1])) {
    out.open = true;
    text.remove_prefix(2);
  }
  out.rest = text;
  return out;
}

// The first `kept` numbers, the last of them one higher if told so, and zeros behind.
std::string block_end(const Numbers& read, std::size_t kept, bool higher) {
  std::string out;
  for (std::size_t i = 0; i < 4; ++i) {
    if (i > 0) out += '.';
    std::string number = i < kept && i < read.numbers.size() ? read.numbers[i] : "0";
    out += higher && i + 1 == kept ? plus_one(number) : number;
  }
  return out + std::string(kLowest);
}

Result<std::string> normal(std::string_view text) {
  std::optional<std::string> found = normalize_composer(text);
  if (!found) return bad_range("not a version", text);
  return *found;
}

Result<std::string> low_end(std::string_view text) {
  return normal(has_stability(text) ? std::string(text) : std::string(text) + std::string(kLowest));
}

std::size_t caret_kept(const Numbers& read) {
  for (std::size_t i = 0; i < std::min<std::size_t>(read.numbers.size(), 2); ++i) {
    if (read.numbers[i] != "0" || i + 1 == read.numbers.size()) return i + 1;
  }
  return 3;
}

Result<void> add_limits(std::string_view text, std::vector<Limit>& out) {
  std::string_view whole = text;
  Operator op = take_operator(text);
  text = trim(text);
  Numbers read = read_numbers(text);
  if ((text == "*" || text == "x" || text == "X") && op == Operator::kNone) return {};
  if (op == Operator::kTilde || op == Operator::kCaret) {
    if (read.numbers.empty()) return bad_range("not a version", whole);
    std::size_t position = read.numbers.size() + (read.open ? 1 : 0);
    std::size_t kept = op == Operator::kCaret ? caret_kept(read) : std::max<std::size_t>(1, position - 1);
    out.push_back({Operator::kGreaterEqual, TRY(low_end(text))});
    out.push_back({Operator::kLess, block_end(read, kept, true)});
    return {};
  }
  if (op == Operator::kNone && read.open && read.rest.empty() && !read.numbers.empty()) {
    out.push_back({Operator::kGreaterEqual, block_end(read, read.numbers.size(), false)});
    out.push_back({Operator::kLess, block_end(read, read.numbers.size(), true)});
    return {};
  }
  if (op > Operator::kGreaterEqual) return bad_range("unknown operator", whole);
  bool end_of_block = (op == Operator::kLess || op == Operator::kGreaterEqual) && !text.starts_with("dev-");
  out.push_back({op, end_of_block ? TRY(low_end(text)) : TRY(normal(text))});
  return {};
}

// "1.0 - 2.0": up to and with 2.0.*, if the last number isn't written.
Result<void> add_span(std::string_view from, std::string_view to, std::vector<Limit>& out) {
  out.push_back({Operator::kGreaterEqual, TRY(low_end(from))});
  Numbers read = read_numbers(to);
  if (read.numbers.size() >= 3 || has_stability(to)) {
    out.push_back({Operator::kLessEqual, TRY(normal(to))});
  } else if (read.numbers.empty() || !read.rest.empty()) {
    return bad_range("not a version", to);
  } else {
    out.push_back({Operator::kLess, block_end(read, read.numbers.size(), true)});
  }
  return {};
}

Result<std::vector<Limit>> limits_of(std::string_view set) {
  std::vector<Limit> out;
  if (std::size_t dash = set.find(" - "); dash != std::string_view::npos) {
    TRY(add_span(trim(set.substr(0, dash)), trim(set.substr(dash + 3)), out));
    return out;
  }
  if (set.empty()) return bad_range("empty", set);
  while (!set.empty()) {
    // An operator may stand apart from its version.
    std::size_t start = set.find_first_not_of("<>=!~^");
    start = std::min(start, set.size());
    while (start < set.size() && is_space(set[start])) ++start;
    std::size_t end = std::min(set.find_first_of(", \t\r\n", start), set.size());
    TRY(add_limits(set.substr(0, end), out));
    set = trim(set.substr(end));
    if (set.starts_with(',')) {
      set = trim(set.substr(1));
      if (set.empty()) return bad_range("ends in a comma", set);
    }
  }
  return out;
}

bool holds_limit(const Limit& limit, const std::string& version) {
  if (!limit.version.starts_with("dev-") && !version.starts_with("dev-")) return holds(limit.op, compare_composer(version, limit.version));
  // Branches have no order: they are the same or not.
  if (limit.op == Operator::kNotEqual) return limit.version != version;
  return (limit.op == Operator::kEqual || limit.op == Operator::kNone) && limit.version == version;
}

Result<bool> contains(const Scheme&, std::string_view expression, std::string_view version, RangeOptions) {
  std::optional<std::string> wanted = normalize_composer(version);
  bool inside = false;
  for (std::string_view bars : pieces(expression, "||")) {
    for (std::string_view set : pieces(bars, "|")) {
      std::vector<Limit> limits = TRY(limits_of(set));
      inside = inside || (wanted && std::ranges::all_of(limits, [&](const Limit& limit) { return holds_limit(limit, *wanted); }));
    }
  }
  return inside;
}

constexpr std::string_view kSchemes[] = {"packagist"};
constexpr RangeExample kExamples[] = {
    {"^1.2|~2.0", "v1.9.0", true},
    {"^1.2|~2.0", "2.5.0", true},
    {"^1.2|~2.0", "3.0.0", false},
    {"^0.3", "0.4.0", false},
    {"~1.2.3", "1.3.0", false},
    {"~1.2", "1.9", true},
    {">=1,<2", "1.5", true},
    {">= 1 < 2", "2.0-beta1", false},
    {">=1.0", "1.0-beta1", true},
    {"1.2.*", "1.2.9", true},
    {"1.2.*", "1.3", false},
    {"1.0 - 2.0", "2.0.5", true},
    {"1.0.0 - 2.1.0", "2.1.1", false},
    {"dev-main", "dev-main", true},
    {">=1.0", "dev-main", false},
    {"!=1.5", "v1.5.0", false},
    {"*", "0.1", true},
};

}  // namespace

extern constinit const RangeSyntax composer;
constinit const RangeSyntax composer{
    .name = "composer",
    .summary = "Composer constraints: composer/semver",
    .schemes = kSchemes,
    .contains = contains,
    .examples = kExamples,
};

}  // namespace batten::version::ranges

// SPDX-License-Identifier: Apache-2.0
#include "version/xrange.h"

#include <algorithm>

#include "version/digits.h"
#include "version/semantic.h"

namespace batten::version {
namespace {

// What sorts below all releases and pre-releases of the numbers before it.
constexpr std::string_view kLowest = "-0";

bool is_zero(std::string_view digits) { return compare_digits(digits, "0") == 0; }

// The version with open numbers as 0.
std::string floor_of(const Partial& partial) {
  std::string out;
  for (std::string_view number : partial.numbers) {
    if (!out.empty()) out += '.';
    out += number.empty() ? "0" : number;
  }
  return out;
}

std::string full(const Partial& partial) { return floor_of(partial) + (partial.pre.empty() ? "" : "-" + std::string(partial.pre)); }

// The next version after all that begin with the first `kept` numbers.
std::string next(const Partial& partial, int kept) {
  std::string out;
  for (int i = 0; i < 3; ++i) {
    if (i > 0) out += '.';
    out += i >= kept ? "0" : i == kept - 1 ? plus_one(partial.numbers[i]) : std::string(partial.numbers[i]);
  }
  return out;
}

void add_nothing(std::vector<Bound>& out) { out.push_back({Operator::kLess, "0.0.0-0"}); }

// From the floor up to below the next after `kept` numbers.
void add_block(const Partial& partial, int kept, RangeOptions options, std::vector<Bound>& out) {
  std::string from = partial.given() == 3 ? full(partial) : floor_of(partial) + std::string(options.prereleases ? kLowest : "");
  out.push_back({Operator::kGreaterEqual, from});
  out.push_back({Operator::kLess, next(partial, kept) + std::string(kLowest)});
}

int caret_kept(const Partial& partial) {
  int given = partial.given();
  if (given == 1 || !is_zero(partial.numbers[0])) return 1;
  return given == 2 || !is_zero(partial.numbers[1]) ? 2 : 3;
}

void add_open_comparison(Operator op, const Partial& partial, RangeOptions options, std::vector<Bound>& out) {
  int given = partial.given();
  std::string low(options.prereleases ? kLowest : "");
  switch (op) {
    case Operator::kGreater: out.push_back({Operator::kGreaterEqual, next(partial, given) + low}); break;
    case Operator::kGreaterEqual: out.push_back({Operator::kGreaterEqual, floor_of(partial) + low}); break;
    case Operator::kLessEqual: out.push_back({Operator::kLess, next(partial, given) + low}); break;
    case Operator::kLess: out.push_back({Operator::kLess, floor_of(partial) + std::string(kLowest)}); break;
    default: add_block(partial, given, options, out);
  }
}

}  // namespace

std::optional<Partial> read_partial(std::string_view text) {
  while (!text.empty() && (is_space(text.front()) || text.front() == 'v' || text.front() == '=')) text.remove_prefix(1);
  Partial out;
  bool open = false;
  int written = 0;
  for (; written < 3; ++written) {
    if (written > 0) {
      if (!text.starts_with('.')) break;
      text.remove_prefix(1);
    }
    if (!text.empty() && std::string_view("xX*").contains(text.front())) {
      open = true;
      text.remove_prefix(1);
    } else {
      std::string_view digits = take_digits(text);
      if (digits.empty()) return std::nullopt;
      if (!open) out.numbers[written] = digits;
    }
  }
  if (text.empty()) return out;
  // Any letters or dashes would do for a label; what else stands here is no version.
  if (written < 3 || !std::ranges::all_of(text, [](char c) { return is_digit(c) || is_letter(c) || c == '-' || c == '.' || c == '+'; }))
    return std::nullopt;
  if (text.front() != '-' && text.front() != '+') return std::nullopt;
  std::string_view label = text.substr(0, text.find('+'));
  if (label == "-") return std::nullopt;
  if (!open && !label.empty()) out.pre = label.substr(1);
  return out;
}

bool add_bounds(Operator op, const Partial& partial, RangeOptions options, std::vector<Bound>& out) {
  int given = partial.given();
  switch (op) {
    case Operator::kTilde:
    case Operator::kTildeGreater:
      if (given > 0) add_block(partial, std::min(given, 2), options, out);
      return true;
    case Operator::kCaret:
      if (given > 0) add_block(partial, caret_kept(partial), options, out);
      return true;
    case Operator::kNone: op = Operator::kEqual; break;
    case Operator::kEqual:
    case Operator::kLess:
    case Operator::kLessEqual:
    case Operator::kGreater:
    case Operator::kGreaterEqual: break;
    default: return false;
  }
  if (given == 3) {
    out.push_back({op, full(partial)});
  } else if (given > 0) {
    add_open_comparison(op, partial, options, out);
  } else if (op == Operator::kLess || op == Operator::kGreater) {
    add_nothing(out);
  }
  return true;
}

void add_span(const Partial& from, const Partial& to, RangeOptions options, std::vector<Bound>& out) {
  std::string low(options.prereleases ? kLowest : "");
  if (from.given() > 0) out.push_back({Operator::kGreaterEqual, full(from) + (from.pre.empty() ? low : "")});
  int given = to.given();
  if (given == 0) return;
  if (given == 3 && (!to.pre.empty() || !options.prereleases)) {
    out.push_back({Operator::kLessEqual, full(to)});
  } else {
    out.push_back({Operator::kLess, next(to, given) + std::string(kLowest)});
  }
}

bool within(const Scheme& scheme, const std::vector<Bound>& bounds, std::string_view version, RangeOptions options) {
  for (const Bound& bound : bounds) {
    if (!holds(bound.op, scheme.compare(version, bound.version))) return false;
  }
  Semantic parts = read_semantic(version);
  if (options.prereleases || parts.pre.empty()) return true;
  return std::ranges::any_of(bounds, [&](const Bound& bound) {
    Semantic limit = read_semantic(bound.version);
    return !limit.pre.empty() && compare_numbers(limit.numbers, parts.numbers) == 0;
  });
}

}  // namespace batten::version

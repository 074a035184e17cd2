// SPDX-License-Identifier: Apache-2.0
//
// Whether a comparison holds for a value.
#include <algorithm>

#include "rules/check.h"
#include "rules/pattern.h"

namespace batten::rules {
namespace {

using Kind = Value::Kind;

struct Ground {
  const Check& check;
  const Moment& moment;
  Scratch& scratch;
};

bool is_text(const Value& value) { return value.kind == Kind::kText || value.kind == Kind::kBytes; }

std::optional<std::int64_t> number_of(const Value& value) {
  switch (value.kind) {
    case Kind::kNumber:
    case Kind::kFlags:
    case Kind::kBool: return value.number;
    case Kind::kText: return parse_number(value.text);
    default: return std::nullopt;
  }
}

bool equals(const Ground& ground, const Value& value, const Literal& literal) {
  switch (value.kind) {
    case Kind::kBool: return literal.truth == (value.number != 0);
    case Kind::kNumber: return literal.number == value.number || (!value.text.empty() && value.text == literal.text);
    case Kind::kAddress:
    case Kind::kNetwork: return literal.network && literal.network->contains(value.text);
    case Kind::kHost:
      return (literal.network && literal.network->contains(value.text)) ||
             ground.moment.surroundings->name_has_address(literal.text, value.text);
    case Kind::kFlags:
      if (literal.number) return *literal.number == value.number;
      return value_text(value, ground.scratch) == literal.text;
    default: return value_text(value, ground.scratch) == literal.text;
  }
}

// Equal to any of the literals.
bool is_one_of(const Ground& ground, const Value& value) {
  if (is_text(value)) return ground.check.set.contains(value.text);
  return std::ranges::any_of(ground.check.literals, [&](const Literal& literal) { return equals(ground, value, literal); });
}

bool contains(const Value& value, std::string_view text, std::string_view literal) {
  if (value.kind == Kind::kFlags && !model::is_one_name(value.names)) {
    if (const auto has = model::has_flag(value.names, static_cast<std::uint64_t>(value.number), literal)) return *has;
  }
  return contains_text(text, literal);
}

bool in_order(Operator op, std::int64_t left, std::int64_t right) {
  switch (op) {
    case Operator::kLess: return left < right;
    case Operator::kLessEqual: return left <= right;
    case Operator::kGreater: return left > right;
    default: return left >= right;
  }
}

bool is_ordering(Operator op) { return op >= Operator::kLess && op <= Operator::kGreaterEqual; }

// The literal with that number, as an operator on texts.
bool text_holds(const Ground& ground, const Value& value, std::size_t index) {
  const Check& check = ground.check;
  const std::string& literal = check.literals[index].text;
  const std::string_view text = value_text(value, ground.scratch);
  switch (check.op) {
    case Operator::kContains: return contains(value, text, literal);
    case Operator::kBContains: return contains_text(text, literal);
    case Operator::kIContains: return contains_any_case(text, literal);
    case Operator::kStartsWith:
    case Operator::kBStartsWith: return text.starts_with(literal);
    case Operator::kEndsWith: return text.ends_with(literal);
    case Operator::kGlob: return glob_matches(literal, text);
    case Operator::kIGlob: return glob_matches(literal, text, {.any_case = true});
    case Operator::kRegex: return check.patterns[index].matches(text);
    default: return false;
  }
}

bool literal_holds(const Ground& ground, const Value& value, std::size_t index) {
  const Check& check = ground.check;
  const Literal& literal = check.literals[index];
  if (is_ordering(check.op)) {
    const auto number = number_of(value);
    return number && literal.number && in_order(check.op, *number, *literal.number);
  }
  switch (check.op) {
    case Operator::kEqual:
    case Operator::kIn:
    case Operator::kIntersects: return equals(ground, value, literal);
    case Operator::kNotEqual: return !equals(ground, value, literal);
    default: return text_holds(ground, value, index);
  }
}

// For one value that is no list.
bool one_holds(const Ground& ground, const Value& value) {
  const Check& check = ground.check;
  const auto holds_for = [&](std::size_t index) { return literal_holds(ground, value, index); };
  const std::size_t count = check.literals.size();
  std::size_t found = 0;
  switch (check.quantifier) {
    case Quantifier::kOneOf:
      for (std::size_t i = 0; i < count; ++i) found += holds_for(i) ? 1 : 0;
      return found == 1;
    case Quantifier::kAllOf:
      for (std::size_t i = 0; i < count; ++i) {
        if (!holds_for(i)) return false;
      }
      return count > 0;  // an empty list fails, as in Falco
    default: break;
  }
  switch (check.op) {
    case Operator::kEqual:
    case Operator::kIn:
    case Operator::kIntersects: return is_one_of(ground, value);
    case Operator::kNotEqual:
      if (check.quantifier == Quantifier::kNone) return !is_one_of(ground, value);
      break;
    case Operator::kStartsWith: return check.prefixes.matches(value_text(value, ground.scratch));
    case Operator::kPMatch: return check.paths.matches(value_text(value, ground.scratch));
    default: break;
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (holds_for(i)) return true;
  }
  return false;
}

bool values_equal(const Value& left, const Value& right, Scratch& scratch) {
  if (left.kind == Kind::kNumber && right.kind == Kind::kNumber) return left.number == right.number;
  return value_text(left, scratch) == value_text(right, scratch);
}

// A field on the right: the literal is made of its value.
bool value_holds(const Ground& ground, const Value& left, const Value& right) {
  const Check& check = ground.check;
  Scratch& scratch = ground.scratch;
  if (is_ordering(check.op)) {
    const auto a = number_of(left), b = number_of(right);
    return a && b && in_order(check.op, *a, *b);
  }
  const std::string_view text = value_text(left, scratch), other = value_text(right, scratch);
  switch (check.op) {
    case Operator::kEqual:
    case Operator::kIn:
    case Operator::kIntersects: return values_equal(left, right, scratch);
    case Operator::kNotEqual: return !values_equal(left, right, scratch);
    case Operator::kContains:
    case Operator::kBContains: return text.contains(other);
    case Operator::kIContains: {
      std::string lowered(other);
      std::ranges::transform(lowered, lowered.begin(), lower_case);
      return contains_any_case(text, lowered);
    }
    case Operator::kStartsWith:
    case Operator::kBStartsWith: return text.starts_with(other);
    case Operator::kEndsWith: return text.ends_with(other);
    case Operator::kGlob: return glob_matches(other, text);
    case Operator::kIGlob: return glob_matches(other, text, {.any_case = true});
    case Operator::kPMatch: {
      PathTree tree;
      tree.add(other);
      return tree.matches(text);
    }
    case Operator::kRegex: {
      const Result<Regex> pattern = Regex::compile(other);
      return pattern && pattern->matches(text);
    }
    default: return false;
  }
}

bool scalar_holds(const Ground& ground, const Value& left, const Value& right) {
  if (ground.check.right == kNoReading) return one_holds(ground, left);
  if (right.kind != Kind::kList) return value_holds(ground, left, right);
  return std::ranges::any_of(right.list, [&](std::string_view one) { return value_holds(ground, left, Value::of_text(one)); });
}

Value member_of(const Check& check, std::string_view text) {
  if (check.member != Kind::kNumber) return Value::of(check.member, text);
  return Value::of_number(parse_number(text).value_or(0));
}

bool list_holds(const Ground& ground, const Value& left, const Value& right) {
  const Check& check = ground.check;
  const auto one = [&](std::string_view text) { return scalar_holds(ground, member_of(check, text), right); };
  const bool all =
      (check.op == Operator::kIn && check.several == Several::kSet) || (check.op == Operator::kNotEqual && check.several != Several::kAny);
  if (left.list.empty()) return false;
  return all ? std::ranges::all_of(left.list, one) : std::ranges::any_of(left.list, one);
}

}  // namespace

bool holds(const Check& check, const Value& left, const Value& right, const Moment& moment, Scratch& scratch) {
  if (check.op == Operator::kExists) return left.has_value();
  if (!left.has_value() || (check.right != kNoReading && !right.has_value())) return false;
  const Ground ground{check, moment, scratch};
  return left.kind == Kind::kList ? list_holds(ground, left, right) : scalar_holds(ground, left, right);
}

}  // namespace batten::rules

// SPDX-License-Identifier: Apache-2.0
//
// A rule's condition as it was written, macros and lists put in: a tree of "and", "or", "not" over checks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/place.h"

namespace batten::rules {

enum class Operator : std::uint8_t {
  kExists,
  kEqual,  // = and ==
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kContains,
  kIContains,
  kBContains,
  kStartsWith,
  kBStartsWith,
  kEndsWith,
  kGlob,
  kIGlob,
  kRegex,
  kIn,
  kIntersects,
  kPMatch,
};
// "contains oneof (a, b)": how the members of a list on the right are taken.
enum class Quantifier : std::uint8_t { kNone, kOneOf, kAnyOf, kAllOf };

// proc.aname[2], a literal, a list, tolower(proc.name), val(proc.exe).
struct Operand {
  enum class Kind : std::uint8_t { kField, kText, kList, kTransformer };
  Kind kind = Kind::kText;
  std::string text;            // field: "proc.aname"; literal: as it means, quotes taken off; transformer: "tolower"
  bool has_argument = false;   // field
  std::string argument;        // "2"
  bool quoted = false;         // literal
  std::vector<Operand> parts;  // list: texts; transformer: its arguments
  model::Place place;

  bool operator==(const Operand&) const = default;
};

struct Condition {
  enum class Kind : std::uint8_t { kAnd, kOr, kNot, kCheck };
  Kind kind = Kind::kCheck;
  std::vector<Condition> children;  // and, or: two or more; not: one
  Operand left, right;              // check; right is not used by kExists
  Operator op = Operator::kExists;
  Quantifier quantifier = Quantifier::kNone;

  bool operator==(const Condition&) const = default;
};

}  // namespace batten::rules

// SPDX-License-Identifier: Apache-2.0
//
// One comparison of a condition, with what its right side needs to be fast: sets in hash tables, prefixes in a tree, patterns compiled.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/condition.h"
#include "rules/reading.h"
#include "rules/regex.h"
#include "rules/text_set.h"

namespace batten::rules {

struct Network {
  std::string bytes;  // 4 or 16
  unsigned bits = 0;
  bool contains(std::string_view address) const;
};
// "10.0.0.0/8", "10.0.0.1", "fe80::/10".
std::optional<Network> parse_network(std::string_view text);
// "12", "-1", "0x1f".
std::optional<std::int64_t> parse_number(std::string_view text);

struct Literal {
  std::string text;  // as it is compared: in lower case where case does not count, bytes where hexadecimal is written
  std::optional<std::int64_t> number;
  std::optional<bool> truth;
  std::optional<Network> network;
};

// What its reading's TextIndex says of a check: nothing; that it can't hold, or that it must be asked; whether it holds.
enum class Lookup : std::uint8_t { kNone, kCandidate, kDecides };

struct Check {
  Operator op = Operator::kExists;
  Quantifier quantifier = Quantifier::kNone;
  ReadingId left = kNoReading;
  ReadingId right = kNoReading;  // a field or transformer; else literals
  Several several = Several::kSet;
  Value::Kind member = Value::Kind::kText;  // what a list's members are
  bool real = false;
  Lookup lookup = Lookup::kNone;
  std::vector<Literal> literals;
  TextSet set;                  // of =, !=, in, intersects
  PrefixTree prefixes;          // of startswith
  PathTree paths;               // of pmatch
  std::vector<Regex> patterns;  // of regex, one each
};

// The texts of a check's right side, ready. A message: what is wrong with them.
std::string prepare(Check& check, const std::vector<std::string>& texts);
// left and, where the check has one, right: what was read. False where they have no value.
bool holds(const Check& check, const Value& left, const Value& right, const Moment& moment, Scratch& scratch);

}  // namespace batten::rules

// SPDX-License-Identifier: Apache-2.0
//
// What stands on a side of a comparison or behind a '%': a field with its argument, a literal, or a transformer over others. The same
// one in many rules is one entry of a table, so that it is read once an event.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "rules/condition.h"
#include "rules/field.h"

namespace batten::rules {

using ReadingId = std::uint32_t;
inline constexpr ReadingId kNoReading = 0xffffffff;

enum class Transformer : std::uint8_t { kLower, kUpper, kBase64, kBasename, kLength, kJoin, kConcat, kGetopt };

struct Reading {
  enum class Kind : std::uint8_t { kField, kLiteral, kTransformer, kList };
  Kind kind = Kind::kField;
  const Field* field = nullptr;
  std::string text;  // the argument, the literal
  bool has_argument = false;
  std::int64_t index = 0;  // argument as a number
  Transformer transformer = Transformer::kLower;
  std::vector<ReadingId> parts;
  bool real = false;  // looks at where the file really is
};

class ReadingTable {
 public:
  // kNoReading: a field or transformer that is not known; problem says which.
  ReadingId add(const Operand& operand, std::string& problem);
  const Reading& operator[](ReadingId id) const { return readings_[id]; }
  std::size_t size() const { return readings_.size(); }
  // What may_have of its fields says.
  bool may_have(ReadingId id, const model::EventTypeInfo& info) const;
  // How the field of a reading takes lists; kSet where it is none.
  Several several(ReadingId id) const;

 private:
  std::vector<Reading> readings_;
  std::unordered_map<std::string, ReadingId> by_text_;
};

FieldArgument argument_of(const Reading& reading);

// The value of a transformer over the values of its parts.
Value transform(Transformer transformer, std::span<const Value> parts, Scratch& scratch);

}  // namespace batten::rules

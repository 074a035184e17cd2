// SPDX-License-Identifier: Apache-2.0
//
// A field is a question that rules may ask of an event: "proc.name". One file in fields/ per family (proc.cc, fd.cc). Names and meanings
// are Falco's where it has them (falco.org, "Supported Fields for Conditions and Outputs"); those of Batten alone begin with "batten." or
// say so.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "rules/moment.h"
#include "rules/value.h"

namespace batten::rules {

// "[2]", "[key]" behind a field's name.
struct FieldArgument {
  bool given = false;
  std::string_view text;
  std::int64_t number = 0;  // of an index
};

enum class ArgumentRule : std::uint8_t { kNone, kOptionalIndex, kIndex, kOptionalKey, kKey };

// A question about a path may be asked twice, for the text that the program gave and for where the file really is: a rule matches when it
// matches for either, so that no symbolic link leads past it.
enum class PathView : std::uint8_t { kText, kReal };

struct Question {
  const Moment& moment;
  FieldArgument argument;
  PathView view;
  Scratch& scratch;
};

struct FieldExample {
  std::string_view event;  // as rules test files write it (docs/MONITOR.md)
  std::string_view field;  // with its argument: "proc.aname[2]"
  std::string_view value;  // as outputs print it; "<NA>" when it has none
};

// How comparisons take a value that is a list.
enum class Several : std::uint8_t {
  kSet,          // "in": all of them, "intersects": any, others: any
  kAny,          // any, for each operator: ancestors of a process
  kAnyNotEqual,  // any, but "!=" means none is equal: the two ends of a connection
};

struct Field {
  std::string_view name;  // "proc.aname"
  Value::Kind kind = Value::Kind::kText;
  ArgumentRule argument = ArgumentRule::kNone;
  std::string_view description;
  Value (*get)(const Question&) = nullptr;
  bool real_path_matters = false;  // get looks at view
  bool deprecated = false;
  Several several = Several::kSet;
  bool by_type = false;  // its value is the same for all events of a type
  // Whether events of that type may have it at all; nullptr: all may. Rules are left out for types of which their condition can't hold.
  bool (*may_have)(const model::EventTypeInfo& info, const FieldArgument& argument) = nullptr;
};

struct FieldFamily {
  std::string_view name;  // "proc"
  std::string_view description;
  std::span<const Field> fields;
  std::span<const FieldExample> examples;  // at least one for each field
};

// All, one per file of fields/.
std::span<const FieldFamily* const> all_field_families();
// By its whole name; "evt.arg.flags" is evt.arg with the argument "flags". nullptr: no such.
const Field* find_field(std::string_view name);
// What stands behind the field's own name in "evt.arg.flags": "flags"; empty for "evt.type".
std::string_view dotted_argument(const Field& field, std::string_view name);
// A value of the field as outputs print it.
std::string_view field_text(const Field& field, const Value& value, Scratch& scratch);
// An argument as a field takes it: its number is set where it is one.
FieldArgument make_argument(std::string_view text);

}  // namespace batten::rules

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

struct Field {
  std::string_view name;  // "proc.aname"
  Value::Kind kind = Value::Kind::kText;
  ArgumentRule argument = ArgumentRule::kNone;
  std::string_view description;
  Value (*get)(const Question&) = nullptr;
  bool real_path_matters = false;  // get looks at view
  bool deprecated = false;
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

}  // namespace batten::rules

// SPDX-License-Identifier: Apache-2.0
//
// Whether a condition makes sense: fields that there are, with the arguments they need, operators that go with their kind, values that
// can be compared with it.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/condition.h"
#include "rules/condition_text.h"
#include "rules/diagnostic.h"
#include "rules/field.h"
#include "rules/value.h"

namespace batten::rules {

struct CheckFinding {
  DiagnosticCode code = DiagnosticCode::kErrCompileCondition;
  Spot spot = kNowhere;
  std::size_t length = 0;
  std::string message;
  bool unknown = false;  // a field or type of event of another version of the language: skip-if-unknown-filter
};

class ConditionCheck {
 public:
  // Of a tree without macros, places being Spots.
  std::vector<CheckFinding> check(const Condition& condition);
  // Of one field or transformer, as outputs hold them.
  std::vector<CheckFinding> check(const Operand& operand);
  // find_field, remembered.
  const Field* field(std::string_view name);

 private:
  void visit(const Condition& condition);
  void check_one(const Condition& check);
  Value::Kind kind_of(const Operand& operand, bool on_the_right);
  Value::Kind field_kind(const Operand& operand);
  Value::Kind transformer_kind(const Operand& operand);
  void check_argument(const Operand& operand, const Field& field);
  void check_texts(const Condition& check, const Operand& right, Value::Kind kind);
  void check_event_type(const Condition& check, const Operand& right);
  void find(const Operand& at, std::string message, DiagnosticCode code = DiagnosticCode::kErrCompileCondition, bool unknown = false);
  std::string nearest_field(std::string_view name);

  std::vector<CheckFinding> findings_;
  std::unordered_map<std::string, const Field*> fields_;
};

}  // namespace batten::rules

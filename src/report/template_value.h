// SPDX-License-Identifier: Apache-2.0
//
// What an expression of a template gives, and what filters make of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "report/template_syntax.h"

namespace batten::report {

struct Value {
  enum class Kind : unsigned char { kAbsent, kText, kNumber, kFlag, kView, kList };
  Kind kind = Kind::kAbsent;
  std::string text;
  double number = 0;  // 1 or 0 of kFlag
  json::View view;    // an array or an object
  std::vector<Value> items;

  static Value of(std::string_view text);
  static Value of(double number);
  static Value of(bool flag);
  static Value of(json::View view);
};

// False are what is absent, false, 0, and an empty text, array or object.
bool is_true(const Value& value);
// A list joined by ", ", an object as JSON, nothing for what is absent.
std::string text_of(const Value& value);
std::vector<Value> items_of(const Value& value);

Value filtered(Value value, const FilterCall& call);

}  // namespace batten::report

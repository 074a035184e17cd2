// SPDX-License-Identifier: Apache-2.0
//
// Which operators and texts go with which kind of value.
#pragma once

#include <string>
#include <string_view>

#include "rules/condition.h"
#include "rules/value.h"

namespace batten::rules {

// "a number", "a text".
std::string_view kind_words(Value::Kind kind);
// kNone: a kind that is only known with the event; everything goes.
bool operator_fits(Operator op, Value::Kind kind);
// What is wrong with a text on the right of op beside such a value ("a number is expected"); empty: nothing.
std::string text_problem(Operator op, Value::Kind kind, std::string_view text);

}  // namespace batten::rules

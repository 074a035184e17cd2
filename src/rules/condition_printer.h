// SPDX-License-Identifier: Apache-2.0
//
// A condition written out again, macros, lists and exceptions put in: what `batten rules explain` shows.
#pragma once

#include <string>

#include "rules/condition.h"

namespace batten::rules {

// One line in the language itself, with no parentheses but those that are needed; reading it gives the same condition.
std::string to_text(const Condition& condition);
// "proc.aname[2]", "tolower(proc.name)", "(a, b)"; a text in quotes where it has to be.
std::string to_text(const Operand& operand);

}  // namespace batten::rules

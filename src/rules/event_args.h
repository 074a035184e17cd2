// SPDX-License-Identifier: Apache-2.0
//
// Params of an event as evt.arg, evt.rawarg and evt.args show them.
#pragma once

#include <string_view>

#include "rules/field.h"

namespace batten::rules {

// As Falco's evt.arg: a path joined to where it begins, a descriptor's file, a user's name where there is one.
Value argument_value(const Question& question, unsigned index);
// As it came: numbers, texts.
Value raw_argument(const Question& question, unsigned index);
// "res=0 fd=3(<f>/etc/passwd) flags=577(O_TRUNC|O_CREAT|O_WRONLY)".
std::string_view all_arguments(const Question& question);

}  // namespace batten::rules

// SPDX-License-Identifier: Apache-2.0
//
// How a file is opened, as evt.is_open_* asks: false for events that open none.
#pragma once

#include "rules/field.h"

namespace batten::rules {

Value open_read(const Question& question);
Value open_write(const Question& question);
Value open_exec(const Question& question);  // creates a file that can be executed
Value open_create(const Question& question);

}  // namespace batten::rules

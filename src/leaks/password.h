// SPDX-License-Identifier: Apache-2.0
//
// Passwords that people choose have no form; what stands at their place is often none: "${DB_PASSWORD}", "<password>", "changeme", "%s".
#pragma once

#include <string_view>

#include "leaks/detector.h"

namespace batten::leaks {

// Of what stands where a password belongs. kNo: a variable, a blank, a template's marker, the word for it ("password", "secret"), the
// password that everybody's manual has ("postgres", "guest"). kPossible: a plain word. kLikely: anything else.
Opinion judge_password(std::string_view text);
// Also where programs are read: kNo for an expression (config.password, getenv("X"), a name in capitals).
Opinion judge_password_in_code(std::string_view text);

}  // namespace batten::leaks

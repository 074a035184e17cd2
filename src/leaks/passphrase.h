// SPDX-License-Identifier: Apache-2.0
//
// Passwords of more than one word, in quotes: "Blue Falcon 1987!", "tulip granite ember walnut", four groups of four letters as Google
// gives to programs. What else stands with blanks beside the word "password" is a text for people: a label, a message, a rule.
#pragma once

#include "leaks/assignment.h"
#include "leaks/detector.h"

namespace batten::leaks {

// Of an assignment whose value holds blanks. Never kConfirmed.
Opinion judge_passphrase(const Assignment& assignment);

}  // namespace batten::leaks

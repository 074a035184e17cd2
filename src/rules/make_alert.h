// SPDX-License-Identifier: Apache-2.0
//
// The alert that a rule gives of an event.
#pragma once

#include "model/alert.h"
#include "rules/evaluator.h"

namespace batten::rules {

model::Alert make_alert(const Definition& rule, const OutputText& output, const Program& program, const Moment& moment,
                        Evaluator& evaluator);
// Output parts as text, without the appended ones where whole is false. Control characters are written as \n, \t, \x1b.
std::string output_of(const OutputText& output, bool whole, const Program& program, Evaluator& evaluator);

}  // namespace batten::rules

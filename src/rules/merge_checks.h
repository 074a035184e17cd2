// SPDX-License-Identifier: Apache-2.0
//
// "a = x or a in (y, z)" is one lookup in a table, "a startswith x or a startswith y" one walk down a tree.
#pragma once

#include <deque>
#include <vector>

#include "rules/condition.h"

namespace batten::rules {

// children of an "or"; what they are to be replaced by means the same. made keeps those that are new.
std::vector<const Condition*> merge_checks(const std::vector<Condition>& children, std::deque<Condition>& made);

}  // namespace batten::rules

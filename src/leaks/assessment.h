// SPDX-License-Identifier: Apache-2.0
//
// Leaks as results of checks, so that every format of lint and audit can show them: a kind of secret is a check.
#pragma once

#include <string_view>
#include <vector>

#include "model/assessment.h"
#include "model/leak.h"

namespace batten::leaks {

// What a kind of secret is as a check: id, title, why, what to do. nullptr when there is no such kind.
const model::CheckInfo* check_of(std::string_view kind);
// All kinds, by id.
std::vector<const model::CheckInfo*> all_kinds();

model::CheckResult to_result(const model::Leak& leak);
model::Assessment to_assessment(const model::LeakReport& report);

}  // namespace batten::leaks

// SPDX-License-Identifier: Apache-2.0
//
// A plan as JSON (docs/UPDATE.md).
#pragma once

#include <string>
#include <string_view>

#include "update/plan.h"

namespace batten::update {

std::string_view decision_name(Decision decision);  // "update", "no-image-yet"
std::string_view health_name(Health health);
std::string_view kind_name(SubjectKind kind);
std::string plan_json(const Plan& plan);

}  // namespace batten::update

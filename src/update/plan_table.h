// SPDX-License-Identifier: Apache-2.0
//
// A plan for people: what to do first, each with its reason; what is current in short lines at the end.
#pragma once

#include <string>

#include "update/plan.h"

namespace batten::update {

struct TableOptions {
  int width = 80;
  bool color = false;
  bool all = false;  // every candidate, and all vulnerabilities by name
};

std::string plan_table(const Plan& plan, const TableOptions& options);

}  // namespace batten::update

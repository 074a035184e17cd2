// SPDX-License-Identifier: Apache-2.0
//
// All checks of all kinds, for lists and explanations.
#pragma once

#include <string_view>
#include <vector>

#include "checks/settings.h"
#include "model/assessment.h"

namespace batten::checks {

struct ListedCheck {
  const model::CheckInfo* info = nullptr;
  std::string_view about;  // "Dockerfile", "container", "pod", "image", "host"
  Example example;         // the first; empty texts where a kind has none of that sort
  bool repairs = false;
};

// By kind, then id.
std::vector<ListedCheck> all_checks();

}  // namespace batten::checks

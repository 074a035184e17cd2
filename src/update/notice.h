// SPDX-License-Identifier: Apache-2.0
//
// What is told of updates, as alerts: every output that alerts can go to (a chat, a webhook, Alertmanager, a program) takes them.
#pragma once

#include <string>

#include "model/alert.h"
#include "update/history.h"
#include "update/plan.h"

namespace batten::update {

// "Container was updated" (notice), "Update was rolled back" (error), "Update needs help" (critical), "Update was refused" (warning, where
// nothing was done).
model::Alert notice_of(const HistoryEntry& entry, const std::string& hostname);

// "Update is available" (warning when it removes what the policy cares about, else informational), "Rebuild is due", "Update was refused by
// the gate". Nothing to tell of the other decisions: a rule without a name.
model::Alert notice_of(const Proposal& proposal, std::int64_t now, const std::string& hostname);

}  // namespace batten::update

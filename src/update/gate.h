// SPDX-License-Identifier: Apache-2.0
//
// What may not be taken, and what may not be taken now. Each function gives the reason as words for people; empty: nothing is against it.
#pragma once

#include <cstdint>
#include <string>

#include "model/reference.h"
#include "update/candidate.h"
#include "update/settings.h"

namespace batten::update {

// "registry/repository" against Settings::registries: a glob, or a path that it lies below.
std::string registry_refusal(const model::Reference& reference, const Settings& settings);

// What can be said before it is scanned: skipped, too young (Candidate::later is set), not verified.
std::string early_refusal(Candidate& candidate, const Settings& settings, std::int64_t now);

// Of a scanned candidate with removes and brings: worse than what runs, or too many. One that was not read as a whole is never "no worse".
std::string vulnerability_refusal(const Candidate& candidate, const Settings& settings);

// Is the moment within one of the windows? Local time ($TZ). No windows: always.
bool in_window(const Settings& settings, std::int64_t now);
// Why an update that was chosen is not for now: snoozed, outside of all windows, no approval.
std::string hold(const Settings& settings, std::int64_t now, bool approved);

// "3 days", "5 hours".
std::string age_text(std::int64_t seconds);

}  // namespace batten::update

// SPDX-License-Identifier: Apache-2.0
//
// Which candidate, if any: the first one, from the smallest step on, that removes all vulnerabilities which are a reason to update; else
// the one that removes most of them. Candidates are looked at one by one, and no further than that takes.
#pragma once

#include <cstdint>
#include <functional>

#include "update/plan.h"

namespace batten::update {

struct ChoiceWorld {
  // Finds out what the candidate's tag points to and the manifest of the platform. Sets unusable (and unknown) when that fails.
  std::function<void(Candidate& candidate)> resolve;
  std::function<Result<ImageFacts>(const Candidate& candidate)> scan;
  Verifier verify;  // may be empty
  std::function<bool(const Candidate& candidate)> approved;
  std::function<std::string(const Candidate& candidate)> failed;  // why it is not tried again; may be empty
  std::int64_t now = 0;
};

// proposal: subject, settings, running and candidates (with their tags) are there; sets the rest.
void choose(Proposal& proposal, const ChoiceWorld& world);

}  // namespace batten::update

// SPDX-License-Identifier: Apache-2.0
//
// Images that were built on this machine: no registry has the next one, so the question is whether a new build would help.
#pragma once

#include <functional>
#include <optional>

#include "update/plan.h"

namespace batten::update {

// What is known of the base image as its registry has it now.
struct BaseNow {
  std::string name;  // "debian:12"
  std::optional<ImageFacts> facts;
  std::string problem;  // why there are none
};

// proposal: subject, settings, running (with in_base of its vulnerabilities). Sets decision, why, advice and fixable_in_place.
void judge_rebuild(Proposal& proposal, const BaseNow& base);

}  // namespace batten::update

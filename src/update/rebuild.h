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
  std::string problem;        // why there are none
  model::Digest digest = {};  // of what its name means there
};

// proposal: subject, settings, running (with in_base of its vulnerabilities). Sets decision, why, advice, fixable_in_place and rebuild.
void judge_rebuild(Proposal& proposal, const BaseNow& base);

// What came of a new build: sets what it removes and brings, and gives why it is refused; empty: it may take the place of what runs. It has
// to remove something that is a reason to update, and to pass the gate. candidate: with facts.
std::string refusal_of_build(const Proposal& proposal, Candidate& candidate);

}  // namespace batten::update

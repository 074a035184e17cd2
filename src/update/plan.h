// SPDX-License-Identifier: Apache-2.0
//
// What an update would do, and why; nothing in it is done yet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/note.h"
#include "update/build_source.h"
#include "update/candidate.h"
#include "update/settings.h"
#include "update/subject.h"

namespace batten::update {

enum class Decision : std::uint8_t {
  kCurrent,     // nothing newer, or nothing that is better
  kUpdate,      // `chosen` is to take its place
  kRebuild,     // built here, and its base was patched: build it again
  kWait,        // there is something, but not now: window, snoozed, approval, too young
  kRefused,     // there is something newer that the gate refuses
  kNoImageYet,  // the distribution has fixed packages, no image has them yet
  kUnknown      // could not be looked at; `why` says what to do
};

// A new build of an image that was built here.
struct Rebuild {
  std::string base;           // "debian:12"; empty: not known
  model::Digest base_before;  // that the image was built on; empty: not known
  model::Digest base_now;     // of its registry; empty: not known
  bool no_cache = false;      // steps that install packages would come from the cache
  bool pull = true;           // false: no registry has the base, a build that asked for it would fail
  std::optional<BuildSource> source = {};
  std::string problem = {};  // why there is no source, and what to do
};

struct Proposal {
  Subject subject;
  Settings settings;
  std::optional<ImageFacts> running;
  std::vector<Candidate> candidates;  // the smallest step first
  std::optional<std::size_t> chosen;  // into candidates
  std::optional<Rebuild> rebuild;     // what is proposed, or waits, is a new build
  Decision decision = Decision::kUnknown;
  std::string why;                              // one sentence for people
  std::vector<std::string> advice;              // "rebuild from Dockerfile ...: debian:12 was patched"
  std::vector<Vulnerability> fixable_in_place;  // fixed in the distribution's repository, in no candidate
};

// What an approval of a new build is bound to, as the image is not there yet: the base as its registry has it, else what runs.
const model::Digest& build_key(const Proposal& proposal);

struct Plan {
  std::string id;         // of subjects, digests chosen and settings: approvals are bound to it
  std::int64_t made = 0;  // seconds since 1970
  std::string policy;     // hash of the settings
  std::vector<Proposal> proposals;
  base::Notes notes;
};

}  // namespace batten::update

// SPDX-License-Identifier: Apache-2.0
//
// Which of an image's layers are those of the image that it was built from, how that is known, and what another base would change.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/advisory.h"
#include "model/digest.h"

namespace batten::model {

struct Report;
struct Package;
struct Finding;

enum class BaseEvidence : std::uint8_t {
  kGiven,       // the user named it, and its layers are the lowest ones here
  kAnnotation,  // the manifest names it, its registry has it, and its layers are the lowest ones here
  kLabel,       // the same by a label of the configuration, which may be inherited from the base of the base
  kEngine,      // an image of the local engine, whose layers are the lowest ones here
  kDockerfile,  // the scanned image is itself what a Dockerfile builds from
  kHistory,     // the history looks so: a guess
};

// "given", "annotation", "label", "engine", "dockerfile", "history".
std::string_view evidence_name(BaseEvidence evidence);
// For people: "its layers are the lowest of the image", "a guess by the history".
std::string_view evidence_text(BaseEvidence evidence);

// A finding that the base would bring with it.
struct BroughtFinding {
  std::string id, package, version, fixed_version;
  Severity severity = Severity::kUnknown;
  State state = State::kAffected;

  bool operator==(const BroughtFinding&) const = default;
};

// Another image in the base's place: what was found in it, against the findings that the present base brought.
struct BaseCandidate {
  std::string name;
  Digest digest;                            // of its manifest; empty when its source has none
  bool whole = true;                        // false: part of it could not be read, or its distribution's advisories are not there
  std::size_t packages = 0;                 // how many it has
  std::vector<std::size_t> removes, stays;  // indexes into Report::findings
  std::vector<BroughtFinding> adds;

  bool operator==(const BaseCandidate&) const = default;
};

struct BaseImage {
  std::string name;        // "debian:12"; empty when only the history tells of it
  Digest digest;           // of its manifest; empty when not known
  std::size_t layers = 0;  // so many of Report::layers are its, from the lowest
  BaseEvidence evidence = BaseEvidence::kHistory;
  std::optional<BaseCandidate> candidate;

  bool operator==(const BaseImage&) const = default;
  // The layers were compared; what is decided by it may hide findings.
  bool certain() const { return evidence != BaseEvidence::kHistory; }
};

// Whose layer brought a package, in the version that it has: one that an own layer has updated is the image's own.
enum class LayerOwner : std::uint8_t { kUnknown, kBase, kOwn };
LayerOwner owner_of(const Report& report, const Package& package);
LayerOwner owner_of(const Report& report, const Finding& finding);
// The same, but unknown when the base image is a guess.
LayerOwner certain_owner_of(const Report& report, const Finding& finding);

// Of the findings that count.
struct BaseSummary {
  std::size_t base = 0, own = 0, unknown = 0;
  std::size_t base_fixable = 0;  // of the base's: an update exists, so that a rebuilt base can do without
};
BaseSummary summarise_base(const Report& report);

// What the base's findings become when `scanned` takes its place: a finding is the same by vulnerability and package. Findings of
// packages that own layers bring are not counted as new. Neither report is changed.
BaseCandidate compare_base(const Report& report, const Report& scanned);

}  // namespace batten::model

// SPDX-License-Identifier: Apache-2.0
//
// What may become of a subject: said by the policy file's section "update", by labels "batten.update.*" of its containers (which win), and
// by the command line.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/advisory.h"

namespace batten::update {

enum class TagPolicy : std::uint8_t {
  kDigest,  // the same tag, what it points to now
  kPatch,   // 1.2.x
  kMinor,   // 1.x
  kMajor,   // anything newer
  kRange,   // `range`, as npm writes ranges
  kRegex,   // tags that `pattern` matches whole, in the order of their versions
  kNone     // pinned: never
};

enum class GateMode : std::uint8_t {
  kNoWorse,    // no vulnerability of `severities` that what runs does not have
  kThreshold,  // at most `at_most` of them
  kReportOnly
};

// Days of the week and hours between which an update may be applied, local time; over midnight when end is before begin.
struct Window {
  std::uint8_t days = 0x7f;  // bit 0: Monday
  std::chrono::minutes begin{0}, end{24 * 60};
};

struct HealthSettings {
  std::chrono::seconds timeout{120};   // until it has to be healthy
  std::chrono::seconds steady{10};     // without a restart, where no health check tells
  std::string http;                    // "http://:8080/ready": the host is the container's address when it is empty
  std::string tcp;                     // ":5432"
  std::vector<std::string> command;    // run in the container; 0 is healthy
  std::optional<unsigned> log_errors;  // more lines with an error in the log than this within `steady`: not healthy
};

// For images that were built here: where `docker build` finds what it needs. Empty: not said; Compose services have it in their files.
struct BuildSettings {
  std::string context;            // a directory, absolute; or a repository's address
  std::string dockerfile;         // relative to the context; empty: its Dockerfile
  std::string target;             // the stage; empty: the last
  std::vector<std::string> args;  // "NAME=VALUE", or "NAME" of this process's environment; values may be secret
  std::chrono::seconds timeout{3600};
};

struct Settings {
  TagPolicy tags = TagPolicy::kPatch;
  std::string range, pattern;
  bool keep_variant = true;  // "-alpine", "-slim-bookworm"
  bool prereleases = false;
  model::Severity cares_about = model::Severity::kHigh;  // and worse
  bool fixable_only = true;
  GateMode gate = GateMode::kNoWorse;
  model::Severity gate_severity = model::Severity::kHigh;  // and worse
  unsigned at_most = 0;
  std::chrono::hours minimum_age{0};  // of the candidate's configuration
  std::vector<Window> windows;        // empty: always
  std::vector<std::string> skip;      // tags or digests
  std::int64_t snoozed_until = 0;     // seconds since 1970
  bool needs_approval = false;
  bool needs_verification = false;      // a signature has to have been checked
  std::vector<std::string> registries;  // globs over registry/repository; empty: any
  std::optional<bool> start_first;      // nothing: where it can be done
  std::chrono::seconds drain{
      0};  // start first: so long the old one goes on beside the new one that is healthy, until proxies have found it
  std::chrono::seconds stop_grace{10};
  HealthSettings health;
  BuildSettings build;
};

}  // namespace batten::update

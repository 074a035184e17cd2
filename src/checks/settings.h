// SPDX-License-Identifier: Apache-2.0
//
// What a project's policy tells checks, and what checks tell back.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/assessment.h"
#include "model/place.h"

namespace batten::checks {

// From .batten.yaml; the defaults are those without one.
struct Settings {
  std::vector<std::string> allowed_registries;  // hosts or "host/namespace", globs; empty: all
  std::vector<std::string> required_labels;
  bool strict = false;  // the profile
};

// Something that a check found.
struct Hit {
  model::Place place;
  std::string subject;  // "stage build"; empty: the file, or the container that was asked about
  std::string message;  // what is so here, one sentence without a full stop
  std::string evidence = {};
  std::string fix = {};                            // what to do here, when more can be said than CheckInfo::fix
  model::Outcome outcome = model::Outcome::kFail;  // or kUnknown: could not look; kNotApplicable
};
using Hits = std::vector<Hit>;

// What fixes may ask of the world outside of the file. Every function may be empty: not available.
struct Surroundings {
  // "sha256:..." of an image by tag, from the engine or its registry.
  std::function<Result<std::string>(const std::string& reference)> digest_of;
};

// Two texts of a manifest: in bad the check finds something, in good nothing. What a fix makes of bad is clean, too.
struct Example {
  std::string_view bad;
  std::string_view good;
};

}  // namespace batten::checks

// SPDX-License-Identifier: Apache-2.0
//
// From scans to the scorecard of the five practices.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/assessment.h"
#include "model/report.h"
#include "model/scorecard.h"
#include "model/version_order.h"

namespace batten::policy {

// One thing that was looked at: this machine's packages, an image, a container, the base image of a Dockerfile.
struct Subject {
  std::string title;                    // "this machine", "image nginx:1.25"
  std::optional<model::Report> report;  // empty: it could not be scanned
  std::string problem;                  // then why
  std::string update_hint;              // how its packages get updated
};

// What checks were made, beside the assessment itself: a practice of which nothing was looked at is not good.
struct Checks {
  model::Assessment assessment;
  bool configuration = false;  // files, image or containers: practices 2, 3 and 4 were looked at
  std::string what;            // "2 files", "12 containers and this host": what the checks saw, for the lines
};

// A practice is never good when something it depends on could not be read, and what can't be checked yet says so.
// order: where several versions fix something, the newest is named. date: today, in seconds; what is old is judged by it.
model::Scorecard make_scorecard(std::string target, std::vector<std::string> facts, const std::vector<Subject>& subjects, Checks checks,
                                model::VersionOrder order, std::int64_t date);

}  // namespace batten::policy

// SPDX-License-Identifier: Apache-2.0
//
// From scans to the scorecard of the five practices.
#pragma once

#include <optional>
#include <string>
#include <vector>

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

// A practice is never good when something it depends on could not be read, and practices without code say so.
// order: where several versions fix something, the newest is named.
model::Scorecard make_scorecard(std::string target, std::vector<std::string> facts, const std::vector<Subject>& subjects,
                                model::VersionOrder order);

}  // namespace batten::policy

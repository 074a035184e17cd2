// SPDX-License-Identifier: Apache-2.0
//
// What a report says as a whole: counts, and which updates to make. For formats and scorecards alike.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "model/report.h"
#include "model/version_order.h"

namespace batten::model {

struct Summary {
  std::array<std::size_t, 6> by_severity{};  // index: Severity; findings that count
  std::array<std::size_t, 7> by_state{};     // index: State; findings that count, and those that are not affected
  std::size_t counted = 0;                   // findings that are neither suppressed nor not affected
  std::size_t vulnerabilities = 0;           // their different ids
  std::size_t fixable = 0;                   // of the findings: an update removes it
  std::size_t exploited = 0;                 // of the findings: in the KEV catalogue
  std::size_t suppressed = 0;
  std::size_t not_affected = 0;
  std::size_t skipped = 0;  // notes of kind skipped: something was not read
  // A feed that knows vulnerabilities took part. Without one, no finding means nothing.
  bool has_feed = false;
};

Summary summarise(const Report& report);

// Neither suppressed nor not affected.
bool counts(const Finding& finding);

// "1 critical, 12 high"; parts that are 0 are left out.
std::string severity_counts(const std::array<std::size_t, 6>& by_severity);

// The version that a feed compared: of the source package where advisories are about those.
const std::string& compared_version(const Report& report, const Finding& finding);
// The source package's name, or the package's own.
const std::string& source_of(const Package& package);

// An update that removes findings: all binary packages of one source package, from one version.
struct Update {
  std::string package, installed;
  // Feeds name for each vulnerability the version that fixed it, and the newest of those has them all. One version when it is known
  // which is newest, else all of them.
  std::vector<std::string> fixed;
  std::size_t removes = 0;
  std::size_t exploited = 0;  // of those: in the KEV catalogue
  std::array<std::size_t, 6> by_severity{};

  Severity worst() const;
};

// Which updates to make: known to be exploited first, then worst first. order may be null.
std::vector<Update> updates(const Report& report, VersionOrder order);

}  // namespace batten::model

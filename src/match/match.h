// SPDX-License-Identifier: Apache-2.0
//
// Packages against advisories: which findings an image has, and why. One finding per package and vulnerability.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "match/lookup.h"
#include "match/repository_update.h"
#include "model/facts.h"
#include "model/report.h"

namespace batten::match {

struct Options {
  std::int64_t date = 0;                      // of the scan, seconds: what is past its end of life
  std::span<const RepositoryUpdate> updates;  // what the distribution's own repository offers; may be empty
  // The name and date of that repository as a feed of the report; name empty: it was not asked.
  model::FeedInfo repository;
  // Also a finding of state kNotAffected for each row whose affected versions do not include the installed one: why something that was
  // looked for is not there.
  bool include_not_affected = false;
  // Findings of packages that hold kernel headers only count as negligible; false: as the vendor ranks the kernel's.
  bool rank_kernel_headers = true;
};

struct Outcome {
  std::vector<model::Finding> findings;  // most severe first, then id, then package
  std::vector<model::FeedInfo> feeds;    // that took part, or should have
  base::Notes notes;
};

// Finding::package_index is an index into inventory.packages. A distribution or release that no feed knows is a note of kind
// skipped: silence would read as "no vulnerabilities".
Result<Outcome> match(const model::Inventory& inventory, const AdvisoryLookup& lookup, const Options& options);

}  // namespace batten::match

// SPDX-License-Identifier: Apache-2.0
//
// Each package against the rows of its feed. Packages do not depend on each other: many are shared among two threads.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/result.h"
#include "match/channel.h"
#include "match/lookup.h"
#include "match/match.h"
#include "model/facts.h"
#include "model/report.h"
#include "version/scheme.h"

namespace batten::match {

struct PackageJob {
  std::size_t index = 0;  // into the inventory's packages
  const Channel* channel = nullptr;
  const model::FeedInfo* feed = nullptr;
  const version::Scheme* scheme = nullptr;
  bool with_pro = false;  // also by the rows of the Ubuntu Pro channel
};

// In no particular order, with what is known of exploitation (EPSS, KEV).
Result<std::vector<model::Finding>> match_packages(const model::Inventory& inventory, const AdvisoryLookup& lookup, const Options& options,
                                                   std::span<const PackageJob> jobs);

}  // namespace batten::match

// SPDX-License-Identifier: Apache-2.0
//
// How old what a feed says is. Of one that its publisher was asked for, since that day: a quiet ecosystem's newest record may be months
// old and up to date. Of one that came from a mirror or a directory, since its newest record: who copies old data today has old data.
#pragma once

#include <cstdint>

#include "advisory/database.h"

namespace batten::advisory {

struct FeedAge {
  std::int64_t days = 0;
  bool of_data = false;  // counted from the newest record
};

// At that time; never less than 0. For a feed that is present.
FeedAge age_of(const FeedStatus& status, std::int64_t now);

}  // namespace batten::advisory

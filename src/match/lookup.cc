// SPDX-License-Identifier: Apache-2.0
#include "match/lookup.h"

namespace batten::match {

model::FeedInfo DatabaseLookup::info(std::string_view feed) const {
  for (const advisory::FeedStatus& status : status_) {
    if (status.name == feed) return {status.name, status.data_date, status.advisories, status.problem};
  }
  return {std::string(feed), "", 0, "not in the database"};
}

}  // namespace batten::match

// SPDX-License-Identifier: Apache-2.0
#include "advisory/feed.h"

namespace batten::advisory {

const Feed* find_feed(std::string_view name) {
  for (const Feed* feed : all_feeds()) {
    if (feed->name == name) return feed;
  }
  return nullptr;
}

}  // namespace batten::advisory

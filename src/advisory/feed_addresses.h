// SPDX-License-Identifier: Apache-2.0
//
// Feeds whose files have addresses that change: an index, or an index of indexes, says where they are today.
#pragma once

#include <string>
#include <vector>

#include "advisory/feed.h"
#include "base/result.h"
#include "http/client.h"

namespace batten::advisory {

// The feed's files with their addresses, in order; indexes are downloaded and followed. An index that is not there leaves out its files,
// like a file that is not there; when all are missing: not_found. limit: an index leads on and on.
Result<std::vector<FeedFile>> file_addresses(http::Client& client, const Feed& feed);

}  // namespace batten::advisory

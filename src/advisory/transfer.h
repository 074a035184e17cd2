// SPDX-License-Identifier: Apache-2.0
//
// A feed on its way to another machine: not its file, whose pages a reader would have to trust, but what is in it. A stream of pairs in the
// order of their keys, each "u32le key bytes, u64le value bytes, key, value", the status (key z) last. The feed's digest is the SHA-256 of
// the stream without that last pair.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "advisory/feed_file.h"
#include "archive/byte_source.h"
#include "base/progress.h"
#include "base/result.h"

namespace batten::advisory {

// Gives the stream of a feed that is there; its status and the bytes that were given. not_found, corrupt (its content does not have
// its digest), and what the sink gives.
struct SentFeed {
  FeedStatus status;
  std::uint64_t bytes = 0;
};
Result<SentFeed> send_feed(const std::string& directory, std::string_view feed, const std::function<Result<void>(std::string_view)>& sink);

struct ExpectedFeed {
  std::string feed;
  std::string digest;       // of the content, hex
  std::uint64_t bytes = 0;  // of the stream
};
// Builds the feed's file from a stream, beside the old one, and renames it over that when everything is as expected; else the old one
// stays: corrupt, limit (more than was announced), unsupported (another format), conflict (an update holds the feed).
Result<FeedStatus> receive_feed(const std::string& directory, const ExpectedFeed& expected, archive::ByteSource& stream,
                                base::Progress& progress);

}  // namespace batten::advisory

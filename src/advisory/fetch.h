// SPDX-License-Identifier: Apache-2.0
//
// Downloads one file of a feed: conditional (nothing is sent when it has not changed) and resumable (a broken transfer goes on where
// it ended, also in a later run).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "advisory/feed_file.h"
#include "base/progress.h"
#include "http/client.h"

namespace batten::advisory {

struct Fetched {
  bool unchanged = false;
  std::string path;  // of the downloaded bytes; the caller removes it when it has read it. Empty when unchanged
  Download validators;
};

struct FetchOptions {
  std::string directory;          // for the partial file
  std::optional<Download> known;  // what we have: asks "if it is another"
  std::uint64_t max_bytes = 4ull << 30;
  int retries = 3;  // times that a broken transfer is taken up again
  int idle_timeout_ms = 30'000;
  std::string_view task;  // for the progress
};

// Errors as http::status_error gives them, limit, and those of the transfer.
Result<Fetched> fetch(http::Client& client, const std::string& url, const FetchOptions& options, base::Progress& progress);

}  // namespace batten::advisory

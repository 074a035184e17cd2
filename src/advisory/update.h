// SPDX-License-Identifier: Apache-2.0
//
// Brings feeds of the database up to date: from their public addresses, from a mirror (a directory or a URL that holds the same files
// under their mirror names), or from a file. Each feed is built beside the old one, synced and renamed over it; when anything
// fails the old one stays.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "advisory/database.h"
#include "advisory/feed.h"
#include "base/note.h"
#include "base/progress.h"
#include "base/result.h"

namespace batten::advisory {

struct UpdateOptions {
  std::string directory;           // of the database
  std::vector<std::string> feeds;  // names; empty: all, but large ones only from a mirror
  std::string from;                // empty: public addresses; a directory, http(s)://..., or a file when one feed is named
  bool force = false;              // build again also when nothing has changed
  int lock_patience_ms = 600'000;
};

struct FeedOutcome {
  enum class Kind : unsigned char { kUpdated, kUnchanged, kAbsent, kFailed };  // absent: the mirror has none of its files
  std::string feed;
  Kind kind = Kind::kFailed;
  FeedStatus status;  // of what is in the database now
  // Of kUpdated, where not the whole was downloaded: how many records were.
  std::optional<std::size_t> changed_records = {};
  std::optional<Error> error;  // of kAbsent and kFailed
};

// One outcome per feed, in the order asked for. invalid_argument for a feed that does not exist.
Result<std::vector<FeedOutcome>> update(const UpdateOptions& options, base::Progress& progress);

// Names of the feeds that a scan of that distribution needs, with those that every scan needs.
std::vector<std::string> feeds_for(const model::Distro& distro, std::span<const std::string_view> package_types);
// Those that a scan uses where they are in the database.
std::vector<std::string> feeds_if_there();

}  // namespace batten::advisory

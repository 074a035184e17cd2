// SPDX-License-Identifier: Apache-2.0
//
// The list of what changed in a publisher's archive: one line per record, the newest change first, "TIME,NAME" as osv.dev's
// modified_id.csv has it, or "NAME","TIME" as in Red Hat's changes.csv. Only the newest part of it is asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "advisory/feed_file.h"
#include "base/result.h"
#include "http/client.h"

namespace batten::advisory {

struct Change {
  std::string id;        // "GO-2024-2687": the record is ID.json beside the list
  std::string modified;  // as written
  std::int64_t seconds = 0;
  bool operator==(const Change&) const = default;
};

struct ChangeList {
  bool unchanged = false;  // the server has the list that was known
  std::vector<Change> changes;
  Download validators;
};

// Lines of the list until one is older than since. whole: the text ends where the list ends, so that its last line counts too. Nothing: the
// text ends before such a line, and there is more of the list. corrupt: a line that is none, an id that could lead elsewhere, not the
// newest first; limit: more than most changes.
Result<std::optional<std::vector<Change>>> parse_changes(std::string_view text, std::int64_t since, std::size_t most, bool whole);

// What changed at that time or later. The list is asked for piece by piece.
Result<ChangeList> fetch_changes(http::Client& client, const std::string& url, const std::optional<Download>& known, std::int64_t since,
                                 std::size_t most);

}  // namespace batten::advisory

// SPDX-License-Identifier: Apache-2.0
//
// The history for people and for programs.
#pragma once

#include <string>
#include <vector>

#include "update/history.h"

namespace batten::update {

// "container/web: kept: healthy after 3 s", for a terminal.
std::string history_words(const HistoryEntry& entry);
// A paragraph for each entry, the newest first: when, what, what came of it, what it removed. Wrapped at width.
std::string history_table(const std::vector<HistoryEntry>& entries, int width);
// An array of what history_line writes.
std::string history_json(const std::vector<HistoryEntry>& entries);

}  // namespace batten::update

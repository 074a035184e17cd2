// SPDX-License-Identifier: Apache-2.0
//
// What updates were made, refused and taken back: one JSON line for each in the file history.jsonl of the state directory, only ever
// appended to.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "update/outcome.h"

namespace batten::update {

struct HistoryEntry {
  std::string id;        // of the operation
  std::int64_t at = 0;   // seconds since 1970: when it ended
  std::string subject;   // Subject::id
  std::string from, to;  // "registry.example/app:1.2@sha256:..."
  std::string who;       // "root@web1", "update watch@web1"
  std::string why;       // as the plan says it
  Outcome outcome = Outcome::kNothingDone;
  bool unhealthy = false;                               // the new version did not pass the health gate
  std::string result;                                   // what came of it, for people
  double gap_seconds = 0;                               // without an answer
  std::vector<std::string> removed, brought;            // "CVE-2024-5535 openssl"
  std::string plan, policy;                             // their hashes
  bool built = false;                                   // here: `from` and `to` have ids of images behind the @
  std::string base = {}, base_from = {}, base_to = {};  // what it was built on, and the digests of that before and after
  std::string verified_by;                              // empty: no signature was checked

  bool operator==(const HistoryEntry&) const = default;
};

// One line, without its end.
std::string history_line(const HistoryEntry& entry);
// corrupt, limit.
Result<HistoryEntry> parse_history_line(std::string_view line);

// On the disk when it comes back. The directory is made.
Result<void> append_history(const std::string& directory, const HistoryEntry& entry);

// The newest first, of one subject (its id or what follows the first '/') or of all when it is empty, at most `limit`. Lines that can't be
// read are noted. No file: none.
Result<std::vector<HistoryEntry>> read_history(const std::string& directory, std::string_view subject, std::size_t limit,
                                               base::Notes& notes);

}  // namespace batten::update

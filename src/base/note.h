// SPDX-License-Identifier: Apache-2.0
//
// The second channel beside errors: what was not read or not done although the work went on. Notes are counted, shown
// in every output format, and can fail a run (--strict): nothing unread is ever called clean.
#pragma once

#include <string>
#include <vector>

namespace batten::base {

struct Note {
  enum class Kind : unsigned char {
    kSkipped,   // something could not be read: results may be incomplete
    kDegraded,  // done in a lesser way (a feed that is old, a sandbox part that is missing)
    kInfo,      // worth knowing, nothing is missing
  };
  Kind kind = Kind::kSkipped;
  std::string where;    // "layer sha256:ab12: var/lib/dpkg/status"
  std::string message;  // "stanza 14 has no Package field"
  std::string hint;     // what to do about it; may be empty

  bool operator==(const Note&) const = default;
};

using Notes = std::vector<Note>;

// "skipped", "degraded", "info".
constexpr const char* note_kind_name(Note::Kind kind) {
  switch (kind) {
    case Note::Kind::kSkipped: return "skipped";
    case Note::Kind::kDegraded: return "degraded";
    case Note::Kind::kInfo: break;
  }
  return "info";
}

}  // namespace batten::base

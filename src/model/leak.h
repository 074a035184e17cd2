// SPDX-License-Identifier: Apache-2.0
//
// A secret that stands where it should not. The value itself is in none of these: only how it begins, how long it is, and a keyed hash.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/note.h"
#include "model/advisory.h"
#include "model/digest.h"

namespace batten::model {

enum class LeakConfidence : std::uint8_t {
  kPossible,   // looks like one: a name that means secret and a value that could be one
  kLikely,     // has the form of a known kind
  kConfirmed,  // its checksum, its structure or its use proves the kind
};
constexpr const char* leak_confidence_name(LeakConfidence confidence) {
  switch (confidence) {
    case LeakConfidence::kConfirmed: return "confirmed";
    case LeakConfidence::kLikely: return "likely";
    case LeakConfidence::kPossible: break;
  }
  return "possible";
}

struct LeakPlace {
  enum class Where : std::uint8_t {
    kFile,         // of a directory, of a layer, of a commit
    kVariable,     // an image's or container's environment: path is the variable's name
    kLabel,        // path is the label's name
    kHistory,      // a step of the image's history: line is its number
    kCommandLine,  // of a running process
    kInput,        // standard input
  };
  Where where = Where::kFile;
  std::string path;          // of the file as given or relative to the root of the image
  std::uint32_t line = 0;    // from 1; 0: has none
  std::uint32_t column = 0;  // from 1, a byte; of the secret itself
  std::uint64_t offset = 0;  // of the secret in the file's bytes, before decoding
  // Through what it was seen, outermost first: "gzip", "base64", "url", "hex", "utf-16", "zip member a/b".
  std::vector<std::string> decoded;

  Digest layer;                   // diff ID; empty outside images
  std::uint32_t layer_index = 0;  // from 1; 0 outside images
  std::string created_by;         // the history line that made the layer
  bool removed = false;           // a later layer, or the checked-out commit, has it no more: who has the image has it all the same
  std::string commit;             // the first that has it, as far as looked
  std::string container;          // name of the running container

  bool operator==(const LeakPlace&) const = default;
};
constexpr const char* leak_where_name(LeakPlace::Where where) {
  switch (where) {
    case LeakPlace::Where::kFile: return "file";
    case LeakPlace::Where::kVariable: return "variable";
    case LeakPlace::Where::kLabel: return "label";
    case LeakPlace::Where::kHistory: return "history";
    case LeakPlace::Where::kCommandLine: return "command line";
    case LeakPlace::Where::kInput: break;
  }
  return "input";
}

struct Leak {
  std::string kind;   // id of its detector: "github-token"
  std::string title;  // "GitHub personal access token"
  Severity severity = Severity::kHigh;
  LeakConfidence confidence = LeakConfidence::kLikely;
  LeakPlace place;
  std::string masked;         // "ghp_****", never more than a quarter of it
  std::uint32_t length = 0;   // of the secret, bytes
  std::string fingerprint;    // 32 hex digits of HMAC-SHA-256 under the installation's key: equal for equal secrets
  std::string readable_by;    // "everyone on the host (mode 0644)", "whoever can pull the image"; empty: not known
  std::string repair;         // what to do
  std::string live;           // "this is the current value of vault:secret/data/app#password"; empty: not known
  std::int64_t ends_at = 0;   // by its own claim, seconds since 1970; 0: does not end, or does not say when
  bool ended = false;         // ends_at lay before the run, whose clock was asked
  std::string suppressed_by;  // reason of the inline comment or the baseline; empty: it counts

  bool operator==(const Leak&) const = default;
};

struct LeakReport {
  std::string target;
  std::vector<Leak> leaks;             // by path, line, column
  std::uint64_t files = 0, bytes = 0;  // that were searched
  std::uint64_t ignored = 0;           // files and directories that were left out because .gitignore names them
  base::Notes notes;

  bool operator==(const LeakReport&) const = default;
};

}  // namespace batten::model

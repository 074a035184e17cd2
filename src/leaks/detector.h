// SPDX-License-Identifier: Apache-2.0
//
// A detector knows a family of secrets: one file in detectors/ per issuer or form (github.cc, private_key.cc). Each kind of it has a
// pattern, and where the issuer built in something that can be checked (a checksum, a structure), code that checks it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/advisory.h"
#include "model/leak.h"

namespace batten::leaks {

// A match as `confirm` sees it.
struct Candidate {
  std::string_view secret;  // group 1 of the pattern, or the whole match when it has no group
  std::string_view match;   // the whole match
  std::string_view group2;  // group 2; empty: none
  std::string_view line;    // that the secret begins in, at most 1 KiB to each side
  std::string_view near;    // text around the match, at most 1 KiB to each side: where the id that belongs to a key stands
  std::string_view path;
  std::string_view text;  // all that was given to the search: the file, or 2 MiB of a long one. For what can stand at its beginning alone
};

enum class Opinion : std::uint8_t {
  kNo,        // is none: a placeholder, a wrong checksum
  kPossible,  // see model::LeakConfidence
  kLikely,
  kConfirmed,
};

struct LeakExample {
  std::string_view text;    // written in pieces ("ghp_" "abc.."), so that this source holds no token as a whole
  std::string_view secret;  // what must be found in it
  std::string_view path = "file.txt";
};
struct LeakCounterexample {
  std::string_view text;
  std::string_view path = "file.txt";
};

struct LeakKind {
  std::string_view id;     // "github-token": words joined by dashes
  std::string_view title;  // "GitHub personal access token"
  model::Severity severity = model::Severity::kHigh;
  // A regular expression that both Vectorscan and PCRE2 read: no look-around, no back-references, bounded repeats. Group 1 is the secret.
  // It should hold a literal of four characters or more ("ghp_"), or it slows the search of every file. '.' does not match a newline, '^'
  // and
  // '$' are ends of lines; "(?i)" in front ignores case. A token that may go on ("[0-9a-z]{36}") ends in "(?:[^0-9a-z]|$)" or \b;
  // \b is wrong where its last character may be a '-', '+' or '='.
  std::string_view pattern;
  // What is looked for in all text instead, where pattern is too wide or costly for that (a whole private key): each match of pattern
  // overlaps or follows one of trigger within reach. Empty: pattern.
  std::string_view trigger = {};
  // A match begins at most 128 bytes before the end of trigger's, and not behind it: a pattern that is tried at every "password" of a
  // source file must not look further. Such a pattern is read by PCRE2 alone and may use all that it knows.
  bool at_trigger = false;
  // A match begins where the text does: a magic number. trigger ends in the first KiB.
  bool at_beginning = false;
  // How far behind trigger a match may begin, in bytes, at most 64 KiB.
  std::size_t reach = 4096;
  // Asked of the document that trigger stands in, once for each: YAML's, between lines that begin with "---" or with the "- " of a
  // list, at most 64 KiB before and behind. false: nothing in it counts.
  bool (*of_document)(std::string_view document) = nullptr;
  // Globs (base/glob) of the only files it is looked for in (".pgpass", "**/.netrc"); such a pattern needs no literal. Empty: all files.
  std::span<const std::string_view> paths = {};
  // Finds by a name beside it or the place that it stands in (a .netrc, an argument of curl), and knows neither form nor issuer: where a
  // kind that does finds the same bytes, that one counts.
  bool generic = false;
  // Not looked for in files that are no text: a pattern with a short literal matches machine code by chance.
  bool text_only = false;
  // Shannon entropy of the secret in bits per character below which it is none; 0: not asked. (random base64: 4.5 at 40 characters,
  // hex: 3.5)
  double min_entropy = 0;
  // What a match is when there is no confirm.
  Opinion found = Opinion::kLikely;
  // Reads what a pattern can't: checksums, decoding. Any bytes may come; no more time than the length of near is worth.
  Opinion (*confirm)(const Candidate&) = nullptr;
  // When it ends by itself, as it says, in seconds since 1970; 0: it does not, or does not say. Asked of what was found.
  std::int64_t (*ends_at)(std::string_view secret) = nullptr;
  // What to do once it is out, beside taking it out of the file: "revoke it at https://github.com/settings/tokens".
  std::string_view repair;
  std::span<const LeakExample> matches;             // at least one
  std::span<const LeakCounterexample> matches_not;  // at least one: the placeholder of the documentation, a wrong checksum, a near miss
};

struct Detector {
  std::string_view name;     // as the file: "github"
  std::string_view summary;  // one line
  int revision = 1;          // raised whenever the result for the same bytes changes: cached layers are then read again
  std::span<const LeakKind> kinds;
};

// All of detectors/, by name.
std::span<const Detector* const> all_detectors();

}  // namespace batten::leaks

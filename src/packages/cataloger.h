// SPDX-License-Identifier: Apache-2.0
//
// A cataloger reads one kind of file of a root file system and says what it found. One file in catalogers/ per kind.
// It runs in the sandboxed worker on hostile bytes: it has no files, no network, only what it is handed.
#pragma once

#include <span>
#include <string_view>

#include "archive/byte_source.h"
#include "base/note.h"
#include "base/result.h"
#include "model/facts.h"

namespace batten::packages {

struct CatalogerExample {
  std::string_view path;
  std::string_view content;  // small text; binary formats keep theirs in testdata/ and test beside the file
  // What it gives, joined by ", "; "" for nothing: "NAME VERSION" of a package, "NAME: FILE FILE" and "NAME licence LICENCE" of a
  // detail, "distro ID VERSION" (the codename when there is no version), "repository URI SUITE", "account NAME ID" and what of its
  // password.
  std::string_view expect;
};

struct Cataloger {
  std::string_view name;     // "dpkg"
  std::string_view summary;  // one line
  // Raised whenever the result for the same bytes changes: cached layers are read again.
  int revision;
  // Globs (base/glob) over paths relative to the root. The last component has at most one star, and a literal after it where a directory
  // has stars too. Empty when magic alone claims.
  std::span<const std::string_view> claims;
  // The longest file it reads; a longer one becomes a note.
  std::size_t max_bytes;
  // Adds to facts (packages, details, distro, repositories, accounts) and notes. An error means that nothing of this file could be
  // read; a part that could not be read (one stanza) is a note and the rest goes on.
  // Exactly one of parse and parse_stream is set.
  Result<void> (*parse)(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) = nullptr;
  // The same for files that are too large to be held: pulls the content, need not pull all of it. No other cataloger may claim such a path.
  Result<void> (*parse_stream)(std::string_view path, archive::ByteSource& content, model::FileFacts& facts, base::Notes& notes) = nullptr;
  // What it lists was asked for (a lock file, a project file), which does not say that it is there: Package::declared.
  bool declares = false;
  // Claims also every executable file (by its mode) whose content begins so, whatever its name. At most 16 bytes; empty: claims alone
  // count.
  std::string_view magic = {};
  // With magic: is a program of that size worth being held whole? head: its first 8 KiB. Empty: all are.
  bool (*wants_program)(std::string_view head, std::uint64_t size_bytes) = nullptr;
  // Paths that this one must match and must not match; and contents with what they give.
  std::span<const std::string_view> matches;
  std::span<const std::string_view> matches_not;
  std::span<const CatalogerExample> examples;
};

// All of catalogers/, by name.
std::span<const Cataloger* const> all_catalogers();

// Reads a file's whole content with either of a cataloger's functions; limit beyond max_bytes.
Result<void> catalog(const Cataloger& cataloger, std::string_view path, std::string_view content, model::FileFacts& facts,
                     base::Notes& notes);

}  // namespace batten::packages

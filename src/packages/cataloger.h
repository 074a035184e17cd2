// SPDX-License-Identifier: Apache-2.0
//
// A cataloger reads one kind of file of a root file system and says what it found. One file in catalogers/ per kind.
// It runs in the sandboxed worker on hostile bytes: it has no files, no network, only what it is handed.
#pragma once

#include <span>
#include <string_view>

#include "base/note.h"
#include "base/result.h"
#include "model/facts.h"

namespace batten::packages {

struct CatalogerExample {
  std::string_view path;
  std::string_view content;  // small text; binary formats keep theirs in testdata/ and test beside the file
  // What it gives, joined by ", "; "" for nothing: "NAME VERSION" of a package, "NAME: FILE FILE" and "NAME licence LICENCE" of a
  // detail, "distro ID VERSION" (the codename when there is no version), "repository URI SUITE".
  std::string_view expect;
};

struct Cataloger {
  std::string_view name;     // "dpkg"
  std::string_view summary;  // one line
  // Raised whenever the result for the same bytes changes: cached layers are read again.
  int revision;
  // Globs (base/glob) over paths relative to the root. The last component has at most one star, and a literal after it where a directory
  // has stars too.
  std::span<const std::string_view> claims;
  // The longest file it reads; a longer one becomes a note.
  std::size_t max_bytes;
  // Adds to facts (packages, details, distro, repositories) and notes. An error means that nothing of this file could be
  // read; a part that could not be read (one stanza) is a note and the rest goes on.
  Result<void> (*parse)(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes);
  // Paths that this one must match and must not match; and contents with what they give.
  std::span<const std::string_view> matches;
  std::span<const std::string_view> matches_not;
  std::span<const CatalogerExample> examples;
};

// All of catalogers/, by name.
std::span<const Cataloger* const> all_catalogers();

}  // namespace batten::packages

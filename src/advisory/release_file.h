// SPDX-License-Identifier: Apache-2.0
//
// The (In)Release file of an apt suite (Debian repository format): which index files there are, with size and SHA-256, and how long that
// holds. It is signed; the index files are trusted because it lists them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "base/result.h"

namespace batten::advisory {

struct IndexFile {
  std::string sha256;
  std::uint64_t size_bytes = 0;
};

struct ReleaseFile {
  std::string suite, codename;
  std::optional<std::int64_t> date, valid_until;
  std::map<std::string, IndexFile, std::less<>> files;  // "main/binary-amd64/Packages.xz"
};

// Plain Release text or a clear-signed InRelease, whose signed part is read. corrupt when it lists no file by SHA-256.
Result<ReleaseFile> parse_release(std::string_view text);

struct SignedText {
  std::string text;                // what is signed, when that was checked; else the input
  std::optional<base::Note> note;  // why it was not checked
};

// Checks a clear-signed text with gpgv and the keyrings that exist. corrupt when the signature is wrong.
Result<SignedText> check_signature(const std::string& in_release, const std::vector<std::string>& keyrings, const std::string& where);

}  // namespace batten::advisory

// SPDX-License-Identifier: Apache-2.0
//
// Searches one file after another, as bytes come: text, UTF-16, what is compressed (gzip, zstd, xz, bzip2), archives (zip and jar, tar),
// and what is written in base64, hex or URL escapes inside them. One per thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "leaks/patterns.h"
#include "model/leak.h"

namespace batten::leaks {

struct SearchLimits {
  int depth = 4;                                  // archives and codings inside each other
  std::uint64_t max_unpacked_bytes = 1ull << 30;  // of one file, by all that is unpacked in it
  std::size_t max_decoded_bytes = 16u << 20;      // of one block of text, in each level of decoding
  std::size_t max_leaks = 10'000;                 // of one file: what comes then is a note
  std::uint64_t max_packed_bytes = 64u << 20;     // a larger compressed file or zip is held no more: searched as the bytes it is
};

class FileSearch {
 public:
  // patterns must outlive it.
  FileSearch(const Patterns& patterns, std::string fingerprint_key, SearchLimits limits = {});
  ~FileSearch();
  FileSearch(FileSearch&&) noexcept;

  // One file: begin, its bytes in any pieces, end. Leaks have place.path as given and no layer. Notes: what was left out.
  void begin(std::string_view path);
  void feed(std::string_view bytes);
  std::vector<model::Leak> end(base::Notes& notes);

  // All at once, without a copy.
  std::vector<model::Leak> search(std::string_view path, std::string_view content, base::Notes& notes);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace batten::leaks

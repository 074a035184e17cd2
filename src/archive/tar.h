// SPDX-License-Identifier: Apache-2.0
//
// Reads a tar stream entry by entry: ustar, GNU (long names, sparse, base-256 numbers) and pax (POSIX.1-2001), as image layers use them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "archive/byte_source.h"

namespace batten::archive {

enum class EntryType : std::uint8_t { kFile, kHardLink, kSymlink, kDirectory, kCharDevice, kBlockDevice, kFifo, kOther };

struct TarEntry {
  std::string name;  // as written, after pax and GNU long names; not normalised
  std::string link_name;
  EntryType type = EntryType::kFile;
  std::uint64_t size_bytes = 0;  // of the content in the archive
  std::uint32_t mode = 0;
  std::uint64_t uid = 0, gid = 0;
  std::int64_t mtime = 0;
  std::uint64_t header_offset = 0;   // of the header block in the stream
  std::uint64_t content_offset = 0;  // of the first content byte in the stream
};

struct TarLimits {
  std::uint64_t max_entries = 5'000'000;
  std::size_t max_name_bytes = 1 << 16;    // also link names; longer: limit
  std::size_t max_header_bytes = 1 << 20;  // pax records or GNU long name of one entry
};

class TarReader {
 public:
  explicit TarReader(ByteSource& source, TarLimits limits = {});

  // The next entry, or nothing at the end (two zero blocks, or the stream's end on a block boundary with no terminator, which
  // sloppy writers leave out). Unread content of the entry before is skipped. corrupt "entry 214 at byte 51200: size field: not octal",
  // limit.
  Result<std::optional<TarEntry>> next();
  // The next bytes of the current entry's content, good until the next call; empty at its end.
  Result<std::string_view> content();
  // The whole content of the current entry; limit when it is longer than max_bytes.
  Result<std::string> content_all(std::uint64_t max_bytes);
  // The same into a string whose memory is used again.
  Result<void> content_into(std::string& out, std::uint64_t max_bytes);
  // Reads to the end of the underlying stream after the archive's end (padding), so that hashes cover everything.
  Result<void> drain();
  std::uint64_t entry_count() const { return entries_; }
  // After the end: was there an end marker (a zero block), or did the stream just stop?
  bool ended_properly() const { return ended_properly_; }

 private:
  // What came before an entry to be added to it: GNU's long names, pax records.
  struct Extended {
    std::string name, link_name, records;
  };
  Result<void> read_extended(char type, std::uint64_t size, Extended& extended);
  static Result<void> apply_extended(const Extended& extended, TarEntry& entry);
  Result<void> skip_content();
  Result<std::string_view> block();
  Result<bool> refill();

  ByteSource& source_;
  TarLimits limits_;
  std::string_view chunk_;
  std::string block_;  // a header that spans two chunks
  std::uint64_t position_ = 0;
  std::uint64_t left_ = 0;     // content of the current entry
  std::uint64_t padding_ = 0;  // after it
  std::uint64_t entries_ = 0;
  bool ended_ = false;
  bool ended_properly_ = false;
};

// The content of the entry at which a reader stands.
class EntrySource final : public ByteSource {
 public:
  explicit EntrySource(TarReader& tar) : tar_(tar) {}
  Result<std::string_view> next() override { return tar_.content(); }

 private:
  TarReader& tar_;
};

}  // namespace batten::archive

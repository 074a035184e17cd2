// SPDX-License-Identifier: Apache-2.0
//
// A zip archive read as a stream, by the headers that stand before its members (APPNOTE 6.3.10, 4.3.7): stored and deflated members,
// data descriptors with and without signature, zip64, bytes before the first member (a program or script) and between members. Nothing
// is held but the current chunk and, per member, where it stood: at the end the directory is held against that.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "archive/byte_source.h"
#include "archive/byte_window.h"
#include "archive/codec.h"
#include "archive/zip_directory.h"
#include "base/result.h"

namespace batten::archive {

// What reading one file with all the archives in it may cost. Shared by the streams of all of them.
struct ZipBudget {
  std::size_t max_members = 500'000;
  std::size_t max_name_bytes = 4096;
  std::uint64_t max_inflated_bytes = 16ull << 30;
  // Bombs: more is inflated than this times the bytes of the file, and more than 64 MiB.
  std::uint64_t max_ratio = 200;

  std::uint64_t read_bytes = 0, inflated_bytes = 0;
  std::size_t members = 0;
  bool spent = false;  // one of the limits was met: nothing more is read
};

struct ZipStreamMember {
  std::string name;          // as written
  std::uint64_t offset = 0;  // of its header, from the start of the stream
  std::uint16_t method = 0;
  bool encrypted = false;
  bool is_directory() const { return name.ends_with('/'); }
  // Stored or deflated, not encrypted: content() gives its bytes.
  bool readable() const { return !encrypted && (method == 0 || method == 8); }
};

class ZipStream {
 public:
  // inner and budget must outlive it. nested: inner is a member of another archive that counts on the same budget.
  ZipStream(ByteSource& inner, ZipBudget& budget, bool nested);
  ~ZipStream();
  ZipStream(const ZipStream&) = delete;
  ZipStream& operator=(const ZipStream&) = delete;

  // The next member, until the call after; nullptr at the end. What was left of the one before is passed over, without inflating where
  // its length is known. corrupt: no zip, cut off; limit: the budget is spent. What was given before stays good.
  Result<const ZipStreamMember*> next();
  // The inflated bytes of the current member, as far as they were not read; nothing when it is not readable().
  ByteSource& content();
  // Complete once next() gave nullptr.
  const ZipDoubts& doubts() const { return doubts_; }

 private:
  class Content;
  enum class Mode : std::uint8_t { kNone, kStored, kDeflated, kUntilDescriptor };

  Result<std::string_view> next_chunk();
  Result<std::string_view> next_stored();
  Result<std::string_view> next_deflated();
  Result<std::string_view> next_until_descriptor();
  void take_deflated(std::string_view bytes, std::size_t behind);
  Result<void> finish_member();
  Result<void> take_descriptor();
  bool descriptor_fits(std::string_view bytes, bool with_sizes, std::size_t& length) const;
  Result<bool> find_signature(std::uint32_t& signature);
  Result<void> take_header();
  Result<void> take_directory_entry();
  Result<void> spend(std::uint64_t inflated);
  void count_read();

  ByteWindow window_;
  ZipBudget& budget_;
  bool nested_;
  std::uint64_t counted_ = 0;
  std::unique_ptr<Content> content_;
  std::unique_ptr<Codec> codec_;
  std::string out_;
  std::string tail_;  // the last bytes that the decoder took

  ZipStreamMember member_;
  Mode mode_ = Mode::kNone;
  bool has_members_ = false, open_ = false, has_descriptor_ = false, content_ended_ = false, content_failed_ = false;
  std::uint64_t data_start_ = 0, made_ = 0;
  std::optional<std::uint64_t> data_end_;  // where the stored bytes end, when the header says so
  ZipDirectory directory_;
  ZipDoubts doubts_;
};

}  // namespace batten::archive

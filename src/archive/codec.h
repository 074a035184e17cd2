// SPDX-License-Identifier: Apache-2.0
//
// One compression format, step by step. Reading, limits, and what comes behind the end of a stream are the same for all (inflate.cc).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "base/result.h"

namespace batten::archive {

struct CodecStep {
  std::size_t made = 0;  // bytes written to out
  bool ended = false;    // the member (gzip), frame (zstd), stream (xz, bzip2) is complete
  // Raw deflate that has ended: so many bytes of what was taken, in this step or before, lie behind the end.
  std::size_t behind = 0;
};

class Codec {
 public:
  virtual ~Codec() = default;
  // Makes ready for the next member.
  virtual Result<void> start() = 0;
  // Takes bytes off in, writes to out. Progress or an error: never neither.
  virtual Result<CodecStep> step(std::string_view& in, std::span<char> out) = 0;
};

std::unique_ptr<Codec> make_gzip_codec();
// Deflate data without a gzip header (zip members).
std::unique_ptr<Codec> make_deflate_codec();
// Deflate data in a zlib header and checksum (RFC 1950).
std::unique_ptr<Codec> make_zlib_codec();
std::unique_ptr<Codec> make_zstd_codec();
std::unique_ptr<Codec> make_xz_codec();
std::unique_ptr<Codec> make_bzip2_codec();

// CRC-32 as gzip and zip have it.
std::uint32_t crc32(std::string_view bytes);

}  // namespace batten::archive

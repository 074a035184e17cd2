// SPDX-License-Identifier: Apache-2.0
//
// A stream of bytes that is pulled chunk by chunk without copying: files, pipes, decompressors and hashes stack on it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace batten::archive {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // The next bytes, good until the next call; empty at the end, and empty again when asked again.
  virtual Result<std::string_view> next() = 0;
  // Passes over up to size bytes without reading them, where that is possible (a file that can be sought in): how many were passed. 0: the
  // caller has to read them.
  virtual std::uint64_t skip([[maybe_unused]] std::uint64_t size) { return 0; }
};

// A regular file's bytes [offset, offset+size) through a small buffer. corrupt when the file is shorter. The fd stays the caller's.
std::unique_ptr<ByteSource> file_source(int fd, std::uint64_t offset, std::uint64_t size, std::size_t chunk = 256 << 10);
// Whatever read(2) gives until the end: a pipe, a socket. The fd stays the caller's.
std::unique_ptr<ByteSource> pipe_source(int fd);
// Bytes in memory; they must outlive the source.
std::unique_ptr<ByteSource> memory_source(std::string_view bytes, std::size_t chunk = 65536);
// Calls observe with every chunk that passes.
std::unique_ptr<ByteSource> observed_source(ByteSource& inner, std::function<void(std::string_view)> observe);
// At most size bytes of inner; the rest of inner stays unread.
std::unique_ptr<ByteSource> limited_source(ByteSource& inner, std::uint64_t size);

// The first bytes of a source looked at, then the whole of it. inner must outlive it.
class PeekedSource final : public ByteSource {
 public:
  explicit PeekedSource(ByteSource& inner) : inner_(inner) {}
  // At least size bytes, fewer when the source is shorter; usually its whole first chunk, not copied. Called before the first next().
  Result<std::string_view> head(std::size_t size);
  Result<std::string_view> next() override;

 private:
  ByteSource& inner_;
  std::string copy_;
  std::string_view head_;
};

// Everything, at most max_bytes (limit).
Result<std::string> read_all(ByteSource& source, std::uint64_t max_bytes);

enum class Compression : std::uint8_t { kNone, kGzip, kZstd, kXz, kBzip2 };
std::string_view compression_name(Compression compression);
// By the first bytes (6 are enough); kNone when nothing is recognised.
Compression detect_compression(std::string_view head);

struct InflateLimits {
  std::uint64_t max_bytes = 64ull << 30;  // of output; limit beyond
  // Bombs: more output than this times the input (and more than 64 MiB) is refused; 0 switches it off.
  std::uint64_t max_ratio = 1100;
};

// Decompresses inner, which must outlive it: gzip (all members, RFC 1952), zstd (all frames, windows up to 128 MiB), xz
// (all streams), bzip2 (all streams). kNone passes through. corrupt on bytes that do not follow the format or end early,
// limit beyond the limits. Chunks are at most 1 MiB.
std::unique_ptr<ByteSource> inflated_source(ByteSource& inner, Compression compression, InflateLimits limits = {});

// Looks at the first bytes, then inflates or passes through; detected() tells which after the first next().
std::unique_ptr<ByteSource> sniffed_source(ByteSource& inner, InflateLimits limits = {});

}  // namespace batten::archive

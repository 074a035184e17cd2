// SPDX-License-Identifier: Apache-2.0
//
// Writes a tar stream: ustar headers, pax records (POSIX.1-2001) where a name, link or size does not fit.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "archive/tar.h"
#include "base/result.h"

namespace batten::archive {

class TarWriter {
 public:
  using Sink = std::function<Result<void>(std::string_view)>;
  explicit TarWriter(Sink sink) : sink_(std::move(sink)) {}

  // Then add_content for exactly entry.size_bytes, in any pieces.
  Result<void> add_header(const TarEntry& entry);
  Result<void> add_content(std::string_view bytes);
  // The end marker; everything buffered goes out.
  Result<void> finish();

 private:
  Result<void> put(std::string_view bytes);
  Result<void> end_content();
  void header_block(const TarEntry& entry, char type, std::string_view name, std::string_view link, std::uint64_t size, char* block) const;

  Sink sink_;
  std::string buffer_;
  std::uint64_t left_ = 0, padding_ = 0;
};

}  // namespace batten::archive

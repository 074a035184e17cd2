// SPDX-License-Identifier: Apache-2.0
//
// Compresses a stream to one zstd frame (RFC 8878) as its bytes come. The same bytes at the same level give the same frame, as long as
// libzstd is the same.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace batten::archive {

class ZstdWriter {
 public:
  using Sink = std::function<Result<void>(std::string_view)>;
  // level as zstd counts them, 1 to 19.
  explicit ZstdWriter(Sink sink, int level = 3);
  ~ZstdWriter();
  ZstdWriter(const ZstdWriter&) = delete;
  ZstdWriter& operator=(const ZstdWriter&) = delete;

  Result<void> add(std::string_view bytes);
  // The end of the frame, with a checksum of the content.
  Result<void> finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace batten::archive

// SPDX-License-Identifier: Apache-2.0
//
// zstd (RFC 8878), windows up to 128 MiB, skippable frames.
#include <zstd.h>

#include "archive/codec.h"
#include "base/format.h"

namespace batten::archive {
namespace {

class Zstd final : public Codec {
 public:
  Zstd() : stream_(ZSTD_createDStream()) {}
  ~Zstd() override { ZSTD_freeDStream(stream_); }
  Zstd(const Zstd&) = delete;
  Zstd& operator=(const Zstd&) = delete;

  Result<void> start() override {
    if (stream_ == nullptr) return Error{Code::kLimit, "no memory"};
    ZSTD_DCtx_reset(stream_, ZSTD_reset_session_only);
    ZSTD_DCtx_setParameter(stream_, ZSTD_d_windowLogMax, 27);
    return {};
  }

  Result<CodecStep> step(std::string_view& in, std::span<char> out) override {
    ZSTD_inBuffer source{in.data(), in.size(), 0};
    ZSTD_outBuffer target{out.data(), out.size(), 0};
    std::size_t result = ZSTD_decompressStream(stream_, &target, &source);
    if (ZSTD_isError(result) != 0) {
      // A window beyond the limit is a bomb or a very special archive.
      Code code = std::string_view(ZSTD_getErrorName(result)).contains("memory") ? Code::kLimit : Code::kCorrupt;
      return Error{code, format("broken data ({})", ZSTD_getErrorName(result))};
    }
    in.remove_prefix(source.pos);
    return CodecStep{target.pos, result == 0};
  }

 private:
  ZSTD_DStream* stream_;
};

}  // namespace

std::unique_ptr<Codec> make_zstd_codec() { return std::make_unique<Zstd>(); }

}  // namespace batten::archive

// SPDX-License-Identifier: Apache-2.0
//
// zstd (RFC 8878) by libzstd. Reading: windows up to 128 MiB, skippable frames.
#include <zstd.h>

#include "archive/codec.h"
#include "archive/compress.h"
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

struct ZstdWriter::Impl {
  Sink sink;
  ZSTD_CStream* stream = ZSTD_createCStream();
  std::string buffer = std::string(ZSTD_CStreamOutSize(), '\0');

  Impl(Sink to, int level) : sink(std::move(to)) {
    if (stream == nullptr) return;
    ZSTD_CCtx_setParameter(stream, ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(stream, ZSTD_c_checksumFlag, 1);
  }
  ~Impl() { ZSTD_freeCStream(stream); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Result<void> push(std::string_view bytes, ZSTD_EndDirective how) {
    if (stream == nullptr) return Error{Code::kLimit, "zstd: no memory"};
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    while (true) {
      ZSTD_outBuffer out{buffer.data(), buffer.size(), 0};
      std::size_t left = ZSTD_compressStream2(stream, &out, &in, how);
      if (ZSTD_isError(left) != 0) return Error{Code::kInternal, format("zstd: {}", ZSTD_getErrorName(left))};
      if (out.pos > 0) TRY(sink(std::string_view(buffer).substr(0, out.pos)));
      bool done = how == ZSTD_e_end ? left == 0 : in.pos == in.size;
      if (done) return {};
    }
  }
};

ZstdWriter::ZstdWriter(Sink sink, int level) : impl_(std::make_unique<Impl>(std::move(sink), level)) {}
ZstdWriter::~ZstdWriter() = default;
Result<void> ZstdWriter::add(std::string_view bytes) { return impl_->push(bytes, ZSTD_e_continue); }
Result<void> ZstdWriter::finish() { return impl_->push({}, ZSTD_e_end); }

}  // namespace batten::archive

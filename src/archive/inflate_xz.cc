// SPDX-License-Identifier: Apache-2.0
//
// xz (the .xz file format, 1.2), at most 256 MiB for the dictionary.
#include <lzma.h>

#include "archive/codec.h"
#include "base/format.h"

namespace batten::archive {
namespace {

class Xz final : public Codec {
 public:
  Xz() = default;
  ~Xz() override { lzma_end(&stream_); }
  Xz(const Xz&) = delete;
  Xz& operator=(const Xz&) = delete;

  Result<void> start() override {
    constexpr std::uint64_t kMemory = 256u << 20;
    lzma_end(&stream_);
    stream_ = LZMA_STREAM_INIT;
    if (lzma_stream_decoder(&stream_, kMemory, 0) != LZMA_OK) return Error{Code::kLimit, "no memory"};
    return {};
  }

  Result<CodecStep> step(std::string_view& in, std::span<char> out) override {
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(in.data());
    stream_.avail_in = in.size();
    stream_.next_out = reinterpret_cast<std::uint8_t*>(out.data());
    stream_.avail_out = out.size();
    lzma_ret result = lzma_code(&stream_, LZMA_RUN);
    in.remove_prefix(in.size() - stream_.avail_in);
    CodecStep step{out.size() - stream_.avail_out, result == LZMA_STREAM_END};
    if (result == LZMA_MEMLIMIT_ERROR) return Error{Code::kLimit, "the dictionary is larger than the allowed 256 MiB"};
    if (result != LZMA_OK && result != LZMA_STREAM_END && result != LZMA_BUF_ERROR)
      return Error{Code::kCorrupt, format("broken data ({})", static_cast<int>(result))};
    if (result == LZMA_BUF_ERROR && step.made == 0 && stream_.avail_in > 0) return Error{Code::kCorrupt, "broken data (no progress)"};
    return step;
  }

 private:
  lzma_stream stream_ = LZMA_STREAM_INIT;
};

}  // namespace

std::unique_ptr<Codec> make_xz_codec() { return std::make_unique<Xz>(); }

}  // namespace batten::archive

// SPDX-License-Identifier: Apache-2.0
//
// bzip2.
#include <bzlib.h>

#include <algorithm>

#include "archive/codec.h"
#include "base/format.h"

namespace batten::archive {
namespace {

class Bzip2 final : public Codec {
 public:
  Bzip2() = default;
  ~Bzip2() override { end(); }
  Bzip2(const Bzip2&) = delete;
  Bzip2& operator=(const Bzip2&) = delete;

  Result<void> start() override {
    end();
    stream_ = bz_stream{};
    open_ = BZ2_bzDecompressInit(&stream_, 0, 0) == BZ_OK;
    if (!open_) return Error{Code::kLimit, "no memory"};
    return {};
  }

  Result<CodecStep> step(std::string_view& in, std::span<char> out) override {
    constexpr std::size_t kMost = 1u << 30;
    stream_.next_in = const_cast<char*>(in.data());
    stream_.avail_in = static_cast<unsigned>(std::min(in.size(), kMost));
    unsigned given = stream_.avail_in;
    stream_.next_out = out.data();
    stream_.avail_out = static_cast<unsigned>(std::min(out.size(), kMost));
    unsigned room = stream_.avail_out;
    int result = BZ2_bzDecompress(&stream_);
    if (result != BZ_OK && result != BZ_STREAM_END) return Error{Code::kCorrupt, format("broken data ({})", result)};
    in.remove_prefix(given - stream_.avail_in);
    return CodecStep{room - stream_.avail_out, result == BZ_STREAM_END};
  }

 private:
  void end() {
    if (open_) BZ2_bzDecompressEnd(&stream_);
    open_ = false;
  }

  bz_stream stream_{};
  bool open_ = false;
};

}  // namespace

std::unique_ptr<Codec> make_bzip2_codec() { return std::make_unique<Bzip2>(); }

}  // namespace batten::archive

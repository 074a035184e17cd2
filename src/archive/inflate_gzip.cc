// SPDX-License-Identifier: Apache-2.0
//
// gzip (RFC 1952), zlib (RFC 1950) and raw deflate (RFC 1951) by ISA-L.
#include <isa-l.h>

#include <algorithm>
#include <cstdint>

#include "archive/codec.h"
#include "base/format.h"

namespace batten::archive {
namespace {

class Isal final : public Codec {
 public:
  explicit Isal(std::uint32_t flag) : flag_(flag) {}

  Result<void> start() override {
    isal_inflate_init(&state_);
    state_.crc_flag = flag_;
    return {};
  }

  Result<CodecStep> step(std::string_view& in, std::span<char> out) override {
    constexpr std::size_t kMost = 1u << 30;
    state_.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(in.data()));
    state_.avail_in = static_cast<std::uint32_t>(std::min(in.size(), kMost));
    std::uint32_t given = state_.avail_in;
    state_.next_out = reinterpret_cast<std::uint8_t*>(out.data());
    state_.avail_out = static_cast<std::uint32_t>(std::min(out.size(), kMost));
    std::uint32_t room = state_.avail_out;
    int result = isal_inflate(&state_);
    if (result != ISAL_DECOMP_OK) return Error{Code::kCorrupt, format("broken data ({})", reason(result))};
    in.remove_prefix(given - state_.avail_in);
    CodecStep made{room - state_.avail_out, state_.block_state == ISAL_BLOCK_FINISH};
    // It reads ahead by up to eight bytes.
    if (made.ended && flag_ == ISAL_DEFLATE && state_.read_in_length > 0) made.behind = static_cast<std::size_t>(state_.read_in_length) / 8;
    return made;
  }

 private:
  static std::string_view reason(int result) {
    switch (result) {
      case ISAL_INVALID_BLOCK: return "a block that is none";
      case ISAL_INVALID_SYMBOL: return "a symbol that is none";
      case ISAL_INVALID_LOOKBACK: return "a reference before the start";
      case ISAL_INVALID_WRAPPER: return "a header that is none";
      case ISAL_UNSUPPORTED_METHOD: return "a method that is not deflate";
      case ISAL_INCORRECT_CHECKSUM: return "the checksum does not fit";
      default: return "no more is known";
    }
  }

  std::uint32_t flag_;
  inflate_state state_{};
};

}  // namespace

std::unique_ptr<Codec> make_gzip_codec() { return std::make_unique<Isal>(ISAL_GZIP); }
std::unique_ptr<Codec> make_deflate_codec() { return std::make_unique<Isal>(ISAL_DEFLATE); }
std::unique_ptr<Codec> make_zlib_codec() { return std::make_unique<Isal>(ISAL_ZLIB); }

std::uint32_t crc32(std::string_view bytes) {
  return crc32_gzip_refl(0, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

}  // namespace batten::archive

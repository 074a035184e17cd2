// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>

#include "archive/byte_source.h"
#include "archive/codec.h"
#include "base/format.h"

namespace batten::archive {
namespace {

constexpr std::size_t kOutBytes = 256 << 10;  // stays in the cache of a core

class Inflated final : public ByteSource {
 public:
  Inflated(ByteSource& inner, Compression compression, std::unique_ptr<Codec> codec, InflateLimits limits)
      : inner_(inner), compression_(compression), codec_(std::move(codec)), limits_(limits), out_(kOutBytes, '\0') {}

  Result<std::string_view> next() override {
    while (!ended_) {
      if (in_.empty() && !input_ended_) TRY(refill());
      if (between_ && !TRY_IN(compression_name(compression_), begin_member())) break;
      CodecStep step = TRY_IN(compression_name(compression_), codec_->step(in_, out_));
      written_ += step.made;
      TRY(check_limits());
      if (step.ended) {
        between_ = true;
        ++members_;
      } else if (step.made == 0 && in_.empty() && input_ended_) {
        return Error{Code::kCorrupt, format("{}: ends early, after {} bytes", compression_name(compression_), read_)};
      }
      if (step.made > 0) return std::string_view(out_.data(), step.made);
    }
    ended_ = true;
    return std::string_view();
  }

 private:
  Result<void> refill() {
    in_ = TRY(inner_.next());
    read_ += in_.size();
    input_ended_ = in_.empty();
    return {};
  }

  // false at the end. Behind a member there may be another one, or zeros (blocks of a tape).
  Result<bool> begin_member() {
    if (members_ > 0) {
      while (!in_.empty() && in_.front() == '\0') {
        in_.remove_prefix(1);
        if (in_.empty()) TRY(refill());
        padded_ = true;
      }
      if (in_.empty()) return false;
      if (padded_) return Error{Code::kCorrupt, format("bytes behind the end, near byte {}", read_ - in_.size())};
    } else if (in_.empty()) {
      return Error{Code::kCorrupt, "empty"};
    }
    TRY(codec_->start());
    between_ = false;
    return true;
  }

  Result<void> check_limits() const {
    constexpr std::uint64_t kFree = 64u << 20;
    if (written_ > limits_.max_bytes) {
      return Error{Code::kLimit,
                   format("{}: more than the allowed {} bytes when inflated", compression_name(compression_), limits_.max_bytes)};
    }
    if (limits_.max_ratio != 0 && written_ > kFree && written_ / limits_.max_ratio > read_) {
      return Error{Code::kLimit, format("{}: {} bytes became {}: a decompression bomb", compression_name(compression_), read_, written_)};
    }
    return {};
  }

  ByteSource& inner_;
  Compression compression_;
  std::unique_ptr<Codec> codec_;
  InflateLimits limits_;
  std::string out_;
  std::string_view in_;
  std::uint64_t read_ = 0, written_ = 0, members_ = 0;
  bool between_ = true, ended_ = false, input_ended_ = false, padded_ = false;
};

class Through final : public ByteSource {
 public:
  explicit Through(ByteSource& inner) : inner_(inner) {}
  Result<std::string_view> next() override { return inner_.next(); }

 private:
  ByteSource& inner_;
};

// Decides with the first bytes.
class Sniffed final : public ByteSource {
 public:
  Sniffed(ByteSource& inner, InflateLimits limits) : head_(inner), limits_(limits) {}

  Result<std::string_view> next() override {
    if (!out_) out_ = inflated_source(head_, detect_compression(TRY(head_.peek())), limits_);
    return out_->next();
  }

 private:
  class Head final : public ByteSource {
   public:
    explicit Head(ByteSource& inner) : inner_(inner) {}
    Result<std::string_view> peek() {
      while (gathered_.size() < 8) {
        std::string_view chunk = TRY(inner_.next());
        if (chunk.empty()) break;
        gathered_ += chunk;
      }
      return std::string_view(gathered_);
    }
    Result<std::string_view> next() override {
      if (given_) return inner_.next();
      given_ = true;
      if (gathered_.empty()) return inner_.next();
      return std::string_view(gathered_);
    }

   private:
    ByteSource& inner_;
    std::string gathered_;
    bool given_ = false;
  };

  Head head_;
  InflateLimits limits_;
  std::unique_ptr<ByteSource> out_;
};

}  // namespace

std::string_view compression_name(Compression compression) {
  switch (compression) {
    case Compression::kNone: return "none";
    case Compression::kGzip: return "gzip";
    case Compression::kZstd: return "zstd";
    case Compression::kXz: return "xz";
    case Compression::kBzip2: return "bzip2";
    case Compression::kZlib: return "zlib";
  }
  return "none";
}

Compression detect_compression(std::string_view head) {
  using std::string_view_literals::operator""sv;
  if (head.starts_with("\x1f\x8b"sv)) return Compression::kGzip;
  if (head.starts_with("\x28\xb5\x2f\xfd"sv)) return Compression::kZstd;
  // A skippable frame, as pzstd and some registries put first: 0x184D2A50 to 0x184D2A5F.
  if (head.size() >= 4 && (head[0] & '\xf0') == '\x50' && head.substr(1, 3) == "\x2a\x4d\x18"sv) return Compression::kZstd;
  if (head.starts_with("\xfd\x37zXZ\x00"sv)) return Compression::kXz;
  if (head.starts_with("BZh"sv)) return Compression::kBzip2;
  return Compression::kNone;
}

std::unique_ptr<ByteSource> inflated_source(ByteSource& inner, Compression compression, InflateLimits limits) {
  std::unique_ptr<Codec> codec;
  switch (compression) {
    case Compression::kNone: return std::make_unique<Through>(inner);
    case Compression::kGzip: codec = make_gzip_codec(); break;
    case Compression::kZstd: codec = make_zstd_codec(); break;
    case Compression::kXz: codec = make_xz_codec(); break;
    case Compression::kBzip2: codec = make_bzip2_codec(); break;
    case Compression::kZlib: codec = make_zlib_codec(); break;
  }
  return std::make_unique<Inflated>(inner, compression, std::move(codec), limits);
}

std::unique_ptr<ByteSource> sniffed_source(ByteSource& inner, InflateLimits limits) { return std::make_unique<Sniffed>(inner, limits); }

}  // namespace batten::archive

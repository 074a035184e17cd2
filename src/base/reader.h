// SPDX-License-Identifier: Apache-2.0
//
// Bounded, sticky reader over bytes that somebody else wrote. Decode straight through and ask
// once at the end: after the first read past the end every further read gives zero or empty and
// ok() is false. Bytes travel through the project as std::string_view and std::string.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace batten::base {

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  bool ok() const { return ok_; }
  bool at_end() const { return pos_ == bytes_.size(); }
  std::size_t position() const { return pos_; }
  std::size_t remaining() const { return ok_ ? bytes_.size() - pos_ : 0; }
  void fail() { ok_ = false; }

  std::uint8_t u8() { return static_cast<std::uint8_t>(little(1)); }
  std::uint16_t u16le() { return static_cast<std::uint16_t>(little(2)); }
  std::uint32_t u32le() { return static_cast<std::uint32_t>(little(4)); }
  std::uint64_t u64le() { return little(8); }
  std::uint16_t u16be() { return static_cast<std::uint16_t>(big(2)); }
  std::uint32_t u32be() { return static_cast<std::uint32_t>(big(4)); }
  std::uint64_t u64be() { return big(8); }
  // LEB128, at most 10 bytes.
  std::uint64_t varint();

  // The next size bytes; a view into the input.
  std::string_view bytes(std::size_t size);
  // A varint length, then that many bytes.
  std::string_view sized() { return bytes(checked_size(varint())); }
  // A count of things of which each takes at least min_size bytes: never more than could follow.
  std::size_t count(std::size_t min_size);
  void skip(std::size_t size) { (void)bytes(size); }
  // Absolute; past the end fails.
  void seek(std::size_t position);

  // corrupt "what: ends too early" unless everything so far was there.
  Result<void> finish(std::string_view what) const;

 private:
  std::uint64_t little(std::size_t size);
  std::uint64_t big(std::size_t size);
  std::size_t checked_size(std::uint64_t size);

  std::string_view bytes_;
  std::size_t pos_ = 0;
  bool ok_ = true;
};

}  // namespace batten::base

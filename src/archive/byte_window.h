// SPDX-License-Identifier: Apache-2.0
//
// A source of bytes looked at ahead: what stands at the front can be seen before it is taken. Copies only what lies across two chunks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "archive/byte_source.h"
#include "base/result.h"

namespace batten::archive {

class ByteWindow {
 public:
  // inner must outlive it.
  explicit ByteWindow(ByteSource& inner) : inner_(inner) {}

  // At least size bytes from the front, fewer only where the source ends; usually the rest of a chunk. Good until the next call.
  Result<std::string_view> peek(std::size_t size);
  // Off the front; at most what the last peek gave.
  void take(std::size_t size);
  // Before the front again: bytes that were just taken.
  void put_back(std::string_view bytes);
  // Passes over size bytes; corrupt when there are not so many.
  Result<void> pass(std::uint64_t size);
  // How many bytes were taken so far.
  std::uint64_t position() const { return position_; }

 private:
  Result<std::string_view> more();

  ByteSource& inner_;
  std::string carry_;
  std::string_view rest_, pending_;  // pending_ follows what is in carry_
  std::uint64_t position_ = 0;
  bool in_carry_ = false, ended_ = false;
};

}  // namespace batten::archive

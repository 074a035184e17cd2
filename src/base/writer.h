// SPDX-License-Identifier: Apache-2.0
//
// The other side of base::Reader: appends little-endian integers, varints and sized strings.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace batten::base {

class Writer {
 public:
  void u8(std::uint8_t value) { out_.push_back(static_cast<char>(value)); }
  void u32le(std::uint32_t value) { little(value, 4); }
  void u64le(std::uint64_t value) { little(value, 8); }
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) u8(static_cast<std::uint8_t>(value | 0x80));
    u8(static_cast<std::uint8_t>(value));
  }
  void bytes(std::string_view value) { out_.append(value); }
  void sized(std::string_view value) {
    varint(value.size());
    bytes(value);
  }
  const std::string& view() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  void little(std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i, value >>= 8) u8(static_cast<std::uint8_t>(value));
  }
  std::string out_;
};

}  // namespace batten::base

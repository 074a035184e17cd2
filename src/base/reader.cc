// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"

namespace batten::base {

std::string_view Reader::bytes(std::size_t size) {
  if (!ok_ || size > bytes_.size() - pos_) {
    ok_ = false;
    return {};
  }
  std::string_view out = bytes_.substr(pos_, size);
  pos_ += size;
  return out;
}

std::uint64_t Reader::little(std::size_t size) {
  std::string_view raw = bytes(size);
  std::uint64_t value = 0;
  for (std::size_t i = raw.size(); i > 0; --i) value = value << 8 | static_cast<std::uint8_t>(raw[i - 1]);
  return value;
}

std::uint64_t Reader::big(std::size_t size) {
  std::uint64_t value = 0;
  for (char c : bytes(size)) value = value << 8 | static_cast<std::uint8_t>(c);
  return value;
}

std::uint64_t Reader::varint() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    std::uint8_t byte = u8();
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  ok_ = false;
  return 0;
}

std::size_t Reader::count(std::size_t min_size) {
  std::uint64_t value = varint();
  if (min_size == 0) min_size = 1;
  if (!ok_ || value > remaining() / min_size) {
    ok_ = false;
    return 0;
  }
  return static_cast<std::size_t>(value);
}

std::size_t Reader::checked_size(std::uint64_t size) {
  if (!ok_ || size > remaining()) {
    ok_ = false;
    return 0;
  }
  return static_cast<std::size_t>(size);
}

void Reader::seek(std::size_t position) {
  if (!ok_ || position > bytes_.size()) {
    ok_ = false;
    return;
  }
  pos_ = position;
}

Result<void> Reader::finish(std::string_view what) const {
  if (ok_) return {};
  return Error{Code::kCorrupt, std::string(what) + ": ends too early or has a wrong length at byte " + std::to_string(pos_)};
}

}  // namespace batten::base

// SPDX-License-Identifier: Apache-2.0
#include "archive/byte_window.h"

#include <algorithm>
#include <utility>

#include "base/format.h"

namespace batten::archive {

Result<std::string_view> ByteWindow::more() {
  if (!pending_.empty()) return std::exchange(pending_, std::string_view());
  if (ended_) return std::string_view();
  std::string_view chunk = TRY(inner_.next());
  ended_ = chunk.empty();
  return chunk;
}

Result<std::string_view> ByteWindow::peek(std::size_t size) {
  if (rest_.empty()) {
    in_carry_ = false;
    rest_ = TRY(more());
  }
  while (rest_.size() < size) {
    if (in_carry_) {
      carry_.erase(0, carry_.size() - rest_.size());
    } else {
      carry_.assign(rest_);
      in_carry_ = true;
    }
    rest_ = carry_;
    std::string_view chunk = TRY(more());
    if (chunk.empty()) break;
    std::size_t part = std::min(chunk.size(), size - carry_.size());
    carry_.append(chunk.substr(0, part));
    pending_ = chunk.substr(part);
    rest_ = carry_;
  }
  return rest_;
}

void ByteWindow::take(std::size_t size) {
  size = std::min(size, rest_.size());
  rest_.remove_prefix(size);
  position_ += size;
}

void ByteWindow::put_back(std::string_view bytes) {
  if (!in_carry_ && pending_.empty()) {
    pending_ = rest_;
    carry_ = bytes;
  } else {
    carry_ = std::string(bytes).append(rest_);
  }
  in_carry_ = true;
  rest_ = carry_;
  position_ -= bytes.size();
}

Result<void> ByteWindow::pass(std::uint64_t size) {
  while (size > 0) {
    if (rest_.empty() && pending_.empty()) {
      std::uint64_t skipped = inner_.skip(size);
      position_ += skipped;
      size -= skipped;
      if (size == 0) break;
    }
    std::string_view part = TRY(peek(1));
    if (part.empty()) return Error{Code::kCorrupt, format("ends early, {} bytes are missing", size)};
    std::size_t taken = static_cast<std::size_t>(std::min<std::uint64_t>(size, part.size()));
    take(taken);
    size -= taken;
  }
  return {};
}

}  // namespace batten::archive

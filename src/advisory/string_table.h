// SPDX-License-Identifier: Apache-2.0
//
// The strings that rows of one feed share: versions, record ids, vendor words, notes, CPE lists. A row holds a string's number.
// Bytes: u32 count, count + 1 u32 offsets into what follows, the texts. Number 0 is always the empty text.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"

namespace batten::advisory {

class StringTable {
 public:
  StringTable() = default;
  // The bytes must outlive the table. corrupt when the offsets do not fit in; each text is checked when it is asked for.
  static Result<StringTable> open(std::string_view bytes);
  // False when there is no such number.
  bool get(std::uint64_t number, std::string_view& text) const;
  std::uint32_t size() const { return count_; }

 private:
  std::string_view offsets_;
  std::string_view texts_;
  std::uint32_t count_ = 0;
};

class StringInterner {
 public:
  StringInterner() { (void)number(""); }
  std::uint32_t number(std::string_view text);
  std::string_view text(std::uint32_t number) const { return texts_[number]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(texts_.size()); }
  std::string bytes() const;

 private:
  std::deque<std::string> texts_;
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

}  // namespace batten::advisory

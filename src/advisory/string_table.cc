// SPDX-License-Identifier: Apache-2.0
#include "advisory/string_table.h"

#include "base/reader.h"
#include "base/writer.h"

namespace batten::advisory {
namespace {

std::uint32_t offset_at(std::string_view offsets, std::size_t index) {
  base::Reader reader(offsets.substr(index * 4, 4));
  return reader.u32le();
}

}  // namespace

Result<StringTable> StringTable::open(std::string_view bytes) {
  base::Reader reader(bytes);
  std::uint64_t count = reader.u32le();
  std::string_view offsets = reader.bytes(static_cast<std::size_t>((count + 1) * 4));
  if (!reader.ok() || count == 0) return Error{Code::kCorrupt, "string table: ends too early"};
  StringTable out;
  out.offsets_ = offsets;
  out.texts_ = reader.bytes(reader.remaining());
  out.count_ = static_cast<std::uint32_t>(count);
  return out;
}

bool StringTable::get(std::uint64_t number, std::string_view& text) const {
  if (number >= count_) return false;
  std::uint32_t begin = offset_at(offsets_, static_cast<std::size_t>(number));
  std::uint32_t end = offset_at(offsets_, static_cast<std::size_t>(number) + 1);
  if (begin > end || end > texts_.size()) return false;
  text = texts_.substr(begin, end - begin);
  return true;
}

std::uint32_t StringInterner::number(std::string_view text) {
  auto at = numbers_.find(text);
  if (at != numbers_.end()) return at->second;
  auto number = static_cast<std::uint32_t>(texts_.size());
  texts_.emplace_back(text);
  numbers_.emplace(texts_.back(), number);
  return number;
}

std::string StringInterner::bytes() const {
  base::Writer writer;
  writer.u32le(size());
  std::uint32_t offset = 0;
  writer.u32le(offset);
  for (const std::string& text : texts_) {
    offset += static_cast<std::uint32_t>(text.size());
    writer.u32le(offset);
  }
  for (const std::string& text : texts_) writer.bytes(text);
  return writer.take();
}

}  // namespace batten::advisory

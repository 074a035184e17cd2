// SPDX-License-Identifier: Apache-2.0
#include "archive/tar_writer.h"

#include <algorithm>
#include <cstring>

#include "base/format.h"

namespace batten::archive {
namespace {

constexpr std::size_t kBlock = 512, kBufferBytes = 256 << 10;
constexpr std::uint64_t kMaxOctalSize = (std::uint64_t{1} << 33) - 1;

void put_octal(char* field, std::size_t size, std::uint64_t value) {
  for (std::size_t i = size - 1; i > 0; --i, value >>= 3) field[i - 1] = static_cast<char>('0' + (value & 7));
  field[size - 1] = '\0';
}

char type_flag(EntryType type) {
  switch (type) {
    case EntryType::kFile:
    case EntryType::kOther: return '0';
    case EntryType::kHardLink: return '1';
    case EntryType::kSymlink: return '2';
    case EntryType::kCharDevice: return '3';
    case EntryType::kBlockDevice: return '4';
    case EntryType::kDirectory: return '5';
    case EntryType::kFifo: return '6';
  }
  return '0';
}

// "LENGTH key=value\n", where the length counts itself.
std::string pax_record(std::string_view key, std::string_view value) {
  std::size_t rest = key.size() + value.size() + 3;
  std::size_t length = rest + 1;
  while (std::to_string(length).size() + rest != length) length = std::to_string(length).size() + rest;
  return format("{} {}={}\n", length, key, value);
}

}  // namespace

Result<void> TarWriter::put(std::string_view bytes) {
  buffer_ += bytes;
  if (buffer_.size() < kBufferBytes) return {};
  TRY(sink_(buffer_));
  buffer_.clear();
  return {};
}

void TarWriter::header_block(const TarEntry& entry, char type, std::string_view name, std::string_view link, std::uint64_t size,
                             char* block) const {
  std::memset(block, 0, kBlock);
  std::memcpy(block, name.data(), std::min<std::size_t>(name.size(), 100));
  put_octal(block + 100, 8, entry.mode & 07777);
  put_octal(block + 108, 8, entry.uid & 07777777);
  put_octal(block + 116, 8, entry.gid & 07777777);
  put_octal(block + 124, 12, std::min(size, kMaxOctalSize));
  put_octal(block + 136, 12, entry.mtime > 0 ? static_cast<std::uint64_t>(entry.mtime) : 0);
  std::memset(block + 148, ' ', 8);
  block[156] = type;
  std::memcpy(block + 157, link.data(), std::min<std::size_t>(link.size(), 100));
  std::memcpy(block + 257, "ustar\00000", 8);
  unsigned sum = 0;
  for (std::size_t i = 0; i < kBlock; ++i) sum += static_cast<unsigned char>(block[i]);
  put_octal(block + 148, 7, sum);
  block[155] = ' ';
}

Result<void> TarWriter::add_header(const TarEntry& entry) {
  TRY(end_content());
  char block[kBlock];
  std::string pax;
  if (entry.name.size() > 100) pax += pax_record("path", entry.name);
  if (entry.link_name.size() > 100) pax += pax_record("linkpath", entry.link_name);
  if (entry.size_bytes > kMaxOctalSize) pax += pax_record("size", std::to_string(entry.size_bytes));
  if (!pax.empty()) {
    header_block({}, 'x', "pax", "", pax.size(), block);
    TRY(put({block, kBlock}));
    pax.append((kBlock - pax.size() % kBlock) % kBlock, '\0');
    TRY(put(pax));
  }
  header_block(entry, type_flag(entry.type), entry.name, entry.link_name, entry.size_bytes, block);
  TRY(put({block, kBlock}));
  left_ = entry.size_bytes;
  padding_ = (kBlock - left_ % kBlock) % kBlock;
  return {};
}

Result<void> TarWriter::add_content(std::string_view bytes) {
  if (bytes.size() > left_) return Error{Code::kInternal, "tar: more content than announced"};
  left_ -= bytes.size();
  return put(bytes);
}

Result<void> TarWriter::end_content() {
  if (left_ > 0) return Error{Code::kInternal, "tar: less content than announced"};
  Result<void> done = put(std::string(padding_, '\0'));
  padding_ = 0;
  return done;
}

Result<void> TarWriter::finish() {
  TRY(end_content());
  buffer_.append(2 * kBlock, '\0');
  TRY(sink_(buffer_));
  buffer_.clear();
  return {};
}

}  // namespace batten::archive

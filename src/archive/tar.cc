// SPDX-License-Identifier: Apache-2.0
#include "archive/tar.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"

namespace batten::archive {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::uint64_t kMaxSize = std::uint64_t{1} << 62;

std::string_view field(std::string_view header, std::size_t offset, std::size_t size) {
  std::string_view raw = header.substr(offset, size);
  return raw.substr(0, std::min(raw.find('\0'), raw.size()));
}

// Octal text, or GNU base-256 when the first bit is set. Negative and too large numbers are none.
std::optional<std::uint64_t> number(std::string_view header, std::size_t offset, std::size_t size) {
  std::string_view raw = header.substr(offset, size);
  auto first = static_cast<unsigned char>(raw[0]);
  if ((first & 0x80) != 0) {
    if (first != 0x80) return std::nullopt;
    std::uint64_t value = 0;
    for (char c : raw.substr(1)) {
      if (value >> 55 != 0) return std::nullopt;
      value = value << 8 | static_cast<unsigned char>(c);
    }
    return value;
  }
  std::string_view text = base::trim(field(header, offset, size));
  if (text.empty()) return 0;
  return base::parse_unsigned(text, 8);
}

bool checksum_fits(std::string_view header) {
  std::optional<std::uint64_t> wanted = number(header, 148, 8);
  if (!wanted) return false;
  std::uint64_t sum = 0;
  std::int64_t signed_sum = 0;
  for (std::size_t i = 0; i < kBlock; ++i) {
    char c = i >= 148 && i < 156 ? ' ' : header[i];
    sum += static_cast<unsigned char>(c);
    signed_sum += static_cast<signed char>(c);
  }
  return sum == *wanted || (signed_sum >= 0 && static_cast<std::uint64_t>(signed_sum) == *wanted);
}

TarEntry entry_of(std::string_view header, std::uint64_t size) {
  TarEntry entry;
  entry.name = field(header, 0, 100);
  bool posix = header.substr(257, 6) == std::string_view("ustar\0", 6);
  if (posix && header[345] != '\0') entry.name = std::string(field(header, 345, 155)) + "/" + entry.name;
  entry.link_name = field(header, 157, 100);
  entry.size_bytes = size;
  entry.mode = static_cast<std::uint32_t>(number(header, 100, 8).value_or(0) & 07777);
  entry.uid = number(header, 108, 8).value_or(0);
  entry.gid = number(header, 116, 8).value_or(0);
  entry.mtime = static_cast<std::int64_t>(number(header, 136, 12).value_or(0));
  switch (header[156]) {
    case '\0':
    case '0':
    case '7':
    case 'S': entry.type = EntryType::kFile; break;
    case '1': entry.type = EntryType::kHardLink; break;
    case '2': entry.type = EntryType::kSymlink; break;
    case '3': entry.type = EntryType::kCharDevice; break;
    case '4': entry.type = EntryType::kBlockDevice; break;
    case '5': entry.type = EntryType::kDirectory; break;
    case '6': entry.type = EntryType::kFifo; break;
    default: entry.type = EntryType::kOther; break;
  }
  return entry;
}

// pax records: "LENGTH key=value\n".
Result<void> apply_records(std::string_view rest, TarEntry& entry) {
  while (!rest.empty()) {
    std::size_t blank = std::min(rest.find(' '), rest.size());
    auto length = base::parse_unsigned(rest.substr(0, blank));
    if (!length || *length > rest.size() || *length < blank + 2) return Error{Code::kCorrupt, "pax record: a length that does not fit"};
    std::string_view record = rest.substr(blank + 1, *length - blank - 2);
    rest.remove_prefix(*length);
    std::size_t equals = record.find('=');
    if (equals == std::string_view::npos) return Error{Code::kCorrupt, "pax record: no ="};
    std::string_view key = record.substr(0, equals), value = record.substr(equals + 1);
    if (key == "path" || key == "GNU.sparse.name") entry.name = value;
    if (key == "linkpath") entry.link_name = value;
    if (key == "size") {
      auto size = base::parse_unsigned(value);
      if (!size || *size > kMaxSize) return Error{Code::kCorrupt, "pax record: size is no number"};
      entry.size_bytes = *size;
    }
  }
  return {};
}

}  // namespace

Result<void> TarReader::apply_extended(const Extended& extended, TarEntry& entry) {
  if (!extended.name.empty()) entry.name = extended.name;
  if (!extended.link_name.empty()) entry.link_name = extended.link_name;
  return apply_records(extended.records, entry);
}

TarReader::TarReader(ByteSource& source, TarLimits limits) : source_(source), limits_(limits) {}

Result<bool> TarReader::refill() {
  while (chunk_.empty()) {
    chunk_ = TRY(source_.next());
    if (chunk_.empty()) return false;
  }
  return true;
}

Result<std::string_view> TarReader::block() {
  if (!TRY(refill())) return std::string_view();
  if (chunk_.size() >= kBlock) {
    std::string_view out = chunk_.substr(0, kBlock);
    chunk_.remove_prefix(kBlock);
    position_ += kBlock;
    return out;
  }
  block_.clear();
  while (block_.size() < kBlock) {
    if (!TRY(refill())) break;
    std::string_view part = chunk_.substr(0, kBlock - block_.size());
    block_ += part;
    chunk_.remove_prefix(part.size());
    position_ += part.size();
  }
  if (block_.size() < kBlock) return Error{Code::kCorrupt, format("ends inside a header at byte {}", position_)};
  return std::string_view(block_);
}

Result<void> TarReader::skip_content() {
  std::uint64_t skip = left_ + padding_;
  left_ = padding_ = 0;
  while (skip > 0) {
    if (chunk_.empty()) {
      std::uint64_t passed = source_.skip(skip);
      position_ += passed;
      skip -= passed;
      if (skip == 0) break;
    }
    if (!TRY(refill())) return Error{Code::kCorrupt, format("entry {}: ends inside its content at byte {}", entries_, position_)};
    std::size_t part = static_cast<std::size_t>(std::min<std::uint64_t>(skip, chunk_.size()));
    chunk_.remove_prefix(part);
    position_ += part;
    skip -= part;
  }
  return {};
}

Result<std::string_view> TarReader::content() {
  if (left_ == 0) return std::string_view();
  if (!TRY(refill())) return Error{Code::kCorrupt, format("entry {}: ends inside its content at byte {}", entries_, position_)};
  std::size_t part = static_cast<std::size_t>(std::min<std::uint64_t>(left_, chunk_.size()));
  std::string_view out = chunk_.substr(0, part);
  chunk_.remove_prefix(part);
  position_ += part;
  left_ -= part;
  return out;
}

Result<void> TarReader::content_into(std::string& out, std::uint64_t max_bytes) {
  if (left_ > max_bytes) return Error{Code::kLimit, format("{} bytes, {} allowed", left_, max_bytes)};
  out.clear();
  out.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(left_, 64u << 20)));  // costs only what is really written
  while (true) {
    std::string_view part = TRY(content());
    if (part.empty()) return {};
    out += part;
  }
}

Result<std::string> TarReader::content_all(std::uint64_t max_bytes) {
  std::string out;
  TRY(content_into(out, max_bytes));
  return out;
}

Result<std::optional<TarEntry>> TarReader::next() {
  if (ended_) return std::optional<TarEntry>();
  TRY(skip_content());
  Extended extended;
  while (true) {
    std::uint64_t offset = position_;
    std::string_view header = TRY(block());
    if (header.empty() || header.find_first_not_of('\0') == std::string_view::npos) {
      ended_ = true;
      ended_properly_ = !header.empty();
      return std::optional<TarEntry>();
    }
    if (++entries_ > limits_.max_entries) return Error{Code::kLimit, format("more than {} entries", limits_.max_entries)};
    std::string where = format("entry {} at byte {}", entries_, offset);
    if (!checksum_fits(header)) return Error{Code::kCorrupt, where + ": checksum does not fit"};
    std::optional<std::uint64_t> size = number(header, 124, 12);
    if (!size || *size > kMaxSize) return Error{Code::kCorrupt, where + ": size field: not octal"};
    char type = header[156];
    if (type == 'L' || type == 'K' || type == 'x' || type == 'g') {
      TRY_IN(where, read_extended(type, *size, extended));
      continue;
    }
    TarEntry entry = entry_of(header, *size);
    entry.header_offset = offset;
    bool sparse_map_goes_on = type == 'S' && header[482] != '\0';
    TRY_IN(where, apply_extended(extended, entry));
    if (entry.name.size() > limits_.max_name_bytes || entry.link_name.size() > limits_.max_name_bytes) {
      return Error{Code::kLimit, format("{}: a name of {} bytes", where, std::max(entry.name.size(), entry.link_name.size()))};
    }
    if (entry.type == EntryType::kFile && entry.name.ends_with('/')) entry.type = EntryType::kDirectory;
    if (entry.type != EntryType::kFile && entry.type != EntryType::kOther) entry.size_bytes = 0;
    while (sparse_map_goes_on) {  // GNU: in blocks of its own before the content
      std::string_view map = TRY(block());
      if (map.empty()) return Error{Code::kCorrupt, where + ": the sparse map ends early"};
      sparse_map_goes_on = map[504] != '\0';
    }
    entry.content_offset = position_;
    left_ = entry.size_bytes;
    padding_ = (kBlock - left_ % kBlock) % kBlock;
    return std::optional<TarEntry>(std::move(entry));
  }
}

Result<void> TarReader::read_extended(char type, std::uint64_t size, Extended& extended) {
  if (size > limits_.max_header_bytes) return Error{Code::kLimit, format("{} bytes of names and attributes", size)};
  left_ = size;
  padding_ = (kBlock - size % kBlock) % kBlock;
  std::string text = TRY(content_all(limits_.max_header_bytes));
  TRY(skip_content());
  if (type == 'L') extended.name = text.substr(0, text.find('\0'));
  if (type == 'K') extended.link_name = text.substr(0, text.find('\0'));
  if (type == 'x') extended.records = std::move(text);
  return {};
}

Result<void> TarReader::drain() {
  TRY(skip_content());
  chunk_ = {};
  while (!TRY(source_.next()).empty()) {
  }
  return {};
}

}  // namespace batten::archive

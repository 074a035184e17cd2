// SPDX-License-Identifier: Apache-2.0
#include "packages/rpm_bdb.h"

#include <algorithm>
#include <vector>

#include "base/format.h"
#include "base/reader.h"

namespace batten::packages {
namespace {

constexpr std::uint32_t kHashMagic = 0x061561, kBtreeMagic = 0x053162;
constexpr std::size_t kMinPageBytes = 512, kMaxPageBytes = 65536, kPageHeadBytes = 26;
constexpr std::uint8_t kUnsortedHashPage = 2, kOverflowPage = 7, kHashMetaPage = 8, kHashPage = 13;
constexpr std::uint8_t kInlineItem = 1, kOffPageItem = 3;
constexpr std::uint8_t kChecksumFlag = 1;
constexpr std::uint64_t kMaxValueBytes = 256u << 20;

struct PageHead {
  std::uint32_t number, next;
  std::uint16_t items, free_offset;
  std::uint8_t type;
};

class Hash {
 public:
  Hash(std::string_view bytes, const BlobVisitor& visit, const TroubleVisitor& trouble) : bytes_(bytes), visit_(visit), trouble_(trouble) {}

  Result<void> open() {
    base::Reader meta(bytes_);
    meta.seek(12);
    std::uint32_t magic = meta.u32le();
    if (!meta.ok()) return Error{Code::kCorrupt, "not a Berkeley DB file"};
    big_endian_ = magic == __builtin_bswap32(kHashMagic) || magic == __builtin_bswap32(kBtreeMagic);
    if (big_endian_) magic = __builtin_bswap32(magic);
    if (magic == kBtreeMagic) return Error{Code::kUnsupported, "a Berkeley DB file of type btree; rpm's Packages is a hash"};
    if (magic != kHashMagic) return Error{Code::kCorrupt, "not a Berkeley DB file"};
    std::uint32_t version = u32(meta);
    page_bytes_ = u32(meta);
    std::uint8_t encryption = meta.u8(), type = meta.u8(), flags = meta.u8();
    if (!meta.ok() || type != kHashMetaPage) return Error{Code::kCorrupt, "Berkeley DB file: the first page is no hash metadata"};
    if (version < 7 || version > 10) return Error{Code::kUnsupported, format("Berkeley DB hash of version {}; 7 to 10 are known", version)};
    if (encryption != 0 || (flags & kChecksumFlag) != 0) return Error{Code::kUnsupported, "Berkeley DB file with encryption or checksums"};
    bool power_of_two = (page_bytes_ & (page_bytes_ - 1)) == 0;
    if (page_bytes_ < kMinPageBytes || page_bytes_ > kMaxPageBytes || !power_of_two) {
      return Error{Code::kCorrupt, format("Berkeley DB file: pages of {} bytes", page_bytes_)};
    }
    meta.seek(32);
    last_page_ = u32(meta);
    pages_ = bytes_.size() / page_bytes_;
    if (std::uint64_t{last_page_} + 1 > pages_) {
      trouble_(format("{} pages are missing at its end", std::uint64_t{last_page_} + 1 - pages_));
    }
    used_.assign(pages_, false);
    return {};
  }

  void read_pages() {
    for (std::size_t number = 1; number < pages_; ++number) {
      PageHead page = head(number);
      if (page.type == kHashPage || page.type == kUnsortedHashPage) read_items(number, page);
    }
  }

 private:
  std::uint32_t u32(base::Reader& reader) const { return big_endian_ ? reader.u32be() : reader.u32le(); }
  std::uint16_t u16(base::Reader& reader) const { return big_endian_ ? reader.u16be() : reader.u16le(); }
  std::string_view page_at(std::size_t number) const { return bytes_.substr(number * page_bytes_, page_bytes_); }

  PageHead head(std::size_t number) const {
    base::Reader reader(page_at(number));
    reader.skip(8);
    PageHead out{};
    out.number = u32(reader);
    reader.skip(4);
    out.next = u32(reader);
    out.items = u16(reader);
    out.free_offset = u16(reader);
    reader.skip(1);
    out.type = reader.u8();
    return out;
  }

  void read_items(std::size_t number, const PageHead& page) {
    if (page.number != number || page.items % 2 != 0 || kPageHeadBytes + std::size_t{page.items} * 2 > page_bytes_) {
      return trouble_(format("page {} is broken", number));
    }
    // An item reaches from its offset to the one before it.
    std::string_view bytes = page_at(number);
    base::Reader offsets(bytes);
    offsets.seek(kPageHeadBytes);
    std::size_t end = page_bytes_;
    std::string_view key;
    for (std::uint16_t i = 0; i < page.items; ++i) {
      std::size_t offset = u16(offsets);
      if (offset >= end || offset < kPageHeadBytes) return trouble_(format("page {}: item {} at a wrong offset", number, i));
      std::string_view item = bytes.substr(offset, end - offset);
      end = offset;
      if (i % 2 == 0) {
        key = item;
      } else {
        read_pair(number, key, item);
      }
    }
  }

  void read_pair(std::size_t page, std::string_view key, std::string_view value) {
    // rpm's keys are package numbers in the byte order of the machine.
    if (key.size() != 5 || key[0] != static_cast<char>(kInlineItem))
      return trouble_(format("page {}: a key that is no package number", page));
    base::Reader key_reader(key.substr(1));
    std::uint32_t number = u32(key_reader);
    if (number == 0) return;
    auto type = static_cast<std::uint8_t>(value[0]);
    if (type == kInlineItem) return visit_(number, value.substr(1));
    if (type != kOffPageItem || value.size() < 12) return trouble_(format("package number {}: a value of unknown type {}", number, type));
    base::Reader reader(value);
    reader.skip(4);
    std::uint32_t first = u32(reader);
    std::uint32_t length = u32(reader);
    if (read_chain(number, first, length)) visit_(number, buffer_);
  }

  // Each page belongs to one value only: a chain that meets a page again is a cycle, or another one's.
  bool read_chain(std::uint32_t number, std::uint32_t first, std::uint32_t length) {
    buffer_.clear();
    auto wrong = [&](std::string_view what) {
      trouble_(format("package number {}: {}", number, what));
      return false;
    };
    if (length > kMaxValueBytes || length > bytes_.size())
      return wrong(format("a value of {} bytes in a file of {}", length, bytes_.size()));
    for (std::uint32_t next = first; buffer_.size() < length;) {
      if (next == 0 || next >= pages_) return wrong(format("its value goes on at page {} of {}", next, pages_));
      if (used_[next]) return wrong(format("page {} belongs to two values, or its chain is a ring", next));
      used_[next] = true;
      PageHead page = head(next);
      if (page.type != kOverflowPage || page.free_offset == 0 || page.free_offset > page_bytes_ - kPageHeadBytes) {
        return wrong(format("page {} is no part of a value", next));
      }
      std::size_t take = std::min<std::size_t>(page.free_offset, length - buffer_.size());
      buffer_.append(page_at(next).substr(kPageHeadBytes, take));
      next = page.next;
    }
    return true;
  }

  std::string_view bytes_;
  const BlobVisitor& visit_;
  const TroubleVisitor& trouble_;
  bool big_endian_ = false;
  std::uint32_t page_bytes_ = 0, last_page_ = 0;
  std::size_t pages_ = 0;
  std::vector<bool> used_;
  std::string buffer_;
};

}  // namespace

Result<void> read_bdb_hash(std::string_view bytes, const BlobVisitor& visit, const TroubleVisitor& trouble) {
  Hash hash(bytes, visit, trouble);
  if (auto opened = hash.open(); !opened) return opened;
  hash.read_pages();
  return {};
}

}  // namespace batten::packages

// SPDX-License-Identifier: Apache-2.0
#include "archive/zip.h"

#include <algorithm>

#include "archive/codec.h"
#include "base/format.h"
#include "base/reader.h"

namespace batten::archive {
namespace {

constexpr std::uint32_t kEndMark = 0x06054b50, kEnd64Mark = 0x06064b50, kLocator64Mark = 0x07064b50, kDirectoryMark = 0x02014b50,
                        kLocalMark = 0x04034b50;
constexpr std::size_t kEndBytes = 22, kDirectoryBytes = 46;

struct Directory {
  std::uint64_t offset = 0, size = 0, count = 0;
};

// The end record is at most a comment of 64 KiB away from the end.
Result<Directory> find_directory(std::string_view bytes) {
  if (bytes.size() < kEndBytes) return Error{Code::kCorrupt, "zip: too short"};
  std::size_t lowest = bytes.size() > kEndBytes + 65535 ? bytes.size() - kEndBytes - 65535 : 0;
  for (std::size_t at = bytes.size() - kEndBytes + 1; at > lowest; --at) {
    base::Reader end(bytes.substr(at - 1));
    if (end.u32le() != kEndMark) continue;
    std::uint16_t disk = end.u16le();
    end.skip(2 + 2);
    Directory out;
    out.count = end.u16le();
    out.size = end.u32le();
    out.offset = end.u32le();
    if (disk != 0 && disk != 0xffff) return Error{Code::kUnsupported, "zip: an archive in several parts"};
    if (at - 1 >= 20) {
      base::Reader locator(bytes.substr(at - 1 - 20));
      if (locator.u32le() == kLocator64Mark) {
        locator.skip(4);
        std::uint64_t offset = locator.u64le();
        if (offset > bytes.size()) return Error{Code::kCorrupt, "zip: the zip64 record lies outside"};
        base::Reader end64(bytes.substr(offset));
        if (end64.u32le() != kEnd64Mark) return Error{Code::kCorrupt, "zip: no zip64 record where it should be"};
        end64.skip(8 + 2 + 2 + 4 + 4 + 8);
        out.count = end64.u64le();
        out.size = end64.u64le();
        out.offset = end64.u64le();
        TRY(end64.finish("zip64 record"));
      }
    }
    if (out.offset > bytes.size() || out.size > bytes.size() - out.offset) return Error{Code::kCorrupt, "zip: the directory lies outside"};
    return out;
  }
  return Error{Code::kCorrupt, "zip: no end record: cut off, or not a zip"};
}

// Sizes and offset that do not fit 32 bits stand in an extra field, in this order.
void apply_zip64(std::string_view extra, ZipMember& member) {
  base::Reader reader(extra);
  while (reader.ok() && reader.remaining() >= 4) {
    std::uint16_t id = reader.u16le();
    base::Reader field(reader.bytes(reader.u16le()));
    if (id != 1) continue;
    if (member.size_bytes == 0xffffffff) member.size_bytes = field.u64le();
    if (member.compressed_bytes == 0xffffffff) member.compressed_bytes = field.u64le();
    if (member.header_offset == 0xffffffff) member.header_offset = field.u64le();
  }
}

}  // namespace

Result<ZipReader> ZipReader::open(std::string_view bytes, ZipLimits limits) {
  Directory directory = TRY(find_directory(bytes));
  if (directory.count > limits.max_members)
    return Error{Code::kLimit, format("zip: {} members, {} allowed", directory.count, limits.max_members)};
  ZipReader out;
  out.bytes_ = bytes;
  base::Reader reader(bytes.substr(directory.offset, directory.size));
  if (directory.count > reader.remaining() / kDirectoryBytes)
    return Error{Code::kCorrupt, "zip: more members than the directory has room for"};
  for (std::uint64_t i = 0; i < directory.count; ++i) {
    if (reader.u32le() != kDirectoryMark) return Error{Code::kCorrupt, format("zip: directory entry {}: no mark", i + 1)};
    reader.skip(2 + 2);
    std::uint16_t flags = reader.u16le();
    ZipMember member;
    member.method = reader.u16le();
    reader.skip(2 + 2);
    member.crc = reader.u32le();
    member.compressed_bytes = reader.u32le();
    member.size_bytes = reader.u32le();
    std::uint16_t name = reader.u16le(), extra = reader.u16le(), comment = reader.u16le();
    reader.skip(2 + 2 + 4);
    member.header_offset = reader.u32le();
    member.name = reader.bytes(name);
    apply_zip64(reader.bytes(extra), member);
    reader.skip(comment);
    TRY(reader.finish("zip directory"));
    if (name > limits.max_name_bytes) return Error{Code::kLimit, format("zip: a name of {} bytes", name)};
    if ((flags & 1) != 0) member.method = 0xffff;  // encrypted: listed, not readable
    if (member.header_offset > bytes.size() || member.compressed_bytes > bytes.size() - member.header_offset) {
      return Error{Code::kCorrupt, format("zip: {} lies outside the file", member.name)};
    }
    out.members_.push_back(std::move(member));
  }
  // Members that share bytes are how a small zip inflates without end.
  std::vector<const ZipMember*> by_offset;
  for (const ZipMember& member : out.members_) by_offset.push_back(&member);
  std::sort(by_offset.begin(), by_offset.end(), [](const ZipMember* a, const ZipMember* b) { return a->header_offset < b->header_offset; });
  for (std::size_t i = 1; i < by_offset.size(); ++i) {
    if (by_offset[i - 1]->header_offset + by_offset[i - 1]->compressed_bytes > by_offset[i]->header_offset) {
      return Error{Code::kCorrupt, format("zip: {} and {} overlap", by_offset[i - 1]->name, by_offset[i]->name)};
    }
  }
  return out;
}

Result<std::string> ZipReader::read(const ZipMember& member, std::uint64_t max_bytes) const {
  auto where = [&] { return "zip member " + member.name; };
  if (member.size_bytes > max_bytes) return Error{Code::kLimit, format("{}: {} bytes, {} allowed", where(), member.size_bytes, max_bytes)};
  base::Reader local(bytes_.substr(member.header_offset));
  if (local.u32le() != kLocalMark) return Error{Code::kCorrupt, where() + ": no local header"};
  local.skip(2 + 2 + 2 + 2 + 2 + 4 + 4 + 4);
  std::uint16_t name = local.u16le(), extra = local.u16le();
  local.skip(name);
  local.skip(extra);
  std::string_view packed = local.bytes(member.compressed_bytes);
  TRY_IN(where(), local.finish("content"));
  if (member.method == 0) {
    if (member.size_bytes != member.compressed_bytes) return Error{Code::kCorrupt, where() + ": stored with two sizes"};
    return std::string(packed);
  }
  if (member.method != 8)
    return Error{Code::kUnsupported,
                 format("{}: method {}", where(), member.method == 0xffff ? std::string("encrypted") : std::to_string(member.method))};
  std::unique_ptr<Codec> codec = make_deflate_codec();
  TRY(codec->start());
  // One byte more than promised, so that a member that goes on is seen.
  std::string out(member.size_bytes + 1, '\0');
  std::size_t done = 0;
  while (true) {
    CodecStep step = TRY_IN(where(), codec->step(packed, std::span(out).subspan(done)));
    done += step.made;
    if (done > member.size_bytes) return Error{Code::kCorrupt, where() + ": longer than the directory says"};
    if (step.ended) break;
    if (step.made == 0 && packed.empty()) return Error{Code::kCorrupt, where() + ": ends early"};
  }
  if (done != member.size_bytes) return Error{Code::kCorrupt, where() + ": shorter than the directory says"};
  out.resize(done);
  return out;
}

}  // namespace batten::archive

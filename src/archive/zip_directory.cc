// SPDX-License-Identifier: Apache-2.0
#include "archive/zip_directory.h"

#include <algorithm>
#include <functional>

#include "base/format.h"
#include "base/reader.h"
#include "base/text.h"

namespace batten::archive {
namespace {

constexpr std::size_t kMaxNameBytes = 32u << 20;  // kept of all names together
constexpr std::uint32_t k32 = 0xffffffff;

std::uint64_t hash_of(std::string_view name) { return std::hash<std::string_view>()(name); }

}  // namespace

void ZipDirectory::member(std::uint64_t offset, std::string_view name, std::uint64_t stored_bytes) {
  members_.push_back({offset, hash_of(name), stored_bytes});
}

ZipDirectory::Lengths ZipDirectory::lengths(std::string_view fixed) {
  base::Reader reader(fixed);
  reader.skip(28);
  Lengths out;
  out.name = reader.u16le();
  out.extra = reader.u16le();
  out.comment = reader.u16le();
  return out;
}

void ZipDirectory::entry(std::uint64_t position, std::string_view bytes) {
  base::Reader reader(bytes);
  reader.skip(20);
  std::uint64_t stored = reader.u32le(), size = reader.u32le();
  std::size_t name_size = reader.u16le(), extra_size = reader.u16le();
  reader.skip(2 + 2 + 2 + 4);
  std::uint64_t offset = reader.u32le();
  std::string_view name = reader.bytes(name_size);
  base::Reader extra(reader.bytes(extra_size));
  while (extra.ok() && extra.remaining() >= 4) {
    std::uint16_t id = extra.u16le();
    base::Reader field(extra.bytes(extra.u16le()));
    if (id != 1) continue;
    if (size == k32) size = field.u64le();
    if (stored == k32) stored = field.u64le();
    if (offset == k32) offset = field.u64le();
  }
  std::size_t kept = names_.size() + name.size() <= kMaxNameBytes ? name.size() : 0;
  entries_.push_back({position, offset, hash_of(name), stored, names_.size(), kept});
  names_.append(name.substr(0, kept));
}

void ZipDirectory::end(std::uint64_t position, std::string_view bytes) {
  base::Reader reader(bytes);
  reader.skip(4 + 2 + 2 + 2);
  End out;
  out.position = position;
  out.count = reader.u16le();
  out.size = reader.u32le();
  out.offset = reader.u32le();
  // The record for large archives counts where this one has no room.
  if (end64_ && (out.count == 0xffff || out.size == k32 || out.offset == k32)) out = *end64_;
  end_ = out;
  end64_.reset();
}

void ZipDirectory::end64(std::uint64_t position, std::string_view bytes) {
  base::Reader reader(bytes);
  reader.skip(4 + 8 + 2 + 2 + 4 + 4 + 8);
  End out;
  out.position = position;
  out.count = reader.u64le();
  out.size = reader.u64le();
  out.offset = reader.u64le();
  out.counts_to_65535 = false;
  end64_ = out;
}

std::string ZipDirectory::name_of(const Entry& entry) const {
  return base::printable(std::string_view(names_).substr(entry.name_at, std::min<std::size_t>(entry.name_size, 200)));
}

void ZipDirectory::compare_entry(const Entry& entry, std::uint64_t base, ZipDoubts& doubts) {
  std::uint64_t offset = entry.offset + base;
  auto at = std::ranges::lower_bound(members_, offset, {}, &Member::offset);
  if (at == members_.end() || at->offset != offset) {
    doubts.add(format("the directory says that {} begins at byte {}, where no member does", name_of(entry), offset));
    return;
  }
  if (at->named) doubts.add(format("the directory names the member at byte {} again, as {}", offset, name_of(entry)));
  at->named = true;
  if (at->name_hash != entry.name_hash) {
    doubts.add(format("the directory calls the member at byte {} {}, the member calls itself otherwise", offset, name_of(entry)));
  } else if (at->stored_bytes != entry.stored_bytes) {
    doubts.add(format("the directory says that {} has {} bytes, there are {}", name_of(entry), entry.stored_bytes, at->stored_bytes));
  }
}

void ZipDirectory::compare(ZipDoubts& doubts) {
  if (!end_) return;
  if (end_->size > end_->position) return doubts.add("the directory would begin before the file");
  std::uint64_t start = end_->position - end_->size;
  auto first = std::ranges::lower_bound(entries_, start, {}, &Entry::position);
  auto last = std::ranges::lower_bound(entries_, end_->position, {}, &Entry::position);
  auto count = static_cast<std::uint64_t>(last - first);
  if (end_->size > 0 && (first == last || first->position != start)) {
    doubts.add(format("no directory begins at byte {}, where the end record says", start));
  } else if (count != end_->count && (!end_->counts_to_65535 || count % 65536 != end_->count)) {
    doubts.add(format("the directory has {} members, the end record says {}", count, end_->count));
  }
  // Whatever stands before the archive: offsets count from where its first byte must have been.
  std::uint64_t base = start - end_->offset;
  for (; first != last; ++first) compare_entry(*first, base, doubts);
  auto unnamed = [](const Member& member) { return !member.named; };
  if (auto nameless = std::ranges::count_if(members_, unnamed); nameless > 0) {
    doubts.add(format("{} {} in no directory, the first at byte {}", nameless, nameless == 1 ? "member is" : "members are",
                      std::ranges::find_if(members_, unnamed)->offset));
  }
}

}  // namespace batten::archive

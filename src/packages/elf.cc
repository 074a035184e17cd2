// SPDX-License-Identifier: Apache-2.0
#include "packages/elf.h"

#include <algorithm>

namespace batten::packages {
namespace {

constexpr std::uint32_t kLoad = 1, kNone = 0, kNoBits = 8;
constexpr std::uint32_t kWritable = 2;
constexpr std::uint32_t kNamesElsewhere = 0xffff;

// The part of file from offset on that is there; empty when the offset lies outside.
std::string_view part_of(std::string_view file, std::uint64_t offset, std::uint64_t size) {
  if (offset >= file.size()) return {};
  return file.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(std::min<std::uint64_t>(size, file.size() - offset)));
}

struct SectionHeader {
  std::uint32_t name = 0, type = 0, link = 0;
  std::uint64_t offset = 0, size = 0;
};

SectionHeader read_section_header(MachineReader reader) {
  SectionHeader out;
  out.name = reader.u32();
  out.type = reader.u32();
  (void)reader.word();  // flags
  (void)reader.word();  // address
  out.offset = reader.word();
  out.size = reader.word();
  out.link = reader.u32();
  return reader.ok() ? out : SectionHeader();
}

}  // namespace

bool has_go_note(std::string_view head) {
  using std::string_view_literals::operator""sv;
  return head.contains("\4\0\0\0Go\0\0"sv) || head.contains("\0\0\0\4Go\0\0"sv);
}

std::string_view text_at(std::string_view bytes, std::uint64_t offset) {
  if (offset >= bytes.size()) return {};
  bytes.remove_prefix(static_cast<std::size_t>(offset));
  return bytes.substr(0, std::min(bytes.find('\0'), bytes.size()));
}

Result<Elf> Elf::read(std::string_view file) {
  if (!file.starts_with(kMagic) || file.size() < 52) return Error{Code::kCorrupt, "no ELF file, or only the beginning of one"};
  Elf out;
  char width = file[4], order = file[5];
  if ((width != 1 && width != 2) || (order != 1 && order != 2))
    return Error{Code::kCorrupt, "an ELF file of no known word size and byte order"};
  out.word_size_ = width == 2 ? 8 : 4;
  out.big_endian_ = order == 2;

  MachineReader header = out.reader(file);
  header.bytes().seek(24);  // behind identification, type, machine and version
  (void)header.word();      // where it starts
  std::uint64_t segments = header.word(), sections = header.word();
  (void)header.u32();  // flags
  (void)header.u16();  // size of this header
  std::size_t segment_size = header.u16(), segment_count = header.u16();
  std::size_t section_size = header.u16();
  std::uint64_t section_count = header.u16();
  std::uint32_t names = header.u16();
  if (!header.ok()) return Error{Code::kCorrupt, "the header of the ELF file is cut off"};

  out.read_segments(file, segments, segment_count, segment_size);
  out.read_sections(file, sections, section_count, section_size, names);
  // UPX keeps no sections; its own header stands behind those of the segments: a checksum, then its mark.
  if (out.sections_.empty()) {
    std::string_view behind = part_of(file, segments, segment_count * segment_size + 64);
    out.packed_ = behind.substr(std::min(segment_count * segment_size, behind.size())).contains("UPX!");
  }
  return out;
}

void Elf::read_segments(std::string_view file, std::uint64_t offset, std::size_t count, std::size_t size) {
  if (size < (word_size_ == 8 ? 56u : 32u)) return;
  for (std::size_t i = 0; i < count; ++i) {
    std::string_view raw = part_of(file, offset + i * size, size);
    if (raw.size() < size) break;
    MachineReader reader = this->reader(raw);
    bool loaded = reader.u32() == kLoad;
    std::uint32_t flags = word_size_ == 8 ? reader.u32() : 0;
    std::uint64_t start = reader.word(), address = reader.word();
    (void)reader.word();  // physical address
    std::uint64_t in_file = reader.word();
    (void)reader.word();  // size in memory
    if (word_size_ == 4) flags = reader.u32();
    std::string_view bytes = part_of(file, start, in_file);
    if (loaded && !bytes.empty()) segments_.push_back({(flags & kWritable) != 0, address, bytes});
  }
}

void Elf::read_sections(std::string_view file, std::uint64_t offset, std::uint64_t count, std::size_t size, std::uint32_t names) {
  if (offset == 0) return;
  if (size < (word_size_ == 8 ? 64u : 40u)) {
    unreadable_sections_ = count > 0;
    return;
  }
  auto header = [&](std::uint64_t i) { return read_section_header(reader(part_of(file, offset + i * size, size))); };
  // What does not fit into the header's 16 bits stands in the first section's.
  if (count == 0) count = header(0).size;
  if (names == kNamesElsewhere) names = header(0).link;
  std::uint64_t fitting = offset < file.size() ? (file.size() - offset) / size : 0;
  cut_off_ = count > fitting;
  count = std::min<std::uint64_t>({count, fitting, kMaxSections});
  if (names >= count) {
    unreadable_sections_ = count > 0 && !cut_off_;
    return;
  }
  SectionHeader name_table = header(names);
  std::string_view all_names = part_of(file, name_table.offset, name_table.size);
  sections_.reserve(static_cast<std::size_t>(count));
  for (std::uint64_t i = 0; i < count; ++i) {
    SectionHeader each = header(i);
    bool in_file = each.type != kNone && each.type != kNoBits;
    std::string_view bytes = in_file ? part_of(file, each.offset, each.size) : std::string_view();
    cut_off_ = cut_off_ || (in_file && bytes.size() < each.size);
    std::string_view name = each.name < all_names.size() ? all_names.substr(each.name, 64) : std::string_view();
    sections_.push_back({name.substr(0, std::min(name.find('\0'), name.size())), bytes});
  }
}

std::string_view Elf::section(std::string_view name) const {
  auto found = std::ranges::find(sections_, name, &Section::name);
  return found == sections_.end() ? std::string_view() : found->bytes;
}

std::string_view Elf::at(std::uint64_t address, std::uint64_t size) const {
  for (const Segment& segment : segments_) {
    if (address >= segment.address && address - segment.address < segment.bytes.size())
      return part_of(segment.bytes, address - segment.address, size);
  }
  return {};
}

}  // namespace batten::packages

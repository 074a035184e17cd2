// SPDX-License-Identifier: Apache-2.0
//
// Executable files and shared libraries: ELF of both word sizes and byte orders (System V ABI, chapters 4 and 5), as much of it as is
// needed to find the parts of a program by the names of its sections, by its segments, and by addresses. Every number in it may be a lie:
// what does not lie inside the file is empty. Views into the file's bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/reader.h"
#include "base/result.h"

namespace batten::packages {

// Reads numbers as the machine of a program has them.
class MachineReader {
 public:
  MachineReader(std::string_view bytes, bool big_endian, std::size_t word_size)
      : reader_(bytes), big_endian_(big_endian), word_size_(word_size) {}

  std::uint16_t u16() { return big_endian_ ? reader_.u16be() : reader_.u16le(); }
  std::uint32_t u32() { return big_endian_ ? reader_.u32be() : reader_.u32le(); }
  std::uint64_t u64() { return big_endian_ ? reader_.u64be() : reader_.u64le(); }
  // As large as a pointer.
  std::uint64_t word() { return word_size_ == 8 ? u64() : u32(); }
  base::Reader& bytes() { return reader_; }
  bool ok() const { return reader_.ok(); }

 private:
  base::Reader reader_;
  bool big_endian_;
  std::size_t word_size_;
};

class Elf {
 public:
  struct Section {
    std::string_view name;
    std::string_view bytes;
  };
  // What is loaded into memory.
  struct Segment {
    bool writable = false;
    std::uint64_t address = 0;
    std::string_view bytes;  // what the file has of it
  };
  static constexpr std::string_view kMagic =
      "\x7f"
      "ELF";
  static constexpr std::size_t kMaxSections = 65'535;

  // corrupt when it is no ELF file or its header is cut off; the rest may be missing.
  static Result<Elf> read(std::string_view file);

  bool big_endian() const { return big_endian_; }
  std::size_t word_size() const { return word_size_; }
  MachineReader reader(std::string_view bytes) const { return {bytes, big_endian_, word_size_}; }

  std::span<const Section> sections() const { return sections_; }
  std::span<const Segment> segments() const { return segments_; }
  // Empty when there is none of that name.
  std::string_view section(std::string_view name) const;
  // What the file has from that address to the end of its segment, at most size bytes.
  std::string_view at(std::uint64_t address, std::uint64_t size) const;

  // It announces sections that are not in the file, which is therefore not whole.
  bool cut_off() const { return cut_off_; }
  // It has sections that can't be told apart: a wrong size of their headers, no place of their names.
  bool unreadable_sections() const { return unreadable_sections_; }
  // Packed by UPX, which unpacks itself when it runs: nothing of the program can be read.
  bool packed() const { return packed_; }

 private:
  void read_segments(std::string_view file, std::uint64_t offset, std::size_t count, std::size_t size);
  void read_sections(std::string_view file, std::uint64_t offset, std::uint64_t count, std::size_t size, std::uint32_t names);

  bool big_endian_ = false, cut_off_ = false, unreadable_sections_ = false, packed_ = false;
  std::size_t word_size_ = 8;
  std::vector<Section> sections_;
  std::vector<Segment> segments_;
};

// Programs larger than this are held only when they are known to be worth it.
inline constexpr std::uint64_t kLargeProgram = 64u << 20;
// Does the head of a program (its first 8 KiB) have the note that Go's linker writes there?
bool has_go_note(std::string_view head);

// The first text in bytes from offset to the next NUL, without it; empty when there is none.
std::string_view text_at(std::string_view bytes, std::uint64_t offset);

}  // namespace batten::packages

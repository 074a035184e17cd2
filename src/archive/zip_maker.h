// SPDX-License-Identifier: Apache-2.0
//
// For tests: zip archives made byte by byte, right ones and such as no tool writes. Deflated members are made of stored blocks (RFC 1951,
// 3.2.4), so that no compressor is needed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace batten::archive {

struct MadeMember {
  std::string name;
  std::string content;  // as stored, when packed
  bool deflated = false;
  bool packed = false;  // content is deflate data already; size says what becomes of it
  std::uint64_t size = 0;
  int descriptor = 0;  // 0 none; 1 with signature, 2 without, 3 with signature and 8-byte lengths
  bool zip64 = false;  // lengths in an extra field
  std::uint16_t flags = 0, method = 0xffff;
  std::string gap = "";  // bytes in front of its header
  // What the directory says, when it lies.
  std::string directory_name = "";
  std::int64_t directory_shift = 0;
  bool in_directory = true;
};

class ZipMaker {
 public:
  std::string preamble;
  bool offsets_from_archive = false;  // as of a zip that something was put in front of

  void add(MadeMember member) { members_.push_back(std::move(member)); }
  void add(std::string name, std::string content) { add({.name = std::move(name), .content = std::move(content)}); }

  std::string make() const {
    std::string out = preamble, directory;
    std::uint64_t base = offsets_from_archive ? preamble.size() : 0;
    std::uint64_t count = 0;
    for (const MadeMember& member : members_) {
      out += member.gap;
      std::uint64_t offset = out.size() - base;
      append(out, member);
      if (!member.in_directory) continue;
      ++count;
      append_entry(directory, member, offset);
    }
    std::uint64_t start = out.size() - base;
    out += directory;
    out += "PK\5\6" + little(0, 4) + little(count, 2) + little(count, 2) + little(directory.size(), 4) + little(start, 4) + little(0, 2);
    return out;
  }

  static std::string stored_blocks(std::string_view content) {
    std::string out;
    do {
      std::string_view block = content.substr(0, 65535);
      content.remove_prefix(block.size());
      out += little(content.empty() ? 1 : 0, 1) + little(block.size(), 2) + little(~block.size() & 0xffff, 2);
      out += block;
    } while (!content.empty());
    return out;
  }

  static std::string little(std::uint64_t value, int size) {
    std::string out;
    for (int i = 0; i < size; ++i) out.push_back(static_cast<char>(value >> (8 * i) & 0xff));
    return out;
  }

 private:
  struct Packed {
    std::string data;
    std::uint64_t size;
    std::uint16_t method, flags;
  };
  static Packed pack(const MadeMember& member) {
    Packed out;
    out.data = member.deflated && !member.packed ? stored_blocks(member.content) : member.content;
    out.size = member.packed ? member.size : member.content.size();
    out.method = member.method != 0xffff ? member.method : std::uint16_t{member.deflated ? std::uint16_t{8} : std::uint16_t{0}};
    out.flags = static_cast<std::uint16_t>(member.flags | (member.descriptor != 0 ? 8 : 0));
    return out;
  }

  static void append(std::string& out, const MadeMember& member) {
    Packed packed = pack(member);
    bool later = member.descriptor != 0;
    std::string lengths = little(later ? 0 : packed.data.size(), 4) + little(later ? 0 : packed.size, 4), extra;
    if (member.zip64) {
      lengths = little(0xffffffff, 4) + little(0xffffffff, 4);
      extra = little(1, 2) + little(16, 2) + little(packed.size, 8) + little(packed.data.size(), 8);
    }
    out += "PK\3\4" + little(20, 2) + little(packed.flags, 2) + little(packed.method, 2) + little(0, 4) + little(0, 4) + lengths;
    out += little(member.name.size(), 2) + little(extra.size(), 2) + member.name + extra + packed.data;
    int width = member.descriptor == 3 ? 8 : 4;
    if (member.descriptor == 1 || member.descriptor == 3) out += "PK\7\10";
    if (later) out += little(0, 4) + little(packed.data.size(), width) + little(packed.size, width);
  }

  static void append_entry(std::string& out, const MadeMember& member, std::uint64_t offset) {
    Packed packed = pack(member);
    const std::string& name = member.directory_name.empty() ? member.name : member.directory_name;
    out += "PK\1\2" + little(20, 2) + little(20, 2) + little(packed.flags, 2) + little(packed.method, 2) + little(0, 4) + little(0, 4);
    out += little(packed.data.size(), 4) + little(packed.size, 4) + little(name.size(), 2) + little(0, 2) + little(0, 2) + little(0, 2);
    out += little(0, 2) + little(0, 4) + little(offset + static_cast<std::uint64_t>(member.directory_shift), 4) + name;
  }

  std::vector<MadeMember> members_;
};

}  // namespace batten::archive

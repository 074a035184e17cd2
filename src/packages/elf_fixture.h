// SPDX-License-Identifier: Apache-2.0
//
// For tests: ELF files of any word size and byte order, made of named sections and loaded segments.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace batten::packages {

struct ElfFixture {
  struct Segment {
    std::uint64_t address;
    bool writable;
    std::string bytes;
  };
  bool wide = true, big_endian = false;
  std::vector<std::pair<std::string, std::string>> sections;  // name, bytes
  std::vector<Segment> segments;

  std::string number(std::uint64_t value, std::size_t size) const {
    std::string out(size, '\0');
    for (std::size_t i = 0; i < size; ++i) out[big_endian ? size - 1 - i : i] = static_cast<char>(value >> (8 * i));
    return out;
  }
  std::string word(std::uint64_t value) const { return number(value, wide ? 8 : 4); }

  std::string file() const {
    const std::size_t header_size = wide ? 64 : 52, segment_size = wide ? 56 : 32, section_size = wide ? 64 : 40;
    std::size_t at = header_size + segments.size() * segment_size;
    std::string segment_headers, section_headers, content, names(1, '\0');
    for (const Segment& segment : segments) {
      std::string flags = number(segment.writable ? 6 : 5, 4), size = word(segment.bytes.size());
      segment_headers += number(1, 4) + (wide ? flags : "") + word(at + content.size()) + word(segment.address) + word(0) + size + size +
                         (wide ? "" : flags) + word(16);
      content += segment.bytes;
    }
    auto add_section = [&](const std::string& name, std::uint64_t type, std::size_t offset, std::size_t size) {
      section_headers +=
          number(names.size(), 4) + number(type, 4) + word(0) + word(0) + word(offset) + word(size) + number(0, 8) + word(1) + word(0);
      names += name + '\0';
    };
    for (const auto& [name, bytes] : sections) {
      add_section(name, 1, at + content.size(), bytes.size());
      content += bytes;
    }
    if (!sections.empty()) {
      std::size_t name_size = names.size() + std::string(".shstrtab").size() + 1;
      add_section(".shstrtab", 3, at + content.size(), name_size);
      content += names;
    }
    std::string out =
        "\x7f"
        "ELF";
    out += wide ? '\2' : '\1';
    out += big_endian ? '\2' : '\1';
    out += '\1';
    out.resize(16, '\0');
    std::size_t count = sections.empty() ? 0 : sections.size() + 1;
    out += number(2, 2) + number(62, 2) + number(1, 4) + word(0) + word(segments.empty() ? 0 : header_size) +
           word(sections.empty() ? 0 : at + content.size()) + number(0, 4) + number(header_size, 2) + number(segment_size, 2) +
           number(segments.size(), 2) + number(section_size, 2) + number(count, 2) + number(count == 0 ? 0 : count - 1, 2);
    return out + segment_headers + content + section_headers;
  }
};

}  // namespace batten::packages

// SPDX-License-Identifier: Apache-2.0
//
// For tests: makes small rpm headers and databases in the three formats, right ones and wrong ones.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace batten::packages {

struct RpmTag {
  std::uint32_t tag, type, count;
  std::string data;
};

RpmTag string_tag(std::uint32_t tag, std::string_view text);
RpmTag strings_tag(std::uint32_t tag, const std::vector<std::string>& texts);
RpmTag numbers_tag(std::uint32_t tag, const std::vector<std::uint32_t>& numbers);
std::string rpm_blob(const std::vector<RpmTag>& tags);
// A package with one file usr/bin/NAME, and a licence long enough that the blob has at least min_bytes.
std::string small_rpm(std::string_view name, std::size_t min_bytes = 0);

// Values that don't fit a page go to overflow pages, as Berkeley DB does it. Keys are 1, 2, ...; key 0 is there as well.
struct BdbFile {
  std::string bytes;
  std::size_t page_bytes;
  bool big_endian;
  void set_u32(std::size_t page, std::size_t offset, std::uint32_t value);
  void set_u16(std::size_t page, std::size_t offset, std::uint16_t value);
};
BdbFile bdb_file(const std::vector<std::string>& values, std::size_t page_bytes, bool big_endian);

std::string ndb_file(const std::vector<std::string>& blobs);

}  // namespace batten::packages

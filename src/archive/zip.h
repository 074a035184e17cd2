// SPDX-License-Identifier: Apache-2.0
//
// Zip archives in memory (APPNOTE 6.3.10): central directory, stored and deflated members, zip64. No encryption, no multi-part archives.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::archive {

struct ZipLimits {
  std::size_t max_members = 1'000'000;
  std::size_t max_name_bytes = 4096;
};

struct ZipMember {
  std::string name;              // as written
  std::uint64_t size_bytes = 0;  // inflated, as the directory says
  std::uint64_t compressed_bytes = 0;
  std::uint64_t header_offset = 0;
  std::uint16_t method = 0;  // 0 stored, 8 deflated
  std::uint32_t crc = 0;
  bool is_directory() const { return name.ends_with('/'); }
};

class ZipReader {
 public:
  // bytes must outlive it. corrupt, limit, unsupported.
  static Result<ZipReader> open(std::string_view bytes, ZipLimits limits = {});
  const std::vector<ZipMember>& members() const { return members_; }
  // The member's content: limit when longer than max_bytes (whatever the directory says), corrupt when sizes do not fit.
  Result<std::string> read(const ZipMember& member, std::uint64_t max_bytes) const;

 private:
  std::string_view bytes_;
  std::vector<ZipMember> members_;
};

}  // namespace batten::archive

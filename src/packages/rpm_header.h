// SPDX-License-Identifier: Apache-2.0
//
// The header of an installed package as every rpm database stores it (rpm's "header format": big-endian counts, an index of 16-byte
// entries tag/type/offset/count, the data store), without the magic bytes that a .rpm file has before it.
//
//   u32 index entries | u32 data bytes | entries... | data...
//
// Only the tags that a package list needs are looked at; a wrong entry that nobody needs does no harm.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::packages {

struct RpmHeader {
  std::string_view name, version, release, arch, source_rpm, license, vendor, packager, modularity;
  std::uint32_t epoch = 0;         // rpm treats a missing epoch as 0
  std::vector<std::string> files;  // full names as the package has them, directories included
  std::string files_error;         // why files is incomplete; empty when it is not
};

// Views into the blob. files is built only when they take at most max_path_bytes. corrupt when the index doesn't fit the blob, a needed
// tag lies outside the data, or there is no name, version or release.
Result<RpmHeader> parse_rpm_header(std::string_view blob, std::size_t max_path_bytes);

}  // namespace batten::packages

// SPDX-License-Identifier: Apache-2.0
//
// For tests: a zip of stored members, as APPNOTE 6.3.10 describes it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "archive/codec.h"
#include "base/writer.h"

namespace batten::advisory {

inline std::string zip_of(const std::vector<std::pair<std::string, std::string>> &files) {
  base::Writer out, directory;
  for (const auto &[name, content] : files) {
    auto size = static_cast<std::uint32_t>(content.size());
    auto offset = static_cast<std::uint32_t>(out.view().size());
    base::Writer both;  // what the local header and the directory have in common: flags ... extra length
    both.bytes(std::string_view("\0\0\0\0\0\0\0\0", 8));
    for (std::uint32_t value : {archive::crc32(content), size, size, static_cast<std::uint32_t>(name.size())}) both.u32le(value);
    out.bytes(std::string_view("PK\3\4\x0a\0", 6));
    out.bytes(both.view());
    out.bytes(name + content);
    directory.bytes(std::string_view("PK\1\2\x0a\0\x0a\0", 8));
    directory.bytes(both.view());
    directory.bytes(std::string(10, '\0'));
    directory.u32le(offset);
    directory.bytes(name);
  }
  auto start = static_cast<std::uint32_t>(out.view().size());
  out.bytes(directory.view());
  out.bytes(std::string_view("PK\5\6\0\0\0\0", 8));
  auto count = static_cast<std::uint32_t>(files.size());
  out.u32le(count | count << 16);
  out.u32le(static_cast<std::uint32_t>(directory.view().size()));
  out.u32le(start);
  out.bytes(std::string_view("\0\0", 2));
  return out.take();
}

}  // namespace batten::advisory

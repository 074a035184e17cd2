// SPDX-License-Identifier: Apache-2.0
//
// Programs: the first byte says which of their catalogers reads the rest.
#include "packages/elf.h"

#include "packages/fuzz_cataloger.h"

int elf_fuzz(const std::uint8_t* data, std::size_t size);

int elf_fuzz(const std::uint8_t* data, std::size_t size) {
  constexpr batten::packages::FuzzedFile kFiles[] = {
      {"go_binary", "usr/bin/a"}, {"rust_binary", "usr/bin/a"}, {"program_versions", "usr/sbin/nginx"}};
  static_assert('0' % std::size(kFiles) == 0);
  return batten::packages::fuzz_one_of(kFiles, data, size);
}

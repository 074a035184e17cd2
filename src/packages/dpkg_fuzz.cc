// SPDX-License-Identifier: Apache-2.0
//
// dpkg's files: the first byte says which one the rest is.
#include "packages/fuzz_cataloger.h"

int dpkg_fuzz(const std::uint8_t* data, std::size_t size);

int dpkg_fuzz(const std::uint8_t* data, std::size_t size) {
  constexpr batten::packages::FuzzedFile kFiles[] = {
      {"dpkg", "var/lib/dpkg/status"},
      {"dpkg_files", "var/lib/dpkg/info/a.list"},
      {"dpkg_md5sums", "var/lib/dpkg/info/a.md5sums"},
      {"dpkg_copyright", "usr/share/doc/a/copyright"},
  };
  return batten::packages::fuzz_one_of(kFiles, data, size);
}

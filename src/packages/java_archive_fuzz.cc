// SPDX-License-Identifier: Apache-2.0
//
// Java archives, and with another first byte a runtime's release file.
#include "packages/fuzz_cataloger.h"

int java_archive_fuzz(const std::uint8_t* data, std::size_t size);

int java_archive_fuzz(const std::uint8_t* data, std::size_t size) {
  constexpr batten::packages::FuzzedFile kFiles[] = {{"java_archive", "opt/app-1.0.war"}, {"java_release", "opt/java/release"}};
  static_assert('0' % std::size(kFiles) == 0);
  return batten::packages::fuzz_one_of(kFiles, data, size);
}

// SPDX-License-Identifier: Apache-2.0
//
// apk's files: the first byte says which one the rest is.
#include "packages/fuzz_cataloger.h"

int apk_fuzz(const std::uint8_t* data, std::size_t size);

int apk_fuzz(const std::uint8_t* data, std::size_t size) {
  constexpr batten::packages::FuzzedFile kFiles[] = {{"apk", "lib/apk/db/installed"}, {"apk_repositories", "etc/apk/repositories"}};
  return batten::packages::fuzz_one_of(kFiles, data, size);
}

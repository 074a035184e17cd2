// SPDX-License-Identifier: Apache-2.0
//
// pacman's file of one package. The first byte is the choice among one.
#include "packages/fuzz_cataloger.h"

int pacman_fuzz(const std::uint8_t* data, std::size_t size);

int pacman_fuzz(const std::uint8_t* data, std::size_t size) {
  constexpr batten::packages::FuzzedFile kFiles[] = {{"pacman", "var/lib/pacman/local/a-1/desc"}};
  return batten::packages::fuzz_one_of(kFiles, data, size);
}

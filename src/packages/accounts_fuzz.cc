// SPDX-License-Identifier: Apache-2.0
//
// Lists of accounts: the first byte says which one the rest is.
#include "packages/fuzz_cataloger.h"

int accounts_fuzz(const std::uint8_t* data, std::size_t size);

int accounts_fuzz(const std::uint8_t* data, std::size_t size) {
  constexpr batten::packages::FuzzedFile kFiles[] = {{"accounts", "etc/passwd"}, {"accounts", "etc/shadow"}, {"accounts", "etc/group"}};
  return batten::packages::fuzz_one_of(kFiles, data, size);
}

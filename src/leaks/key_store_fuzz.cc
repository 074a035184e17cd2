// SPDX-License-Identifier: Apache-2.0
//
// Key stores from any bytes.
#include "leaks/key_store.h"

#include <cstddef>
#include <cstdlib>

int key_store_fuzz(const std::uint8_t* data, std::size_t size);

int key_store_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::leaks;
  const KeyStore store = read_key_store({reinterpret_cast<const char*>(data), size});
  // What is said of the inside holds only for what was recognised.
  if (store.form == KeyStore::Form::kNone && store.whole) std::abort();
  return 0;
}

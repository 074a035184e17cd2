// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "advisory/answer_codec.h"
#include "advisory/packages_index.h"
#include "advisory/release_file.h"

int packages_index_fuzz(const std::uint8_t* data, std::size_t size);

int packages_index_fuzz(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)batten::advisory::read_packages(bytes, "origin");
  (void)batten::advisory::read_apkindex(bytes, "origin");
  (void)batten::advisory::parse_release(bytes);
  (void)batten::advisory::decode_answer(bytes);
  return 0;
}

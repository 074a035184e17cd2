// SPDX-License-Identifier: Apache-2.0
#include "packages/java_class.h"

int java_class_fuzz(const std::uint8_t* data, std::size_t size);

int java_class_fuzz(const std::uint8_t* data, std::size_t size) {
  batten::packages::ClassReader reader;
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  auto once = reader.fingerprint(bytes), again = reader.fingerprint(bytes);
  if (once.has_value() != again.has_value() || (once && once->content != again->content)) __builtin_trap();
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// Values of a feed's file: a string table (u16 length before it), then rows; and the same bytes as a vulnerability.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "advisory/row_codec.h"

int row_fuzz(const std::uint8_t* data, std::size_t size);

int row_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::advisory;
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  batten::base::Reader reader(bytes);
  std::string_view table_bytes = reader.bytes(reader.u16le());
  auto table = StringTable::open(table_bytes);
  if (table) (void)decode_rows(reader.bytes(reader.remaining()), *table, "ecosystem", "package");
  (void)decode_vulnerability(bytes, "id");
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// Any text as the secret, its first byte as the name of the member: what was put in is what is read.
#include "secrets/json_edit.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/json.h"

int json_edit_fuzz(const std::uint8_t* data, std::size_t size);

int json_edit_fuzz(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || data[0] >= 0x80) return 0;
  std::string_view all(reinterpret_cast<const char*>(data), size);
  auto out = batten::secrets::with_member(all.substr(1), all.substr(0, 1), R"("v\"\\\n")");
  if (!out) return 0;
  auto read = batten::json::Document::parse(out->view());
  if (!read || (*read)[all.substr(0, 1)].string() != "v\"\\\n") std::abort();
  return 0;
}

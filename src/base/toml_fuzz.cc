// SPDX-License-Identifier: Apache-2.0
//
// Any text, and every View of what it gives.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/toml.h"

int toml_fuzz(const std::uint8_t* data, std::size_t size);

namespace {

using batten::toml::View;

void visit(View view) {
  if (!view || (view.string().empty() && view.boolean() && view.integer())) std::abort();
  view.each([](View item) { visit(item); });
  view.each_member([&](std::string_view key, View value) {
    if (!view[key] || view.key_place(key).line == 0) std::abort();
    visit(value);
  });
}

}  // namespace

int toml_fuzz(const std::uint8_t* data, std::size_t size) {
  auto document = batten::toml::Document::parse({reinterpret_cast<const char*>(data), size}, {.max_bytes = 1u << 20, .max_depth = 50});
  if (document) {
    visit(document->root());
  } else if (!document.error().message.contains("line ")) {
    std::abort();
  }
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// Any text, and every View of what it gives.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/yaml.h"

int yaml_fuzz(const std::uint8_t* data, std::size_t size);

namespace {

using batten::yaml::View;

void visit(View view, std::size_t text_size) {
  if (!view || view.start().line == 0 || view.start().column == 0 || view.start().offset > text_size) std::abort();
  if (view.end().offset > text_size || view.end().offset < view.start().offset) std::abort();
  (void)(view.is_null() || view.as_bool(batten::yaml::Booleans::kYesNo) || view.as_integer());
  view.each([&](View item) { visit(item, text_size); });
  view.each_member([&](View key, View value) {
    visit(key, text_size);
    if (key.is_scalar() && !view[key.string()]) std::abort();
    visit(value, text_size);
  });
}

}  // namespace

int yaml_fuzz(const std::uint8_t* data, std::size_t size) {
  auto document = batten::yaml::Document::parse({reinterpret_cast<const char*>(data), size},
                                                {.max_bytes = 1u << 20, .max_depth = 50, .max_nodes = 20'000});
  if (!document) return document.error().message.contains("line ") ? 0 : (std::abort(), 0);
  for (View root : document->roots()) visit(root, size);
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// Any text, and every View of what it gives.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/xml.h"

int xml_fuzz(const std::uint8_t* data, std::size_t size);

namespace {

using batten::xml::View;

void visit(View view) {
  if (!view || view.name().empty() || view.line() == 0) std::abort();
  view.each_attribute([&](std::string_view name, std::string_view) {
    if (view.attribute(name, "absent") == "absent") (void)view.text();
  });
  view.each([&](View child) {
    if (!view[child.name()]) std::abort();
    visit(child);
  });
}

}  // namespace

int xml_fuzz(const std::uint8_t* data, std::size_t size) {
  auto document = batten::xml::Document::parse({reinterpret_cast<const char*>(data), size}, {.max_bytes = 1u << 20, .max_depth = 50});
  if (document) {
    visit(document->root());
  } else if (!document.error().message.contains("line ")) {
    std::abort();
  }
  return 0;
}

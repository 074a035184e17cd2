// SPDX-License-Identifier: Apache-2.0
//
// Compose files and what `compose config` prints: whatever they say, no word of it becomes an option of a builder, and the file that is put
// over them can be read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/yaml.h"
#include "update/compose_build.h"

int compose_build_fuzz(const std::uint8_t* data, std::size_t size);

int compose_build_fuzz(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(batten::update::build_argument_values(text, "web").has_value());
  const auto build = batten::update::build_without_compose(text, "web", "/srv/shop");
  if (build && *build) {
    const batten::update::BuildSource& source = **build;
    for (const std::string& word : {source.context, source.dockerfile, source.target})
      if (word.starts_with('-')) std::abort();
  }
  const auto over = batten::update::image_override(text, text.substr(0, 20), "shop_web:next");
  if (!over) return 0;
  const auto again = batten::yaml::Document::parse(*over);
  if (again && (*again)["services"].size() != 1) std::abort();
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// What an engine says of a container and its image: two texts with a line of "---" between them.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "update/container_copy.h"
#include "update/json_value.h"

int copy_fuzz(const std::uint8_t* data, std::size_t size);

int copy_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::update;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t middle = text.find("\n---\n");
  const bool has_image = middle != std::string_view::npos;
  auto copy = copy_container({.container = text.substr(0, middle),
                              .old_image = has_image ? text.substr(middle + 5) : std::string_view(),
                              .image = "app:2",
                              .says_chosen_mac = size % 2 == 0});
  if (!copy) return copy.error().message.empty() ? __builtin_trap(), 1 : 0;
  auto body = JsonValue::parse(copy->body);
  if (!body || body->text_of("Image") != "app:2" || body->find("HostConfig") == nullptr) __builtin_trap();
  if (!copy_from_json(copy_to_json(*copy)) && !copy->name.empty()) __builtin_trap();
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// What an engine and a registry answer, what is remembered on disk, and what labels and tags say.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "update/approvals.h"
#include "update/facts_memory.h"
#include "update/inventory.h"
#include "update/registry_memory.h"
#include "update/settings_read.h"
#include "update/tags.h"

int update_fuzz(const std::uint8_t* data, std::size_t size);

int update_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::update;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  EngineFacts facts;
  if (auto container = parse_container_facts(text)) {
    if (container->id.empty()) __builtin_trap();
    facts.containers = {*container, *container};
    facts.own_container = container->id;
  }
  if (auto image = parse_image_facts(text)) facts.images.emplace(image->id, *image);
  if (auto services = parse_swarm_services(text)) facts.services = *services;
  if (subjects_of(facts).subjects.size() > 1) __builtin_trap();  // one container, twice
  if (auto memory = parse_memory(text)) {
    auto again = parse_memory(write_memory(*memory));
    if (!again || again->targets != memory->targets || again->manifests != memory->manifests) __builtin_trap();
  }
  if (auto known = parse_facts(text)) {
    auto again = parse_facts(write_facts(*known));
    if (!again || again->vulnerabilities.size() != known->vulnerabilities.size()) __builtin_trap();
  }
  (void)parse_approvals(text);
  (void)container_in(text);
  if (auto section = parse_update_section(text, "f")) (void)settings_for(*section, Subject());
  if (auto window = parse_window(text); window && (window->days > 0x7f || window->begin == window->end)) __builtin_trap();
  if (auto duration = parse_duration(text); duration && duration->count() < 0) __builtin_trap();
  TagVersion tag = read_tag(text);
  if (compare_tags(tag, tag) != 0 || tag.numbers.size() > 128) __builtin_trap();
  return 0;
}

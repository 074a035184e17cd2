// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "manifest/dockerfile.h"

int dockerfile_fuzz(const std::uint8_t* data, std::size_t size);

namespace {

// Every place lies in the text.
void look_at(const batten::manifest::Instruction& instruction, std::size_t size) {
  auto inside = [&](const batten::model::Place& place) {
    if (std::size_t{place.offset} + place.length > size) __builtin_trap();
  };
  inside(instruction.place);
  inside(instruction.rest);
  for (const auto& flag : instruction.flags) inside(flag.value_place);
  for (const auto& word : instruction.words) inside(word.place);
  for (const auto& pair : instruction.pairs) inside(pair.value.place);
  for (const auto& document : instruction.heredocs) inside(document.place);
  for (const auto& command : instruction.script.commands) inside(command.place);
  for (const auto& inner : instruction.trigger) look_at(inner, size);
}

}  // namespace

int dockerfile_fuzz(const std::uint8_t* data, std::size_t size) {
  auto file = batten::manifest::parse_dockerfile({reinterpret_cast<const char*>(data), size});
  if (!file) return 0;
  if (batten::manifest::base_stage(*file) == nullptr) __builtin_trap();
  for (const auto& stage : file->stages) {
    look_at(stage.from, size);
    for (const auto& instruction : stage.instructions) look_at(instruction, size);
  }
  batten::manifest::final_state(*file, file->stages.back());
  return 0;
}

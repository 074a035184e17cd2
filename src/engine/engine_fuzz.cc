// SPDX-License-Identifier: Apache-2.0
//
// What an engine answers, whole: every reader gets the bytes.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/container_output.h"
#include "engine/describe.h"
#include "engine/image_changes.h"
#include "engine/inspect.h"

int engine_fuzz(const std::uint8_t* data, std::size_t size);

int engine_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::engine;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto inspected = parse_inspect(text); inspected && inspected->container.form != batten::model::ContainerForm::kEngine)
    __builtin_trap();
  bool running = false;
  if (auto exec = parse_exec(text, running); exec && exec->command.size() > size) __builtin_trap();
  batten::model::Engine engine;
  for (auto* read : {read_info, read_version, read_networks, read_swarm, read_nodes}) {
    if (auto done = read(text, engine); !done && done.error().message.empty()) __builtin_trap();
  }
  if (auto pulled = read_pull_progress(text); !pulled && pulled.error().message.empty()) __builtin_trap();
  if (without_frames(text).size() > size) __builtin_trap();
  return 0;
}

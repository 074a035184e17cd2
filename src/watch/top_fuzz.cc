// SPDX-License-Identifier: Apache-2.0
//
// Bytes of any content where the terminal view expects texts of /proc, names, and what a terminal sends.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "watch/cell_text.h"
#include "watch/terminal_keys.h"
#include "watch/top_figures_text.h"

int top_fuzz(const std::uint8_t* data, std::size_t size);

int top_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::watch;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)parse_process_figures(bytes);
  (void)parse_cpu_ticks(bytes);
  (void)keyed_number(bytes, "usage_usec");
  std::size_t sockets = 0;
  each_socket(bytes, 100, [&](const SocketFigures&) { ++sockets; });
  if (sockets > 100) __builtin_trap();
  if (const auto path = container_cgroup(bytes, "memory", "aaaa"); path && (!path->starts_with('/') || path->contains("/../")))
    __builtin_trap();
  for (const Letters letters : {Letters::kUtf8, Letters::kAscii}) {
    for (const unsigned columns : {0u, 1u, 2u, 17u}) {
      const CellText cells = cell_text(bytes, columns, letters);
      if (cells.width > columns) __builtin_trap();
      for (const char one : cells.text) {
        if ((one >= 0 && one < 0x20) || one == 0x7F) __builtin_trap();
      }
    }
  }
  KeyReader reader;
  const KeyReader::Clock::time_point now{};
  const std::size_t half = size / 2;
  std::size_t keys = reader.read(bytes.substr(0, half), now).size() + reader.read(bytes.substr(half), now).size();
  keys += reader.read({}, now + std::chrono::seconds(1)).size();
  if (keys > size) __builtin_trap();
  // All that waited was taken.
  if (reader.read("q", now + std::chrono::seconds(2)).size() != 1) __builtin_trap();
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// Bytes of any content where the kernel's records about changed files are expected.
#include "monitor/fanotify_events.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

int fanotify_events_fuzz(const std::uint8_t* data, std::size_t size);

int fanotify_events_fuzz(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::size_t total = 0;
  batten::monitor::read_file_notices(bytes, [&](const batten::monitor::FileNotice& notice) {
    total += notice.directory.size() + notice.name.size() + notice.new_directory.size() + notice.new_name.size() + notice.object.size();
    if (notice.name.contains('\0') || notice.new_name.contains('\0')) __builtin_trap();
  });
  if (total > 5 * size) __builtin_trap();
  return 0;
}

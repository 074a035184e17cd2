// SPDX-License-Identifier: Apache-2.0
//
// A file of baselines of any content; what is read is written and read again to the same.
#include "watch/baseline_file.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

int baseline_file_fuzz(const std::uint8_t* data, std::size_t size);

int baseline_file_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::watch;
  const auto entries = parse_baseline_file({reinterpret_cast<const char*>(data), size});
  if (!entries) return 0;
  const auto again = parse_baseline_file(baseline_file_text(*entries));
  if (!again || *again != *entries) std::abort();
  return 0;
}

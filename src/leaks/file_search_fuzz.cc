// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <string_view>

#include "leaks/baseline.h"
#include "leaks/file_search.h"
#include "leaks/patterns.h"

int file_search_fuzz(const std::uint8_t* data, std::size_t size);

// The first byte chooses a name, so that what is looked for in some files only takes part too.
int file_search_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::leaks;
  static const auto patterns = Patterns::compile(all_detectors());
  static FileSearch search(**patterns, "key",
                           {.max_unpacked_bytes = 4u << 20, .max_decoded_bytes = 1u << 20, .max_packed_bytes = 1u << 20});
  constexpr std::string_view kNames[] = {"file.txt",          ".netrc",     ".pgpass", ".npmrc", "config.json",
                                         "terraform.tfstate", "kubeconfig", ".env"};
  if (size == 0) return 0;
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  batten::base::Notes notes;
  for (const batten::model::Leak& leak : search.search(kNames[data[0] % std::size(kNames)], bytes, notes)) {
    if (leak.masked.size() > 60 || leak.place.path.empty()) __builtin_trap();
  }
  batten::model::LeakReport report;
  (void)apply_baseline(bytes, "key", report);
  return 0;
}

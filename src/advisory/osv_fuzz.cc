// SPDX-License-Identifier: Apache-2.0
//
// Every importer over the same bytes: they tell their forms apart by content, or YAML by the name. And the readers of their indexes.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "advisory/collecting_sink.h"
#include "advisory/feed.h"

int osv_fuzz(const std::uint8_t* data, std::size_t size);

int osv_fuzz(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const batten::advisory::Feed* feed : batten::advisory::all_feeds()) {
    batten::advisory::CollectingSink sink;
    (void)feed->import("x.json", bytes, sink);
    (void)feed->import("a/gems/x.yml", bytes, sink);
    (void)feed->import("x.yaml", bytes, sink);
    if (feed->follow == nullptr) continue;
    (void)feed->follow("https://a/repodata/repomd.xml", bytes);
    (void)feed->follow("https://a/mirror.list", bytes);
  }
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// Which layer's file a path shows, by the rules of overlaid layers (OCI image-spec, layer.md, "Whiteouts").
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/facts.h"

namespace batten::image {

// Not for several threads at once.
class LayerTree {
 public:
  // facts must outlive it.
  explicit LayerTree(const std::vector<model::LayerFacts>& facts);

  // Is what layer has at path hidden by a layer above it?
  bool hidden(std::size_t layer, std::string_view path) const;
  // The topmost layer that has path as a file or link and does not hide it; nothing when no layer has.
  std::optional<std::size_t> owner(std::string_view path) const;
  // Follows symbolic links in every component and hard links of the last, inside the root, as the kernel would; nothing for
  // a loop (40 links, as Linux) or when a link leads nowhere that is known.
  std::optional<std::string> resolve(std::string_view path) const;

 private:
  struct Layer {
    std::unordered_set<std::string_view> whiteouts, opaque;
    std::unordered_map<std::string_view, const model::Link*> links;
    const std::vector<std::uint64_t>* hashes;
  };
  static bool has(const Layer& layer, std::uint64_t path_hash);
  const model::Link* link(std::string_view path) const;

  // The answer for the directory that was asked about last.
  struct Last {
    bool known = false, hidden = false;
    std::size_t layer = 0;
    std::string directory;
  };

  std::vector<Layer> layers_;
  mutable Last last_;
};

}  // namespace batten::image

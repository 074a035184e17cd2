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

  // Is what layer has at path hidden by a layer above it, of those below end?
  bool hidden(std::size_t layer, std::string_view path, std::size_t end = SIZE_MAX) const;
  // The topmost layer that has path as a file or link and does not hide it; nothing when no layer has.
  std::optional<std::size_t> owner(std::string_view path) const;
  // A file and the layer whose file it is.
  struct Place {
    std::size_t layer = 0;
    std::string path;
    bool operator==(const Place&) const = default;
  };
  // Follows symbolic links in every component and hard links of the last, inside the root, as the kernel would; nothing for
  // a loop (40 links, as Linux) or when no layer has a file there. A hard link leads to the file of its own layer, whatever
  // became of that name above.
  std::optional<Place> resolve(std::string_view path) const;

 private:
  struct Layer {
    std::unordered_set<std::string_view> whiteouts, opaque;
    std::unordered_map<std::string_view, const model::Link*> links;
    const std::vector<std::uint64_t>* hashes;
  };
  static bool has(const Layer& layer, std::uint64_t path_hash);
  struct PlacedLink {
    std::size_t layer = 0;
    const model::Link* link = nullptr;
  };
  std::optional<PlacedLink> link(std::string_view path) const;
  bool above_has(std::size_t layer, std::string_view path) const;

  // The answer for the directory that was asked about last.
  struct Last {
    bool known = false, hidden = false;
    std::size_t layer = 0, end = 0;
    std::string directory;
  };

  std::vector<Layer> layers_;
  mutable Last last_;
};

}  // namespace batten::image

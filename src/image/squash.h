// SPDX-License-Identifier: Apache-2.0
//
// Merges the facts of all layers into what a process in the container would see: upper layers hide lower ones by the same path, by
// whiteouts, by opaque directories, by a file where a directory was; package details join their packages; every package gets the layer that
// brought it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "image/parser.h"
#include "model/facts.h"

namespace batten::image {

// facts: bottom layer first; a layer that could not be read is empty facts. licences and files of the details are moved out.
model::Inventory squash(std::vector<model::LayerFacts> facts);

// Claimed names that lead through links to files which no cataloger claims by their own name, and the layer that holds them:
// those layers are read once more with these aliases. claimed: exact paths (no globs) worth resolving. read_alike: is the file at that path
// read by its own name as it would be by the claimed one? Empty: it is, when it was read at all.
struct LayerAliases {
  std::size_t layer_index = 0;
  std::vector<Alias> aliases;
};
std::vector<LayerAliases> unresolved_links(const std::vector<model::LayerFacts>& facts, const std::vector<std::string>& claimed,
                                           const std::function<bool(std::string_view path, std::string_view claimed)>& read_alike = {});

}  // namespace batten::image

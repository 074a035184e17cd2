// SPDX-License-Identifier: Apache-2.0
//
// An image in the directories of a Docker engine with the overlay2 driver, read where it lies: nothing is exported.
//
//   <root>/image/overlay2/imagedb/content/sha256/<image id>             the configuration, as is
//   <root>/image/overlay2/repositories.json                             names -> image ids
//   <root>/image/overlay2/layerdb/sha256/<chain id>/{cache-id,diff}     which directory, which diff ID
//   <root>/overlay2/<cache id>/diff                                     the layer's files
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "image/source.h"
#include "image/tree_feed.h"
#include "model/digest.h"

namespace batten::image {

// The bytes of the image's configuration: not_found, denied, corrupt when they are not what the id says.
Result<std::string> overlay_config(const std::string& engine_root, const model::Digest& image_id);

// Layers from directories, checked against the diff IDs by the engine's own records. An error means: export instead.
Result<std::vector<LayerHandle>> overlay_layers(const std::string& engine_root, const std::vector<model::Digest>& diff_ids,
                                                const SourceOptions& options);

// What a layer of that engine's directories hands out.
TreeOptions overlay_tree(const std::string& engine_root, const SourceOptions& options);

// Chain ID of each layer (image-spec, config.md): the first diff ID, then SHA-256 of "parent chain" + " " + "diff ID".
std::vector<model::Digest> chain_ids(const std::vector<model::Digest>& diff_ids);

}  // namespace batten::image

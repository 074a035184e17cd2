// SPDX-License-Identifier: Apache-2.0
//
// Reads the layers of an opened image: from the cache what was read before, the others in workers side by side, largest first.
#pragma once

#include <cstddef>
#include <vector>

#include "base/note.h"
#include "base/progress.h"
#include "base/result.h"
#include "image/layer_cache.h"
#include "image/parser.h"
#include "image/source.h"
#include "model/facts.h"

namespace batten::scan {

struct LayersRead {
  std::vector<model::LayerFacts> facts;  // one per layer, bottom first; empty facts for one that could not be read
  base::Notes notes;
  std::size_t unread = 0;      // layers of which nothing is known
  std::size_t from_cache = 0;  // layers that were not read again
};

// A layer that is broken, hostile or too large is a note, and the others are read. A layer whose bytes are not what its digest says,
// or that can't be fetched at all, is an error: nothing that is said about such an image could be trusted.
Result<LayersRead> read_layers(const image::OpenedImage& image, image::Parser& parser, const image::LayerCache& cache,
                               base::Progress& progress);

// Reads one layer again with further names for some of its files.
Result<model::LayerFacts> read_layer_again(const image::LayerHandle& layer, const std::vector<image::Alias>& aliases, image::Parser& parser,
                                           const image::LayerCache& cache);

}  // namespace batten::scan

// SPDX-License-Identifier: Apache-2.0
//
// Where an image's own part begins, by the history in its configuration alone: a guess. Anybody can write any history.
#pragma once

#include <cstddef>

#include "model/image.h"

namespace batten::image {

// How many of the lowest layers look like another image's; 0: nothing speaks for any, or the history does not fit the layers.
//
// Two marks are known. An image's history usually ends with its CMD, so layers that come after a CMD are another build's. An ENTRYPOINT
// stands in the middle of many Dockerfiles; it counts when the next layer was made an hour later or more. And what a builder of root file
// systems leaves (debuerreotype, apko, Bazel's rules of distroless images) begins an image that such layers alone make up.
std::size_t guess_base_layers(const model::ImageConfig& config);

}  // namespace batten::image

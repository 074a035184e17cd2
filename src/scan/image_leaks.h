// SPDX-License-Identifier: Apache-2.0
//
// Secrets of an image as a whole: those of its layers with what became of them, those of its configuration.
#pragma once

#include <string>
#include <vector>

#include "model/facts.h"
#include "model/image.h"
#include "model/leak.h"

namespace batten::scan {

// Takes the leaks out of the facts. Of each: the layer, what made it, whether a later layer removes or replaces the file. Then the
// environment, labels and history of the configuration. By layer and path, the configuration first.
std::vector<model::Leak> image_leaks(std::vector<model::LayerFacts>& facts, const std::vector<model::LayerInfo>& layers,
                                     const model::ImageConfig& config, const std::string& fingerprint_key);

}  // namespace batten::scan

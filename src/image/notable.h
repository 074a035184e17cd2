// SPDX-License-Identifier: Apache-2.0
//
// Which files of a layer the checks of images ask about: by mode and name, while they pass by.
#pragma once

#include <cstdint>
#include <string_view>

namespace batten::image {

// Does the path (relative to the root, normalised) belong to the system: its programs, libraries, settings?
bool of_system(std::string_view path);

// Bits of model::NotableFile; 0: of no interest.
std::uint8_t notable_traits(std::string_view path, std::uint32_t mode, bool directory);

}  // namespace batten::image

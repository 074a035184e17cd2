// SPDX-License-Identifier: Apache-2.0
//
// A container as the options of `docker run` that make it.
#pragma once

#include <string>
#include <vector>

#include "model/container.h"

namespace batten::prove {

// From "--user" to the image and its arguments; image: what is run instead of container.image. Ports get free ones of 127.0.0.1, relative
// and named volumes become empty ones, files of the project (secrets, configs) are mounted from directory: a trial must not touch what is
// in use.
std::vector<std::string> run_arguments(const model::Container& container, const std::string& image, const std::string& directory);

}  // namespace batten::prove

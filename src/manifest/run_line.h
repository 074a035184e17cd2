// SPDX-License-Identifier: Apache-2.0
//
// Reads a command line of `docker run`, `docker create` or `podman run` as a shell would split it.
#pragma once

#include <string_view>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "model/container.h"

namespace batten::manifest {

// invalid_argument when it is no such line or has no image. Unknown options are notes. Without --name the container is called as its image.
Result<model::Container> parse_run_line(std::string_view line, base::Notes& notes);

// All such lines of a shell script, with their places in it. What cannot be read is a note.
std::vector<model::Container> find_run_lines(std::string_view script, base::Notes& notes);

}  // namespace batten::manifest

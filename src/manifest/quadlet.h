// SPDX-License-Identifier: Apache-2.0
//
// Reads a Podman Quadlet unit (podman-systemd.unit(5)): NAME.container.
#pragma once

#include <string_view>

#include "base/note.h"
#include "base/result.h"
#include "model/container.h"

namespace batten::manifest {

// name: of the file. corrupt when there is no [Container] with an Image. Unknown keys are notes.
Result<model::Container> parse_quadlet(std::string_view name, std::string_view text, base::Notes& notes);

}  // namespace batten::manifest

// SPDX-License-Identifier: Apache-2.0
//
// What a container has from its image and what was chosen for it: an engine's answer has both in one, merged when it was created.
#pragma once

#include "update/json_value.h"

namespace batten::update {

// Takes from a container's Config what is the same in the image's Config, so that another image gives its own: Env by variable, Labels,
// ExposedPorts and Volumes by key, Healthcheck by field, Cmd with Entrypoint, WorkingDir, User, StopSignal, Shell, OnBuild.
void drop_image_defaults(JsonValue& config, const JsonValue& image_config);

}  // namespace batten::update

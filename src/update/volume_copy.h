// SPDX-License-Identifier: Apache-2.0
//
// The volumes of a container, to be mounted again in the one that takes its place.
#pragma once

#include "update/container_copy.h"
#include "update/json_value.h"

namespace batten::update {

// Volumes without a name of their own are named in HostConfig: what is in them stays, and removing the old container does not remove them.
// Says in out which volumes and directories of the host are written.
void copy_volumes(const JsonValue& inspect, JsonValue& host, ContainerCopy& out);

}  // namespace batten::update

// SPDX-License-Identifier: Apache-2.0
//
// The Kubernetes cluster that the command line of `batten update` asks for, and the engine beside it.
#pragma once

#include <optional>

#include "base/result.h"
#include "cli/command.h"
#include "engine/client.h"
#include "engine/kubernetes_client.h"
#include "update/inventory.h"

namespace batten::cli {

// Nothing: none is asked for.
Result<std::optional<engine::KubernetesClient>> cluster_of(const Arguments& arguments);
// Nothing: there is none here, and a cluster is asked instead, or (resume) what was interrupted says who is asked.
Result<std::optional<engine::Client>> engine_of(const Arguments& arguments);
// Of both.
Result<update::Inventory> whole_inventory(const Arguments& arguments);

}  // namespace batten::cli

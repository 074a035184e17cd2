// SPDX-License-Identifier: Apache-2.0
//
// The fields of a pod that Kubernetes' API has (core/v1 of 1.37), as far as they matter to checks: a misspelt securityContext is dropped or
// refused by Kubernetes, never applied.
#pragma once

#include <string>

#include "base/note.h"
#include "base/yaml.h"

namespace batten::manifest {

// Adds a note for each field of a pod's spec that nobody knows, with the name that was probably meant, and for each value of a type that
// Kubernetes refuses. Stops when notes hold a hundred.
void check_pod_fields(yaml::View spec, const std::string& workload, base::Notes& notes);

}  // namespace batten::manifest

// SPDX-License-Identifier: Apache-2.0
//
// Which registries a project's policy allows.
#pragma once

#include "checks/settings.h"
#include "model/reference.h"

namespace batten::checks {

// Entries are globs of "registry" or "registry/repository": "docker.io", "ghcr.io/acme/*", "*.example.com". An empty list allows all.
bool is_allowed(const model::Reference& reference, const Settings& settings);

}  // namespace batten::checks

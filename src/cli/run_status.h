// SPDX-License-Identifier: Apache-2.0
//
// What `batten run` has delivered, as its supervisors write it down (status.json of a run directory) and `batten secrets status` reads it.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/command.h"
#include "secrets/delivery.h"

namespace batten::cli {

struct RunStatus {
  std::string what;                  // "container" or "project"
  std::string name, id;              // of it
  std::vector<std::string> targets;  // "/run/secrets/db", as delivered has requests
};

// Replaces directory/status.json. No values are in it.
Result<void> write_status(const std::string& directory, const RunStatus& status, const std::vector<secrets::Delivered>& delivered);

// batten secrets status
Result<int> run_secrets_status(const Arguments& arguments);

}  // namespace batten::cli

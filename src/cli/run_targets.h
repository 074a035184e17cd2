// SPDX-License-Identifier: Apache-2.0
//
// Where the secrets of a container stand in a run directory, and how the engine is told to mount them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/container_user.h"
#include "secrets/request.h"
#include "secrets/tmpfs.h"

namespace batten::cli {

struct RunTarget {
  bool in_directory = true;  // below /run/secrets, which is mounted as a whole
  std::string name;          // below the run directory: "secrets/db", "files/db"
  std::string path;          // in the container
};

// part: a prefix for the services of a project: "web/". invalid_argument for env: a container's variables are in `docker inspect`.
Result<RunTarget> run_target(const secrets::Request& request, std::string_view part = {});

// Writes a value for it: a new file below the mounted directory, the same file elsewhere.
Result<void> write_target(secrets::Place& place, const RunTarget& target, const secrets::Request& request, const ContainerUser& user,
                          const secrets::IdMap& ids, std::string_view value);

}  // namespace batten::cli

// SPDX-License-Identifier: Apache-2.0
//
// The audit: every check of hosts on this host, every check of containers on each that runs.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "checks/settings.h"
#include "model/assessment.h"

namespace batten::audit {

struct Options {
  std::string engine;                   // "unix:///path" ..; empty: $DOCKER_HOST, else the usual sockets
  std::string root = "/";               // of the host's files
  std::vector<std::string> containers;  // only these (name, id, start of an id), and nothing of the host; empty: the host and all that run
  checks::Settings settings;
};

// Passes are among the results. Without an engine what needs one could not be looked at, and a note says why; with names it is an error.
Result<model::Assessment> run(const Options& options);

}  // namespace batten::audit

// SPDX-License-Identifier: Apache-2.0
//
// The containers that run: what the engine was asked for, joined with what the kernel says of their processes.
#pragma once

#include <string>
#include <vector>

#include "audit/host_files.h"
#include "base/note.h"
#include "base/result.h"
#include "engine/client.h"
#include "model/container.h"
#include "model/host.h"

namespace batten::audit {

struct RunningContainers {
  std::vector<model::Container> containers;  // by name; process has a value for each that runs
  std::vector<model::EngineExec> execs;      // commands that run in them beside their own
};

// All that run, or those that are named (name, id, start of an id; these need not run: a note says so). An error when the engine can't be
// asked, or has none of that name. A single container that is gone in between, or can't be read, is a note.
Result<RunningContainers> containers(engine::Client& client, const HostFiles& files, const std::vector<std::string>& names,
                                     base::Notes& notes);

}  // namespace batten::audit

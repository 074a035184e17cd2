// SPDX-License-Identifier: Apache-2.0
//
// Reads what the engine answers to "inspect" of a container (Engine API, ContainerInspect; Podman's service answers in the same form) into
// a model::Container.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/container.h"
#include "model/host.h"

namespace batten::engine {

struct InspectedContainer {
  model::Container container;  // form kEngine; process has its pid only, and only while it runs
  bool running = false;
  std::vector<std::string> exec_ids;  // commands that run in it beside its own
};

// corrupt when it is no such answer, limit. Lists are cut at 10,000 entries.
Result<InspectedContainer> parse_inspect(std::string_view text);

// The answer about one such command (ExecInspect); running tells whether it still does.
Result<model::EngineExec> parse_exec(std::string_view text, bool& running);

}  // namespace batten::engine

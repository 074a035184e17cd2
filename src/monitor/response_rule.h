// SPDX-License-Identifier: Apache-2.0
//
// What is done when a rule fires, beside telling it. Nothing, unless it was asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/alert.h"
#include "model/process.h"
#include "model/running_container.h"

namespace batten::monitor {

enum class ResponseAction : std::uint8_t { kKill, kKillContainer, kPause };

// "kill", "kill-container", "pause".
std::string_view response_action_name(ResponseAction action);
std::optional<ResponseAction> parse_response_action(std::string_view name);

// For alerts for which all that is said holds.
struct ResponseRule {
  std::string rule;  // pattern of its name (base/glob.h); empty: any
  std::string tag;   // empty: any
  model::Priority least = model::Priority::kDebug;
  bool container_only = true;
  ResponseAction action = ResponseAction::kKill;
  bool dry_run = false;  // says what it would do
};

bool response_applies(const ResponseRule& rule, const model::Alert& alert, const model::RunningContainer* container);

// Why nothing may be done to that process; empty: it may. process: as it is known; container: null for the host's. A container's process
// is protected by no name, since it chooses that itself.
std::string response_protects(const model::Process& process, const model::RunningContainer* container, std::uint32_t own_pid);

// The directory of the container itself in a path out of /proc/PID/cgroup, "/docker/ID/below" -> "/docker/ID". Empty: the id is not there.
std::string container_cgroup(std::string_view path, std::string_view id);

}  // namespace batten::monitor

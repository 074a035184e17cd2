// SPDX-License-Identifier: Apache-2.0
//
// What is done when a rule fires, beside telling it. Nothing, unless it was asked for.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/alert.h"
#include "model/process.h"
#include "model/running_container.h"

namespace batten::monitor {

enum class ResponseAction : std::uint8_t { kKill, kKillContainer, kStop, kPause, kDenyNetwork };

// "kill", "kill-container", "stop", "pause", "deny-network".
std::string_view response_action_name(ResponseAction action);
std::optional<ResponseAction> parse_response_action(std::string_view name);

// For alerts for which all that is said holds.
struct ResponseRule {
  std::string rule = {};       // pattern of its name: '*' and '?' for any characters; empty: any
  std::string tag = {};        // empty: any
  std::string container = {};  // pattern of its name; empty: any
  model::Priority least = model::Priority::kDebug;
  bool host = false;  // the host's processes too; kill alone
  ResponseAction action = ResponseAction::kKill;
  std::chrono::milliseconds undo_after{};  // of pause and deny-network; 0: somebody else undoes it
};

bool response_applies(const ResponseRule& rule, const model::Alert& alert, const model::RunningContainer* container);

// Why nothing may be done to that process; empty: it may. container: null for the host's. A container's process is protected by no name,
// since it chooses that itself.
std::string response_protects(const model::Process& process, const model::RunningContainer* container);

}  // namespace batten::monitor

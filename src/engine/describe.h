// SPDX-License-Identifier: Apache-2.0
//
// What an engine tells of itself over its API: info and version whole, networks, and what a manager knows of its swarm. Each function reads
// one answer (Engine API, api.docker.com; Podman's service answers in the same forms) into its part of a model::Engine: corrupt or limit.
#pragma once

#include <string_view>

#include "base/note.h"
#include "base/result.h"
#include "engine/client.h"
#include "model/host.h"

namespace batten::engine {

Result<void> read_info(std::string_view text, model::Engine& out);      // /info
Result<void> read_version(std::string_view text, model::Engine& out);   // /version
Result<void> read_networks(std::string_view text, model::Engine& out);  // /networks
Result<void> read_swarm(std::string_view text, model::Engine& out);     // /swarm, of a manager
Result<void> read_nodes(std::string_view text, model::Engine& out);     // /nodes, of a manager

// Asks for all of them. answered is false, and why is said, when not even info came; a lesser answer that is missing is a note.
void describe(Client& client, model::Engine& out, base::Notes& notes);

}  // namespace batten::engine

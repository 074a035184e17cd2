// SPDX-License-Identifier: Apache-2.0
//
// What makes, changes and removes containers over the Docker Engine API. Bodies are JSON as the API has it, so that a setting which this
// program does not know goes through as it is. Paths name no version: an engine answers in its own.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/client.h"

namespace batten::engine {

// Gives the new container's id. platform: "linux/arm64", or empty. conflict: the name is taken. not_found: image, network or volume.
Result<std::string> create_container(Client& client, const std::string& name, const std::string& body, const std::string& platform = {});
// Nothing happens to one that runs.
Result<void> start_container(Client& client, std::string_view id);
Result<void> rename_container(Client& client, std::string_view id, std::string_view name);
// force: it is killed when it runs. Volumes with a name of their own always stay; with_anonymous_volumes: the others that nothing else uses
// go too. One that is gone, or is being removed, is no error.
Result<void> remove_container(Client& client, std::string_view id, bool force, bool with_anonymous_volumes);
// policy: {"Name":"always","MaximumRetryCount":0}. Takes effect at once and whether it runs or not.
Result<void> set_restart_policy(Client& client, std::string_view id, std::string_view policy);
// endpoint: an EndpointSettings object.
Result<void> connect_network(Client& client, std::string_view network, std::string_view id, std::string_view endpoint);
Result<void> disconnect_network(Client& client, std::string_view network, std::string_view id);
// The engine's whole answer. not_found.
Result<std::string> inspect_container(Client& client, std::string_view name);
Result<std::string> inspect_image(Client& client, std::string_view name);

}  // namespace batten::engine

// SPDX-License-Identifier: Apache-2.0
//
// What an engine was told, by its command line and its files: dockerd(8), /etc/docker/daemon.json; for Podman containers.conf(5) and
// containers-registries.conf(5). Names are those of dockerd's options ("insecure-registry"), one entry per value; a map's entries are
// "key=value". The first who says a thing counts: what is in the map already stays.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/host.h"

namespace batten::audit {

using EngineSettings = std::map<std::string, std::vector<model::EngineSetting>>;

// The arguments of dockerd, without its own name.
void read_arguments(const std::vector<std::string>& arguments, const std::string& where, EngineSettings& out);
// corrupt, limit.
Result<void> read_daemon_json(std::string_view text, const std::string& where, EngineSettings& out);
Result<void> read_containers_conf(std::string_view text, const std::string& where, EngineSettings& out);
// Registries that may be asked without TLS, in both versions of the format.
Result<std::vector<std::string>> insecure_registries(std::string_view text);

}  // namespace batten::audit

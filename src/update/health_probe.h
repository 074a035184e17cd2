// SPDX-License-Identifier: Apache-2.0
//
// Asks a container from outside, and by a command in it.
#pragma once

#include <string>

#include "engine/client.h"
#include "update/settings.h"

namespace batten::update {

// Empty: all that the settings ask for answers. Else the first that does not, and how. address: of the container.
std::string failed_probe(engine::Client& client, const std::string& id, const std::string& address, const HealthSettings& settings);

// "http://:8080/ready" and "10.0.0.5" -> "http://10.0.0.5:8080/ready"; a host that is there stays.
std::string probe_url(std::string_view url, std::string_view address);

}  // namespace batten::update

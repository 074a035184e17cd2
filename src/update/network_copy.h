// SPDX-License-Identifier: Apache-2.0
//
// The networks of a container: what was chosen in each (aliases, fixed addresses, links, driver options), without what the engine gave.
#pragma once

#include "update/container_copy.h"
#include "update/json_value.h"

namespace batten::update {

struct NetworkSource {
  const JsonValue& inspect;
  JsonValue& config;  // MacAddress is taken out or put in
  const JsonValue& host;
  bool says_chosen_mac = true;
};

// Gives EndpointsConfig for create, with one network at most: older engines take no more. The others are in out.connect; fixed addresses
// are in out.exclusive.
JsonValue copy_networks(const NetworkSource& source, ContainerCopy& out);

}  // namespace batten::update

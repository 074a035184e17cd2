// SPDX-License-Identifier: Apache-2.0
//
// From what an engine says of a container to what it is asked for to get another one like it, with another image. Everything is kept that
// was chosen for the container: HostConfig whole, with members that are not known here; networks with their aliases and fixed addresses;
// volumes, those without a name of their own too (the same are mounted again). What the old image gave (environment, command, labels,
// health check...) is left away, so that the new image gives its own. Nothing is asked here: texts in, text out.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace batten::update {

struct NetworkPlace {
  std::string network;   // name, or id
  std::string endpoint;  // EndpointSettings, JSON
};

// What two of the same container can't have at once; empty: they can run side by side.
struct Exclusive {
  std::vector<std::string> hard;  // "host port 8080", "address 10.0.0.5 in network n1": the second one would not start
  std::vector<std::string> soft;  // "volume data": both would write it
};

struct ContainerCopy {
  std::string name;                     // of the old one, without the slash
  std::string body;                     // for create_container
  std::vector<NetworkPlace> connect;    // after that, before the start
  std::vector<std::string> disconnect;  // the network that create puts it into, when the old one has left that
  Exclusive exclusive;
  std::vector<std::string> volumes;  // that it writes, for people
  bool auto_remove = false;          // --rm
  std::string restart_policy;        // JSON
  std::vector<std::string> notes;    // for people
};

struct CopyRequest {
  std::string_view container;  // ContainerInspect
  std::string_view old_image;  // ImageInspect of what it runs; empty: not known any more, all counts as chosen
  std::string image;           // Config.Image of the new one
  // Ids of containers that it shares a namespace with or is linked to, and what has come in their place (id and name).
  std::map<std::string, std::string> replaced = {};
  // The engine says Config.MacAddress only when it was chosen (before API 1.44). Else a MAC address that is not derived from the IP
  // address counts as chosen.
  bool says_chosen_mac = true;
};

// corrupt when it is no such answer. unsupported: a container that can't be made by the API alone; says why and what to do.
Result<ContainerCopy> copy_container(const CopyRequest& request);

// The same as text, for the journal.
std::string copy_to_json(const ContainerCopy& copy);
Result<ContainerCopy> copy_from_json(std::string_view text);

}  // namespace batten::update

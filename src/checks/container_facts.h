// SPDX-License-Identifier: Apache-2.0
//
// What several checks of containers ask.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "checks/settings.h"
#include "model/container.h"

namespace batten::checks {

// Path of the host, without the end of a bind mount that matters not: "/var/run/" -> "/var/run".
std::string host_path(std::string_view source);
// Is path the place itself, or below it? is_within("/etc/ssh", "/etc") but not "/etcetera".
bool is_within(std::string_view path, std::string_view place);

// The socket of a container engine that a bind mount of this path hands over: itself, or one in the directory. Empty: none.
std::string_view engine_socket_in(std::string_view path);

// Does the container get all devices and capabilities: it says so, or the kernel does?
bool is_privileged(const model::Container& container);
// Is "no new privileges" set, by the kernel's word or the configuration's?
bool has_no_new_privileges(const model::Container& container);
bool drops_all(const model::Container& container);
// All capabilities that it was given beside the engine's own set, plain names, from the configuration.
bool adds_all(const model::Container& container);

// What a capability makes possible on the host: "it may load code into the kernel". Empty: nothing of that kind. "ALL" is one.
std::string_view capability_danger(std::string_view plain_name);
// What usually answers on that port and should not answer to everybody: "PostgreSQL". Empty: nothing that is known.
std::string_view data_store_on(std::uint16_t container_port);
bool is_on_all_addresses(const model::ContainerPort& port);

// A hit at a setting; at the container when the setting is written nowhere.
Hit hit_at(const model::Container& container, const model::Place& place, std::string message, std::string evidence = {});

// "shop-db", "postgres:16", "docker.io/library/postgres": is the last part of the repository this name?
bool is_image_named(std::string_view image, std::string_view name);
// Without tag and digest: "docker.io/library/postgres".
std::string_view image_repository(std::string_view image);
// "16"; empty when none is written.
std::string_view image_tag(std::string_view image);
bool has_digest(std::string_view image);

}  // namespace batten::checks

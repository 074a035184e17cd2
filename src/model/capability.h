// SPDX-License-Identifier: Apache-2.0
//
// Linux capabilities (capabilities(7), include/uapi/linux/capability.h) by name and number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace batten::model {

// Names have no CAP_ and are upper case: "SYS_ADMIN". Number of a name as anybody writes it ("cap_sys_admin"); none when the kernel has no
// such.
std::optional<unsigned> capability_number(std::string_view name);
// "SYS_ADMIN"; "41" for numbers that are newer than the table.
std::string capability_name(unsigned number);
// "CAP_sys_admin" -> "SYS_ADMIN".
std::string plain_capability(std::string_view name);
// Those of a set as /proc/PID/status has it, lowest number first.
std::vector<std::string> capabilities_of(std::uint64_t bits);

// What an engine leaves to a container that asks for nothing (moby, daemon/pkg/oci/caps/defaults.go; containerd and Podman have fewer).
bool is_default_capability(std::string_view plain_name);
// All capabilities that the kernel's table had when it was read.
inline constexpr unsigned kCapabilities = 41;
inline constexpr std::uint64_t kAllCapabilities = (std::uint64_t{1} << kCapabilities) - 1;

}  // namespace batten::model

// SPDX-License-Identifier: Apache-2.0
//
// Cuts a container off the network and lets it back: in its network namespace a table of nf_tables, "batten_denied", drops whatever does
// not go over the loopback interface, also of connections that exist. Works whatever the cgroup version, needs nothing at a later time to
// stay in force, and ends with the namespace, or with "nft delete table inet batten_denied" in it. Frames that pass by IP (packet sockets)
// are dropped at the interfaces, from Linux 5.16 on. A process that may configure that network (CAP_NET_ADMIN) can take it away.
#pragma once

#include <cstdint>
#include <string>

#include "base/fd.h"
#include "base/result.h"

namespace batten::monitor {

// The network namespace of a process of a container; may outlive the process. denied: it is the host's, or ours; not_found: the process has
// ended or is not in that container. container_id: empty: not asked (tests).
Result<base::Fd> open_network(std::uint32_t pid, const std::string& container_id, const std::string& proc = "/proc");

// Both may be repeated.
Result<void> deny_network(const base::Fd& network);
Result<void> allow_network(const base::Fd& network);

}  // namespace batten::monitor

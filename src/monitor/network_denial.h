// SPDX-License-Identifier: Apache-2.0
//
// Cuts a container off the network and lets it back: in its network namespace tables of nf_tables drop whatever does not go over the
// loopback interface, also of connections that exist, and what goes to the engine's name server there. "inet batten_denied" drops packets;
// "netdev batten_denied" and "netdev batten_denied_out" drop frames at the interfaces, as packet sockets send them (out: from Linux 5.16
// on). Works whatever the cgroup version, needs nothing later to stay in force, and ends with the namespace or with the tables. A process
// that may configure that network (CAP_NET_ADMIN) can take them away.
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

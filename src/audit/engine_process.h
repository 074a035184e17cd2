// SPDX-License-Identifier: Apache-2.0
//
// The engine's own process: its command line, whose it is, where it listens.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/host_files.h"
#include "base/result.h"
#include "model/host.h"

namespace batten::audit {

struct EngineProcess {
  int pid = 0;  // 0: there is none, or it can't be told which of several: why
  std::string why;
  std::vector<std::string> arguments;  // without its own name
  std::string home;                    // of its user, as its environment says; empty: not known
};

// dockerd. peer: the process at the other end of the engine's socket, when it is known, else 0: then there has to be one only, or
// /var/run/docker.pid names it.
EngineProcess find_engine_process(const HostFiles& files, int peer);

// TCP addresses on which a process listens: "tcp://0.0.0.0:2375", "tcp://[::]:2375". Empty too when its descriptors can't be read.
std::vector<std::string> listening_addresses(const HostFiles& files, int pid);

// Lines of /proc/net/tcp and tcp6: listening sockets by inode.
struct ListeningSocket {
  std::string inode, address;
};
std::vector<ListeningSocket> parse_listening(std::string_view text);

}  // namespace batten::audit

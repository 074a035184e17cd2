// SPDX-License-Identifier: Apache-2.0
//
// Sockets of a network namespace as /proc/PID/net/{tcp,tcp6,udp,udp6} tell them (proc(5)): what began before the monitor did.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace batten::watch {

struct SocketRow {
  std::uint8_t protocol = 0;  // IPPROTO_TCP, IPPROTO_UDP
  bool listens = false;
  std::string local, remote;  // addresses, 4 or 16 bytes; IPv4 mapped to IPv6 is IPv4
  std::uint16_t local_port = 0, remote_port = 0;

  bool operator==(const SocketRow&) const = default;
};

// Lines that are none are passed over. At most max_rows.
std::vector<SocketRow> parse_socket_table(std::string_view text, std::uint8_t protocol, std::size_t max_rows = 65'536);
// All four of that process; what can't be read is left out.
std::vector<SocketRow> read_socket_tables(const std::string& proc, std::uint32_t pid);

}  // namespace batten::watch

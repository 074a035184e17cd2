// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <sys/socket.h>

#include <string>

#include "base/format.h"
#include "base/text.h"
#include "rules/event_text.h"

namespace batten::rules {
namespace {

// "10.0.0.2:80", "[::1]:80": family, address and port.
bool read_side(std::string_view text, std::uint16_t& family, batten_u8 (&address)[16], std::uint16_t& port) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return false;
  std::optional<std::uint64_t> number = base::parse_unsigned(text.substr(colon + 1));
  if (!number || *number > 65535) return false;
  port = static_cast<std::uint16_t>(*number);
  std::string host(text.substr(0, colon));
  const bool six = host.starts_with('[') && host.ends_with(']');
  if (six) host = host.substr(1, host.size() - 2);
  const std::uint16_t own = six ? AF_INET6 : AF_INET;
  if (family != AF_UNSPEC && family != own) return false;
  family = own;
  return inet_pton(own, host.c_str(), address) == 1;
}

}  // namespace

Result<batten_socket> parse_socket(std::string_view text, std::string& path) {
  batten_socket out{};
  path.clear();
  if (text.starts_with('/') || text.starts_with('@')) {
    out.family = AF_UNIX;
    path = text;
    return out;
  }
  out.protocol = IPPROTO_TCP;
  if (text.starts_with("udp ")) {
    out.protocol = IPPROTO_UDP;
    text.remove_prefix(4);
  }
  const std::size_t arrow = text.find("->");
  const bool both = arrow != std::string_view::npos;
  if (read_side(text.substr(0, arrow), out.family, out.local, out.local_port) &&
      (!both || read_side(text.substr(arrow + 2), out.family, out.remote, out.remote_port)))
    return out;
  return Error{Code::kInvalidArgument, format("'{}' is no socket: 10.0.0.2:4000->1.1.1.1:443, [::1]:80 or /path", text)};
}

}  // namespace batten::rules

// SPDX-License-Identifier: Apache-2.0
//
// /etc/passwd and /etc/group (passwd(5), group(5)) of a container or the host: any content, the first entry of a number counts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace batten::monitor {

struct Account {
  std::string name, home, shell;

  bool operator==(const Account&) const = default;
};

// At most 65,536 entries; lines that are none are passed over.
std::unordered_map<std::uint32_t, Account> parse_passwd(std::string_view text);
std::unordered_map<std::uint32_t, std::string> parse_group(std::string_view text);

}  // namespace batten::monitor

// SPDX-License-Identifier: Apache-2.0
//
// Messages to nf_tables (netlink, NFNL_SUBSYS_NFTABLES; include/uapi/linux/netfilter/nf_tables.h), as far as a table that drops all needs
// them. A batch is taken by the kernel as a whole or not at all.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace batten::monitor {

class NftBatch {
 public:
  NftBatch();

  // family: NFPROTO_*.
  void add_table(std::uint8_t family, std::string_view table);
  void remove_table(std::uint8_t family, std::string_view table);
  // A chain at a hook (NF_INET_*, NF_NETDEV_*) before all others, that drops what none of its rules accepts. device: of netdev.
  void add_dropping_chain(std::uint8_t family, std::string_view table, std::string_view chain, std::uint32_t hook,
                          std::string_view device = {});
  // key: NFT_META_IIF, NFT_META_OIF.
  void accept_interface(std::uint8_t family, std::string_view table, std::string_view chain, std::uint32_t key, std::uint32_t index);
  // IPv4, four bytes in the order of the network. Before what accepts it.
  void drop_address(std::uint8_t family, std::string_view table, std::string_view chain, std::string_view address);

  // To the network namespace of the calling thread. not_found: the table is not there; denied; unsupported: a kernel without it.
  Result<void> send();

 private:
  void message(std::uint16_t type, std::uint16_t flags, std::uint8_t family, const std::function<void()>& fill);
  void bytes(std::uint16_t type, std::string_view value);
  void text(std::uint16_t type, std::string_view value);
  void number(std::uint16_t type, std::uint32_t value);
  void nested(std::uint16_t type, const std::function<void()>& fill);
  void rule(std::uint8_t family, std::string_view table, std::string_view chain, const std::function<void()>& load, std::string_view equals,
            std::uint32_t verdict);
  void expression(std::string_view name, const std::function<void()>& fill);
  void align();

  std::string out_;
  std::uint32_t sequence_ = 0;
};

}  // namespace batten::monitor

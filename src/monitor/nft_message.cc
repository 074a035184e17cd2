// SPDX-License-Identifier: Apache-2.0
#include "monitor/nft_message.h"

#include <arpa/inet.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/fd.h"

namespace batten::monitor {
namespace {

constexpr std::uint32_t kDestinationOffset = 16;  // in an IPv4 header

template <typename T>
std::string_view view(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

constexpr std::uint16_t table_type(std::uint16_t type) { return static_cast<std::uint16_t>(NFNL_SUBSYS_NFTABLES << 8 | type); }

// The kernel has answered when the batch is sent: an acknowledgement or an error for each message.
Result<void> read_answer(int socket) {
  alignas(nlmsghdr) std::array<char, 16'384> buffer{};
  bool acknowledged = false;
  while (true) {
    const ssize_t got = ::recv(socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    const auto size = static_cast<std::size_t>(got);
    for (std::size_t at = 0; at < size && size - at >= NLMSG_HDRLEN + sizeof(int);) {
      nlmsghdr header{};
      std::memcpy(&header, buffer.data() + at, sizeof header);
      if (header.nlmsg_len < NLMSG_HDRLEN || header.nlmsg_len > size - at) break;
      if (header.nlmsg_type == NLMSG_ERROR) {
        int error = 0;
        std::memcpy(&error, buffer.data() + at + NLMSG_HDRLEN, sizeof error);
        if (error == -ENOENT) return Error{Code::kNotFound, "nf_tables has no such table"};
        if (error != 0) return base::errno_error("nf_tables", -error);
        acknowledged = true;
      }
      at += NLMSG_ALIGN(header.nlmsg_len);
    }
  }
  if (acknowledged) return {};
  return Error{Code::kInternal, "nf_tables does not answer"};
}

}  // namespace

NftBatch::NftBatch() {
  message(NFNL_MSG_BATCH_BEGIN, NLM_F_REQUEST, AF_UNSPEC, [] {});
}

void NftBatch::align() { out_.resize(NLMSG_ALIGN(out_.size())); }

void NftBatch::message(std::uint16_t type, std::uint16_t flags, std::uint8_t family, const std::function<void()>& fill) {
  const std::size_t at = out_.size();
  nlmsghdr header{.nlmsg_len = 0, .nlmsg_type = type, .nlmsg_flags = flags, .nlmsg_seq = ++sequence_, .nlmsg_pid = 0};
  out_ += view(header);
  const bool edge = type == NFNL_MSG_BATCH_BEGIN || type == NFNL_MSG_BATCH_END;
  const nfgenmsg general{.nfgen_family = family, .version = NFNETLINK_V0, .res_id = htons(edge ? NFNL_SUBSYS_NFTABLES : 0)};
  out_ += view(general);
  fill();
  header.nlmsg_len = static_cast<std::uint32_t>(out_.size() - at);
  std::memcpy(out_.data() + at, &header, sizeof header);
  align();
}

void NftBatch::bytes(std::uint16_t type, std::string_view value) {
  const nlattr attribute{.nla_len = static_cast<std::uint16_t>(sizeof(nlattr) + value.size()), .nla_type = type};
  out_ += view(attribute);
  out_ += value;
  align();
}

void NftBatch::text(std::uint16_t type, std::string_view value) { bytes(type, std::string(value) + '\0'); }

void NftBatch::number(std::uint16_t type, std::uint32_t value) {
  const std::uint32_t big = htonl(value);
  bytes(type, view(big));
}

void NftBatch::nested(std::uint16_t type, const std::function<void()>& fill) {
  const std::size_t at = out_.size();
  nlattr attribute{.nla_len = 0, .nla_type = static_cast<std::uint16_t>(type | NLA_F_NESTED)};
  out_ += view(attribute);
  fill();
  attribute.nla_len = static_cast<std::uint16_t>(out_.size() - at);
  std::memcpy(out_.data() + at, &attribute, sizeof attribute);
}

void NftBatch::expression(std::string_view name, const std::function<void()>& fill) {
  nested(NFTA_LIST_ELEM, [&] {
    text(NFTA_EXPR_NAME, name);
    nested(NFTA_EXPR_DATA, fill);
  });
}

void NftBatch::add_table(std::uint8_t family, std::string_view table) {
  message(table_type(NFT_MSG_NEWTABLE), NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE, family, [&] { text(NFTA_TABLE_NAME, table); });
}

void NftBatch::remove_table(std::uint8_t family, std::string_view table) {
  message(table_type(NFT_MSG_DELTABLE), NLM_F_REQUEST | NLM_F_ACK, family, [&] { text(NFTA_TABLE_NAME, table); });
}

void NftBatch::add_dropping_chain(std::uint8_t family, std::string_view table, std::string_view chain, std::uint32_t hook,
                                  std::string_view device) {
  message(table_type(NFT_MSG_NEWCHAIN), NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE, family, [&] {
    text(NFTA_CHAIN_TABLE, table);
    text(NFTA_CHAIN_NAME, chain);
    nested(NFTA_CHAIN_HOOK, [&] {
      number(NFTA_HOOK_HOOKNUM, hook);
      number(NFTA_HOOK_PRIORITY, static_cast<std::uint32_t>(-1000));
      if (!device.empty()) text(NFTA_HOOK_DEV, device);
    });
    number(NFTA_CHAIN_POLICY, NF_DROP);
    text(NFTA_CHAIN_TYPE, "filter");
  });
}

// Loads something into the first register; when it equals the value, that is the verdict.
void NftBatch::rule(std::uint8_t family, std::string_view table, std::string_view chain, const std::function<void()>& load,
                    std::string_view equals, std::uint32_t verdict) {
  message(table_type(NFT_MSG_NEWRULE), NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_APPEND, family, [&] {
    text(NFTA_RULE_TABLE, table);
    text(NFTA_RULE_CHAIN, chain);
    nested(NFTA_RULE_EXPRESSIONS, [&] {
      load();
      expression("cmp", [&] {
        number(NFTA_CMP_SREG, NFT_REG_1);
        number(NFTA_CMP_OP, NFT_CMP_EQ);
        nested(NFTA_CMP_DATA, [&] { bytes(NFTA_DATA_VALUE, equals); });
      });
      expression("immediate", [&] {
        number(NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
        nested(NFTA_IMMEDIATE_DATA, [&] { nested(NFTA_DATA_VERDICT, [&] { number(NFTA_VERDICT_CODE, verdict); }); });
      });
    });
  });
}

void NftBatch::accept_interface(std::uint8_t family, std::string_view table, std::string_view chain, std::uint32_t key,
                                std::uint32_t index) {
  const auto load = [&] {
    expression("meta", [&] {
      number(NFTA_META_DREG, NFT_REG_1);
      number(NFTA_META_KEY, key);
    });
  };
  rule(family, table, chain, load, view(index), NF_ACCEPT);
}

void NftBatch::drop_address(std::uint8_t family, std::string_view table, std::string_view chain, std::string_view address) {
  const auto load = [&] {
    expression("payload", [&] {
      number(NFTA_PAYLOAD_DREG, NFT_REG_1);
      number(NFTA_PAYLOAD_BASE, NFT_PAYLOAD_NETWORK_HEADER);
      number(NFTA_PAYLOAD_OFFSET, kDestinationOffset);
      number(NFTA_PAYLOAD_LEN, static_cast<std::uint32_t>(address.size()));
    });
  };
  rule(family, table, chain, load, address, NF_DROP);
}

Result<void> NftBatch::send() {
  message(NFNL_MSG_BATCH_END, NLM_F_REQUEST, AF_UNSPEC, [] {});
  const base::Fd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER));
  if (!socket.valid()) {
    if (errno == EPROTONOSUPPORT || errno == EAFNOSUPPORT) return Error{Code::kUnsupported, "the kernel has no nf_tables"};
    return base::errno_error("netlink socket", errno);
  }
  sockaddr_nl kernel{};
  kernel.nl_family = AF_NETLINK;
  if (::sendto(socket.get(), out_.data(), out_.size(), 0, reinterpret_cast<const sockaddr*>(&kernel), sizeof kernel) < 0)
    return base::errno_error("nf_tables", errno);
  return read_answer(socket.get());
}

}  // namespace batten::monitor

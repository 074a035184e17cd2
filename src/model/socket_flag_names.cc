// SPDX-License-Identifier: Apache-2.0
//
// Sockets and names. Order as printed: for sets of bits that of Falco.
#include "model/flag_table.h"

namespace batten::model {
namespace {

constexpr FlagName kDup[] = {{"O_CLOEXEC", 02000000}};
constexpr FlagName kAccept[] = {{"SOCK_CLOEXEC", 02000000}, {"SOCK_NONBLOCK", 04000}};
constexpr FlagName kMessage[] = {{"MSG_OOB", 1},
                                 {"MSG_PEEK", 2},
                                 {"MSG_DONTROUTE", 4},
                                 {"MSG_CTRUNC", 8},
                                 {"MSG_PROXY", 16},
                                 {"MSG_TRUNC", 32},
                                 {"MSG_DONTWAIT", 64},
                                 {"MSG_EOR", 0x80},
                                 {"MSG_WAITALL", 0x100},
                                 {"MSG_FIN", 0x200},
                                 {"MSG_SYN", 0x400},
                                 {"MSG_CONFIRM", 0x800},
                                 {"MSG_RST", 0x1000},
                                 {"MSG_ERRQUEUE", 0x2000},
                                 {"MSG_NOSIGNAL", 0x4000},
                                 {"MSG_MORE", 0x8000},
                                 {"MSG_WAITFORONE", 0x10000},
                                 {"MSG_BATCH", 0x40000},
                                 {"MSG_ZEROCOPY", 0x4000000},
                                 {"MSG_FASTOPEN", 0x20000000},
                                 {"MSG_CMSG_CLOEXEC", 0x40000000}};
constexpr FlagName kDomain[] = {{"AF_UNSPEC", 0},      {"AF_UNIX", 1},     {"AF_INET", 2},     {"AF_AX25", 3},      {"AF_IPX", 4},
                                {"AF_APPLETALK", 5},   {"AF_NETROM", 6},   {"AF_BRIDGE", 7},   {"AF_ATMPVC", 8},    {"AF_X25", 9},
                                {"AF_INET6", 10},      {"AF_ROSE", 11},    {"AF_NETBEUI", 13}, {"AF_SECURITY", 14}, {"AF_KEY", 15},
                                {"AF_NETLINK", 16},    {"AF_PACKET", 17},  {"AF_ASH", 18},     {"AF_ECONET", 19},   {"AF_ATMSVC", 20},
                                {"AF_RDS", 21},        {"AF_SNA", 22},     {"AF_IRDA", 23},    {"AF_PPPOX", 24},    {"AF_WANPIPE", 25},
                                {"AF_LLC", 26},        {"AF_IB", 27},      {"AF_MPLS", 28},    {"AF_CAN", 29},      {"AF_TIPC", 30},
                                {"AF_BLUETOOTH", 31},  {"AF_IUCV", 32},    {"AF_RXRPC", 33},   {"AF_ISDN", 34},     {"AF_PHONET", 35},
                                {"AF_IEEE802154", 36}, {"AF_CAIF", 37},    {"AF_ALG", 38},     {"AF_NFC", 39},      {"AF_VSOCK", 40},
                                {"AF_KCM", 41},        {"AF_QIPCRTR", 42}, {"AF_SMC", 43},     {"AF_XDP", 44},      {"AF_MCTP", 45}};
constexpr FlagName kSocketType[] = {{"SOCK_STREAM", 1},    {"SOCK_DGRAM", 2}, {"SOCK_RAW", 3},    {"SOCK_RDM", 4},
                                    {"SOCK_SEQPACKET", 5}, {"SOCK_DCCP", 6},  {"SOCK_PACKET", 10}};
constexpr FlagName kTcpState[] = {{"TCP_ESTABLISHED", 1}, {"TCP_SYN_SENT", 2},  {"TCP_SYN_RECV", 3}, {"TCP_FIN_WAIT1", 4},
                                  {"TCP_FIN_WAIT2", 5},   {"TCP_TIME_WAIT", 6}, {"TCP_CLOSE", 7},    {"TCP_CLOSE_WAIT", 8},
                                  {"TCP_LAST_ACK", 9},    {"TCP_LISTEN", 10},   {"TCP_CLOSING", 11}, {"TCP_NEW_SYN_RECV", 12}};
constexpr FlagName kDnsType[] = {{"A", 1},     {"NS", 2},      {"CNAME", 5}, {"SOA", 6},    {"PTR", 12},   {"HINFO", 13}, {"MX", 15},
                                 {"TXT", 16},  {"AAAA", 28},   {"SRV", 33},  {"NAPTR", 35}, {"DS", 43},    {"SSHFP", 44}, {"RRSIG", 46},
                                 {"NSEC", 47}, {"DNSKEY", 48}, {"TLSA", 52}, {"SVCB", 64},  {"HTTPS", 65}, {"ANY", 255},  {"CAA", 257}};

}  // namespace

FlagTable socket_flags(FlagSet set) {
  switch (set) {
    case FlagSet::kDup: return kDup;
    case FlagSet::kAccept: return kAccept;
    case FlagSet::kMessage: return kMessage;
    case FlagSet::kDomain: return kDomain;
    case FlagSet::kSocketType: return kSocketType;
    case FlagSet::kTcpState: return kTcpState;
    case FlagSet::kDnsType: return kDnsType;
    default: return {};
  }
}

}  // namespace batten::model

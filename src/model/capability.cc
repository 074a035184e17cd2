// SPDX-License-Identifier: Apache-2.0
#include "model/capability.h"

#include <algorithm>
#include <cctype>

namespace batten::model {
namespace {

constexpr std::string_view kNames[kCapabilities] = {"CHOWN",
                                                    "DAC_OVERRIDE",
                                                    "DAC_READ_SEARCH",
                                                    "FOWNER",
                                                    "FSETID",
                                                    "KILL",
                                                    "SETGID",
                                                    "SETUID",
                                                    "SETPCAP",
                                                    "LINUX_IMMUTABLE",
                                                    "NET_BIND_SERVICE",
                                                    "NET_BROADCAST",
                                                    "NET_ADMIN",
                                                    "NET_RAW",
                                                    "IPC_LOCK",
                                                    "IPC_OWNER",
                                                    "SYS_MODULE",
                                                    "SYS_RAWIO",
                                                    "SYS_CHROOT",
                                                    "SYS_PTRACE",
                                                    "SYS_PACCT",
                                                    "SYS_ADMIN",
                                                    "SYS_BOOT",
                                                    "SYS_NICE",
                                                    "SYS_RESOURCE",
                                                    "SYS_TIME",
                                                    "SYS_TTY_CONFIG",
                                                    "MKNOD",
                                                    "LEASE",
                                                    "AUDIT_WRITE",
                                                    "AUDIT_CONTROL",
                                                    "SETFCAP",
                                                    "MAC_OVERRIDE",
                                                    "MAC_ADMIN",
                                                    "SYSLOG",
                                                    "WAKE_ALARM",
                                                    "BLOCK_SUSPEND",
                                                    "AUDIT_READ",
                                                    "PERFMON",
                                                    "BPF",
                                                    "CHECKPOINT_RESTORE"};

constexpr std::string_view kDefault[] = {"CHOWN",  "DAC_OVERRIDE", "FSETID",  "FOWNER",           "MKNOD",      "NET_RAW", "SETGID",
                                         "SETUID", "SETFCAP",      "SETPCAP", "NET_BIND_SERVICE", "SYS_CHROOT", "KILL",    "AUDIT_WRITE"};

}  // namespace

std::string plain_capability(std::string_view name) {
  std::string out(name);
  std::ranges::transform(out, out.begin(), [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
  if (out.starts_with("CAP_")) out.erase(0, 4);
  return out;
}

std::optional<unsigned> capability_number(std::string_view name) {
  const auto* at = std::ranges::find(kNames, plain_capability(name));
  if (at == std::end(kNames)) return std::nullopt;
  return static_cast<unsigned>(at - std::begin(kNames));
}

std::string capability_name(unsigned number) { return number < kCapabilities ? std::string(kNames[number]) : std::to_string(number); }

std::vector<std::string> capabilities_of(std::uint64_t bits) {
  std::vector<std::string> out;
  for (unsigned number = 0; number < 64; ++number) {
    if ((bits >> number & 1) != 0) out.push_back(capability_name(number));
  }
  return out;
}

bool is_default_capability(std::string_view plain_name) { return std::ranges::find(kDefault, plain_name) != std::end(kDefault); }

}  // namespace batten::model

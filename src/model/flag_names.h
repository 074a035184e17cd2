// SPDX-License-Identifier: Apache-2.0
//
// Names of the bits and numbers that system calls take (the kernel's uapi headers), as Falco prints them: "O_TRUNC|O_CREAT|O_WRONLY",
// "PTRACE_ATTACH", "AF_INET6".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace batten::model {

enum class FlagSet : std::uint8_t {
  kNone,
  kOpen,    // O_*
  kExec,    // EXE_WRITABLE, EXE_UPPER_LAYER, EXE_FROM_MEMFD, EXE_LOWER_LAYER (bits: kExe* below)
  kClone,   // CLONE_*
  kUnlink,  // AT_REMOVEDIR
  kLink,    // AT_SYMLINK_FOLLOW, AT_EMPTY_PATH, ...
  kRename,  // RENAME_NOREPLACE, ...
  kMount,   // MS_*
  kUmount,  // MNT_FORCE, ...
  kMemfd,   // MFD_*
  kUserfaultfd,
  kModule,  // MODULE_INIT_*
  kIoUringSetup,
  kDup,         // O_CLOEXEC
  kAccept,      // SOCK_CLOEXEC, SOCK_NONBLOCK
  kMessage,     // MSG_*
  kMode,        // S_ISUID, S_IXUSR, ...
  kDomain,      // from here on one name: AF_*
  kSocketType,  // SOCK_*
  kPtrace,      // PTRACE_*
  kBpf,         // BPF_MAP_CREATE, ...
  kPrctl,
  kIoUringRegister,
  kIoUringOp,
  kSignal,      // SIGTERM
  kTcpState,    // TCP_LISTEN
  kCapability,  // CAP_SYS_ADMIN
  kDnsType,     // A, AAAA, ...
  kFileChange,  // modified, created, deleted, moved, attributes
};

// Bits of exec events' flags.
inline constexpr std::uint64_t kExeWritable = 1, kExeUpperLayer = 2, kExeFromMemfd = 4, kExeLowerLayer = 8;
// Bits of an open event's flags that the kernel does not take but the kernel programs tell: the file was made by this call, and where in an
// overlay it lies.
inline constexpr std::uint64_t kOpenCreated = 1ull << 32, kOpenUpperLayer = 1ull << 33, kOpenLowerLayer = 1ull << 34;

// Whether a value of the set is one number with one name.
bool is_one_name(FlagSet set);
// Its name; empty: it has none.
std::string_view one_name(FlagSet set, std::uint64_t value);

// Names of the bits that are set, joined by '|'; bits without a name as hexadecimal; "0" when none is set. O_RDONLY, the lack of O_WRONLY
// and O_RDWR, is a name too. For sets of one name each: the name, or the number when it has none.
std::string flag_text(FlagSet set, std::uint64_t value);
// Whether the bit of that name is set in value ("O_CREAT"); for sets of one name, whether it is that one. None: no such name.
std::optional<bool> has_flag(FlagSet set, std::uint64_t value, std::string_view name);
// Number of a name; none: no such.
std::optional<std::uint64_t> parse_flag(FlagSet set, std::string_view name);
// "ENOENT" for 2; empty: not known.
std::string_view errno_name(int number);
std::optional<int> parse_errno(std::string_view name);

}  // namespace batten::model

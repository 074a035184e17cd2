// SPDX-License-Identifier: Apache-2.0
#include "monitor/system_calls.h"

#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>

namespace batten::monitor {
namespace {

using Slot = batten_slot_recipe;
constexpr batten_u8 kReturn = BATTEN_RETURN, kNone = BATTEN_NO_ARGUMENT;

constexpr Slot s32(batten_u8 argument) { return {BATTEN_FROM_S32, argument, 0, 0}; }
constexpr Slot u32(batten_u8 argument, batten_u8 bits = 0) { return {BATTEN_FROM_U32, argument, bits, 0}; }
constexpr Slot u64(batten_u8 argument) { return {BATTEN_FROM_U64, argument, 0, 0}; }
constexpr Slot u32_at(batten_u8 pointer, batten_u8 offset) { return {BATTEN_FROM_U32_AT, pointer, offset, 0}; }
constexpr Slot u64_at(batten_u8 pointer, batten_u8 offset) { return {BATTEN_FROM_U64_AT, pointer, offset, 0}; }
constexpr Slot constant(unsigned value) {
  return {BATTEN_FROM_CONSTANT, static_cast<batten_u8>(value & 255), static_cast<batten_u8>(value >> 8), 0};
}
constexpr Slot text(batten_u8 pointer) { return {BATTEN_FROM_TEXT, pointer, 0, 0}; }
constexpr Slot base(batten_u8 path, batten_u8 directory = kNone) { return {BATTEN_FROM_BASE, directory, path, 0}; }
constexpr Slot real(batten_u8 descriptor) { return {BATTEN_FROM_REAL, descriptor, 0, 0}; }
constexpr Slot device(batten_u8 descriptor) { return {BATTEN_FROM_DEVICE, descriptor, 0, 0}; }
constexpr Slot inode(batten_u8 descriptor) { return {BATTEN_FROM_INODE, descriptor, 0, 0}; }
constexpr Slot socket(batten_u8 descriptor, batten_u8 address = kNone, batten_u8 message = kNone) {
  return {BATTEN_FROM_SOCKET, descriptor, address, message};
}
constexpr Slot data(batten_u8 pointer, batten_u8 size) { return {BATTEN_FROM_DATA, pointer, size, 0}; }
constexpr Slot message_data(batten_u8 pointer) { return {BATTEN_FROM_DATA, pointer, kReturn, 1}; }
constexpr Slot capability(batten_u8 which) { return {BATTEN_FROM_CAPABILITY, which, 0, 0}; }
constexpr Slot kNoText{BATTEN_FROM_NO_TEXT, 0, 0, 0}, kDirectory{BATTEN_FROM_DIRECTORY, 0, 0, 0};

// What the filter asks.
struct Asked {
  Slot flags = {}, mode = {}, number = {};
  batten_u8 file = kNone, path = kNone, path2 = kNone, directory = kNone, directory2 = kNone;
};

// What gives files another place: renames, and what changes mounts.
constexpr model::EventType kMoves[] = {BATTEN_RENAME,     BATTEN_RENAMEAT,   BATTEN_RENAMEAT2, BATTEN_MOUNT,
                                       BATTEN_MOVE_MOUNT, BATTEN_PIVOT_ROOT, BATTEN_UMOUNT};

// Calls with paths that leave no descriptor behind, and which links of theirs they follow.
struct Followed {
  model::EventType type;
  batten_follows follows;
};
constexpr Followed kFollows[] = {{BATTEN_RENAME, BATTEN_FOLLOWS_DIRECTORIES},
                                 {BATTEN_RENAMEAT, BATTEN_FOLLOWS_DIRECTORIES},
                                 {BATTEN_RENAMEAT2, BATTEN_FOLLOWS_DIRECTORIES},
                                 {BATTEN_UNLINK, BATTEN_FOLLOWS_DIRECTORIES},
                                 {BATTEN_UNLINKAT, BATTEN_FOLLOWS_DIRECTORIES},
                                 {BATTEN_RMDIR, BATTEN_FOLLOWS_DIRECTORIES},
                                 {BATTEN_LINK, BATTEN_FOLLOWS_DIRECTORIES},
                                 {BATTEN_LINKAT, BATTEN_FOLLOWS_IF_4},
                                 {BATTEN_SYMLINK, BATTEN_FOLLOWS_DIRECTORIES},
                                 {BATTEN_SYMLINKAT, BATTEN_FOLLOWS_DIRECTORIES},
                                 {BATTEN_MKDIR, BATTEN_FOLLOWS_DIRECTORIES},
                                 {BATTEN_MKDIRAT, BATTEN_FOLLOWS_DIRECTORIES},
                                 {BATTEN_MKNOD, BATTEN_FOLLOWS_DIRECTORIES},
                                 {BATTEN_MKNODAT, BATTEN_FOLLOWS_DIRECTORIES},
                                 {BATTEN_CHMOD, BATTEN_FOLLOWS_ALL},
                                 {BATTEN_FCHMODAT, BATTEN_FOLLOWS_ALL},
                                 {BATTEN_CHOWN, BATTEN_FOLLOWS_ALL},
                                 {BATTEN_LCHOWN, BATTEN_FOLLOWS_DIRECTORIES},
                                 {BATTEN_FCHOWNAT, BATTEN_FOLLOWS_UNLESS_4}};

constexpr SystemCall call(model::EventType type, std::string_view name, long number, std::initializer_list<Slot> slots, Asked asked = {}) {
  SystemCall out{.name = name, .number = static_cast<std::uint32_t>(number)};
  batten_recipe& r = out.recipe;
  r.type = static_cast<batten_u16>(type);
  r.known = 1;
  r.slots = static_cast<batten_u8>(slots.size());
  r.flags = asked.flags;
  r.mode = asked.mode;
  r.number = asked.number;
  r.file = asked.file;
  r.path = asked.path;
  r.path2 = asked.path2;
  r.directory = asked.directory;
  r.directory2 = asked.directory2;
  r.socket_slot = BATTEN_NO_SLOT;
  r.moves = std::ranges::find(kMoves, type) != std::end(kMoves);
  const auto* followed = std::ranges::find(kFollows, type, &Followed::type);
  r.follows = followed == std::end(kFollows) ? batten_u8{BATTEN_FOLLOWS_TOLD} : static_cast<batten_u8>(followed->follows);
  r.opened_slot = BATTEN_NO_SLOT;
  batten_u8 at = 0;
  for (const Slot& one : slots) {
    if (one.source == BATTEN_FROM_SOCKET) r.socket_slot = at;
    const bool is_flags = one.source == asked.flags.source && one.a == asked.flags.a && one.b == asked.flags.b;
    if (type <= BATTEN_OPEN_BY_HANDLE_AT && is_flags) r.opened_slot = at;
    r.slot[at++] = one;
  }
  return out;
}

constexpr unsigned kCreatFlags = 01101;  // O_WRONLY | O_CREAT | O_TRUNC

// Slots in the order of model/event_types.cc.
constexpr SystemCall kFiles[] = {
#ifdef SYS_open
    call(BATTEN_OPEN, "open", SYS_open, {text(0), u32(1), u32(2), device(kReturn), inode(kReturn), real(kReturn), base(0)},
         {.flags = u32(1), .mode = u32(2), .file = kReturn, .path = 0}),
    call(BATTEN_CREAT, "creat", SYS_creat,
         {text(0), u32(1), device(kReturn), inode(kReturn), real(kReturn), base(0), constant(kCreatFlags)},
         {.flags = constant(kCreatFlags), .mode = u32(1), .file = kReturn, .path = 0}),
    call(BATTEN_RENAME, "rename", SYS_rename, {text(0), text(1), base(0), base(1), kNoText, kNoText}, {.path = 0, .path2 = 1}),
    call(BATTEN_UNLINK, "unlink", SYS_unlink, {text(0), base(0), kNoText}, {.path = 0}),
    call(BATTEN_RMDIR, "rmdir", SYS_rmdir, {text(0), base(0), kNoText}, {.path = 0}),
    call(BATTEN_LINK, "link", SYS_link, {text(0), text(1), base(0), base(1), kNoText, kNoText}, {.path = 0, .path2 = 1}),
    call(BATTEN_SYMLINK, "symlink", SYS_symlink, {text(0), text(1), base(1), kNoText}, {.path = 1}),
    call(BATTEN_MKDIR, "mkdir", SYS_mkdir, {text(0), u32(1), base(0), kNoText}, {.path = 0}),
    call(BATTEN_MKNOD, "mknod", SYS_mknod, {text(0), u32(1), u32(2), base(0), kNoText}, {.path = 0}),
    call(BATTEN_CHMOD, "chmod", SYS_chmod, {text(0), u32(1), base(0), kNoText}, {.path = 0}),
    call(BATTEN_CHOWN, "chown", SYS_chown, {text(0), u32(1), u32(2), base(0), kNoText}, {.path = 0}),
    call(BATTEN_LCHOWN, "lchown", SYS_lchown, {text(0), u32(1), u32(2), base(0), kNoText}, {.path = 0}),
#endif
    call(BATTEN_EXECVE, "execve", SYS_execve, {}, {.path = 0}),  // those that fail; the slots are filled without a recipe
    call(BATTEN_EXECVEAT, "execveat", SYS_execveat, {}, {.path = 1, .directory = 0}),
    call(BATTEN_OPENAT, "openat", SYS_openat, {s32(0), text(1), u32(2), u32(3), device(kReturn), inode(kReturn), real(kReturn), base(1, 0)},
         {.flags = u32(2), .mode = u32(3), .file = kReturn, .path = 1, .directory = 0}),
    call(BATTEN_OPENAT2, "openat2", SYS_openat2,
         {s32(0), text(1), u64_at(2, 0), u64_at(2, 8), u64_at(2, 16), device(kReturn), inode(kReturn), real(kReturn), base(1, 0)},
         {.flags = u64_at(2, 0), .mode = u64_at(2, 8), .file = kReturn, .path = 1, .directory = 0}),
    call(BATTEN_OPEN_BY_HANDLE_AT, "open_by_handle_at", SYS_open_by_handle_at,
         {s32(0), u32(2), real(kReturn), device(kReturn), inode(kReturn)}, {.flags = u32(2), .file = kReturn}),
#ifdef SYS_renameat
    call(BATTEN_RENAMEAT, "renameat", SYS_renameat, {s32(0), text(1), s32(2), text(3), base(1, 0), base(3, 2), kNoText, kNoText},
         {.path = 1, .path2 = 3, .directory = 0, .directory2 = 2}),
#endif
    call(BATTEN_RENAMEAT2, "renameat2", SYS_renameat2, {s32(0), text(1), s32(2), text(3), u32(4), base(1, 0), base(3, 2), kNoText, kNoText},
         {.path = 1, .path2 = 3, .directory = 0, .directory2 = 2}),
    call(BATTEN_UNLINKAT, "unlinkat", SYS_unlinkat, {s32(0), text(1), u32(2), base(1, 0), kNoText}, {.path = 1, .directory = 0}),
    call(BATTEN_LINKAT, "linkat", SYS_linkat, {s32(0), text(1), s32(2), text(3), u32(4), base(1, 0), base(3, 2), kNoText, kNoText},
         {.path = 1, .path2 = 3, .directory = 0, .directory2 = 2}),
    call(BATTEN_SYMLINKAT, "symlinkat", SYS_symlinkat, {text(0), s32(1), text(2), base(2, 1), kNoText}, {.path = 2, .directory = 1}),
    call(BATTEN_MKDIRAT, "mkdirat", SYS_mkdirat, {s32(0), text(1), u32(2), base(1, 0), kNoText}, {.path = 1, .directory = 0}),
    call(BATTEN_MKNODAT, "mknodat", SYS_mknodat, {s32(0), text(1), u32(2), u32(3), base(1, 0), kNoText}, {.path = 1, .directory = 0}),
    call(BATTEN_FCHMOD, "fchmod", SYS_fchmod, {s32(0), u32(1), real(0)}, {.file = 0}),
    call(BATTEN_FCHMODAT, "fchmodat", SYS_fchmodat, {s32(0), text(1), u32(2), base(1, 0), kNoText}, {.path = 1, .directory = 0}),
#ifdef SYS_fchmodat2
    call(BATTEN_FCHMODAT, "fchmodat2", SYS_fchmodat2, {s32(0), text(1), u32(2), base(1, 0), kNoText}, {.path = 1, .directory = 0}),
#else
    call(BATTEN_FCHMODAT, "fchmodat2", 452, {s32(0), text(1), u32(2), base(1, 0), kNoText}, {.path = 1, .directory = 0}),
#endif
    call(BATTEN_FCHOWN, "fchown", SYS_fchown, {s32(0), u32(1), u32(2), real(0)}, {.file = 0}),
    call(BATTEN_FCHOWNAT, "fchownat", SYS_fchownat, {s32(0), text(1), u32(2), u32(3), u32(4), base(1, 0), kNoText},
         {.path = 1, .directory = 0}),
    call(BATTEN_MOUNT, "mount", SYS_mount, {text(0), text(1), text(2), u64(3), base(1), text(4)}, {.path = 1}),
    call(BATTEN_UMOUNT, "umount", SYS_umount2, {text(0), u32(1), base(0)}, {.path = 0}),
    call(BATTEN_MOVE_MOUNT, "move_mount", SYS_move_mount, {s32(0), text(1), s32(2), text(3), u32(4), base(1, 0), base(3, 2)},
         {.path = 1, .path2 = 3, .directory = 0, .directory2 = 2}),
    call(BATTEN_OPEN_TREE, "open_tree", SYS_open_tree, {s32(0), text(1), u32(2), base(1, 0)}, {.path = 1, .directory = 0}),
    call(BATTEN_FSMOUNT, "fsmount", SYS_fsmount, {s32(0), u32(1), u32(2)}),
    call(BATTEN_MOUNT_SETATTR, "mount_setattr", SYS_mount_setattr, {s32(0), text(1), u32(2), base(1, 0)}, {.path = 1, .directory = 0}),
    call(BATTEN_PIVOT_ROOT, "pivot_root", SYS_pivot_root, {text(0), text(1), base(0)}, {.path = 0, .path2 = 1}),
    call(BATTEN_CHROOT, "chroot", SYS_chroot, {text(0), base(0)}, {.path = 0}),
    call(BATTEN_CHDIR, "chdir", SYS_chdir, {text(0), base(0), kDirectory}, {.path = 0}),
    call(BATTEN_FCHDIR, "fchdir", SYS_fchdir, {s32(0), real(0)}, {.file = 0}),
};

constexpr SystemCall kSockets[] = {
    call(BATTEN_SOCKET, "socket", SYS_socket, {u32(0), u32(1, 4), u32(2)}, {.number = u32(0)}),
    call(BATTEN_BIND, "bind", SYS_bind, {s32(0), socket(0, 1)}),
    call(BATTEN_CONNECT, "connect", SYS_connect, {socket(0, 1), s32(0)}),
    call(BATTEN_LISTEN, "listen", SYS_listen, {s32(0), u32(1), socket(0)}),
#ifdef SYS_accept
    call(BATTEN_ACCEPT, "accept", SYS_accept, {socket(kReturn), s32(0)}),
#endif
    call(BATTEN_ACCEPT4, "accept4", SYS_accept4, {socket(kReturn), u32(3), s32(0)}),
    call(BATTEN_SENDTO, "sendto", SYS_sendto, {data(1, 2), s32(0), u64(2), socket(0, 4)}),
    call(BATTEN_SENDMSG, "sendmsg", SYS_sendmsg, {message_data(1), s32(0), u64(kReturn), socket(0, kNone, 1)}),
    call(BATTEN_RECVFROM, "recvfrom", SYS_recvfrom, {data(1, kReturn), socket(0, 4), s32(0), u64(2)}),
    call(BATTEN_RECVMSG, "recvmsg", SYS_recvmsg, {u64(kReturn), message_data(1), socket(0, kNone, 1), s32(0)}),
};

constexpr SystemCall kOthers[] = {
    call(BATTEN_PTRACE, "ptrace", SYS_ptrace, {u64(2), u64(3), u32(0), s32(1)}, {.number = u32(0)}),
    call(BATTEN_PROCESS_VM_READV, "process_vm_readv", SYS_process_vm_readv, {s32(0)}),
    call(BATTEN_PROCESS_VM_WRITEV, "process_vm_writev", SYS_process_vm_writev, {s32(0)}),
    call(BATTEN_PIDFD_GETFD, "pidfd_getfd", SYS_pidfd_getfd, {s32(0), s32(1), Slot{BATTEN_FROM_PID_OF, 0, 0, 0}}),
    call(BATTEN_DUP, "dup", SYS_dup, {s32(0), socket(kReturn), real(kReturn)}, {.file = kReturn}),
#ifdef SYS_dup2
    call(BATTEN_DUP2, "dup2", SYS_dup2, {s32(0), s32(1), socket(kReturn), real(kReturn)}, {.file = kReturn}),
#endif
    call(BATTEN_DUP3, "dup3", SYS_dup3, {s32(0), s32(1), u32(2), socket(kReturn), real(kReturn)}, {.file = kReturn}),
    call(BATTEN_SETNS, "setns", SYS_setns, {s32(0), u32(1), real(0)}),
    call(BATTEN_UNSHARE, "unshare", SYS_unshare, {u64(0)}),
    call(BATTEN_SETUID, "setuid", SYS_setuid, {u32(0)}),
    call(BATTEN_SETGID, "setgid", SYS_setgid, {u32(0)}),
    call(BATTEN_SETREUID, "setreuid", SYS_setreuid, {u32(0), u32(1)}),
    call(BATTEN_SETREGID, "setregid", SYS_setregid, {u32(0), u32(1)}),
    call(BATTEN_SETRESUID, "setresuid", SYS_setresuid, {u32(0), u32(1), u32(2)}),
    call(BATTEN_SETRESGID, "setresgid", SYS_setresgid, {u32(0), u32(1), u32(2)}),
    call(BATTEN_CAPSET, "capset", SYS_capset, {capability(0), capability(1), capability(2)}),
    call(BATTEN_PRCTL, "prctl", SYS_prctl, {u32(0), text(1), u64(1)}, {.number = u32(0)}),
    call(BATTEN_INIT_MODULE, "init_module", SYS_init_module, {u64(1), text(2)}),
    call(BATTEN_FINIT_MODULE, "finit_module", SYS_finit_module, {s32(0), text(1), u32(2), real(0)}),
    call(BATTEN_DELETE_MODULE, "delete_module", SYS_delete_module, {text(0), u32(1)}),
    call(BATTEN_KEXEC_LOAD, "kexec_load", SYS_kexec_load, {u64(3)}),
    call(BATTEN_KEXEC_FILE_LOAD, "kexec_file_load", SYS_kexec_file_load, {s32(0), u64(4), real(0)}),
    call(BATTEN_BPF, "bpf", SYS_bpf, {u32(0)}, {.number = u32(0)}),
    call(BATTEN_USERFAULTFD, "userfaultfd", SYS_userfaultfd, {u32(0)}),
    call(BATTEN_MEMFD_CREATE, "memfd_create", SYS_memfd_create, {text(0), u32(1)}),
#ifdef SYS_memfd_secret
    call(BATTEN_MEMFD_SECRET, "memfd_secret", SYS_memfd_secret, {u32(0)}),
#else
    call(BATTEN_MEMFD_SECRET, "memfd_secret", 447, {u32(0)}),
#endif
    call(BATTEN_SECCOMP, "seccomp", SYS_seccomp, {u32(0), u32(1)}),
    call(BATTEN_IO_URING_SETUP, "io_uring_setup", SYS_io_uring_setup,
         {u32(0), u32_at(1, 0), u32_at(1, 4), u32_at(1, 8), u32_at(1, 12), u32_at(1, 16), u32_at(1, 20)}),
    call(BATTEN_IO_URING_ENTER, "io_uring_enter", SYS_io_uring_enter, {s32(0), u32(1), u32(2), u32(3)}),
    call(BATTEN_IO_URING_REGISTER, "io_uring_register", SYS_io_uring_register, {s32(0), u32(1), u64(2), u32(3)}, {.number = u32(1)}),
    call(BATTEN_KILL, "kill", SYS_kill, {s32(0), s32(1)}),
    call(BATTEN_TKILL, "tkill", SYS_tkill, {s32(0), s32(1)}),
    call(BATTEN_TGKILL, "tgkill", SYS_tgkill, {s32(0), s32(1), s32(2)}),
};

constexpr auto kAll = [] {
  std::array<SystemCall, std::size(kFiles) + std::size(kSockets) + std::size(kOthers)> out{};
  auto at = std::ranges::copy(kFiles, out.begin()).out;
  at = std::ranges::copy(kSockets, at).out;
  std::ranges::copy(kOthers, at);
  return out;
}();

constexpr model::EventType kState[] = {BATTEN_CHDIR,    BATTEN_FCHDIR,    BATTEN_SETUID,    BATTEN_SETGID, BATTEN_SETREUID,
                                       BATTEN_SETREGID, BATTEN_SETRESUID, BATTEN_SETRESGID, BATTEN_CAPSET, BATTEN_CHROOT};

}  // namespace

std::span<const SystemCall> all_system_calls() { return kAll; }

batten_follows followed_links(model::EventType type) {
  const auto* found = std::ranges::find(kFollows, type, &Followed::type);
  return found == std::end(kFollows) ? BATTEN_FOLLOWS_TOLD : found->follows;
}

bool is_state(model::EventType type) { return std::ranges::find(kState, type) != std::end(kState); }

}  // namespace batten::monitor

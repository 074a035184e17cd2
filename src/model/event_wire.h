// SPDX-License-Identifier: Apache-2.0
//
// How an event travels from a kernel program to the monitor, and how it lies in a recorded file. Read by C (kernel programs) and C++:
// nothing but fixed-size fields, little endian, no pointers.
//
// A record is a header, `slots` numbers of 64 bits, then the bytes of its texts:
//
//   header | slot 0 .. slot n-1 | bytes | zeros up to a multiple of 8
//
// A slot is a number (sign-extended), or says where a text is: offset from the record's first byte in its upper 32 bits, length in its
// lower. BATTEN_ABSENT as a text slot: it could not be read. Which slots an event type has, in which order, is the table of
// model/event_types.cc.
#pragma once

#ifdef __cplusplus
#include <cstdint>
using batten_u8 = std::uint8_t;
using batten_u16 = std::uint16_t;
using batten_u32 = std::uint32_t;
using batten_u64 = std::uint64_t;
using batten_s64 = std::int64_t;
#else
typedef unsigned char batten_u8;
typedef unsigned short batten_u16;
typedef unsigned int batten_u32;
typedef unsigned long long batten_u64;
typedef long long batten_s64;
#endif

// Names as C has them.
// NOLINTBEGIN(readability-identifier-naming)

// The numbers stand in recorded files: new ones are added before BATTEN_EVENT_TYPES, none is taken away.
enum batten_event_type
#ifdef __cplusplus
    : std::uint16_t
#endif
{
  BATTEN_OPEN,
  BATTEN_OPENAT,
  BATTEN_OPENAT2,
  BATTEN_CREAT,
  BATTEN_OPEN_BY_HANDLE_AT,
  BATTEN_EXECVE,
  BATTEN_EXECVEAT,
  BATTEN_CLONE,
  BATTEN_CLONE3,
  BATTEN_FORK,
  BATTEN_VFORK,
  BATTEN_PROCEXIT,
  BATTEN_SOCKET,
  BATTEN_BIND,
  BATTEN_CONNECT,
  BATTEN_LISTEN,
  BATTEN_ACCEPT,
  BATTEN_ACCEPT4,
  BATTEN_SENDTO,
  BATTEN_SENDMSG,
  BATTEN_RECVFROM,
  BATTEN_RECVMSG,
  BATTEN_RENAME,
  BATTEN_RENAMEAT,
  BATTEN_RENAMEAT2,
  BATTEN_UNLINK,
  BATTEN_UNLINKAT,
  BATTEN_RMDIR,
  BATTEN_LINK,
  BATTEN_LINKAT,
  BATTEN_SYMLINK,
  BATTEN_SYMLINKAT,
  BATTEN_MKDIR,
  BATTEN_MKDIRAT,
  BATTEN_MKNOD,
  BATTEN_MKNODAT,
  BATTEN_CHMOD,
  BATTEN_FCHMOD,
  BATTEN_FCHMODAT,
  BATTEN_CHOWN,
  BATTEN_LCHOWN,
  BATTEN_FCHOWN,
  BATTEN_FCHOWNAT,
  BATTEN_MOUNT,
  BATTEN_UMOUNT,
  BATTEN_MOVE_MOUNT,
  BATTEN_OPEN_TREE,
  BATTEN_FSMOUNT,
  BATTEN_MOUNT_SETATTR,
  BATTEN_PIVOT_ROOT,
  BATTEN_CHROOT,
  BATTEN_CHDIR,
  BATTEN_FCHDIR,
  BATTEN_PTRACE,
  BATTEN_PROCESS_VM_READV,
  BATTEN_PROCESS_VM_WRITEV,
  BATTEN_PIDFD_GETFD,
  BATTEN_DUP,
  BATTEN_DUP2,
  BATTEN_DUP3,
  BATTEN_SETNS,
  BATTEN_UNSHARE,
  BATTEN_SETUID,
  BATTEN_SETGID,
  BATTEN_SETREUID,
  BATTEN_SETREGID,
  BATTEN_SETRESUID,
  BATTEN_SETRESGID,
  BATTEN_CAPSET,
  BATTEN_PRCTL,
  BATTEN_INIT_MODULE,
  BATTEN_FINIT_MODULE,
  BATTEN_DELETE_MODULE,
  BATTEN_KEXEC_LOAD,
  BATTEN_KEXEC_FILE_LOAD,
  BATTEN_BPF,
  BATTEN_USERFAULTFD,
  BATTEN_MEMFD_CREATE,
  BATTEN_MEMFD_SECRET,
  BATTEN_SECCOMP,
  BATTEN_IO_URING_SETUP,
  BATTEN_IO_URING_ENTER,
  BATTEN_IO_URING_REGISTER,
  BATTEN_KILL,
  BATTEN_TKILL,
  BATTEN_TGKILL,
  BATTEN_SIGNALDELIVER,
  BATTEN_CAPABILITY,    // a capability was asked for
  BATTEN_IO_URING_OP,   // an operation was handed to a ring
  BATTEN_TCP_STATE,     // a TCP connection changed its state
  BATTEN_DNS,           // a question to a name server
  BATTEN_FILE_CHANGE,   // a watched file was changed, told by fanotify
  BATTEN_CGROUP_MKDIR,  // for attribution only: rules do not see these three
  BATTEN_CGROUP_RMDIR,
  BATTEN_TASK_RENAME,
  BATTEN_EVENT_TYPES,
};

// What a descriptor of a process is: param "streams" of an exec, four bits each for descriptors 0 to 2.
enum batten_stream {
  BATTEN_STREAM_UNKNOWN,  // or none
  BATTEN_STREAM_FILE,     // terminals and devices too
  BATTEN_STREAM_DIRECTORY,
  BATTEN_STREAM_PIPE,
  BATTEN_STREAM_UNIX,
  BATTEN_STREAM_IPV4,
  BATTEN_STREAM_IPV6,
};

#define BATTEN_COMM_SIZE 16
#define BATTEN_MAX_SLOTS 32
#define BATTEN_ABSENT 0xffffffffffffffffull

// flags of the header
#define BATTEN_EVENT_CUT 1u      // a text is longer than what is here
#define BATTEN_EVENT_HIGH 2u     // came through the queue that matters more
#define BATTEN_EVENT_CLAUSES 4u  // the record ends with batten_event_clauses

struct batten_event {
  batten_u32 size;  // of the whole record, a multiple of 8
  batten_u16 type;
  batten_u8 slots;
  batten_u8 flags;
  batten_u64 time_ns;   // CLOCK_BOOTTIME in the kernel's buffer; since 1970 UTC in a recorded file
  batten_u64 start_ns;  // when the process (thread group) began, CLOCK_BOOTTIME; with pid it names a process for ever
  batten_u32 pid;       // thread group, as the host counts; so are tid, uid and gid
  batten_u32 tid;
  batten_u64 cgroup;  // id of the cgroup: of the v2 hierarchy, or of the first of memory, pids, cpu, devices under v1
  batten_s64 result;  // of the system call; 0 where there is none
  batten_u32 uid;     // effective
  batten_u32 gid;
  char comm[BATTEN_COMM_SIZE];  // of the thread; ends in NUL
};

// Which clauses of the pre-filter (model/prefilter.h) the event can meet, by bits; clauses beyond 64 there are none. Of the filter with
// that number, which says nothing in a recorded file.
struct batten_event_clauses {
  batten_u64 filter;
  batten_u64 clauses;
};

// A text slot of kind socket: this, and behind it the path of a Unix socket ('@' in front: abstract). Ports in the host's byte order;
// IPv4 addresses in the first 4 bytes. For an unconnected socket the remote side is zero.
struct batten_socket {
  batten_u16 family;   // AF_UNIX, AF_INET, AF_INET6, others without addresses
  batten_u8 protocol;  // IPPROTO_TCP, IPPROTO_UDP, ...
  batten_u8 server;    // 1: this side listens or was accepted; 0: this side began, or not known
  batten_u16 local_port;
  batten_u16 remote_port;
  batten_u8 local[16];
  batten_u8 remote[16];
};

#ifdef __cplusplus
static_assert(sizeof(batten_event) == 72 && sizeof(batten_socket) == 40 && sizeof(batten_event_clauses) == 16);
#endif
// NOLINTEND(readability-identifier-naming)

// SPDX-License-Identifier: Apache-2.0
#include "monitor/narrow_calls.h"

namespace batten::monitor {
namespace {

#if defined(__x86_64__)
// Where a name is there twice, the first is the one of numbers of 16 bits, or an older form.
constexpr NarrowCall kCalls[] = {
    {"open", 5},
    {"creat", 8},
    {"link", 9},
    {"unlink", 10},
    {"execve", 11},
    {"chdir", 12},
    {"mknod", 14},
    {"chmod", 15},
    {"lchown", 16},
    {"mount", 21},
    {"umount", 22},
    {"setuid", 23},
    {"ptrace", 26},
    {"kill", 37},
    {"rename", 38},
    {"mkdir", 39},
    {"rmdir", 40},
    {"dup", 41},
    {"setgid", 46},
    {"umount", 52},
    {"chroot", 61},
    {"dup2", 63},
    {"setreuid", 70},
    {"setregid", 71},
    {"symlink", 83},
    {"fchmod", 94},
    {"fchown", 95},
    {"init_module", 128},
    {"delete_module", 129},
    {"fchdir", 133},
    {"setresuid", 164},
    {"setresgid", 170},
    {"prctl", 172},
    {"chown", 182},
    {"capset", 185},
    {"lchown", 198},
    {"setreuid", 203},
    {"setregid", 204},
    {"fchown", 207},
    {"setresuid", 208},
    {"setresgid", 210},
    {"chown", 212},
    {"setuid", 213},
    {"setgid", 214},
    {"pivot_root", 217},
    {"tkill", 238},
    {"tgkill", 270},
    {"kexec_load", 283},
    {"openat", 295},
    {"mkdirat", 296},
    {"mknodat", 297},
    {"fchownat", 298},
    {"unlinkat", 301},
    {"renameat", 302},
    {"linkat", 303},
    {"symlinkat", 304},
    {"fchmodat", 306},
    {"unshare", 310},
    {"dup3", 330},
    {"open_by_handle_at", 342},
    {"setns", 346},
    {"process_vm_readv", 347},
    {"process_vm_writev", 348},
    {"finit_module", 350},
    {"renameat2", 353},
    {"seccomp", 354},
    {"memfd_create", 356},
    {"bpf", 357},
    {"execveat", 358},
    {"socket", 359},
    {"bind", 361},
    {"connect", 362},
    {"listen", 363},
    {"accept4", 364},
    {"sendto", 369},
    {"sendmsg", 370},
    {"recvfrom", 371},
    {"recvmsg", 372},
    {"userfaultfd", 374},
    {"io_uring_setup", 425},
    {"io_uring_enter", 426},
    {"io_uring_register", 427},
    {"open_tree", 428},
    {"move_mount", 429},
    {"fsmount", 432},
    {"openat2", 437},
    {"pidfd_getfd", 438},
    {"mount_setattr", 442},
    {"memfd_secret", 447},
    {"fchmodat2", 452},
};

// What socketcall(2) is told to do.
constexpr NarrowCall kSocketCalls[] = {
    {"socket", 1},  {"bind", 2},      {"connect", 3},  {"listen", 4},   {"accept", 5},
    {"sendto", 11}, {"recvfrom", 12}, {"sendmsg", 16}, {"recvmsg", 17}, {"accept4", 18},
};
#else
constexpr std::span<const NarrowCall> kCalls, kSocketCalls;
#endif

}  // namespace

std::span<const NarrowCall> narrow_calls() { return kCalls; }
std::span<const NarrowCall> narrow_socket_calls() { return kSocketCalls; }

}  // namespace batten::monitor

// SPDX-License-Identifier: Apache-2.0
#include "model/event_types.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace batten::model {
namespace {

using enum ParamKind;

constexpr Param kRealPath{"real", kPath, FlagSet::kNone, true}, kBasePath{"base", kPath, FlagSet::kNone, true},
    kRealOldPath{"oldreal", kPath, FlagSet::kNone, true};

constexpr Param kOpenParams[] = {{"fd", kResultFd}, {"name", kPath}, {"flags", kFlags, FlagSet::kOpen},
                                 {"mode", kMode},   {"dev", kHex},   {"ino", kUnsigned},
                                 kRealPath,         kBasePath};
constexpr Param kOpenatParams[] = {{"fd", kResultFd}, {"dirfd", kFd}, {"name", kPath},    {"flags", kFlags, FlagSet::kOpen},
                                   {"mode", kMode},   {"dev", kHex},  {"ino", kUnsigned}, kRealPath,
                                   kBasePath};
constexpr Param kOpenat2Params[] = {{"fd", kResultFd}, {"dirfd", kFd},    {"name", kPath}, {"flags", kFlags, FlagSet::kOpen},
                                    {"mode", kMode},   {"resolve", kHex}, {"dev", kHex},   {"ino", kUnsigned},
                                    kRealPath,         kBasePath};
constexpr Param kCreatParams[] = {{"fd", kResultFd},  {"name", kPath}, {"mode", kMode}, {"dev", kHex},
                                  {"ino", kUnsigned}, kRealPath,       kBasePath,       {"flags", kFlags, FlagSet::kOpen, true}};
constexpr Param kOpenByHandleAtParams[] = {{"fd", kResultFd}, {"mountfd", kFd}, {"flags", kFlags, FlagSet::kOpen},
                                           {"path", kPath},   {"dev", kHex},    {"ino", kUnsigned}};
constexpr Param kExecveParams[] = {{"res", kResult},
                                   {"exe", kText},
                                   {"args", kStrings},
                                   {"tid", kPid},
                                   {"pid", kPid},
                                   {"ptid", kPid},
                                   {"cwd", kPath},
                                   {"comm", kText},
                                   {"env", kStrings},
                                   {"tty", kUnsigned},
                                   {"vpgid", kPid},
                                   {"loginuid", kSigned},
                                   {"flags", kFlags, FlagSet::kExec},
                                   {"cap_inheritable", kHex},
                                   {"cap_permitted", kHex},
                                   {"cap_effective", kHex},
                                   {"exe_ino", kUnsigned},
                                   {"exe_ino_ctime", kTime},
                                   {"exe_ino_mtime", kTime},
                                   {"uid", kUid},
                                   {"trusted_exepath", kPath},
                                   {"pgid", kPid},
                                   {"gid", kGid},
                                   {"filename", kPath},
                                   {"vpid", kPid, FlagSet::kNone, true},
                                   {"vtid", kPid, FlagSet::kNone, true},
                                   {"sid", kPid, FlagSet::kNone, true},
                                   {"vsid", kPid, FlagSet::kNone, true},
                                   {"parent_start", kUnsigned, FlagSet::kNone, true},
                                   {"dev", kHex, FlagSet::kNone, true},
                                   kBasePath,
                                   {"streams", kHex, FlagSet::kNone, true}};
constexpr Param kCloneParams[] = {{"res", kResult},
                                  {"flags", kFlags, FlagSet::kClone},
                                  {"uid", kUid},
                                  {"gid", kGid},
                                  {"child_pid", kPid, FlagSet::kNone, true},
                                  {"child_tid", kPid, FlagSet::kNone, true},
                                  {"child_start", kUnsigned, FlagSet::kNone, true},
                                  {"vtid", kPid, FlagSet::kNone, true},
                                  {"vpid", kPid, FlagSet::kNone, true},
                                  {"child_cgroup", kUnsigned, FlagSet::kNone, true}};
constexpr Param kProcexitParams[] = {{"status", kSigned}, {"ret", kSigned}, {"sig", kSignal}, {"core", kUnsigned}, {"reaper_tid", kPid}};
constexpr Param kSocketParams[] = {
    {"fd", kResultFd}, {"domain", kName, FlagSet::kDomain}, {"type", kName, FlagSet::kSocketType}, {"proto", kUnsigned}};
constexpr Param kBindParams[] = {{"res", kResult}, {"fd", kFd}, {"addr", kSocket}};
constexpr Param kConnectParams[] = {{"res", kResult}, {"tuple", kSocket}, {"fd", kFd}};
constexpr Param kListenParams[] = {{"res", kResult}, {"fd", kFd}, {"backlog", kUnsigned}, {"tuple", kSocket, FlagSet::kNone, true}};
constexpr Param kAcceptParams[] = {{"fd", kResultFd}, {"tuple", kSocket}, {"listener", kFd, FlagSet::kNone, true}};
constexpr Param kAccept4Params[] = {
    {"fd", kResultFd}, {"tuple", kSocket}, {"flags", kFlags, FlagSet::kAccept}, {"listener", kFd, FlagSet::kNone, true}};
constexpr Param kSendtoParams[] = {{"res", kResult}, {"data", kBytes}, {"fd", kFd}, {"size", kUnsigned}, {"tuple", kSocket}};
constexpr Param kRecvfromParams[] = {{"res", kResult}, {"data", kBytes}, {"tuple", kSocket}, {"fd", kFd}, {"size", kUnsigned}};
constexpr Param kRecvmsgParams[] = {{"res", kResult}, {"size", kUnsigned}, {"data", kBytes}, {"tuple", kSocket}, {"fd", kFd}};
constexpr Param kRenameParams[] = {{"res", kResult},
                                   {"oldpath", kPath},
                                   {"newpath", kPath},
                                   {"oldbase", kPath, FlagSet::kNone, true},
                                   {"newbase", kPath, FlagSet::kNone, true},
                                   kRealPath,
                                   kRealOldPath};
constexpr Param kRenameatParams[] = {{"res", kResult},
                                     {"olddirfd", kFd},
                                     {"oldpath", kPath},
                                     {"newdirfd", kFd},
                                     {"newpath", kPath},
                                     {"oldbase", kPath, FlagSet::kNone, true},
                                     {"newbase", kPath, FlagSet::kNone, true},
                                     kRealPath,
                                     kRealOldPath};
constexpr Param kRenameat2Params[] = {{"res", kResult},
                                      {"olddirfd", kFd},
                                      {"oldpath", kPath},
                                      {"newdirfd", kFd},
                                      {"newpath", kPath},
                                      {"flags", kFlags, FlagSet::kRename},
                                      {"oldbase", kPath, FlagSet::kNone, true},
                                      {"newbase", kPath, FlagSet::kNone, true},
                                      kRealPath,
                                      kRealOldPath};
constexpr Param kUnlinkParams[] = {{"res", kResult}, {"path", kPath}, kBasePath, kRealPath};
constexpr Param kUnlinkatParams[] = {{"res", kResult}, {"dirfd", kFd}, {"name", kPath}, {"flags", kFlags, FlagSet::kUnlink},
                                     kBasePath,        kRealPath};
constexpr Param kLinkatParams[] = {{"res", kResult},
                                   {"olddir", kFd},
                                   {"oldpath", kPath},
                                   {"newdir", kFd},
                                   {"newpath", kPath},
                                   {"flags", kFlags, FlagSet::kLink},
                                   {"oldbase", kPath, FlagSet::kNone, true},
                                   {"newbase", kPath, FlagSet::kNone, true},
                                   kRealPath,
                                   kRealOldPath};
constexpr Param kSymlinkParams[] = {{"res", kResult}, {"target", kText}, {"linkpath", kPath}, kBasePath, kRealPath};
constexpr Param kSymlinkatParams[] = {{"res", kResult}, {"target", kText}, {"linkdirfd", kFd}, {"linkpath", kPath}, kBasePath, kRealPath};
constexpr Param kMkdirParams[] = {{"res", kResult}, {"path", kPath}, {"mode", kMode}, kBasePath, kRealPath};
constexpr Param kMkdiratParams[] = {{"res", kResult}, {"dirfd", kFd}, {"path", kPath}, {"mode", kMode}, kBasePath, kRealPath};
constexpr Param kMknodParams[] = {{"res", kResult}, {"path", kPath}, {"mode", kMode}, {"dev", kHex}, kBasePath, kRealPath};
constexpr Param kMknodatParams[] = {{"res", kResult}, {"dirfd", kFd}, {"path", kPath}, {"mode", kMode},
                                    {"dev", kHex},    kBasePath,      kRealPath};
constexpr Param kChmodParams[] = {{"res", kResult}, {"filename", kPath}, {"mode", kMode}, kBasePath, kRealPath};
constexpr Param kFchmodParams[] = {{"res", kResult}, {"fd", kFd}, {"mode", kMode}, kRealPath};
constexpr Param kFchmodatParams[] = {{"res", kResult}, {"dirfd", kFd}, {"filename", kPath}, {"mode", kMode}, kBasePath, kRealPath};
constexpr Param kChownParams[] = {{"res", kResult}, {"path", kPath}, {"uid", kUid}, {"gid", kGid}, kBasePath, kRealPath};
constexpr Param kFchownParams[] = {{"res", kResult}, {"fd", kFd}, {"uid", kUid}, {"gid", kGid}, kRealPath};
constexpr Param kFchownatParams[] = {{"res", kResult}, {"dirfd", kFd}, {"pathname", kPath},
                                     {"uid", kUid},    {"gid", kGid},  {"flags", kFlags, FlagSet::kLink},
                                     kBasePath,        kRealPath};
constexpr Param kMountParams[] = {{"res", kResult},
                                  {"dev", kText},
                                  {"dir", kPath},
                                  {"type", kText},
                                  {"flags", kFlags, FlagSet::kMount},
                                  kBasePath,
                                  {"data", kText, FlagSet::kNone, true}};
constexpr Param kUmountParams[] = {{"res", kResult}, {"name", kPath}, {"flags", kFlags, FlagSet::kUmount}, kBasePath};
constexpr Param kMoveMountParams[] = {{"res", kResult},
                                      {"fromfd", kFd},
                                      {"frompath", kPath},
                                      {"tofd", kFd},
                                      {"topath", kPath},
                                      {"flags", kHex},
                                      {"oldbase", kPath, FlagSet::kNone, true},
                                      {"newbase", kPath, FlagSet::kNone, true}};
constexpr Param kOpenTreeParams[] = {{"fd", kResultFd}, {"dirfd", kFd}, {"path", kPath}, {"flags", kHex}, kBasePath};
constexpr Param kFsmountParams[] = {{"fd", kResultFd}, {"fsfd", kFd}, {"flags", kHex}, {"attributes", kHex}};
constexpr Param kMountSetattrParams[] = {{"res", kResult}, {"dirfd", kFd}, {"path", kPath}, {"flags", kHex}, kBasePath};
constexpr Param kPivotRootParams[] = {{"res", kResult}, {"new_root", kPath}, {"put_old", kPath}, kBasePath};
constexpr Param kChrootParams[] = {{"res", kResult}, {"path", kPath}, kBasePath};
constexpr Param kFchdirParams[] = {{"res", kResult}, {"fd", kFd}, kRealPath};
constexpr Param kPtraceParams[] = {{"res", kResult}, {"addr", kHex}, {"data", kHex}, {"request", kName, FlagSet::kPtrace}, {"pid", kPid}};
constexpr Param kProcessVmReadvParams[] = {{"res", kResult}, {"pid", kPid}};
constexpr Param kPidfdGetfdParams[] = {{"fd", kResultFd}, {"pid_fd", kFd}, {"target_fd", kFd}, {"pid", kPid, FlagSet::kNone, true}};
constexpr Param kDupParams[] = {{"res", kResultFd}, {"oldfd", kFd}, {"tuple", kSocket, FlagSet::kNone, true}, kRealPath};
constexpr Param kDup2Params[] = {{"res", kResultFd}, {"oldfd", kFd}, {"newfd", kFd}, {"tuple", kSocket, FlagSet::kNone, true}, kRealPath};
constexpr Param kDup3Params[] = {
    {"res", kResultFd}, {"oldfd", kFd}, {"newfd", kFd}, {"flags", kFlags, FlagSet::kDup}, {"tuple", kSocket, FlagSet::kNone, true},
    kRealPath};
constexpr Param kSetnsParams[] = {{"res", kResult}, {"fd", kFd}, {"nstype", kFlags, FlagSet::kClone}, kRealPath};
constexpr Param kUnshareParams[] = {{"res", kResult}, {"flags", kFlags, FlagSet::kClone}};
constexpr Param kSetuidParams[] = {{"res", kResult}, {"uid", kUid}};
constexpr Param kSetgidParams[] = {{"res", kResult}, {"gid", kGid}};
constexpr Param kSetreuidParams[] = {{"res", kResult}, {"ruid", kUid}, {"euid", kUid}};
constexpr Param kSetregidParams[] = {{"res", kResult}, {"rgid", kGid}, {"egid", kGid}};
constexpr Param kSetresuidParams[] = {{"res", kResult}, {"ruid", kUid}, {"euid", kUid}, {"suid", kUid}};
constexpr Param kSetresgidParams[] = {{"res", kResult}, {"rgid", kGid}, {"egid", kGid}, {"sgid", kGid}};
constexpr Param kCapsetParams[] = {{"res", kResult}, {"cap_inheritable", kHex}, {"cap_permitted", kHex}, {"cap_effective", kHex}};
constexpr Param kPrctlParams[] = {{"res", kResult}, {"option", kName, FlagSet::kPrctl}, {"arg2_str", kText}, {"arg2_int", kSigned}};
constexpr Param kInitModuleParams[] = {{"res", kResult}, {"length", kUnsigned}, {"uargs", kText}};
constexpr Param kFinitModuleParams[] = {{"res", kResult}, {"fd", kFd}, {"uargs", kText}, {"flags", kFlags, FlagSet::kModule}, kRealPath};
constexpr Param kDeleteModuleParams[] = {{"res", kResult}, {"name", kText}, {"flags", kHex}};
constexpr Param kKexecLoadParams[] = {{"res", kResult}, {"flags", kHex}};
constexpr Param kKexecFileLoadParams[] = {{"res", kResult}, {"fd", kFd}, {"flags", kHex}, kRealPath};
constexpr Param kBpfParams[] = {{"fd", kResultFd}, {"cmd", kName, FlagSet::kBpf}};
constexpr Param kUserfaultfdParams[] = {{"res", kResult}, {"flags", kFlags, FlagSet::kUserfaultfd}};
constexpr Param kMemfdCreateParams[] = {{"fd", kResultFd}, {"name", kText}, {"flags", kFlags, FlagSet::kMemfd}};
constexpr Param kMemfdSecretParams[] = {{"fd", kResultFd}, {"flags", kHex}};
constexpr Param kSeccompParams[] = {{"res", kResult}, {"op", kUnsigned}, {"flags", kHex}};
constexpr Param kIoUringSetupParams[] = {{"res", kResult},
                                         {"entries", kUnsigned},
                                         {"sq_entries", kUnsigned},
                                         {"cq_entries", kUnsigned},
                                         {"flags", kFlags, FlagSet::kIoUringSetup},
                                         {"sq_thread_cpu", kUnsigned},
                                         {"sq_thread_idle", kUnsigned},
                                         {"features", kHex}};
constexpr Param kIoUringEnterParams[] = {
    {"res", kResult}, {"fd", kFd}, {"to_submit", kUnsigned}, {"min_complete", kUnsigned}, {"flags", kHex}};
constexpr Param kIoUringRegisterParams[] = {
    {"res", kResult}, {"fd", kFd}, {"opcode", kName, FlagSet::kIoUringRegister}, {"arg", kHex}, {"nr_args", kUnsigned}};
constexpr Param kKillParams[] = {{"res", kResult}, {"pid", kPid}, {"sig", kSignal}};
constexpr Param kTkillParams[] = {{"res", kResult}, {"tid", kPid}, {"sig", kSignal}};
constexpr Param kTgkillParams[] = {{"res", kResult}, {"pid", kPid}, {"tid", kPid}, {"sig", kSignal}};
constexpr Param kSignaldeliverParams[] = {{"spid", kPid}, {"dpid", kPid}, {"sig", kSignal}};
constexpr Param kCapabilityParams[] = {
    {"res", kResult}, {"cap", kName, FlagSet::kCapability}, {"own_namespace", kUnsigned, FlagSet::kNone, true}};
constexpr Param kIoUringOpParams[] = {{"op", kName, FlagSet::kIoUringOp}};
constexpr Param kTcpStateParams[] = {{"old", kName, FlagSet::kTcpState}, {"new", kName, FlagSet::kTcpState}, {"tuple", kSocket}};
constexpr Param kDnsParams[] = {{"name", kText}, {"type", kName, FlagSet::kDnsType}, {"tuple", kSocket}};
constexpr Param kFileChangeParams[] = {
    {"change", kFlags, FlagSet::kFileChange}, {"path", kPath}, {"before", kText}, {"after", kText}, {"uid", kUid}, {"mode", kMode}};
constexpr Param kCgroupMkdirParams[] = {{"path", kPath}, {"id", kUnsigned}};
constexpr Param kCgroupRmdirParams[] = {{"id", kUnsigned}};
constexpr Param kTaskRenameParams[] = {{"name", kText}};
constexpr std::uint8_t count_slots(std::span<const Param> params) {
  return static_cast<std::uint8_t>(std::ranges::count_if(params, [](const Param& one) { return has_slot(one.kind); }));
}

constexpr EventTypeInfo info(EventType type, std::string_view name, std::span<const Param> params, EventRoles roles = {}) {
  return {.type = type, .name = name, .params = params, .roles = roles, .slots = count_slots(params)};
}

constexpr EventTypeInfo state(EventType type, std::string_view name, std::span<const Param> params) {
  return {.type = type, .name = name, .params = params, .slots = count_slots(params), .for_rules = false};
}

constexpr EventTypeInfo kInfos[] = {
    info(BATTEN_OPEN, "open", kOpenParams, {.fd = 0, .path = 1, .base = 7, .real = 6, .flags = 2}),
    info(BATTEN_OPENAT, "openat", kOpenatParams, {.fd = 0, .path = 2, .base = 8, .real = 7, .flags = 3}),
    info(BATTEN_OPENAT2, "openat2", kOpenat2Params, {.fd = 0, .path = 2, .base = 9, .real = 8, .flags = 3}),
    info(BATTEN_CREAT, "creat", kCreatParams, {.fd = 0, .path = 1, .base = 6, .real = 5, .flags = 7}),
    info(BATTEN_OPEN_BY_HANDLE_AT, "open_by_handle_at", kOpenByHandleAtParams, {.fd = 0, .path = 3, .real = 3, .flags = 2}),
    info(BATTEN_EXECVE, "execve", kExecveParams, {.path = 23, .base = 30, .real = 20}),
    info(BATTEN_EXECVEAT, "execveat", kExecveParams, {.path = 23, .base = 30, .real = 20}),
    info(BATTEN_CLONE, "clone", kCloneParams),
    info(BATTEN_CLONE3, "clone3", kCloneParams),
    info(BATTEN_FORK, "fork", kCloneParams),
    info(BATTEN_VFORK, "vfork", kCloneParams),
    info(BATTEN_PROCEXIT, "procexit", kProcexitParams),
    info(BATTEN_SOCKET, "socket", kSocketParams, {.fd = 0}),
    info(BATTEN_BIND, "bind", kBindParams, {.fd = 1, .socket = 2}),
    info(BATTEN_CONNECT, "connect", kConnectParams, {.fd = 2, .socket = 1}),
    info(BATTEN_LISTEN, "listen", kListenParams, {.fd = 1, .socket = 3}),
    info(BATTEN_ACCEPT, "accept", kAcceptParams, {.fd = 0, .socket = 1}),
    info(BATTEN_ACCEPT4, "accept4", kAccept4Params, {.fd = 0, .socket = 1}),
    info(BATTEN_SENDTO, "sendto", kSendtoParams, {.fd = 2, .socket = 4}),
    info(BATTEN_SENDMSG, "sendmsg", kSendtoParams, {.fd = 2, .socket = 4}),
    info(BATTEN_RECVFROM, "recvfrom", kRecvfromParams, {.fd = 3, .socket = 2}),
    info(BATTEN_RECVMSG, "recvmsg", kRecvmsgParams, {.fd = 4, .socket = 3}),
    info(BATTEN_RENAME, "rename", kRenameParams, {.path = 1, .base = 3, .real = 5, .path2 = 2, .base2 = 4, .real_old = 6}),
    info(BATTEN_RENAMEAT, "renameat", kRenameatParams, {.path = 2, .base = 5, .real = 7, .path2 = 4, .base2 = 6, .real_old = 8}),
    info(BATTEN_RENAMEAT2, "renameat2", kRenameat2Params, {.path = 2, .base = 6, .real = 8, .path2 = 4, .base2 = 7, .real_old = 9}),
    info(BATTEN_UNLINK, "unlink", kUnlinkParams, {.path = 1, .base = 2, .real = 3}),
    info(BATTEN_UNLINKAT, "unlinkat", kUnlinkatParams, {.path = 2, .base = 4, .real = 5}),
    info(BATTEN_RMDIR, "rmdir", kUnlinkParams, {.path = 1, .base = 2, .real = 3}),
    info(BATTEN_LINK, "link", kRenameParams, {.path = 1, .base = 3, .real = 5, .path2 = 2, .base2 = 4, .real_old = 6}),
    info(BATTEN_LINKAT, "linkat", kLinkatParams, {.path = 2, .base = 6, .real = 8, .path2 = 4, .base2 = 7, .real_old = 9}),
    info(BATTEN_SYMLINK, "symlink", kSymlinkParams, {.path = 2, .base = 3, .real = 4}),
    info(BATTEN_SYMLINKAT, "symlinkat", kSymlinkatParams, {.path = 3, .base = 4, .real = 5}),
    info(BATTEN_MKDIR, "mkdir", kMkdirParams, {.path = 1, .base = 3, .real = 4}),
    info(BATTEN_MKDIRAT, "mkdirat", kMkdiratParams, {.path = 2, .base = 4, .real = 5}),
    info(BATTEN_MKNOD, "mknod", kMknodParams, {.path = 1, .base = 4, .real = 5}),
    info(BATTEN_MKNODAT, "mknodat", kMknodatParams, {.path = 2, .base = 5, .real = 6}),
    info(BATTEN_CHMOD, "chmod", kChmodParams, {.path = 1, .base = 3, .real = 4}),
    info(BATTEN_FCHMOD, "fchmod", kFchmodParams, {.fd = 1, .real = 3}),
    info(BATTEN_FCHMODAT, "fchmodat", kFchmodatParams, {.path = 2, .base = 4, .real = 5}),
    info(BATTEN_CHOWN, "chown", kChownParams, {.path = 1, .base = 4, .real = 5}),
    info(BATTEN_LCHOWN, "lchown", kChownParams, {.path = 1, .base = 4, .real = 5}),
    info(BATTEN_FCHOWN, "fchown", kFchownParams, {.fd = 1, .real = 4}),
    info(BATTEN_FCHOWNAT, "fchownat", kFchownatParams, {.path = 2, .base = 6, .real = 7}),
    info(BATTEN_MOUNT, "mount", kMountParams, {.path = 2, .base = 5}),
    info(BATTEN_UMOUNT, "umount", kUmountParams, {.path = 1, .base = 3}),
    info(BATTEN_MOVE_MOUNT, "move_mount", kMoveMountParams, {.path = 2, .base = 6, .path2 = 4, .base2 = 7}),
    info(BATTEN_OPEN_TREE, "open_tree", kOpenTreeParams, {.fd = 0, .path = 2, .base = 4}),
    info(BATTEN_FSMOUNT, "fsmount", kFsmountParams, {.fd = 0}),
    info(BATTEN_MOUNT_SETATTR, "mount_setattr", kMountSetattrParams, {.path = 2, .base = 4}),
    info(BATTEN_PIVOT_ROOT, "pivot_root", kPivotRootParams, {.path = 1, .base = 3, .path2 = 2}),
    info(BATTEN_CHROOT, "chroot", kChrootParams, {.path = 1, .base = 2}),
    info(BATTEN_CHDIR, "chdir", kUnlinkParams, {.path = 1, .base = 2, .real = 3}),
    info(BATTEN_FCHDIR, "fchdir", kFchdirParams, {.fd = 1, .real = 2}),
    info(BATTEN_PTRACE, "ptrace", kPtraceParams),
    info(BATTEN_PROCESS_VM_READV, "process_vm_readv", kProcessVmReadvParams),
    info(BATTEN_PROCESS_VM_WRITEV, "process_vm_writev", kProcessVmReadvParams),
    info(BATTEN_PIDFD_GETFD, "pidfd_getfd", kPidfdGetfdParams, {.fd = 0}),
    info(BATTEN_DUP, "dup", kDupParams, {.fd = 0, .real = 3, .socket = 2}),
    info(BATTEN_DUP2, "dup2", kDup2Params, {.fd = 0, .real = 4, .socket = 3}),
    info(BATTEN_DUP3, "dup3", kDup3Params, {.fd = 0, .real = 5, .socket = 4}),
    info(BATTEN_SETNS, "setns", kSetnsParams, {.fd = 1, .real = 3}),
    info(BATTEN_UNSHARE, "unshare", kUnshareParams),
    info(BATTEN_SETUID, "setuid", kSetuidParams),
    info(BATTEN_SETGID, "setgid", kSetgidParams),
    info(BATTEN_SETREUID, "setreuid", kSetreuidParams),
    info(BATTEN_SETREGID, "setregid", kSetregidParams),
    info(BATTEN_SETRESUID, "setresuid", kSetresuidParams),
    info(BATTEN_SETRESGID, "setresgid", kSetresgidParams),
    info(BATTEN_CAPSET, "capset", kCapsetParams),
    info(BATTEN_PRCTL, "prctl", kPrctlParams),
    info(BATTEN_INIT_MODULE, "init_module", kInitModuleParams),
    info(BATTEN_FINIT_MODULE, "finit_module", kFinitModuleParams, {.fd = 1, .real = 4}),
    info(BATTEN_DELETE_MODULE, "delete_module", kDeleteModuleParams),
    info(BATTEN_KEXEC_LOAD, "kexec_load", kKexecLoadParams),
    info(BATTEN_KEXEC_FILE_LOAD, "kexec_file_load", kKexecFileLoadParams, {.fd = 1, .real = 3}),
    info(BATTEN_BPF, "bpf", kBpfParams, {.fd = 0}),
    info(BATTEN_USERFAULTFD, "userfaultfd", kUserfaultfdParams),
    info(BATTEN_MEMFD_CREATE, "memfd_create", kMemfdCreateParams, {.fd = 0}),
    info(BATTEN_MEMFD_SECRET, "memfd_secret", kMemfdSecretParams, {.fd = 0}),
    info(BATTEN_SECCOMP, "seccomp", kSeccompParams),
    info(BATTEN_IO_URING_SETUP, "io_uring_setup", kIoUringSetupParams),
    info(BATTEN_IO_URING_ENTER, "io_uring_enter", kIoUringEnterParams, {.fd = 1}),
    info(BATTEN_IO_URING_REGISTER, "io_uring_register", kIoUringRegisterParams, {.fd = 1}),
    info(BATTEN_KILL, "kill", kKillParams),
    info(BATTEN_TKILL, "tkill", kTkillParams),
    info(BATTEN_TGKILL, "tgkill", kTgkillParams),
    info(BATTEN_SIGNALDELIVER, "signaldeliver", kSignaldeliverParams),
    info(BATTEN_CAPABILITY, "capability", kCapabilityParams),
    info(BATTEN_IO_URING_OP, "io_uring_op", kIoUringOpParams),
    info(BATTEN_TCP_STATE, "tcp_state", kTcpStateParams, {.socket = 2}),
    info(BATTEN_DNS, "dns", kDnsParams, {.socket = 2}),
    info(BATTEN_FILE_CHANGE, "file_change", kFileChangeParams, {.path = 1, .real = 1}),
    state(BATTEN_CGROUP_MKDIR, "cgroup_mkdir", kCgroupMkdirParams),
    state(BATTEN_CGROUP_RMDIR, "cgroup_rmdir", kCgroupRmdirParams),
    state(BATTEN_TASK_RENAME, "task_rename", kTaskRenameParams),
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < std::size(kInfos); ++i) {
    if (kInfos[i].type != i || kInfos[i].slots > BATTEN_MAX_SLOTS) return false;
  }
  return true;
}
static_assert(std::size(kInfos) == BATTEN_EVENT_TYPES && in_order());

// The slot of each param of each type, looked up for every question that a rule asks.
constexpr std::size_t kMaxParams = 40;
constexpr auto kSlots = [] {
  std::array<std::array<std::uint8_t, kMaxParams>, BATTEN_EVENT_TYPES> out{};
  for (const EventTypeInfo& one : kInfos) {
    std::uint8_t next = 0;
    for (std::size_t i = 0; i < one.params.size(); ++i) out[one.type][i] = has_slot(one.params[i].kind) ? next++ : std::uint8_t{0};
  }
  return out;
}();

struct SharedName {
  std::string_view name;
  EventType type;
};
constexpr SharedName kShared[] = {{"umount2", BATTEN_UMOUNT}, {"fchmodat2", BATTEN_FCHMODAT}};

}  // namespace

std::span<const EventTypeInfo> all_event_types() { return kInfos; }

const EventTypeInfo* event_type_info(std::uint16_t type) { return type < BATTEN_EVENT_TYPES ? &kInfos[type] : nullptr; }

std::optional<EventType> parse_event_type(std::string_view name) {
  for (const EventTypeInfo& one : kInfos) {
    if (one.name == name) return one.type;
  }
  for (const SharedName& one : kShared) {
    if (one.name == name) return one.type;
  }
  return std::nullopt;
}

int find_param(const EventTypeInfo& info, std::string_view name) {
  for (std::size_t i = 0; i < info.params.size(); ++i) {
    if (info.params[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

unsigned slot_of(const EventTypeInfo& info, unsigned index) { return kSlots[info.type][index]; }

}  // namespace batten::model

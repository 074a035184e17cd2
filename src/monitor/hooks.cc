// SPDX-License-Identifier: Apache-2.0
#include "monitor/hooks.h"

namespace batten::monitor {
namespace {

using model::EventType;

constexpr EventType kExec[] = {BATTEN_EXECVE, BATTEN_EXECVEAT};
constexpr EventType kFork[] = {BATTEN_CLONE, BATTEN_CLONE3, BATTEN_FORK, BATTEN_VFORK};
constexpr EventType kExit[] = {BATTEN_PROCEXIT};
constexpr EventType kRename[] = {BATTEN_TASK_RENAME};
constexpr EventType kCgroupMade[] = {BATTEN_CGROUP_MKDIR};
constexpr EventType kCgroupGone[] = {BATTEN_CGROUP_RMDIR};
constexpr EventType kCapability[] = {BATTEN_CAPABILITY};
constexpr EventType kOperation[] = {BATTEN_IO_URING_OP};
constexpr EventType kSignal[] = {BATTEN_SIGNALDELIVER};
constexpr EventType kTcp[] = {BATTEN_TCP_STATE};
constexpr EventType kDns[] = {BATTEN_DNS};

constexpr Hook kHooks[] = {
    {"process_exec", kExec, true},
    {"process_fork", kFork, true},
    {"process_exit", kExit, true},
    {"process_rename", kRename, true},
    {"cgroup_made", kCgroupMade, true},
    {"cgroup_gone", kCgroupGone, true},
    {"capability", kCapability, false, "capability_fexit"},
    {"io_uring_operation", kOperation, true, "io_uring_operation_old"},  // renames among them void what was remembered
    {"signal", kSignal},
    {"tcp_state", kTcp},
    {"dns_question", kDns},
};

}  // namespace

std::span<const Hook> all_hooks() { return kHooks; }

}  // namespace batten::monitor

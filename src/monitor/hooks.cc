// SPDX-License-Identifier: Apache-2.0
#include "monitor/hooks.h"

namespace batten::monitor {
namespace {

using model::EventType;

constexpr EventType kExec[] = {BATTEN_EXECVE, BATTEN_EXECVEAT};
constexpr EventType kFork[] = {BATTEN_CLONE, BATTEN_CLONE3, BATTEN_FORK, BATTEN_VFORK};
constexpr EventType kExit[] = {BATTEN_PROCEXIT};
constexpr EventType kRename[] = {BATTEN_TASK_RENAME};

constexpr Hook kHooks[] = {
    {"process_exec", kExec, true},
    {"process_fork", kFork, true},
    {"process_exit", kExit, true},
    {"process_rename", kRename, true},
};

}  // namespace

std::span<const Hook> all_hooks() { return kHooks; }

}  // namespace batten::monitor

// SPDX-License-Identifier: Apache-2.0
//
// Refuses to execute what is not of a container's image: files of the upper layer of an overlay. An object of its own, as many kernels
// refuse such programs, and as nobody loads it who does not deny.
#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "monitor/bpf/groups.h"
#include "monitor/bpf/layers.h"

#define REFUSED -1  // EPERM
#define LEVELS 8

const volatile struct batten_settings settings SEC(".rodata.settings");
struct batten_denial denial SEC(".data.denial");

// How often a cgroup's processes were refused; those that are not in it may execute what they like.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __uint(max_entries, 65536);
  __type(key, u64);
  __type(value, u64);
} denied SEC(".maps");

// Of the process's cgroup, or of the nearest above it that is told.
INLINE u64 *denied_of(struct task_struct *task) {
  struct cgroup *cgroup = cgroup_of(task, settings.cgroups);
  for (u32 i = 0; i < LEVELS && cgroup; ++i) {
    u64 id = BPF_CORE_READ(cgroup, kn, id);
    u64 *found = bpf_map_lookup_elem(&denied, &id);
    if (found) return found;
    cgroup = BPF_CORE_READ(cgroup, self.parent, cgroup);
  }
  return 0;
}

SEC("lsm/bprm_check_security")
int BPF_PROG(deny_exec, struct linux_binprm *bprm, int before) {
  struct task_struct *task = (struct task_struct *)bpf_get_current_task_btf();
  if (before) return before;
  if (denial.probe && task->tgid == (int)denial.probe) return REFUSED;
  if (!denial.any) return 0;
  if (layer_of(BPF_CORE_READ(bprm, file, f_inode)) != EXE_UPPER_LAYER) return 0;
  u64 *count = denied_of(task);
  if (!count) return 0;
  __sync_fetch_and_add(count, 1);
  return REFUSED;
}

char license_text[] SEC("license") = "Dual BSD/GPL";

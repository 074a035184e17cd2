// SPDX-License-Identifier: Apache-2.0
//
// Refuses to execute what is not of a container's image: files of the upper layer of an overlay, and of memory file systems that are not
// the host's. An object of its own, as many kernels refuse such programs, and as nobody loads it who does not deny.
#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "monitor/bpf/groups.h"
#include "monitor/bpf/layers.h"

#define REFUSED -1  // EPERM
#define LEVELS 8
#define SUPER_TMPFS 0x01021994

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

// Devices of file systems that are let through whatever they are: memory that is the host's, memory files (memfd), the host's root.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __uint(max_entries, 4096);
  __type(key, u32);
  __type(value, u32);
} let_through SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, BATTEN_DENIED_BYTES);
} denied_execs SEC(".maps");

INLINE bool is_drifted(struct inode *inode) {
  u32 device = BPF_CORE_READ(inode, i_sb, s_dev);
  u64 kind = BPF_CORE_READ(inode, i_sb, s_magic);
  if (kind != SUPER_TMPFS && (kind != SUPER_OVERLAY || layer_of(inode) != EXE_UPPER_LAYER)) return false;
  return !bpf_map_lookup_elem(&let_through, &device);
}

// Of the process's cgroup, or of the nearest above it that is told.
INLINE u64 *denied_of(struct task_struct *task, u64 *cgroup_told) {
  struct cgroup *cgroup = cgroup_of(task, settings.cgroups);
  for (u32 i = 0; i < LEVELS && cgroup; ++i) {
    u64 id = BPF_CORE_READ(cgroup, kn, id);
    u64 *found = bpf_map_lookup_elem(&denied, &id);
    if (found) {
      *cgroup_told = id;
      return found;
    }
    cgroup = BPF_CORE_READ(cgroup, self.parent, cgroup);
  }
  return 0;
}

INLINE void tell(struct task_struct *task, struct file *file, u64 cgroup) {
  struct batten_denied *out = bpf_ringbuf_reserve(&denied_execs, sizeof *out, 0);
  if (!out) {
    __sync_fetch_and_add(&denial.untold, 1);
    return;
  }
  out->cgroup = cgroup;
  out->pid = task->tgid;
  out->uid = task->cred->euid.val;
  bpf_get_current_comm(out->comm, sizeof out->comm);
  out->refused = !denial.dry_run;
  long length = bpf_d_path(&file->f_path, out->path, sizeof out->path);
  out->length = length > 1 && length <= BATTEN_DENIED_PATH ? length - 1 : 0;
  bpf_ringbuf_submit(out, 0);
}

SEC("lsm/bprm_check_security")
int BPF_PROG(deny_exec, struct linux_binprm *bprm, int before) {
  struct task_struct *task = (struct task_struct *)bpf_get_current_task_btf();
  if (before) return before;
  if (denial.probe && task->tgid == (int)denial.probe) return REFUSED;
  if (!denial.any) return 0;
  struct file *file = bprm->file;
  if (!is_drifted(file->f_inode)) return 0;
  u64 cgroup = 0, *count = denied_of(task, &cgroup);
  if (!count) return 0;
  __sync_fetch_and_add(count, 1);
  tell(task, file, cgroup);
  return denial.dry_run ? 0 : REFUSED;
}

char license_text[] SEC("license") = "Dual BSD/GPL";

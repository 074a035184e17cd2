// SPDX-License-Identifier: Apache-2.0
//
// Opens that the filter has turned away, remembered: most opens repeat, and the questions about a path cost more than all else. Compared is
// all that says where the file is: its directory entry, the root directory, and a number that changes with whatever could move a file
// without changing these (renames, mounts, another filter, a cgroup that became known). The path's text is not read again, which would
// cost as much as the rest: the same process, with a text at the same address that leads to the same file, is taken to have given the same
// text. At most a symbolic link's name is missed so, never where the file really is.
//
// One table for each processor, so that nobody sees half an entry.
#pragma once

#include "monitor/bpf/path_filter.h"

#define VERDICTS 1024

struct verdict {
  u64 path;
  struct mm_struct *mm;
  struct dentry *dentry;
  u64 name;  // the kernel's hash and length of it: the entry's memory may have become another's
  struct dentry *root;
  struct vfsmount *root_mount;
  struct css_set *groups;
  u64 kind;  // 0: nothing is remembered
};

struct verdicts {
  struct verdict all[VERDICTS];
};

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct verdicts);
} turned_away SEC(".maps");

INLINE void renew_verdicts(void) { __sync_fetch_and_add(&switches.generation, 1); }

// Never 0.
INLINE u64 verdict_kind(u32 type, u32 flags) { return switches.generation | (u64)(flags & 0xffffff) << 32 | (u64)(type + 1) << 56; }

INLINE struct dentry *entry_of(struct task_struct *task, s64 descriptor) {
  if (!settings.can_cast) {
    struct file *file = file_of(task, descriptor);
    return BPF_CORE_READ(file, f_path.dentry);
  }
  // A pointer at the beginning of something, whichever: read as a list's, which needs no call.
  void *place = (void *)task->files->fdt->fd + descriptor * sizeof(void *);
  return CAST(struct file, CAST(struct list_head, place)->next)->f_path.dentry;
}

INLINE u64 name_of(struct dentry *dentry) {
  if (settings.can_cast) return (u64)CAST(struct dentry, dentry)->d_name.hash << 32 | CAST(struct dentry, dentry)->d_name.len;
  return (u64)BPF_CORE_READ(dentry, d_name.hash) << 32 | BPF_CORE_READ(dentry, d_name.len);
}

// The place of a successful open; *known: it was turned away. Else the place is filled, but for its kind.
INLINE struct verdict *recall(struct task_struct *task, u64 path, u64 kind, s64 descriptor, bool *known) {
  u32 cpu = bpf_get_smp_processor_id();
  struct verdicts *table = bpf_map_lookup_elem(&turned_away, &cpu);
  if (!table) return 0;
  struct dentry *dentry = entry_of(task, descriptor);
  u64 name = name_of(dentry);
  struct verdict *v = &table->all[(path >> 4 ^ name ^ name >> 40) & (VERDICTS - 1)];
  struct fs_struct *fs = task->fs;
  struct dentry *root = fs->root.dentry;
  struct vfsmount *root_mount = fs->root.mnt;
  *known = v->kind == kind && v->path == path && v->dentry == dentry && v->name == name && v->root == root && v->root_mount == root_mount &&
           v->mm == task->mm && v->groups == task->cgroups;
  if (*known) return v;
  v->kind = 0;
  v->path = path;
  v->mm = task->mm;
  v->dentry = dentry;
  v->name = name;
  v->root = root;
  v->root_mount = root_mount;
  v->groups = task->cgroups;
  return v;
}

// SPDX-License-Identifier: Apache-2.0
//
// Opens that the filter has turned away, remembered: most opens repeat, and the questions about a path cost more than all else. Compared is
// all that says where the file is (its directory entry, the root directory), who opens it (the address space, the names of the thread and
// of its process, the cgroup), and a number that changes with whatever could move a file without changing these (renames, mounts, another
// filter, a cgroup that became known). The path's text is not read again, which would cost as much as the rest: the same process, with a
// text at the same address that leads to the same file, is taken to have given the same text. At most a symbolic link's name is missed so,
// never where the file really is.
//
// One table for each processor, so that nobody sees half an entry. The answer is asked for before anything else of an open.
#pragma once

#include "monitor/bpf/path_filter.h"

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(map_flags, BPF_F_MMAPABLE);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct batten_verdicts);
} turned_away SEC(".maps");

INLINE void renew_verdicts(void) { __sync_fetch_and_add(&generation.number, 1); }

INLINE u32 current_generation(void) { return *(volatile u32 *)&generation.number; }

// Never 0.
INLINE u64 verdict_kind(u32 generation, u32 type, u32 flags) { return generation | (u64)(flags & 0xffffff) << 32 | (u64)(type + 1) << 56; }

INLINE struct dentry *entry_of(struct task_struct *task, s64 descriptor) {
  if (!settings.can_cast) {
    struct file *file = file_of(task, descriptor);
    return BPF_CORE_READ(file, f_path.dentry);
  }
  // A pointer at the beginning of something, whichever: read as a list's, which needs no call.
  void *place = (void *)CAST(struct files_struct, task->files)->fdt->fd + descriptor * sizeof(void *);
  return CAST(struct file, CAST(struct list_head, place)->next)->f_path.dentry;
}

INLINE u64 name_of(struct dentry *dentry) {
  if (settings.can_cast) return CAST(struct dentry, dentry)->d_name.hash_len;
  return BPF_CORE_READ(dentry, d_name.hash_len);
}

INLINE struct batten_verdicts *own_verdicts(void) {
  u32 cpu = bpf_get_smp_processor_id();
  return bpf_map_lookup_elem(&turned_away, &cpu);
}

INLINE struct batten_verdict *place_of_verdict(struct batten_verdicts *table, u64 path, u64 name) {
  return &table->all[(path >> 4 ^ name ^ name >> 40) & (BATTEN_VERDICTS - 1)];
}

INLINE u64 name_words(u64 hash, struct task_struct *task) {
  const u64 *words = (const u64 *)task->comm;
  return ((hash ^ words[0]) * BATTEN_HASH_FACTOR ^ words[1]) * BATTEN_HASH_FACTOR;
}

INLINE u64 names_of(struct task_struct *task) {
  u64 out = name_words(0, task);
  return task->pid == task->tgid ? out : name_words(out, task->group_leader);
}

// What a successful open is compared by. task: as the kernel's function gives it, whose fields are read without a check.
INLINE void describe_open(struct batten_verdict *out, struct task_struct *task, u64 path, u64 kind, s64 descriptor) {
  out->kind = kind;
  out->path = path;
  struct dentry *dentry = entry_of(task, descriptor);
  out->dentry = (u64)dentry;
  out->name = name_of(dentry);
  struct fs_struct *fs = PLAIN(struct fs_struct, task->fs);
  out->root = (u64)fs->root.dentry;
  out->root_mount = (u64)fs->root.mnt;
  out->mm = (u64)task->mm;
  out->groups = (u64)task->cgroups;
  out->names = names_of(task);
}

// SPDX-License-Identifier: Apache-2.0
//
// Opens that the filter has turned away, remembered: most opens repeat, and the questions about a path cost more than all else. What is
// remembered is everything that the answer was made from, compared whole: the path as given, the directory entry that it led to, the
// root and current directory, the flags, and a number that changes with whatever could move a file without changing these (renames,
// mounts, another filter, a cgroup that became known). One table for each processor, so that nobody sees half an entry.
#pragma once

#include "monitor/bpf/path_filter.h"

#define VERDICTS 1024
#define VERDICT_WORDS 8

struct verdict {
  u64 text[VERDICT_WORDS];  // zeros behind its end
  struct dentry *dentry;
  u64 name;
  struct dentry *root;
  struct vfsmount *root_mount;
  struct dentry *base;
  struct vfsmount *base_mount;
  struct css_set *groups;
  struct nsproxy *namespaces;
  u64 kind;  // 0: nothing is remembered
  u64 unused[7];
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
INLINE u64 verdict_kind(u32 type, u32 flags, s64 result) {
  return switches.generation | (u64)(flags & 0xffffff) << 32 | (u64)(type + 1) << 56 | (u64)(result < 0) << 63;
}

// The bytes of a word before its first zero, and whether it has one.
INLINE bool cut_at_zero(u64 *word) {
  u64 w = *word, zero = (w - ONES) & ~w & HIGHS;
  if (!zero) return false;
  *word = w & (((zero & -zero) >> 7) - 1);
  return true;
}

struct opened {
  struct dentry *dentry;
  u64 name;  // the kernel's hash and length of it
};

INLINE struct opened entry_of(struct task_struct *task, s64 descriptor) {
  struct opened out = {};
  struct file *file = 0;
  if (descriptor < 0) return out;
  if (settings.can_cast) {
    struct fdtable *table = task->files->fdt;
    bpf_probe_read_kernel(&file, sizeof file, (void *)CAST(struct fdtable, table)->fd + descriptor * sizeof(void *));
    out.dentry = CAST(struct file, file)->f_path.dentry;
    out.name = (u64)out.dentry->d_name.hash << 32 | out.dentry->d_name.len;
    return out;
  }
  file = file_of(task, descriptor);
  struct dentry *entry = BPF_CORE_READ(file, f_path.dentry);
  out.dentry = entry;
  out.name = (u64)BPF_CORE_READ(entry, d_name.hash) << 32 | BPF_CORE_READ(entry, d_name.len);
  return out;
}

#define KNOWN (1ull << 32)
#define NO_PLACE (1ull << 33)

// Whether such an open was turned away before (KNOWN), else the number of the place where to remember it, filled but for its kind, or
// NO_PLACE. from_current: a relative path begins at the current directory.
__noinline u64 recall(u64 path, u64 kind, s64 result, bool from_current) {
  struct task_struct *task = current_task();
  u64 text[VERDICT_WORDS];
  u32 cpu = bpf_get_smp_processor_id(), count = 0;
  u64 place = 0;
  struct verdicts *table = bpf_map_lookup_elem(&turned_away, &cpu);
  if (!table || bpf_probe_read_user(text, sizeof text, (void *)path)) return NO_PLACE;
#pragma unroll
  for (u32 i = 0; i < VERDICT_WORDS; ++i) {
    bool end = cut_at_zero(&text[i]);
    place += text[i] * (BATTEN_HASH_FACTOR + 2 * i);
    if (end) {
      count = i + 1;
      break;
    }
  }
  if (!count) return NO_PLACE;
  place = place >> 32 & (VERDICTS - 1);
  struct verdict *v = &table->all[place];
  struct opened opened = entry_of(task, result);
  struct fs_struct *fs = task->fs;
  struct dentry *base = 0;
  struct vfsmount *base_mount = 0;
  if ((text[0] & 0xff) != '/') {
    if (!from_current) return NO_PLACE;
    base = fs->pwd.dentry;
    base_mount = fs->pwd.mnt;
  }
  bool same = v->kind == kind && v->dentry == opened.dentry && v->name == opened.name && v->root == fs->root.dentry &&
              v->root_mount == fs->root.mnt && v->base == base && v->base_mount == base_mount && v->groups == task->cgroups &&
              v->namespaces == task->nsproxy;
#pragma unroll
  for (u32 i = 0; i < VERDICT_WORDS; ++i) {
    if (i >= count) break;
    if (v->text[i] != text[i]) same = false;
  }
  if (same) return KNOWN;
  v->kind = 0;
  v->dentry = opened.dentry;
  v->name = opened.name;
  v->root = fs->root.dentry;
  v->root_mount = fs->root.mnt;
  v->base = base;
  v->base_mount = base_mount;
  v->groups = task->cgroups;
  v->namespaces = task->nsproxy;
#pragma unroll
  for (u32 i = 0; i < VERDICT_WORDS; ++i) v->text[i] = text[i];
  return place;
}

INLINE void remember(u64 place, u64 kind) {
  u32 cpu = bpf_get_smp_processor_id();
  struct verdicts *table = bpf_map_lookup_elem(&turned_away, &cpu);
  if (table && place < VERDICTS) table->all[place & (VERDICTS - 1)].kind = kind;
}

// SPDX-License-Identifier: Apache-2.0
//
// Where a file really is: from its directory entry up over parents and mounts to the root directory of the process, which is how a
// program in a container would name it. What is not below that root (a descriptor from outside) is named from the host's root.
#pragma once

#include "monitor/bpf/record.h"

#define AT_FDCWD -100
#define MAX_COMPONENTS 2100
#define OUTSIDE "(unreachable)"  // as getcwd(2) writes it
#define SUPER_PIPE 0x50495045
#define SUPER_SOCKET 0x534F434B
#define SUPER_ANONYMOUS 0x09041934
#define SUPER_NAMESPACE 0x6e736673
#define SUPER_TMPFS 0x01021994

// What a walk changes is in the scratch memory: the verifier would follow its every value on the stack.
struct walk {
  struct scratch *scratch;
};

// A directory entry's fields that lie together in every kernel so far, read at once.
struct dentry_part {
  struct dentry *parent;
  u32 hash;
  u32 length;
  const unsigned char *name;
};

INLINE void read_dentry(struct dentry_part *out, struct dentry *dentry) {
  const u32 parent = bpf_core_field_offset(struct dentry, d_parent);
  if (bpf_core_field_offset(struct dentry, d_name.len) == parent + 12 && bpf_core_field_offset(struct dentry, d_name.name) == parent + 16) {
    bpf_probe_read_kernel(out, sizeof *out, (void *)dentry + parent);
    return;
  }
  out->parent = BPF_CORE_READ(dentry, d_parent);
  out->length = BPF_CORE_READ(dentry, d_name.len);
  out->name = BPF_CORE_READ(dentry, d_name.name);
}

INLINE struct mount *mount_of(struct vfsmount *mount) { return (void *)mount - bpf_core_field_offset(struct mount, mnt); }

static long walk_up(u32 index, struct walk *walk) {
  struct scratch *s = walk->scratch;
  struct real_walk *w = &s->real;
  struct dentry *dentry = (void *)w->dentry;
  struct vfsmount *mount = (void *)w->mount;
  if (w->dentry == w->root_dentry && w->mount == w->root_mount) return 1;
  struct dentry_part part = {};
  read_dentry(&part, dentry);
  if (dentry == part.parent || dentry == FIELD(struct vfsmount, mount, mnt_root)) {
    struct mount *here = mount_of(mount), *above = FIELD(struct mount, here, mnt_parent);
    if (above == here || !above) return 1;
    w->dentry = (u64)FIELD(struct mount, here, mnt_mountpoint);
    w->mount = (u64)above + bpf_core_field_offset(struct mount, mnt);
    return 0;
  }
  u32 length = part.length & 255, at = w->at;
  if (at < length + 1 || at > TEXT_SIZE) {
    w->cut = 1;
    return 1;
  }
  at -= length + 1;
  if (at >= TEXT_SIZE) return 1;
  s->path[at] = '/';
  bpf_probe_read_kernel(s->path + at + 1, length, part.name);
  w->at = at;
  w->dentry = (u64)part.parent;
  return 0;
}

// "pipe:[12]" and the like, for files that are in no directory.
INLINE u64 put_pseudo(struct scratch *s, struct dentry *dentry, struct dentry_part *part) {
  u64 kind = BPF_CORE_READ(dentry, d_sb, s_magic);
  u64 used = s->used;
  if (used > RECORD_LIMIT) return BATTEN_ABSENT;
  u64 number = BPF_CORE_READ(dentry, d_inode, i_ino);
  long n = 0;
  u8 *to = s->record + used;
  if (kind == SUPER_PIPE)
    n = BPF_SNPRINTF((char *)to, 64, "pipe:[%llu]", number);
  else if (kind == SUPER_SOCKET)
    n = BPF_SNPRINTF((char *)to, 64, "socket:[%llu]", number);
  else if (kind == SUPER_NAMESPACE)
    n = BPF_SNPRINTF((char *)to, 64, "ns:[%llu]", number);
  else if (kind == SUPER_ANONYMOUS)
    n = BPF_SNPRINTF((char *)to, 320, "anon_inode:%s", part->name);
  else
    n = BPF_SNPRINTF((char *)to, 320, "%s (deleted)", part->name);
  if (n <= 1 || n > 320) return BATTEN_ABSENT;
  s->used = used + n - 1;
  return text_slot(used, n - 1);
}

// Of a struct dentry and a struct vfsmount, in the view of the current process; deleted: say so as the kernel does. Not static, so that
// it is verified once and not from every state of its callers.
__noinline u64 put_path(struct scratch *s, u64 dentry_address, u64 mount_address, bool deleted) {
  struct task_struct *task = current_task();
  struct dentry *dentry = (void *)dentry_address;
  struct vfsmount *mount = (void *)mount_address;
  if (!s || !dentry) return BATTEN_ABSENT;
  struct fs_struct *fs = task->fs;
  struct real_walk *w = &s->real;
  w->dentry = dentry_address;
  w->mount = mount_address;
  w->at = TEXT_SIZE;
  w->cut = 0;
  w->root_dentry = (u64)FIELD(struct fs_struct, fs, root.dentry);
  w->root_mount = (u64)FIELD(struct fs_struct, fs, root.mnt);
  struct dentry_part part = {};
  read_dentry(&part, dentry);
  if (part.parent == dentry && dentry_address != w->root_dentry) {
    struct mount *here = mount_of(mount);
    unsigned char first = 0;
    bpf_probe_read_kernel(&first, 1, part.name);
    if (first != '/' && BPF_CORE_READ(here, mnt_parent) == here) return put_pseudo(s, dentry, &part);
  }
  struct walk walk = {.scratch = s};
  bpf_loop(MAX_COMPONENTS, walk_up, &walk, 0);
  u64 at = w->at;
  if (w->cut) mark_cut(s);
  if (at == TEXT_SIZE) s->path[--at] = '/';
  const bool outside = w->dentry != w->root_dentry || w->mount != w->root_mount;
  if (outside && w->tell_outside && !w->cut) {
    u64 before = at - (sizeof OUTSIDE - 1);
    if (before < TEXT_SIZE) {
      __builtin_memcpy(s->path + before, OUTSIDE, sizeof OUTSIDE - 1);
      at = before;
    }
  }
  if (at >= TEXT_SIZE) return BATTEN_ABSENT;
  u64 slot = put_kernel_bytes(s, s->path + at, TEXT_SIZE - at);
  if (deleted && slot != BATTEN_ABSENT && !FIELD(struct dentry, dentry, d_hash.pprev) && part.parent != dentry) {
    u64 used = s->used;
    if (used <= RECORD_LIMIT) {
      __builtin_memcpy(s->record + used, " (deleted)", 10);
      s->used = used + 10;
      slot += 10;
    }
  }
  return slot;
}

INLINE struct file *file_of(struct task_struct *task, s64 descriptor) {
  struct files_struct *files = task->files;
  struct fdtable *table = BPF_CORE_READ(files, fdt);
  if (descriptor < 0 || descriptor >= BPF_CORE_READ(table, max_fds)) return 0;
  struct file **all = BPF_CORE_READ(table, fd), *file = 0;
  bpf_probe_read_kernel(&file, sizeof file, all + descriptor);
  return file;
}

INLINE u64 put_file_path(struct scratch *s, struct file *file, bool deleted) {
  if (!file) return BATTEN_ABSENT;
  return put_path(s, (u64)BPF_CORE_READ(file, f_path.dentry), (u64)BPF_CORE_READ(file, f_path.mnt), deleted);
}

INLINE u64 put_directory(struct scratch *s, struct task_struct *task) {
  struct fs_struct *fs = task->fs;
  return put_path(s, (u64)BPF_CORE_READ(fs, pwd.dentry), (u64)BPF_CORE_READ(fs, pwd.mnt), false);
}

// Begins with OUTSIDE when the directory is not below the root of the process.
INLINE u64 put_own_directory(struct scratch *s, struct task_struct *task) {
  s->real.tell_outside = 1;
  u64 out = put_directory(s, task);
  s->real.tell_outside = 0;
  return out;
}

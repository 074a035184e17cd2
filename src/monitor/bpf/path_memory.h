// SPDX-License-Identifier: Apache-2.0
//
// Which clauses paths of opens met, remembered for all processes: each program that starts opens the same few libraries. An answer is good
// for the same file below the same root (directory entry, mount), asked for by the same absolute text, until something could have moved
// the file or the filter is another one. Of texts a hash is compared: one that was made to collide hides how a symbolic link is called,
// never where the file really is.
//
// One table for each processor, so that nobody sees half an answer.
#pragma once

#include "monitor/bpf/path_filter.h"

#define REMEMBERED_TEXT 128  // a longer one is not remembered

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct batten_path_answers);
} path_answers SEC(".maps");

// Of an absolute path; 0: it is none that is remembered.
INLINE u64 hash_text(struct scratch *s, u64 pointer) {
  long n = bpf_probe_read_user_str(s->path, REMEMBERED_TEXT, (void *)pointer);
  if (n <= 1 || n >= REMEMBERED_TEXT || s->path[0] != '/') return 0;
  *(u64 *)(s->path + n) = 0;
  u64 hash = BATTEN_HASH_FACTOR;
  for (u32 at = 0; at < REMEMBERED_TEXT && at < n; at += 8) hash = batten_hash_add(hash, *(u64 *)(s->path + at));
  return hash | 1;
}

// Where an answer is, or is to be put.
INLINE struct batten_path_answer *place_of_answer(const struct batten_path_answer *asked) {
  u32 cpu = bpf_get_smp_processor_id();
  struct batten_path_answers *table = bpf_map_lookup_elem(&path_answers, &cpu);
  return table ? &table->all[(asked->text >> 40 ^ asked->name >> 8) & (BATTEN_PATH_ANSWERS - 1)] : 0;
}

INLINE bool is_about(const struct batten_path_answer *answer, const struct batten_path_answer *asked) {
  return answer->text == asked->text && answer->kind == asked->kind && answer->dentry == asked->dentry && answer->mount == asked->mount &&
         answer->name == asked->name && answer->root == asked->root && answer->root_mount == asked->root_mount;
}

// Whether the clauses of a path are known: then they are in s->asked, as is the question else, to be remembered with its answer. Not
// inline, as its stack would count for all that the caller calls.
__noinline int recall_path(struct batten_filter *filter, struct scratch *s, u64 file_address, u64 pointer, u32 type) {
  struct batten_type_filter *f = filter_of(filter, type);
  if (!s || !f || !filter) return 0;
  struct batten_path_answer *asked = &s->asked;
  asked->text = hash_text(s, pointer);
  if (!asked->text) return 0;
  struct file *file = (void *)file_address;
  struct fs_struct *fs = current_task()->fs;
  struct dentry *dentry = FIELD(struct file, file, f_path.dentry);
  asked->kind = s->generation | (filter->number & 0xffffff) << 32 | (u64)f->group << 56;
  asked->dentry = (u64)dentry;
  asked->mount = (u64)FIELD(struct file, file, f_path.mnt);
  asked->name = FIELD(struct dentry, dentry, d_name.hash_len);
  asked->root = (u64)FIELD(struct fs_struct, fs, root.dentry);
  asked->root_mount = (u64)FIELD(struct fs_struct, fs, root.mnt);
  struct batten_path_answer *answer = place_of_answer(asked);
  if (!answer || !is_about(answer, asked)) return 0;
  asked->clauses = answer->clauses;
  return 1;
}

__noinline int remember_path(struct scratch *s, u64 clauses) {
  if (!s) return 0;
  struct batten_path_answer *answer = place_of_answer(&s->asked);
  if (!answer) return 0;
  s->asked.clauses = clauses;
  *answer = s->asked;
  return 0;
}

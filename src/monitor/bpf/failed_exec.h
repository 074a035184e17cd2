// SPDX-License-Identifier: Apache-2.0
//
// An exec that failed, at the end of its call: who tried, and what it asked for. The process is still what it was.
#pragma once

#include "monitor/bpf/process.h"

#define ARGUMENTS_LIMIT 512

INLINE bool is_exec(u32 type) { return type == BATTEN_EXECVE || type == BATTEN_EXECVEAT; }

static long read_argument(u32 index, struct walk *walk) {
  struct scratch *s = walk->scratch;
  const u64 begin = sizeof(struct batten_event) + EXEC_SLOTS * 8;
  u64 used = s->used, pointer = 0;
  if (s->narrow)
    bpf_probe_read_user(&pointer, 4, (void *)s->vector + (u64)index * 4);
  else
    bpf_probe_read_user(&pointer, 8, (void *)s->vector + (u64)index * 8);
  if (!pointer) return 1;
  if (used > begin + ARGUMENTS_SIZE) return mark_cut(s), 1;
  long n = bpf_probe_read_user_str(s->record + used, TEXT_SIZE, (void *)pointer);
  if (n < 0) return mark_cut(s), 1;  // not in memory: the exec failed before the kernel read it
  if (n == 0) {                      // an empty text, of older kernels
    s->record[used] = 0;
    n = 1;
  }
  if (index == 0) set_slot(s, EXEC_EXE, text_slot(used, n - 1));
  s->used = used + n;
  return 0;
}

// path: of the program's memory; vector: of its arguments.
__noinline int put_failed_exec(struct scratch *s, u32 type, u64 path, u64 vector, s64 result) {
  struct task_struct *task = current_task();
  if (!s) return 0;
  begin_record(s, type, EXEC_SLOTS, task, result);
  const u64 begin = s->used;
  set_slot(s, EXEC_EXE, BATTEN_ABSENT);
  set_slot(s, EXEC_ARGS, BATTEN_ABSENT);
  s->vector = vector;
  struct walk walk = {.scratch = s};
  bpf_loop(ARGUMENTS_LIMIT, read_argument, &walk, 0);
  u64 first = *(u64 *)(s->record + sizeof(struct batten_event) + EXEC_EXE * 8);
  if (first != BATTEN_ABSENT) {
    u64 from = begin + (u32)first + 1;
    set_slot(s, EXEC_ARGS, text_slot(from, s->used - from));
  }
  put_identity(s);
  put_streams(s);
  set_slot(s, EXEC_ENV, BATTEN_ABSENT);
  set_slot(s, EXEC_COMM, put_kernel_text(s, (void *)task + bpf_core_field_offset(struct task_struct, comm)));
  set_slot(s, EXEC_FLAGS, 0);
  set_slot(s, EXEC_INODE, 0);
  set_slot(s, EXEC_DEVICE, 0);
  set_slot(s, EXEC_CTIME, 0);
  set_slot(s, EXEC_MTIME, 0);
  set_slot(s, EXEC_REAL, BATTEN_ABSENT);
  set_slot(s, EXEC_CWD, put_own_directory(s, task));
  set_slot(s, EXEC_FILENAME, put_user_text(s, (void *)path));
  return 0;
}

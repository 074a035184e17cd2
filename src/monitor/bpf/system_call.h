// SPDX-License-Identifier: Apache-2.0
//
// One program for the ends of all system calls that rules want: it hangs on the tracepoint of each, looks up the call's recipe and follows
// it. Texts that a program could change meanwhile are read after the call; what the kernel resolved can't be changed.
#pragma once

#include "monitor/bpf/filter.h"
#include "monitor/bpf/socket.h"

#define AT_FDCWD -100

struct call_end {
  u64 common;
  s64 number;
  s64 result;
};

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, BATTEN_SYSTEM_CALLS);
  __type(key, u32);
  __type(value, struct batten_recipe);
} recipes SEC(".maps");

struct follow {
  struct scratch *scratch;
  struct batten_recipe *recipe;
  struct task_struct *task;
};

INLINE void read_arguments(struct scratch *s, struct task_struct *task, s64 result) {
  struct pt_regs *regs = (struct pt_regs *)bpf_task_pt_regs(task);
#if defined(__TARGET_ARCH_x86)
  s->arguments[0] = regs->di;
  s->arguments[1] = regs->si;
  s->arguments[2] = regs->dx;
  s->arguments[3] = regs->r10;
  s->arguments[4] = regs->r8;
  s->arguments[5] = regs->r9;
#else
  s->arguments[0] = regs->orig_x0;
  s->arguments[1] = regs->regs[1];
  s->arguments[2] = regs->regs[2];
  s->arguments[3] = regs->regs[3];
  s->arguments[4] = regs->regs[4];
  s->arguments[5] = regs->regs[5];
#endif
  s->arguments[BATTEN_RETURN] = result;
}

INLINE u64 argument(struct scratch *s, u8 index) { return s->arguments[index & 15]; }

INLINE u64 put_base(struct scratch *s, struct task_struct *task, u8 directory, u8 path) {
  char first = 0;
  bpf_probe_read_user(&first, 1, (void *)argument(s, path));
  if (first == '/') return BATTEN_ABSENT;
  s32 descriptor = directory == BATTEN_NO_ARGUMENT ? AT_FDCWD : (s32)argument(s, directory);
  if (descriptor == AT_FDCWD) return put_directory(s, task);
  return put_file_path(s, file_of(task, descriptor), false);
}

INLINE u64 put_call_socket(struct scratch *s, struct task_struct *task, const struct batten_slot_recipe *r, u32 type) {
  const void *address = 0;
  u64 length = 0;
  if (r->b != BATTEN_NO_ARGUMENT) {
    address = (void *)argument(s, r->b);
    length = argument(s, r->b + 1);
  } else if (r->c != BATTEN_NO_ARGUMENT) {
    struct {
      void *name;
      u32 length;
    } header = {};
    bpf_probe_read_user(&header, sizeof header, (void *)argument(s, r->c));
    address = header.name;
    length = header.length;
  }
  return put_socket(s, (u64)sock_of(file_of(task, (s32)argument(s, r->a))), (u64)address, length, type);
}

INLINE u64 put_data(struct scratch *s, const struct batten_slot_recipe *r) {
  if (!switches.needs_data) return BATTEN_ABSENT;
  u64 from = argument(s, r->a), size = argument(s, r->b);
  if (r->c == 1) {
    struct {
      void *name;
      u64 length;
      u64 vectors, count;
    } header = {};
    struct {
      u64 base, size;
    } vector = {};
    bpf_probe_read_user(&header, sizeof header, (void *)from);
    bpf_probe_read_user(&vector, sizeof vector, (void *)header.vectors);
    from = vector.base;
    if (vector.size < size) size = vector.size;
  }
  if ((s64)size < 0) return BATTEN_ABSENT;
  if (size > settings.data_bytes) {
    size = settings.data_bytes;
    mark_cut(s);
  }
  return put_user_bytes(s, (void *)from, size);
}

INLINE u64 process_of_descriptor(struct task_struct *task, s32 descriptor) {
  struct file *file = file_of(task, descriptor);
  struct pid *pid = BPF_CORE_READ(file, private_data);
  // Since pidfs the inode has it.
  if (!pid) {
    struct inode___pidfs *inode = (void *)BPF_CORE_READ(file, f_inode);
    pid = BPF_CORE_READ(inode, i_private);
  }
  return pid_at(pid, 0);
}

static __noinline u64 slot_value(struct scratch *s, const struct batten_slot_recipe *r, u32 type) {
  struct task_struct *task = (struct task_struct *)bpf_get_current_task_btf();
  if (!s || !r) return 0;
  u64 a = argument(s, r->a);
  switch (r->source) {
    case BATTEN_FROM_NO_TEXT: return BATTEN_ABSENT;
    case BATTEN_FROM_S32: return (s64)(s32)a;
    case BATTEN_FROM_U32: return r->b ? a & ((1u << (r->b & 31)) - 1) : (u32)a;
    case BATTEN_FROM_U64: return a;
    case BATTEN_FROM_CONSTANT: return r->a | r->b << 8;
    case BATTEN_FROM_U32_AT: {
      u32 value = 0;
      bpf_probe_read_user(&value, sizeof value, (void *)a + r->b);
      return value;
    }
    case BATTEN_FROM_U64_AT: {
      u64 value = 0;
      bpf_probe_read_user(&value, sizeof value, (void *)a + r->b);
      return value;
    }
    case BATTEN_FROM_TEXT: return put_user_text(s, (void *)a);
    case BATTEN_FROM_BASE: return put_base(s, task, r->a, r->b);
    case BATTEN_FROM_REAL: return put_file_path(s, file_of(task, (s32)a), false);
    case BATTEN_FROM_DEVICE: return BPF_CORE_READ(file_of(task, (s32)a), f_inode, i_sb, s_dev);
    case BATTEN_FROM_INODE: return BPF_CORE_READ(file_of(task, (s32)a), f_inode, i_ino);
    case BATTEN_FROM_SOCKET: return put_call_socket(s, task, r, type);
    case BATTEN_FROM_DATA: return put_data(s, r);
    case BATTEN_FROM_PID_OF: return process_of_descriptor(task, a);
    case BATTEN_FROM_DIRECTORY: return (s64)argument(s, BATTEN_RETURN) < 0 ? BATTEN_ABSENT : put_directory(s, task);
    case BATTEN_FROM_CAPABILITY: {
      const struct cred *cred = task->cred;
      if (r->a == 0) return cred->cap_inheritable.val;
      return r->a == 1 ? cred->cap_permitted.val : cred->cap_effective.val;
    }
    default: return 0;
  }
}

static long follow_recipe(u32 index, struct follow *f) {
  struct batten_recipe *recipe = f->recipe;
  struct scratch *s = f->scratch;
  if (index >= BATTEN_RECIPE_SLOTS || index >= recipe->slots) return 1;
  set_slot(s, index, slot_value(s, &recipe->slot[index], recipe->type));
  return 0;
}

SEC("tracepoint")
int call_end(struct call_end *ctx) {
  u32 number = ctx->number;
  struct batten_recipe *recipe = bpf_map_lookup_elem(&recipes, &number);
  if (!recipe || !recipe->known) return 0;
  struct task_struct *task = (struct task_struct *)bpf_get_current_task_btf();
  if (is_own(task)) return 0;
  u32 type = recipe->type;
  struct batten_counts *c = counts_of(type);
  struct scratch *s = scratch_of(&scratch_calls);
  if (!c || !s) return 0;
  c->seen++;
  read_arguments(s, task, ctx->result);
  begin_record(s, type, recipe->slots, task, ctx->result);
  struct follow f = {.scratch = s, .recipe = recipe, .task = task};
  bpf_loop(BATTEN_RECIPE_SLOTS, follow_recipe, &f, 0);
  send_record(s, type, false, false);
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// One program for the ends of all system calls that rules want: it hangs on the tracepoint of each, looks up the call's recipe and follows
// it. Texts that a program could change meanwhile are read after the call; what the kernel resolved can't be changed.
#pragma once

#include "monitor/bpf/failed_exec.h"
#include "monitor/bpf/path_filter.h"
#include "monitor/bpf/path_memory.h"
#include "monitor/bpf/registers.h"
#include "monitor/bpf/socket.h"
#include "monitor/bpf/verdicts.h"

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, BATTEN_RECIPES);
  __type(key, u32);
  __type(value, struct batten_recipe);
} recipes SEC(".maps");

struct batten_calls calls SEC(".data.calls");

struct follow {
  struct scratch *scratch;
  struct batten_recipe *recipe;
  struct task_struct *task;
};

// Where the recipe of a 32-bit program's call lies.
INLINE u32 narrow_recipe(u32 number) {
  if (number != BATTEN_NARROW_SOCKETCALL) return BATTEN_SYSTEM_CALLS + number;
#if defined(__TARGET_ARCH_x86)
  struct pt_regs *regs = current_registers();
  return BATTEN_SYSTEM_CALLS + BATTEN_NARROW_CALLS + (regs->bx & (BATTEN_SOCKET_CALLS - 1));
#else
  return 0;
#endif
}

INLINE void read_narrow_arguments(struct scratch *s, u32 number) {
#if defined(__TARGET_ARCH_x86)
  struct pt_regs *regs = current_registers();
  if (number == BATTEN_NARROW_SOCKETCALL) {
    u32 words[6] = {};
    bpf_probe_read_user(words, sizeof words, (void *)(u64)(u32)regs->cx);
    for (u32 i = 0; i < 6; ++i) s->arguments[i] = words[i];
    return;
  }
  s->arguments[0] = (u32)regs->bx;
  s->arguments[1] = (u32)regs->cx;
  s->arguments[2] = (u32)regs->dx;
  s->arguments[3] = (u32)regs->si;
  s->arguments[4] = (u32)regs->di;
  s->arguments[5] = (u32)regs->bp;
#endif
}

INLINE void read_arguments(struct scratch *s, s64 result) {
  struct pt_regs *regs = current_registers();
  s->narrow = 0;
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

// Words of the program's memory, of its own size.
INLINE void read_words(struct scratch *s, u64 *out, u32 count, u64 from) {
  if (!s->narrow) {
    bpf_probe_read_user(out, count * 8, (void *)from);
    return;
  }
  u32 words[4] = {};
  bpf_probe_read_user(words, count * 4, (void *)from);
  for (u32 i = 0; i < count; ++i) out[i] = words[i];
}

struct message_header {
  u64 name, name_length, vectors, count;
};

INLINE struct message_header read_header(struct scratch *s, u64 from) {
  struct message_header out = {};
  read_words(s, &out.name, 4, from);
  out.name_length = (u32)out.name_length;
  return out;
}

INLINE u64 put_call_socket(struct scratch *s, struct task_struct *task, const struct batten_slot_recipe *r, u32 type) {
  const void *address = 0;
  u64 length = 0;
  if (r->b != BATTEN_NO_ARGUMENT) {
    address = (void *)argument(s, r->b);
    length = argument(s, r->b + 1);
  } else if (r->c != BATTEN_NO_ARGUMENT) {
    const struct message_header header = read_header(s, argument(s, r->c));
    address = (void *)header.name;
    length = header.name_length;
  }
  return put_socket(s, (u64)sock_of(file_of(task, (s32)argument(s, r->a))), (u64)address, length, type);
}

INLINE u64 put_data(struct scratch *s, const struct batten_slot_recipe *r) {
  if (!switches.needs_data) return BATTEN_ABSENT;
  u64 from = argument(s, r->a), size = argument(s, r->b);
  if (r->c == 1) {
    const struct message_header header = read_header(s, from);
    u64 vector[2] = {};
    read_words(s, vector, 2, header.vectors);
    from = vector[0];
    if (vector[1] < size) size = vector[1];
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

__noinline u64 slot_value(struct scratch *s, const struct batten_slot_recipe *r, u32 type) {
  struct task_struct *task = current_task();
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

INLINE u64 quick_value(struct scratch *s, const struct batten_slot_recipe *r, u32 type) {
  return r->source == BATTEN_FROM_U32 && !r->b ? (u32)argument(s, r->a) : slot_value(s, r, type);
}

#define O_CREAT 0100
#define ANY_EXECUTE 0111

INLINE u64 ask_open(struct batten_type_filter *f, struct batten_recipe *r, struct scratch *s) {
  u64 flags = quick_value(s, &r->flags, r->type);
  u64 clauses = f->access[flags & 3];
  if (f->executes && flags & O_CREAT && quick_value(s, &r->mode, r->type) & ANY_EXECUTE) clauses |= f->executes;
  u64 by_flags = f->no_flags;
  if (by_flags == ~0ull) return clauses;
  for (u32 i = 0; i < BATTEN_FILTER_FLAGS; ++i) {
    if (f->flags[i].bits & flags) by_flags |= f->flags[i].clauses;
  }
  return clauses & by_flags;
}

#define AT_SYMLINK_NOFOLLOW 0x100
#define AT_SYMLINK_FOLLOW 0x400

// Of a call that failed nothing lies anywhere.
INLINE u64 followed(struct batten_recipe *r, struct scratch *s) {
  if ((s64)argument(s, BATTEN_RETURN) < 0) return BATTEN_FOLLOWS_TOLD;
  if (r->follows <= BATTEN_FOLLOWS_ALL) return r->follows;
  u64 flags = argument(s, 4);
  bool all = r->follows == BATTEN_FOLLOWS_UNLESS_4 ? !(flags & AT_SYMLINK_NOFOLLOW) : flags & AT_SYMLINK_FOLLOW;
  return all ? BATTEN_FOLLOWS_ALL : BATTEN_FOLLOWS_DIRECTORIES;
}

// All clauses that a path meets, not the first alone: which ones is told.
__noinline u64 ask_paths(struct batten_filter *filter, struct batten_recipe *r, struct scratch *s, u64 clauses) {
  if (!r || !s) return ~0ull;
  struct task_struct *task = current_task();
  struct batten_type_filter *f = filter_of(filter, r->type);
  if (!f) return ~0ull;
  u64 out = f->no_path;
  u32 known = 0;
  s->follows = followed(r, s);
  s->asked.text = 0;
  if (r->file != BATTEN_NO_ARGUMENT) {
    struct file *file = file_of(task, (s32)argument(s, r->file));
    if (file) {
      if (r->path != BATTEN_NO_ARGUMENT && r->path2 == BATTEN_NO_ARGUMENT &&
          recall_path(filter, s, (u64)file, argument(s, r->path), r->type))
        return out | s->asked.clauses;
      out |= real_meets(filter, s, (u64)file, r->type);
      known = 1;
    }
  }
  if (!s->asked.text && !(clauses & ~out)) return out;
  if (r->path != BATTEN_NO_ARGUMENT) {
    s32 from = r->directory == BATTEN_NO_ARGUMENT ? AT_FDCWD : (s32)argument(s, r->directory);
    out |= given_meets(filter, s, argument(s, r->path), from, r->type);
    known = 1;
  }
  if (s->asked.text) remember_path(s, out);
  if (!(clauses & ~out)) return out;
  if (r->path2 != BATTEN_NO_ARGUMENT) {
    s32 from = r->directory2 == BATTEN_NO_ARGUMENT ? AT_FDCWD : (s32)argument(s, r->directory2);
    out |= given_meets(filter, s, argument(s, r->path2), from, r->type);
  }
  return known ? out : ~0ull;
}

// Clauses that the event can meet; its arguments are read.
__noinline u64 ask_call(struct batten_filter *filter, struct batten_recipe *r, struct scratch *s, s64 result) {
  if (!r || !s) return ~0ull;
  struct task_struct *task = current_task();
  struct batten_type_filter *f = filter_of(filter, r->type);
  if (!f) return ~0ull;
  u64 clauses = f->outcome[result < 0];
  if (clauses && f->ask_access && r->flags.source) clauses &= ask_open(f, r, s);
  if (!clauses) return 0;
  if (f->ask_where) clauses &= ask_where(f, task);
  if (clauses && f->ask_comm) clauses &= ask_comm(filter, f);
  if (clauses && f->ask_number && r->number.source) clauses &= ask_number(filter, f, slot_value(s, &r->number, r->type));
  if (clauses & ~f->no_path && f->ask_path) clauses &= ask_paths(filter, r, s, clauses);
  return clauses;
}

#define O_CREAT_FLAGS 01101  // what creat means

struct ask {
  u64 path;
  u32 flags;
};

INLINE struct ask asked_open(struct pt_regs *regs, u32 type) {
  struct ask out = {.path = first_argument(regs), .flags = O_CREAT_FLAGS};
  if (type == BATTEN_OPENAT) {
    out.path = second_argument(regs);
    out.flags = third_argument(regs);
  } else if (type == BATTEN_OPEN) {
    out.flags = second_argument(regs);
  }
  return out;
}

INLINE void add_opened(struct scratch *s, struct task_struct *task, u32 slot, s64 descriptor) {
  if (slot >= BATTEN_MAX_SLOTS) return;
  u64 *slots = (u64 *)(s->record + sizeof(struct batten_event));
  slots[slot] |= opened_flags(file_of(task, descriptor));
}

INLINE void send_call(struct batten_filter *filter, struct batten_type_filter *f, struct batten_recipe *recipe, struct scratch *s,
                      struct task_struct *task, s64 result, u64 clauses) {
  if (is_exec(recipe->type)) {
    put_failed_exec(s, recipe->type, argument(s, recipe->path), argument(s, recipe->path + 1), result);
    set_slot(s, EXEC_BASE, put_base(s, task, recipe->directory, recipe->path));
    finish_with(filter, f, s, recipe->type, BATTEN_NO_SLOT, clauses);
    return;
  }
  begin_record(s, recipe->type, recipe->slots, task, result);
  struct follow follow = {.scratch = s, .recipe = recipe, .task = task};
  bpf_loop(BATTEN_RECIPE_SLOTS, follow_recipe, &follow, 0);
  if (recipe->opened_slot != BATTEN_NO_SLOT && result >= 0) add_opened(s, task, recipe->opened_slot, result);
  finish_with(filter, f, s, recipe->type, recipe->socket_slot, clauses);
}

// Whether such an open was turned away before. Compared one by one: what most opens pay is the way through this.
INLINE bool is_known(struct task_struct *task, struct pt_regs *regs, u32 type, s64 result) {
  struct batten_verdicts *table = own_verdicts();
  if (!table) return false;
  struct dentry *dentry = entry_of(task, result);
  u64 name = name_of(dentry);
  struct ask open = asked_open(regs, type);
  struct batten_verdict *known = place_of_verdict(table, open.path, name);
  if (known->dentry != (u64)dentry || known->name != name || known->path != open.path) return false;
  if (known->kind != verdict_kind(current_generation(), type, open.flags)) return false;
  if (known->mm != (u64)task->mm || known->groups != (u64)task->cgroups || known->names != names_of(task)) return false;
  struct fs_struct *fs = PLAIN(struct fs_struct, task->fs);
  if (known->root != (u64)fs->root.dentry || known->root_mount != (u64)fs->root.mnt) return false;
  table->counts[type & (BATTEN_FILTER_TYPES - 1)]++;
  return true;
}

// Where to remember that an open was turned away, prepared but for its kind, which is in s; null: nowhere.
static __noinline struct batten_verdict *prepare_verdict(struct batten_type_filter *f, struct scratch *s, struct pt_regs *regs, u32 type,
                                                         s64 result) {
  struct batten_verdicts *table = own_verdicts();
  struct ask open = asked_open(regs, type);
  // The permissions of a new file are not compared.
  if (!table || result < 0 || (f->executes && open.flags & O_CREAT)) return 0;
  struct batten_verdict now;
  describe_open(&now, bpf_get_current_task_btf(), open.path, 0, result);
  s->kind = verdict_kind(s->generation, type, open.flags);
  struct batten_verdict *place = place_of_verdict(table, now.path, now.name);
  *place = now;
  return place;
}

// An event that the answers of before don't turn away.
static __noinline int judge_call(struct pt_regs *regs, s64 result, u64 number) {
  struct task_struct *task = current_task();
  if (is_own(task) || number >= BATTEN_SYSTEM_CALLS) return 0;
  const bool narrow = is_other_table(task);
  const u32 wanted = calls.wanted[number];
  const u32 how = narrow ? wanted >> 8 : wanted & 255;
  if (!how) return 0;
  u32 key = narrow ? narrow_recipe(number) : number;
  struct batten_recipe *recipe = bpf_map_lookup_elem(&recipes, &key);
  if (!recipe || !recipe->known) return 0;
  if (is_exec(recipe->type) && result >= 0) return 0;
  if (recipe->moves && result >= 0) renew_verdicts();
  struct scratch *s = scratch_of(&scratch_calls);
  if (!s) return 0;
  // In this order: what is remembered under this number was answered by this filter, or it is void.
  s->generation = current_generation();
  struct batten_filter *filter = current_filter();
  struct batten_type_filter *f = filter_of(filter, recipe->type);
  struct batten_counts *c = counts_of(recipe->type);
  if (!f || !c || (!f->wanted && !f->state)) return 0;
  read_arguments(s, result);
  if (narrow) {
    s->narrow = 1;
    read_narrow_arguments(s, number);
  }
  u64 clauses = 0;
  if (!f->all && !f->state) {
    struct batten_verdict *place = 0;
    if (how >= BATTEN_CALL_OPENS && !narrow) place = prepare_verdict(f, s, regs, how - BATTEN_CALL_OPENS, result);
    clauses = ask_call(filter, recipe, s, result);
    if (!clauses) {
      if (place) place->kind = s->kind;
      c->filtered++;
      return 0;
    }
  }
  send_call(filter, f, recipe, s, task, result, clauses);
  return 0;
}

// A 32-bit program's call is never found, as none of them is remembered.
static __noinline int is_turned_away(struct pt_regs *regs, s64 result, u32 how) {
  u32 type = (how & 255) - BATTEN_CALL_OPENS;
  return result >= 0 && (how & 255) >= BATTEN_CALL_OPENS && is_known(bpf_get_current_task_btf(), regs, type, result);
}

// Runs at the end of every call of the machine: what it does for a call that nobody wants is all that most calls pay. The two functions are
// called one after the other, as the stacks of those that call each other must not be over 512 bytes together.
SEC("tp_btf/sys_exit")
int call_end(u64 *context) {
  struct pt_regs *regs = (struct pt_regs *)context[0];
  u64 number = call_number(regs);
  barrier_var(number);  // one register: the verifier follows no copies
  if (number >= BATTEN_SYSTEM_CALLS) return 0;
  u32 how = calls.wanted[number];
  if (!how) return 0;
  if (is_turned_away(regs, context[1], how)) return 0;
  regs = (struct pt_regs *)context[0];
  return judge_call(regs, context[1], call_number(regs));
}

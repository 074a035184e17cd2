// SPDX-License-Identifier: Apache-2.0
//
// A record in the making. It is put together in memory that belongs to one processor and one family of programs (which can't run twice on
// a processor at the same time), then copied into a buffer that the monitor reads.
#pragma once

#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "monitor/bpf/groups.h"

#define TEXT_SIZE 4096
#define ARGUMENTS_SIZE 32768
#define RECORD_LIMIT (60 * 1024)

// What is known of a path after it was read.
struct path_words {
  u64 top, second, last;        // hashes of components
  u64 top_begin, second_begin;  // their first eight bytes
  u32 top_length, second_length;
  u64 ending;      // last eight bytes, the very last one highest
  u64 components;  // clauses that some component meets
  u32 count;       // components; 0: none or the root
  u32 odd;         // 1: it has ".."; 2: it can't be judged
};

// Where a walk through directory entries is; addresses of the kernel.
struct real_walk {
  u64 dentry, mount, mount_root, root_dentry, root_mount;
  u32 group;
  u8 ask_component, ask_ending;
  u8 whole;  // all of it, else only the last component
  u8 done;
  u32 at;  // where the text begins that is put together from its end
  u32 cut;
  u64 tell_outside;  // a path that is not below the root directory says so
};

// Where the reading of a path's text is.
struct text_walk {
  u64 hash, begin;  // of the component that is being read
  u32 length, read;
  u32 at;
  u32 end;  // behind the last component
  u32 group;
  u32 components;
  u8 ask_component, done, unused[2];
};

// Where the reading of a domain name is.
struct name_reading {
  u32 left;    // of the current label
  u32 length;  // of the text so far
  u32 size;    // of the packet's bytes
};

struct scratch {
  u64 used;   // bytes of the record; of 64 bits, as older verifiers lose the bounds of narrower numbers
  u32 slots;  // of the type
  u32 flags;
  u32 narrow;         // 1: the call is a 32-bit program's, pointers in its memory have four bytes
  u64 vector;         // of arguments of an exec
  u64 follows;        // batten_follows of the path that is asked about, decided by the call's flags
  u64 kind;           // of the verdict that is being made
  u64 generation;     // from before the filter was looked for
  u64 arguments[16];  // of the system call; [14] its result
  struct batten_path_answer asked;
  struct path_words words;
  struct real_walk real;
  struct text_walk text;
  struct name_reading name;
  u8 path[2 * TEXT_SIZE];  // a path, put together from its end; its last half is room to spare
  u8 record[RECORD_LIMIT + TEXT_SIZE];
};

const volatile struct batten_settings settings SEC(".rodata.settings");
struct batten_switches switches SEC(".data.switches");
struct batten_generation generation SEC(".data.generation");

// One per processor; the monitor sets how many.
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct scratch);
} scratch_calls SEC(".maps"), scratch_process SEC(".maps"), scratch_other SEC(".maps"), scratch_network SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 20);
} events SEC(".maps"), urgent_events SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, BATTEN_EVENT_TYPES);
  __type(key, u32);
  __type(value, struct batten_counts);
} counts SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(map_flags, BPF_F_MMAPABLE);
  __uint(max_entries, 2);
  __type(key, u32);
  __type(value, struct batten_filter);
} filters SEC(".maps");

// What a cgroup is, as far as the monitor has told.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __uint(max_entries, 65536);
  __type(key, u64);
  __type(value, u32);
} places SEC(".maps");

extern void *bpf_rdonly_cast(const void *pointer, u32 type) __ksym __weak;

// A pointer whose fields are read without a call where the kernel knows how; the branch that is not taken is removed when the program is
// loaded. Also for pointers that are read so anyhow: a pointer of the kernel's own makes its verifier search all type names at each read.
#define CAST(type, pointer) ((type *)bpf_rdonly_cast(pointer, bpf_core_type_id_kernel(type)))
#define PLAIN(type, pointer) (settings.can_cast ? CAST(type, pointer) : (pointer))
// One field behind a pointer, or an address, in the same way.
#define FIELD(type, pointer, field) (settings.can_cast ? CAST(type, pointer)->field : BPF_CORE_READ((type *)(pointer), field))

INLINE struct task_struct *current_task(void) {
  struct task_struct *task = (struct task_struct *)bpf_get_current_task_btf();
  return PLAIN(struct task_struct, task);
}

// Of the current process, as it entered the kernel.
INLINE struct pt_regs *current_registers(void) {
  struct pt_regs *registers = (struct pt_regs *)bpf_task_pt_regs(bpf_get_current_task_btf());
  return PLAIN(struct pt_regs, registers);
}

// A pointer that the verifier knows, as the number that functions verified on their own take.
INLINE u64 address_of(void *pointer) {
  u64 out = 0;
  bpf_probe_read_kernel(&out, sizeof out, &pointer);
  return out;
}

INLINE struct scratch *scratch_of(void *map) {
  u32 cpu = bpf_get_smp_processor_id();
  return bpf_map_lookup_elem(map, &cpu);
}

INLINE struct batten_counts *counts_of(u32 type) { return bpf_map_lookup_elem(&counts, &type); }

INLINE struct batten_filter *current_filter(void) {
  u32 which = switches.filter & 1;
  return bpf_map_lookup_elem(&filters, &which);
}

INLINE u64 cgroup_id(struct task_struct *task) {
  struct cgroup *cgroup = cgroup_of(task, settings.cgroups);
  struct kernfs_node *node = FIELD(struct cgroup, cgroup, kn);
  return FIELD(struct kernfs_node, node, id);
}

INLINE bool is_own(struct task_struct *task) { return settings.own_pid && task->tgid == (int)settings.own_pid; }

INLINE void begin_record(struct scratch *s, u32 type, u32 slots, struct task_struct *task, s64 result) {
  struct batten_event *e = (struct batten_event *)s->record;
  const struct cred *cred = task->cred;
  e->type = type;
  e->slots = slots;
  e->flags = 0;
  e->time_ns = bpf_ktime_get_boot_ns();
  e->start_ns = task->group_leader->start_boottime;
  e->pid = task->tgid;
  e->tid = task->pid;
  e->cgroup = cgroup_id(task);
  e->result = result;
  e->uid = cred->euid.val;
  e->gid = cred->egid.val;
  bpf_get_current_comm(e->comm, sizeof e->comm);
  s->used = sizeof(struct batten_event) + slots * 8;
  s->slots = slots;
}

INLINE void set_slot(struct scratch *s, u32 slot, u64 value) {
  if (slot < BATTEN_MAX_SLOTS) ((u64 *)(s->record + sizeof(struct batten_event)))[slot] = value;
}

INLINE void mark_cut(struct scratch *s) { ((struct batten_event *)s->record)->flags |= BATTEN_EVENT_CUT; }

INLINE u64 text_slot(u32 offset, u32 length) { return (u64)offset << 32 | length; }

// A text of the program, up to a NUL.
INLINE u64 put_user_text(struct scratch *s, const void *from) {
  u64 used = s->used;
  if (!from) return BATTEN_ABSENT;
  if (used > RECORD_LIMIT) return mark_cut(s), BATTEN_ABSENT;
  long n = bpf_probe_read_user_str(s->record + used, TEXT_SIZE, from);
  if (n <= 0) return BATTEN_ABSENT;
  if (n == TEXT_SIZE) mark_cut(s);
  s->used = used + n - 1;
  return text_slot(used, n - 1);
}

INLINE u64 put_kernel_text(struct scratch *s, const void *from) {
  u64 used = s->used;
  if (!from) return BATTEN_ABSENT;
  if (used > RECORD_LIMIT) return mark_cut(s), BATTEN_ABSENT;
  long n = bpf_probe_read_kernel_str(s->record + used, TEXT_SIZE, from);
  if (n <= 0) return BATTEN_ABSENT;
  s->used = used + n - 1;
  return text_slot(used, n - 1);
}

// Bytes that are the kernel's; size is at most TEXT_SIZE.
INLINE u64 put_kernel_bytes(struct scratch *s, const void *from, u64 size) {
  u64 used = s->used;
  if (used > RECORD_LIMIT) return mark_cut(s), BATTEN_ABSENT;
  if (size > TEXT_SIZE) return BATTEN_ABSENT;
  if (bpf_probe_read_kernel(s->record + used, size, from)) return BATTEN_ABSENT;
  s->used = used + size;
  return text_slot(used, size);
}

INLINE u64 put_user_bytes(struct scratch *s, const void *from, u64 size) {
  u64 used = s->used;
  if (used > RECORD_LIMIT) return mark_cut(s), BATTEN_ABSENT;
  if (size > TEXT_SIZE) size = TEXT_SIZE;
  if (bpf_probe_read_user(s->record + used, size, from)) return BATTEN_ABSENT;
  s->used = used + size;
  return text_slot(used, size);
}

// A reader that naps looks again in four milliseconds: waking it for each event that matters would cost the process that did it 25 us.
INLINE u64 wake_flags(void *ring, u32 enough) {
  if (switches.reader_waits) return BPF_RB_FORCE_WAKEUP;
  return bpf_ringbuf_query(ring, BPF_RB_AVAIL_DATA) >= enough ? BPF_RB_FORCE_WAKEUP : BPF_RB_NO_WAKEUP;
}

// high: through the buffer of state and urgent events.
INLINE void send_record(struct scratch *s, u32 type, bool high) {
  struct batten_event *e = (struct batten_event *)s->record;
  struct batten_counts *c = counts_of(type);
  u64 size = (s->used + 7) & ~7ull;
  if (size > RECORD_LIMIT + TEXT_SIZE || !c) return;
  u64 used = s->used;
  if (used <= RECORD_LIMIT + TEXT_SIZE - 8) *(u64 *)(s->record + used) = 0;
  e->size = size;
  long refused;
  if (high) {
    e->flags |= BATTEN_EVENT_HIGH;
    refused = bpf_ringbuf_output(&urgent_events, s->record, size, wake_flags(&urgent_events, settings.urgent_wake_bytes));
  } else {
    refused = bpf_ringbuf_output(&events, s->record, size, wake_flags(&events, settings.wake_bytes));
  }
  if (refused)
    c->dropped++;
  else
    c->sent++;
}

// SPDX-License-Identifier: Apache-2.0
//
// The pre-filter: which clauses an event can still meet, as bits, narrowed by one question after the other. None left: no rule can match
// it, and nothing of it is written.
#pragma once

#include "monitor/bpf/record.h"

struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 4096);
  __type(key, u64);
  __type(value, struct batten_bucket);
} buckets SEC(".maps");

INLINE struct batten_type_filter *filter_of(struct batten_filter *filter, u32 type) {
  if (!filter) return 0;
  barrier_var(filter);  // the verifier wants the question before the arithmetic
  return &filter->types[type & (BATTEN_FILTER_TYPES - 1)];
}

// Clauses that a word stands for. Not static, as all that is asked often: it is verified once and not from every state of its callers.
__noinline u64 look_up(struct batten_filter *filter, u64 hash) {
  if (!filter) return ~0ull;
  u32 place = batten_hash_place(hash);
  for (u32 i = 0; i < BATTEN_FILTER_REACH; ++i) {
    struct batten_filter_entry *entry = &filter->entries[(place + i) & (BATTEN_FILTER_ENTRIES - 1)];
    if (entry->hash == hash) return entry->clauses;
    if (!entry->hash) return 0;
  }
  return 0;
}

INLINE u64 look_up_word(struct batten_filter *filter, u32 word, u32 group, u64 value) {
  return look_up(filter, batten_hash_add(batten_hash_begin(word, group), value));
}

// Never wrongly the host: a group that was not told, or was made since, may be either.
INLINE u32 place_of(struct task_struct *task) {
  u64 group = cgroup_id(task);
  u32 *told = bpf_map_lookup_elem(&places, &group);
  if (told) return *told;
  if (!switches.containers_known || !settings.host_mounts) return BATTEN_PLACE_UNKNOWN;
  return task->nsproxy->mnt_ns->ns.inum == settings.host_mounts ? BATTEN_PLACE_HOST : BATTEN_PLACE_UNKNOWN;
}

INLINE u64 ask_where(struct batten_type_filter *f, struct task_struct *task) {
  u32 place = place_of(task);
  if (place == BATTEN_PLACE_HOST) return f->where[0];
  return place == BATTEN_PLACE_CONTAINER ? f->where[1] : f->where[0] | f->where[1];
}

// Of the thread, or of the first of its process.
INLINE u64 ask_comm(struct batten_filter *filter, struct batten_type_filter *f) {
  u64 hash = batten_hash_begin(BATTEN_WORD_COMM, f->group);
  struct task_struct *task = current_task();
  const u64 *words = (const u64 *)task->comm;
  u64 clauses = f->no_comm | look_up(filter, batten_hash_add(batten_hash_add(hash, words[0]), words[1]));
  if (task->pid == task->tgid) return clauses;
  words = (const u64 *)PLAIN(struct task_struct, task->group_leader)->comm;
  return clauses | look_up(filter, batten_hash_add(batten_hash_add(hash, words[0]), words[1]));
}

// What can be asked of every event before it is written.
INLINE u64 ask_first(struct batten_filter *filter, struct batten_type_filter *f, struct task_struct *task, s64 result) {
  u64 clauses = f->outcome[result < 0];
  if (clauses && f->ask_where) clauses &= ask_where(f, task);
  if (clauses && f->ask_comm) clauses &= ask_comm(filter, f);
  return clauses;
}

INLINE u64 ask_number(struct batten_filter *filter, struct batten_type_filter *f, u64 number) {
  return f->no_number | look_up_word(filter, BATTEN_WORD_NUMBER, f->group, number);
}

// Of events whose only further question is a number.
INLINE bool number_passes(u32 type, u64 number, s64 result) {
  struct batten_filter *filter = current_filter();
  struct batten_type_filter *f = filter_of(filter, type);
  if (!f || !f->wanted) return false;
  if (f->all) return true;
  u64 clauses = ask_first(filter, f, current_task(), result);
  if (clauses && f->ask_number) clauses &= ask_number(filter, f, number);
  return clauses != 0;
}

// Not inline, as its stack would count for all that its callers call.
static __noinline u64 ask_socket(struct batten_filter *filter, struct batten_type_filter *f, struct scratch *s, u32 slot) {
  struct batten_socket ends = {};
  if (slot >= BATTEN_MAX_SLOTS) return ~0ull;
  u64 text = ((u64 *)(s->record + sizeof(struct batten_event)))[slot];
  u32 at = text >> 32;
  if (text == BATTEN_ABSENT || at > RECORD_LIMIT || bpf_probe_read_kernel(&ends, sizeof ends, s->record + at)) return ~0ull;
  u64 clauses = ~0ull;
  if (f->ask_port) {
    clauses = f->no_port | look_up_word(filter, BATTEN_WORD_PORT, f->group, ends.local_port) |
              look_up_word(filter, BATTEN_WORD_PORT, f->group, ends.remote_port);
  }
  if (f->ask_family) clauses &= f->no_family | look_up_word(filter, BATTEN_WORD_FAMILY, f->group, ends.family);
  return clauses;
}

// Whether the container of the event has used up what it may send.
INLINE bool is_over_rate(struct scratch *s) {
  u32 rate = settings.rate_per_second;
  if (!rate) return false;
  struct batten_event *e = (struct batten_event *)s->record;
  u64 group = e->cgroup, now = e->time_ns, full = settings.rate_burst * 1000000000ull;
  struct batten_bucket *bucket = bpf_map_lookup_elem(&buckets, &group);
  if (!bucket) {
    struct batten_bucket fresh = {.time_ns = now, .tokens = full};
    bpf_map_update_elem(&buckets, &group, &fresh, BPF_ANY);
    return false;
  }
  u64 passed = now - bucket->time_ns;
  if ((s64)passed < 0) passed = 0;
  if (passed > 1000000000ull * 60) passed = 1000000000ull * 60;
  u64 tokens = bucket->tokens + passed * rate;
  bucket->time_ns = now;
  if (tokens > full) tokens = full;
  bool over = tokens < 1000000000ull;
  bucket->tokens = over ? tokens : tokens - 1000000000ull;
  return over;
}

// At the record's end, so that rules that ask for other clauses need not look at it.
INLINE void put_clauses(struct scratch *s, struct batten_filter *filter, u64 clauses) {
  u64 used = s->used;
  if (used > RECORD_LIMIT) return;
  *(u64 *)(s->record + used) = 0;
  u64 at = (used + 7) & ~7ull;
  struct batten_event_clauses *to = (struct batten_event_clauses *)(s->record + at);
  to->filter = filter->number;
  to->clauses = clauses;
  ((struct batten_event *)s->record)->flags |= BATTEN_EVENT_CLAUSES;
  s->used = at + sizeof *to;
}

// Questions about what was written, then off with it.
INLINE void finish_with(struct batten_filter *filter, struct batten_type_filter *f, struct scratch *s, u32 type, u32 socket_slot,
                        u64 clauses) {
  struct batten_counts *c = counts_of(type);
  if (!c) return;
  bool asked = !f->all && !f->state;
  if (asked && (f->ask_port || f->ask_family)) clauses &= ask_socket(filter, f, s, socket_slot);
  if (asked && !clauses) {
    c->filtered++;
    return;
  }
  bool high = f->urgent || f->state;
  if (!f->state && is_over_rate(s)) {
    c->limited++;
    return;
  }
  if (asked) put_clauses(s, filter, clauses);
  send_record(s, type, high);
}

// For programs that write first: their events are rare.
INLINE void finish_record(struct scratch *s, u32 type, u32 socket_slot, u64 number) {
  struct batten_filter *filter = current_filter();
  struct batten_type_filter *f = filter_of(filter, type);
  struct batten_counts *c = counts_of(type);
  if (!f || !c) return;
  u64 clauses = 0;
  if (f->wanted && !f->all) {
    clauses = ask_first(filter, f, current_task(), ((struct batten_event *)s->record)->result);
    if (clauses && f->ask_number) clauses &= ask_number(filter, f, number);
  }
  if (!f->wanted || (!f->all && !clauses)) {
    c->filtered++;
    return;
  }
  finish_with(filter, f, s, type, socket_slot, clauses);
}

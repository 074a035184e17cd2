// SPDX-License-Identifier: Apache-2.0
//
// The pre-filter's questions about paths: of where a file really is (its entries are walked up to the process's root, without writing a
// text), and of the path as the program gave it, joined to its directory. Either may hold.
//
// Words of up to 32 bytes are compared by a hash of their length and their bytes, eight at a time.
#pragma once

#include "monitor/bpf/filter.h"
#include "monitor/bpf/path.h"

#define FILTER_DEPTH 48
#define FILTER_WORDS 256
#define ONES 0x0101010101010101ull
#define HIGHS 0x8080808080808080ull
#define SLASHES 0x2f2f2f2f2f2f2f2full

// A directory entry with the short name that lies in it.
struct dentry_view {
  struct dentry *parent;
  u32 hash;
  u32 length;
  const unsigned char *name;
  void *inode;
  u64 words[4];
};

// What the steps of a walk need. What they change is in the scratch memory: the verifier would follow its every value on the stack.
struct walk_context {
  struct batten_filter *filter;
  struct scratch *scratch;
};

INLINE u64 first_bytes(u64 word, u32 count) { return count >= 8 ? word : word & ((1ull << (count * 8)) - 1); }

INLINE u64 hash_component(const u64 *words, u32 length) {
  u64 hash = batten_hash_add(BATTEN_HASH_FACTOR, first_bytes(words[0], length));
  if (length > 8) hash = batten_hash_add(hash, first_bytes(words[1], length - 8));
  if (length > 16) hash = batten_hash_add(hash, first_bytes(words[2], length - 16));
  if (length > 24) hash = batten_hash_add(hash, first_bytes(words[3], length - 24));
  return batten_hash_add(hash, length);
}

INLINE void view_dentry(struct dentry_view *out, struct dentry *dentry) {
  const u32 parent = bpf_core_field_offset(struct dentry, d_parent);
  const bool usual =
      bpf_core_field_offset(struct dentry, d_name.len) == parent + 12 && bpf_core_field_offset(struct dentry, d_name.name) == parent + 16;
  if (usual) {
    bpf_probe_read_kernel(out, sizeof *out, (void *)dentry + parent);
  } else {
    out->parent = BPF_CORE_READ(dentry, d_parent);
    out->length = BPF_CORE_READ(dentry, d_name.len);
    out->name = BPF_CORE_READ(dentry, d_name.name);
  }
  u32 length = out->length;
  if (usual && (void *)out->name == (void *)dentry + parent + 32) return;
  out->words[0] = out->words[1] = out->words[2] = out->words[3] = 0;
  bpf_probe_read_kernel(out->words, length > 32 ? 32 : length, out->name);
}

static long walk_real(u32 index, struct walk_context *context) {
  struct real_walk *w = &context->scratch->real;
  struct path_words *words = &context->scratch->words;
  struct dentry *dentry = (void *)w->dentry;
  struct vfsmount *mount = (void *)w->mount;
  if (w->dentry == w->root_dentry && w->mount == w->root_mount) {
    w->done = 1;
    return 1;
  }
  struct dentry_view view;
  view_dentry(&view, dentry);
  if (w->dentry == w->mount_root || dentry == view.parent) {
    struct mount *here = mount_of(mount), *above = FIELD(struct mount, here, mnt_parent);
    if (above == here || !above) {
      w->done = 1;
      return 1;
    }
    w->dentry = (u64)FIELD(struct mount, here, mnt_mountpoint);
    w->mount = (u64)above + bpf_core_field_offset(struct mount, mnt);
    w->mount_root = (u64)FIELD(struct mount, above, mnt.mnt_root);
    return 0;
  }
  u64 hash = hash_component(view.words, view.length);
  if (words->count == 0) {
    words->last = hash;
    if (w->ask_ending) {
      u32 length = view.length;
      if (length < 8)
        words->ending = view.words[0] << ((8 - length) * 8 & 63);
      else
        bpf_probe_read_kernel(&words->ending, 8, view.name + length - 8);
    }
  }
  if (w->ask_component) words->components |= look_up_word(context->filter, BATTEN_WORD_COMPONENT, w->group, hash);
  words->second = words->top;
  words->second_begin = words->top_begin;
  words->second_length = words->top_length;
  words->top = hash;
  words->top_begin = view.words[0];
  words->top_length = view.length;
  words->count++;
  w->dentry = (u64)view.parent;
  return !w->whole;
}

// Reads the place of a struct path into s->words.
INLINE void run_real(struct batten_filter *filter, struct scratch *s, struct batten_type_filter *f, struct task_struct *task, void *path,
                     bool whole) {
  struct real_walk *w = &s->real;
  struct fs_struct *fs = task->fs;
  struct path at = {};
  __builtin_memset(&s->words, 0, sizeof s->words);
  w->group = f->group;
  w->ask_component = f->ask_component;
  w->ask_ending = f->ask_ending;
  w->whole = whole;
  w->done = 0;
  w->root_dentry = (u64)BPF_CORE_READ(fs, root.dentry);
  w->root_mount = (u64)BPF_CORE_READ(fs, root.mnt);
  bpf_probe_read_kernel(&at, sizeof at, path);
  struct vfsmount *mount = at.mnt;
  w->dentry = (u64)at.dentry;
  w->mount = (u64)mount;
  w->mount_root = whole ? (u64)BPF_CORE_READ(mount, mnt_root) : 0;
  struct walk_context context = {.filter = filter, .scratch = s};
  bpf_loop(FILTER_DEPTH, walk_real, &context, 0);
  if (whole && !w->done) s->words.odd = 2;
}

// Clauses that such a path meets.
__noinline u64 meets(struct batten_filter *filter, struct path_words *p, u32 type) {
  struct batten_type_filter *f = filter_of(filter, type);
  if (!f || !p) return ~0ull;
  u32 group = f->group;
  if (p->odd == 2) return ~0ull;
  u64 out = p->components;
  if (p->odd) out |= f->prefix_clauses;
  out |= look_up_word(filter, BATTEN_WORD_NAME, group, p->last);
  if (f->ask_ending) {
    for (u32 length = 1; length <= 8; ++length) {
      if (!(f->ending_lengths >> length & 1)) continue;
      u64 hash = batten_hash_begin(BATTEN_WORD_ENDING, group);
      out |= look_up(filter, batten_hash_add(batten_hash_add(hash, length), p->ending >> (64 - length * 8)));
    }
  }
  if (!f->ask_prefix) return out;
  out |= look_up_word(filter, BATTEN_WORD_TOP, group, p->top);
  out |= look_up(filter, batten_hash_add(batten_hash_add(batten_hash_begin(BATTEN_WORD_EXACT, group), p->top), p->last));
  if (f->ask_second) {
    out |= look_up(filter, batten_hash_add(batten_hash_add(batten_hash_begin(BATTEN_WORD_SECOND, group), p->top), p->second));
  }
  if (f->top_lengths | f->second_lengths) {
    for (u32 length = 1; length <= 8; ++length) {
      if (f->top_lengths >> length & 1 && p->top_length >= length) {
        u64 hash = batten_hash_add(batten_hash_begin(BATTEN_WORD_TOP_PART, group), length);
        out |= look_up(filter, batten_hash_add(hash, first_bytes(p->top_begin, length)));
      }
      if (f->second_lengths >> length & 1 && p->second_length >= length) {
        u64 hash = batten_hash_add(batten_hash_add(batten_hash_begin(BATTEN_WORD_SECOND_PART, group), length), p->top);
        out |= look_up(filter, batten_hash_add(hash, first_bytes(p->second_begin, length)));
      }
    }
  }
  return out;
}

INLINE void end_component(struct walk_context *context, u32 end) {
  struct text_walk *t = &context->scratch->text;
  struct path_words *words = &context->scratch->words;
  u32 length = t->length;
  u64 begin = t->begin;
  if (length == 1 && begin == '.') return;
  t->components++;
  if (length == 2 && begin == ('.' | '.' << 8)) {
    words->odd = 1;
    words->last = 0;
    t->end = end;
    return;
  }
  u64 hash = batten_hash_add(t->hash, length);
  words->last = hash;
  t->end = end;
  if (t->ask_component) words->components |= look_up_word(context->filter, BATTEN_WORD_COMPONENT, t->group, hash);
  if (words->count == 0) {
    words->top = hash;
    words->top_begin = begin;
    words->top_length = length;
  } else if (words->count == 1) {
    words->second = hash;
    words->second_begin = begin;
    words->second_length = length;
  }
  words->count++;
}

// Eight bytes, or those up to the next slash or the end.
static long walk_text(u32 index, struct walk_context *context) {
  struct text_walk *t = &context->scratch->text;
  u32 at = t->at;
  if (at >= TEXT_SIZE) return 1;
  u64 word = *(u64 *)(context->scratch->path + at);
  u64 slash = word ^ SLASHES;
  u64 ends = ((slash - ONES) & ~slash & HIGHS) | ((word - ONES) & ~word & HIGHS);
  u64 part = word;
  u32 count = 8;
  if (ends) {
    u64 mask = ((ends & -ends) >> 7) - 1;
    part = word & mask;
    count = (mask & ONES) * ONES >> 56;
  }
  if (count) {
    if (t->read == 0) {
      t->begin = part;
      t->hash = BATTEN_HASH_FACTOR;
    }
    if (t->read < 4) t->hash = batten_hash_add(t->hash, part);
    t->read++;
    t->length += count;
  }
  t->at = at + count;
  if (!ends) return 0;
  if (t->length) end_component(context, at + count);
  t->length = t->read = 0;
  t->at = at + count + 1;
  if ((word >> (count * 8 & 63) & 0xff) == 0) {
    t->done = 1;
    return 1;
  }
  return 0;
}

// Clauses that a path of the program meets, which begins at a directory where it is relative. s->follows: which links are followed
// without that anything tells where they led.
__noinline u64 given_meets(struct batten_filter *filter, struct scratch *s, u64 pointer, s32 descriptor, u32 type) {
  struct batten_type_filter *f = filter_of(filter, type);
  struct task_struct *task = current_task();
  if (!s || !f || s->follows == BATTEN_FOLLOWS_ALL) return ~0ull;
  long n = bpf_probe_read_user_str(s->path, TEXT_SIZE, (void *)pointer);
  if (n <= 0 || n > TEXT_SIZE) return ~0ull;
  *(u64 *)(s->path + n) = 0;
  struct text_walk *t = &s->text;
  bool relative = s->path[0] != '/';
  if (relative && (f->ask_prefix || f->ask_component)) {
    struct file *file = descriptor == AT_FDCWD ? 0 : file_of(task, descriptor);
    void *from = (void *)file + bpf_core_field_offset(struct file, f_path);
    if (descriptor == AT_FDCWD) from = (void *)BPF_CORE_READ(task, fs) + bpf_core_field_offset(struct fs_struct, pwd);
    if (descriptor != AT_FDCWD && !file) return ~0ull;
    run_real(filter, s, f, task, from, true);
    if (s->words.odd == 2) return ~0ull;
  } else {
    __builtin_memset(&s->words, 0, sizeof s->words);
  }
  __builtin_memset(t, 0, sizeof *t);
  t->group = f->group;
  t->ask_component = f->ask_component;
  struct walk_context context = {.filter = filter, .scratch = s};
  bpf_loop(FILTER_WORDS, walk_text, &context, 0);
  if (!t->done) return ~0ull;
  u32 end = t->end;
  if (f->ask_ending && end <= TEXT_SIZE) {
    if (end >= 8)
      s->words.ending = *(u64 *)(s->path + end - 8);
    else
      s->words.ending = *(u64 *)s->path << ((8 - end) * 8 & 63);
  }
  // A path that ends in ".." is named otherwise than it says.
  if (s->words.odd == 1 && s->words.last == 0) return ~0ull;
  u64 out = meets(filter, &s->words, type);
  // A directory on the way may be a symbolic link, so that only the last component is what it is called.
  if (s->follows && t->components > 1) out |= f->prefix_clauses | f->component_clauses;
  return out;
}

// Clauses that the place of a file meets.
__noinline u64 real_meets(struct batten_filter *filter, struct scratch *s, u64 file_address, u32 type) {
  struct batten_type_filter *f = filter_of(filter, type);
  if (!f || !s) return ~0ull;
  struct task_struct *task = current_task();
  void *path = (void *)file_address + bpf_core_field_offset(struct file, f_path);
  run_real(filter, s, f, task, path, f->ask_prefix || f->ask_component);
  return meets(filter, &s->words, type);
}

// SPDX-License-Identifier: Apache-2.0
//
// What kind of file a program was started from, or was opened, as bits of the event (exe_flags, open flags of model/event_types.cc).
#pragma once

#include "monitor/bpf/groups.h"

#define EXE_WRITABLE 1
#define EXE_UPPER_LAYER 2
#define EXE_FROM_MEMFD 4
#define EXE_LOWER_LAYER 8

#define SUPER_OVERLAY 0x794c7630

// Overlay keeps the entry of the writable layer right behind the inode that it embeds.
INLINE u64 layer_of(struct inode *inode) {
  if (BPF_CORE_READ(inode, i_sb, s_magic) != SUPER_OVERLAY) return 0;
  void *upper = 0;
  bpf_probe_read_kernel(&upper, sizeof upper, (void *)inode + bpf_core_type_size(struct inode));
  return upper ? EXE_UPPER_LAYER : EXE_LOWER_LAYER;
}

#define FMODE_CREATED 0x100000
#define OPEN_CREATED (1ull << 32)
#define OPEN_UPPER_LAYER (1ull << 33)
#define OPEN_LOWER_LAYER (1ull << 34)

// What the kernel knows of an opened file beside the flags that it was opened with.
INLINE u64 opened_flags(struct file *file) {
  if (!file) return 0;
  u64 layer = layer_of(BPF_CORE_READ(file, f_inode));
  u64 out = BPF_CORE_READ(file, f_mode) & FMODE_CREATED ? OPEN_CREATED : 0;
  if (layer) out |= layer == EXE_UPPER_LAYER ? OPEN_UPPER_LAYER : OPEN_LOWER_LAYER;
  return out;
}

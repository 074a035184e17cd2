// SPDX-License-Identifier: Apache-2.0
//
// What kind of file a program was started from, as bits of the event (exe_flags of model/event_types.cc).
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

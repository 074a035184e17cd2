// SPDX-License-Identifier: Apache-2.0
//
// The pre-filter: whether a rule can match an event, asked before anything of it is written.
#pragma once

#include "monitor/bpf/record.h"

INLINE bool current_urgent(u32 type) {
  struct batten_filter *filter = current_filter();
  return filter && type < BATTEN_EVENT_TYPES && filter->types[type].urgent;
}

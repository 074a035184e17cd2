// SPDX-License-Identifier: Apache-2.0
//
// Which cgroup a process is in, in the hierarchy that the monitor counts by (batten_cgroups).
#pragma once

#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "monitor/bpf/kernel_types.h"
#include "monitor/bpf/shared.h"

#define INLINE static __always_inline

INLINE struct cgroup *cgroup_of(struct task_struct *task, u32 source) {
  struct css_set *set = task->cgroups;
  if (source == BATTEN_CGROUPS_V2) return BPF_CORE_READ(set, dfl_cgrp);
  u32 subsystem;
  if (source == BATTEN_CGROUPS_MEMORY)
    subsystem = bpf_core_enum_value(enum cgroup_subsys_id, memory_cgrp_id);
  else if (source == BATTEN_CGROUPS_PIDS)
    subsystem = bpf_core_enum_value(enum cgroup_subsys_id, pids_cgrp_id);
  else if (source == BATTEN_CGROUPS_CPU)
    subsystem = bpf_core_enum_value(enum cgroup_subsys_id, cpu_cgrp_id);
  else
    subsystem = bpf_core_enum_value(enum cgroup_subsys_id, devices_cgrp_id);
  struct cgroup_subsys_state *state = 0;
  bpf_probe_read_kernel(&state, sizeof state, (void *)set + bpf_core_field_offset(struct css_set, subsys) + subsystem * 8);
  return BPF_CORE_READ(state, cgroup);
}

// SPDX-License-Identifier: Apache-2.0
//
// Programs on tracepoints that cost other system calls nothing: capabilities that are asked for, operations of io_uring (which no system
// call shows), signals, and cgroups that come and go.
#pragma once

#include "monitor/bpf/filter.h"
#include "monitor/bpf/verdicts.h"

#define IORING_OP_RENAMEAT 35
#define SIGNAL_PID_AT 16  // of struct siginfo, which programs see too

INLINE void tell_capability(const struct cred *cred, u64 target_namespace, int capability, int result) {
  struct batten_counts *c = counts_of(BATTEN_CAPABILITY);
  struct task_struct *task = current_task();
  if (!c || is_own(task)) return;
  // An overlay reads and writes its layers with the identity of who mounted it: the engine's capabilities, not the container's.
  if (cred != BPF_CORE_READ(task, real_cred)) return;
  if (!number_passes(BATTEN_CAPABILITY, capability, result)) {
    c->filtered++;
    return;
  }
  struct scratch *s = scratch_of(&scratch_other);
  if (!s) return;
  begin_record(s, BATTEN_CAPABILITY, 2, task, result);
  set_slot(s, 0, capability);
  set_slot(s, 1, (u64)BPF_CORE_READ(cred, user_ns) == target_namespace);
  finish_record(s, BATTEN_CAPABILITY, BATTEN_NO_SLOT, capability);
}

SEC("tp_btf/cap_capable")
int BPF_PROG(capability, const struct cred *cred, struct user_namespace *target, struct user_namespace *capable, int number, int result) {
  tell_capability(cred, (u64)target, number, result);
  return 0;
}

// Where the tracepoint does not exist yet.
SEC("fexit/cap_capable")
int BPF_PROG(capability_fexit, const struct cred *cred, struct user_namespace *target, int number, u32 options, int result) {
  tell_capability(cred, (u64)target, number, result);
  return 0;
}

INLINE void tell_operation(struct io_kiocb *request) {
  struct batten_counts *c = counts_of(BATTEN_IO_URING_OP);
  struct task_struct *task = current_task();
  u32 operation = BPF_CORE_READ(request, opcode);
  if (operation == IORING_OP_RENAMEAT) renew_verdicts();
  if (!c || is_own(task)) return;
  if (!number_passes(BATTEN_IO_URING_OP, operation, 0)) {
    c->filtered++;
    return;
  }
  struct scratch *s = scratch_of(&scratch_other);
  if (!s) return;
  begin_record(s, BATTEN_IO_URING_OP, 1, task, 0);
  set_slot(s, 0, operation);
  finish_record(s, BATTEN_IO_URING_OP, BATTEN_NO_SLOT, operation);
}

SEC("tp_btf/io_uring_submit_req")
int BPF_PROG(io_uring_operation, struct io_kiocb *request) {
  tell_operation(request);
  return 0;
}

// Its name before Linux 6.3.
SEC("tp_btf/io_uring_submit_sqe")
int BPF_PROG(io_uring_operation_old, struct io_kiocb *request) {
  tell_operation(request);
  return 0;
}

SEC("tp_btf/signal_deliver")
int BPF_PROG(signal, int number, struct kernel_siginfo *info) {
  struct batten_counts *c = counts_of(BATTEN_SIGNALDELIVER);
  struct task_struct *task = current_task();
  struct scratch *s = scratch_of(&scratch_other);
  if (!c || !s || is_own(task)) return 0;
  int sender = 0;
  bpf_probe_read_kernel(&sender, sizeof sender, (void *)info + SIGNAL_PID_AT);
  begin_record(s, BATTEN_SIGNALDELIVER, 3, task, 0);
  set_slot(s, 0, (s64)sender);
  set_slot(s, 1, task->tgid);
  set_slot(s, 2, number);
  finish_record(s, BATTEN_SIGNALDELIVER, BATTEN_NO_SLOT, number);
  return 0;
}

INLINE bool is_our_hierarchy(struct cgroup *cgroup, struct task_struct *task) {
  struct cgroup *own = cgroup_of(task, settings.cgroups);
  return (u64)BPF_CORE_READ(cgroup, root) == (u64)BPF_CORE_READ(own, root);
}

SEC("tp_btf/cgroup_mkdir")
int BPF_PROG(cgroup_made, struct cgroup *cgroup, const char *path) {
  struct task_struct *task = current_task();
  struct batten_counts *c = counts_of(BATTEN_CGROUP_MKDIR);
  struct scratch *s = scratch_of(&scratch_other);
  if (!c || !s || !is_our_hierarchy(cgroup, task)) return 0;
  u64 id = BPF_CORE_READ(cgroup, kn, id);
  u32 place = BATTEN_PLACE_UNKNOWN;
  bpf_map_update_elem(&places, &id, &place, BPF_ANY);
  renew_verdicts();
  begin_record(s, BATTEN_CGROUP_MKDIR, 2, task, 0);
  set_slot(s, 0, put_kernel_text(s, path));
  set_slot(s, 1, id);
  send_record(s, BATTEN_CGROUP_MKDIR, true);
  return 0;
}

SEC("tp_btf/cgroup_rmdir")
int BPF_PROG(cgroup_gone, struct cgroup *cgroup, const char *path) {
  struct task_struct *task = current_task();
  struct batten_counts *c = counts_of(BATTEN_CGROUP_RMDIR);
  struct scratch *s = scratch_of(&scratch_other);
  if (!c || !s || !is_our_hierarchy(cgroup, task)) return 0;
  begin_record(s, BATTEN_CGROUP_RMDIR, 1, task, 0);
  set_slot(s, 0, BPF_CORE_READ(cgroup, kn, id));
  renew_verdicts();
  send_record(s, BATTEN_CGROUP_RMDIR, true);
  return 0;
}

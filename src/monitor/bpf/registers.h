// SPDX-License-Identifier: Apache-2.0
//
// What a process gave a system call, as it entered the kernel.
#pragma once

#include "monitor/bpf/record.h"

#if defined(__TARGET_ARCH_x86)
#define CALL_WRITE 1
#define CALL_WRITEV 20
#define CALL_SENDTO 44
#define CALL_SENDMSG 46
#else
#define CALL_WRITE 64
#define CALL_WRITEV 66
#define CALL_SENDTO 206
#define CALL_SENDMSG 211
#endif

INLINE u32 call_number(struct pt_regs *regs) {
#if defined(__TARGET_ARCH_x86)
  return regs->orig_ax;
#else
  return regs->syscallno;
#endif
}

INLINE u64 first_argument(struct pt_regs *regs) {
#if defined(__TARGET_ARCH_x86)
  return regs->di;
#else
  return regs->orig_x0;
#endif
}

INLINE u64 second_argument(struct pt_regs *regs) {
#if defined(__TARGET_ARCH_x86)
  return regs->si;
#else
  return regs->regs[1];
#endif
}

INLINE u64 third_argument(struct pt_regs *regs) {
#if defined(__TARGET_ARCH_x86)
  return regs->dx;
#else
  return regs->regs[2];
#endif
}

// Calls of 32-bit programs have other numbers.
INLINE bool is_other_table(struct task_struct *task) {
#if defined(__TARGET_ARCH_x86)
  return task->thread_info.status & TS_COMPAT;
#else
  return task->thread_info.flags & TIF_32BIT;
#endif
}

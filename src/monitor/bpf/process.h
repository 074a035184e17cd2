// SPDX-License-Identifier: Apache-2.0
//
// Programs that tell how processes come, change and go: what the process table needs, so that none of these events is ever filtered. Their
// tracepoints cost other system calls nothing.
#pragma once

#include "monitor/bpf/filter.h"
#include "monitor/bpf/layers.h"
#include "monitor/bpf/path.h"
#include "monitor/bpf/registers.h"
#include "monitor/bpf/socket.h"

#define PF_KTHREAD 0x00200000
#define S_IFIFO 0010000
#define S_IFDIR 0040000
#define CTIME_NS 0x7fffffff  // the highest bit says that somebody has looked
#define CLONE_VM 0x00000100
#define CLONE_VFORK 0x00004000
#define S_WRITE_OWNER 0200
#define S_WRITE_GROUP 0020
#define S_WRITE_OTHERS 0002
#define CAP_DAC_OVERRIDE_BIT 1

// Slots of execve and execveat, see model/event_types.cc.
enum exec_slot {
  EXEC_EXE,
  EXEC_ARGS,
  EXEC_TID,
  EXEC_PID,
  EXEC_PTID,
  EXEC_CWD,
  EXEC_COMM,
  EXEC_ENV,
  EXEC_TTY,
  EXEC_VPGID,
  EXEC_LOGINUID,
  EXEC_FLAGS,
  EXEC_INHERITABLE,
  EXEC_PERMITTED,
  EXEC_EFFECTIVE,
  EXEC_INODE,
  EXEC_CTIME,
  EXEC_MTIME,
  EXEC_UID,
  EXEC_REAL,
  EXEC_PGID,
  EXEC_GID,
  EXEC_FILENAME,
  EXEC_VPID,
  EXEC_VTID,
  EXEC_SID,
  EXEC_VSID,
  EXEC_PARENT_START,
  EXEC_DEVICE,
  EXEC_BASE,
  EXEC_STREAMS,
  EXEC_SLOTS
};
enum clone_slot {
  CLONE_FLAGS,
  CLONE_UID,
  CLONE_GID,
  CLONE_CHILD_PID,
  CLONE_CHILD_TID,
  CLONE_CHILD_START,
  CLONE_VTID,
  CLONE_VPID,
  CLONE_CHILD_CGROUP,
  CLONE_SLOTS
};
enum exit_slot { EXIT_STATUS, EXIT_RET, EXIT_SIG, EXIT_CORE, EXIT_REAPER, EXIT_SLOTS };

// Number of a process as the namespace at that level counts; 0: it is not in one so deep.
INLINE u64 pid_at(struct pid *pid, u32 level) {
  int number = 0;
  if (!pid || level > FIELD(struct pid, pid, level) || level > 32) return 0;
  bpf_probe_read_kernel(&number, sizeof number,
                        (void *)pid + bpf_core_field_offset(struct pid, numbers) + (u64)level * bpf_core_type_size(struct upid));
  return number;
}

INLINE u64 terminal_of(struct signal_struct *signal) {
  struct tty_struct *tty = FIELD(struct signal_struct, signal, tty);
  if (!tty) return 0;
  u32 major = BPF_CORE_READ(tty, driver, major), minor = BPF_CORE_READ(tty, driver, minor_start) + BPF_CORE_READ(tty, index);
  return (minor & 0xff) | major << 8 | (minor & ~0xffu) << 12;
}

INLINE u64 changed_ns(struct inode *inode) {
  if (bpf_core_field_exists(inode->i_ctime_sec))
    return FIELD(struct inode, inode, i_ctime_sec) * 1000000000ull + (FIELD(struct inode, inode, i_ctime_nsec) & CTIME_NS);
  struct inode___named *named = (void *)inode;
  if (bpf_core_field_exists(named->__i_ctime))
    return BPF_CORE_READ(named, __i_ctime.tv_sec) * 1000000000ull + BPF_CORE_READ(named, __i_ctime.tv_nsec);
  struct inode___old *old = (void *)inode;
  return BPF_CORE_READ(old, i_ctime.tv_sec) * 1000000000ull + BPF_CORE_READ(old, i_ctime.tv_nsec);
}

INLINE u64 modified_ns(struct inode *inode) {
  if (bpf_core_field_exists(inode->i_mtime_sec))
    return FIELD(struct inode, inode, i_mtime_sec) * 1000000000ull + FIELD(struct inode, inode, i_mtime_nsec);
  struct inode___old *old = (void *)inode;
  return BPF_CORE_READ(old, i_mtime.tv_sec) * 1000000000ull + BPF_CORE_READ(old, i_mtime.tv_nsec);
}

INLINE bool is_writable(struct inode *inode, struct task_struct *task) {
  const struct cred *cred = task->cred;
  u16 mode = FIELD(struct inode, inode, i_mode);
  if (mode & S_WRITE_OTHERS) return true;
  if (mode & S_WRITE_OWNER && FIELD(struct inode, inode, i_uid.val) == cred->fsuid.val) return true;
  if (mode & S_WRITE_GROUP && FIELD(struct inode, inode, i_gid.val) == cred->fsgid.val) return true;
  return cred->cap_effective.val >> CAP_DAC_OVERRIDE_BIT & 1;
}

INLINE bool is_memfd(struct dentry *dentry) {
  struct dentry_part part = {};
  read_dentry(&part, dentry);
  char name[7] = {};
  if (part.parent != dentry || bpf_probe_read_kernel(name, 6, part.name)) return false;
  return name[0] == 'm' && name[1] == 'e' && name[2] == 'm' && name[3] == 'f' && name[4] == 'd' && name[5] == ':';
}

__noinline u64 exe_flags(u64 file_address) {
  struct task_struct *task = current_task();
  struct file *file = (void *)file_address;
  struct inode *inode = FIELD(struct file, file, f_inode);
  u64 out = layer_of(inode);
  if (is_writable(inode, task)) out |= EXE_WRITABLE;
  if (is_memfd(FIELD(struct file, file, f_path.dentry))) out |= EXE_FROM_MEMFD;
  return out;
}

// Both lie one after the other at the top of the new stack. They are the first texts of the record, so that their place is known.
__noinline int put_arguments(struct scratch *s) {
  struct task_struct *task = current_task();
  struct mm_struct *mm = task->mm;
  if (!s) return 0;
  const u32 at = sizeof(struct batten_event) + EXEC_SLOTS * 8;
  unsigned long begin = FIELD(struct mm_struct, mm, arg_start), end = FIELD(struct mm_struct, mm, arg_end);
  u64 size = end - begin;
  set_slot(s, EXEC_EXE, BATTEN_ABSENT);
  set_slot(s, EXEC_ARGS, BATTEN_ABSENT);
  if (end <= begin) return 0;
  if (size > ARGUMENTS_SIZE) {
    size = ARGUMENTS_SIZE;
    mark_cut(s);
  }
  if (bpf_probe_read_user(s->record + at, size, (void *)begin)) {
    // A page is not in memory; what stands before it may be.
    long n = bpf_probe_read_user_str(s->record + at, TEXT_SIZE, (void *)begin);
    mark_cut(s);
    if (n <= 0) return 0;
    size = n;
  }
  s->used = at + size;
  if (size >= 1 && size <= ARGUMENTS_SIZE) s->record[at + size - 1] = 0;
  long first = bpf_probe_read_kernel_str(s->path, TEXT_SIZE, s->record + at);
  if (first <= 0 || first > (long)size) return 0;
  set_slot(s, EXEC_EXE, text_slot(at, first - 1));
  set_slot(s, EXEC_ARGS, text_slot(at + first, size - first));
  return 0;
}

INLINE u64 put_environment(struct scratch *s, struct mm_struct *mm) {
  if (!switches.needs_environment) return BATTEN_ABSENT;
  unsigned long begin = BPF_CORE_READ(mm, env_start), end = BPF_CORE_READ(mm, env_end);
  if (end <= begin) return BATTEN_ABSENT;
  u64 size = end - begin;
  if (size > TEXT_SIZE) {
    size = TEXT_SIZE;
    mark_cut(s);
  }
  return put_user_bytes(s, (void *)begin, size);
}

// Functions that are not static are verified once; they answer a number because the verifier wants one.
__noinline int put_identity(struct scratch *s) {
  struct task_struct *task = current_task();
  if (!s) return 0;
  struct signal_struct *signal = task->signal;
  const struct cred *cred = task->cred;
  struct task_struct *parent = task->real_parent;
  struct pid *own = BPF_CORE_READ(task, thread_pid);
  struct pid *group = FIELD(struct signal_struct, signal, pids[PIDTYPE_PGID]);
  struct pid *session = FIELD(struct signal_struct, signal, pids[PIDTYPE_SID]);
  u32 level = FIELD(struct pid, own, level);
  set_slot(s, EXEC_TID, task->pid);
  set_slot(s, EXEC_PID, task->tgid);
  set_slot(s, EXEC_PTID, FIELD(struct task_struct, parent, tgid));
  struct task_struct *leader = FIELD(struct task_struct, parent, group_leader);
  set_slot(s, EXEC_PARENT_START, FIELD(struct task_struct, leader, start_boottime));
  set_slot(s, EXEC_TTY, terminal_of(signal));
  set_slot(s, EXEC_LOGINUID, (s64)(s32)task->loginuid.val);
  set_slot(s, EXEC_INHERITABLE, cred->cap_inheritable.val);
  set_slot(s, EXEC_PERMITTED, cred->cap_permitted.val);
  set_slot(s, EXEC_EFFECTIVE, cred->cap_effective.val);
  set_slot(s, EXEC_UID, cred->euid.val);
  set_slot(s, EXEC_GID, cred->egid.val);
  set_slot(s, EXEC_PGID, pid_at(group, 0));
  set_slot(s, EXEC_SID, pid_at(session, 0));
  set_slot(s, EXEC_VPGID, pid_at(group, level));
  set_slot(s, EXEC_VSID, pid_at(session, level));
  set_slot(s, EXEC_VTID, pid_at(own, level));
  set_slot(s, EXEC_VPID, pid_at(FIELD(struct signal_struct, signal, pids[PIDTYPE_TGID]), level));
  return 0;
}

INLINE u64 stream_of(struct file *file) {
  if (!file) return BATTEN_STREAM_UNKNOWN;
  struct inode *inode = BPF_CORE_READ(file, f_inode);
  u32 kind = FIELD(struct inode, inode, i_mode) & S_IFMT;
  if (kind == S_IFIFO) return BATTEN_STREAM_PIPE;
  if (kind == S_IFDIR) return BATTEN_STREAM_DIRECTORY;
  if (kind != S_IFSOCK) return BATTEN_STREAM_FILE;
  struct socket *socket = BPF_CORE_READ(file, private_data);
  u16 family = BPF_CORE_READ(socket, sk, __sk_common.skc_family);
  if (family == AF_UNIX) return BATTEN_STREAM_UNIX;
  if (family == AF_INET) return BATTEN_STREAM_IPV4;
  return family == AF_INET6 ? BATTEN_STREAM_IPV6 : BATTEN_STREAM_UNKNOWN;
}

__noinline int put_streams(struct scratch *s) {
  if (!s) return 0;
  struct task_struct *task = current_task();
  set_slot(s, EXEC_STREAMS, stream_of(file_of(task, 0)) | stream_of(file_of(task, 1)) << 4 | stream_of(file_of(task, 2)) << 8);
  return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(process_exec, struct task_struct *executing, int old_pid, struct linux_binprm *loaded) {
  struct task_struct *task = PLAIN(struct task_struct, executing);
  struct linux_binprm *bprm = PLAIN(struct linux_binprm, loaded);
  struct scratch *s = scratch_of(&scratch_process);
  // The number of the call is gone by now. A program that was named by a descriptor has such a path.
  u32 type = bprm->fdpath ? BATTEN_EXECVEAT : BATTEN_EXECVE;
  struct batten_counts *c = counts_of(type);
  if (!s || !c) return 0;
  begin_record(s, type, EXEC_SLOTS, task, 0);
  struct mm_struct *mm = task->mm;
  put_arguments(s);
  put_identity(s);
  put_streams(s);
  set_slot(s, EXEC_ENV, put_environment(s, mm));
  set_slot(s, EXEC_COMM, put_kernel_text(s, (void *)task + bpf_core_field_offset(struct task_struct, comm)));
  struct file *file = BPF_CORE_READ(mm, exe_file);
  struct inode *inode = FIELD(struct file, file, f_inode);
  set_slot(s, EXEC_FLAGS, exe_flags((u64)file));
  set_slot(s, EXEC_INODE, FIELD(struct inode, inode, i_ino));
  struct super_block *super = FIELD(struct inode, inode, i_sb);
  set_slot(s, EXEC_DEVICE, FIELD(struct super_block, super, s_dev));
  set_slot(s, EXEC_CTIME, changed_ns(inode));
  set_slot(s, EXEC_MTIME, modified_ns(inode));
  set_slot(s, EXEC_REAL, put_file_path(s, file, true));
  u64 directory = put_own_directory(s, task);
  set_slot(s, EXEC_CWD, directory);
  char first = 0;
  const char *name = bprm->filename;
  bpf_probe_read_kernel(&first, 1, name);
  set_slot(s, EXEC_FILENAME, put_kernel_text(s, name));
  set_slot(s, EXEC_BASE, first == '/' ? BATTEN_ABSENT : directory);
  send_record(s, type, true);
  return 0;
}

INLINE u32 clone_type(u32 call) {
  if (call == settings.call_clone3) return BATTEN_CLONE3;
  if (call == settings.call_fork) return BATTEN_FORK;
  return call == settings.call_vfork ? BATTEN_VFORK : BATTEN_CLONE;
}

INLINE u64 clone_flags(u32 type) {
  struct pt_regs *regs = current_registers();
#if defined(__TARGET_ARCH_x86)
  u64 argument = regs->di;
#else
  u64 argument = regs->orig_x0;
#endif
  if (type == BATTEN_FORK) return 0;
  if (type == BATTEN_VFORK) return CLONE_VFORK | CLONE_VM;
  if (type == BATTEN_CLONE) return argument;
  u64 flags = 0;
  bpf_probe_read_user(&flags, sizeof flags, (void *)argument);
  return flags;
}

// By the parent. Threads are not told: nothing is asked of them that their process does not answer.
SEC("tp_btf/sched_process_fork")
int BPF_PROG(process_fork, struct task_struct *forking, struct task_struct *forked) {
  struct task_struct *parent = PLAIN(struct task_struct, forking), *child = PLAIN(struct task_struct, forked);
  if (child->pid != child->tgid || child->flags & PF_KTHREAD) return 0;
  struct scratch *s = scratch_of(&scratch_process);
  u32 type = clone_type(call_number(current_registers()));
  struct batten_counts *c = counts_of(type);
  if (!s || !c) return 0;
  begin_record(s, type, CLONE_SLOTS, parent, child->pid);
  const struct cred *cred = child->cred;
  struct pid *own = BPF_CORE_READ(child, thread_pid);
  u32 level = FIELD(struct pid, own, level);
  set_slot(s, CLONE_FLAGS, clone_flags(type));
  set_slot(s, CLONE_UID, cred->euid.val);
  set_slot(s, CLONE_GID, cred->egid.val);
  set_slot(s, CLONE_CHILD_PID, child->tgid);
  set_slot(s, CLONE_CHILD_TID, child->pid);
  set_slot(s, CLONE_CHILD_START, child->start_boottime);
  set_slot(s, CLONE_VTID, pid_at(own, level));
  set_slot(s, CLONE_VPID, pid_at(own, level));
  set_slot(s, CLONE_CHILD_CGROUP, cgroup_id(child));
  send_record(s, type, true);
  return 0;
}

// Who takes over the children: the nearest ancestor that asked for it, else the first process of the namespace.
INLINE u64 reaper_of(struct task_struct *task) {
  struct task_struct *one = task->real_parent;
  if (BPF_CORE_READ_BITFIELD_PROBED(task->signal, has_child_subreaper)) {
    for (int i = 0; i < 16 && one; ++i) {
      struct signal_struct *signal = BPF_CORE_READ(one, signal);
      if (BPF_CORE_READ_BITFIELD_PROBED(signal, is_child_subreaper)) return BPF_CORE_READ(one, pid);
      one = BPF_CORE_READ(one, real_parent);
    }
  }
  struct nsproxy *spaces = task->nsproxy;
  struct pid_namespace *space = FIELD(struct nsproxy, spaces, pid_ns_for_children);
  struct task_struct *first = FIELD(struct pid_namespace, space, child_reaper);
  return FIELD(struct task_struct, first, pid);
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(process_exit, struct task_struct *ending) {
  struct task_struct *task = PLAIN(struct task_struct, ending);
  struct signal_struct *signal = task->signal;
  if (signal->live.counter != 0 || task->flags & PF_KTHREAD) return 0;
  struct scratch *s = scratch_of(&scratch_process);
  struct batten_counts *c = counts_of(BATTEN_PROCEXIT);
  if (!s || !c) return 0;
  begin_record(s, BATTEN_PROCEXIT, EXIT_SLOTS, task, 0);
  u32 code = signal->group_exit_code ? signal->group_exit_code : task->exit_code;
  set_slot(s, EXIT_STATUS, code);
  set_slot(s, EXIT_RET, code >> 8 & 0xff);
  set_slot(s, EXIT_SIG, code & 0x7f);
  set_slot(s, EXIT_CORE, code >> 7 & 1);
  set_slot(s, EXIT_REAPER, reaper_of(task));
  send_record(s, BATTEN_PROCEXIT, true);
  return 0;
}

INLINE bool is_executing(struct task_struct *task) {
  return bpf_core_field_exists(task->in_execve) && BPF_CORE_READ_BITFIELD_PROBED(task, in_execve);
}

SEC("tp_btf/task_rename")
int BPF_PROG(process_rename, struct task_struct *renamed, const char *name) {
  struct task_struct *task = PLAIN(struct task_struct, renamed);
  // An exec also renames, and tells the name itself. A thread's name is not its process's.
  if (task->pid != task->tgid || is_executing(task)) return 0;
  struct scratch *s = scratch_of(&scratch_other);
  struct batten_counts *c = counts_of(BATTEN_TASK_RENAME);
  if (!s || !c) return 0;
  begin_record(s, BATTEN_TASK_RENAME, 1, current_task(), 0);
  struct batten_event *e = (struct batten_event *)s->record;
  e->pid = e->tid = task->tgid;
  e->start_ns = task->start_boottime;
  set_slot(s, 0, put_kernel_text(s, name));
  send_record(s, BATTEN_TASK_RENAME, true);
  return 0;
}

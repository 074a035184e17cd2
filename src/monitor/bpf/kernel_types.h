// SPDX-License-Identifier: Apache-2.0
//
// The few structures of the kernel that the programs read, with the fields they read. Where a field lies is not taken from here: the
// loader moves every access to the place that the running kernel's type information says (CO-RE), so this compiles without any kernel's
// headers. Names ending in ___ and a word are other shapes that a structure has had; the loader ignores the ending.
#pragma once

#include <linux/types.h>
#include <stdbool.h>

#define BATTEN_KERNEL __attribute__((preserve_access_index))

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s32 s32;
typedef __s64 s64;

// Numbers that the kernel wraps into a structure; the loader tells structures from numbers.
typedef struct {
  u32 val;
} kuid_t;
typedef struct {
  u32 val;
} kgid_t;
typedef struct {
  u64 val;
} kernel_cap_t;  // once two numbers of 32 bits, which lie the same
typedef struct {
  int counter;
} atomic_t;

struct qstr {
  union {
    struct {
      u32 hash;
      u32 len;
    };
    u64 hash_len;
  };
  const unsigned char *name;
} BATTEN_KERNEL;

struct list_head {
  struct list_head *next;
} BATTEN_KERNEL;

struct hlist_bl_node {
  struct hlist_bl_node **pprev;
} BATTEN_KERNEL;

struct super_block {
  u32 s_dev;
  unsigned long s_magic;
} BATTEN_KERNEL;

struct timespec64 {
  s64 tv_sec;
  long tv_nsec;
} BATTEN_KERNEL;

struct inode {
  u16 i_mode;
  kuid_t i_uid;
  kgid_t i_gid;
  struct super_block *i_sb;
  unsigned long i_ino;
  u32 i_nlink;
  u32 i_rdev;
  s64 i_ctime_sec;
  u32 i_ctime_nsec;
  s64 i_mtime_sec;
  u32 i_mtime_nsec;
} BATTEN_KERNEL;

struct inode___pidfs {
  void *i_private;
} BATTEN_KERNEL;

struct inode___named {
  struct timespec64 __i_ctime;
  struct timespec64 i_mtime;
} BATTEN_KERNEL;

struct inode___old {
  struct timespec64 i_ctime;
  struct timespec64 i_mtime;
} BATTEN_KERNEL;

struct dentry {
  struct hlist_bl_node d_hash;
  struct dentry *d_parent;
  struct qstr d_name;
  struct inode *d_inode;
  struct super_block *d_sb;
} BATTEN_KERNEL;

struct vfsmount {
  struct dentry *mnt_root;
  struct super_block *mnt_sb;
  int mnt_flags;
} BATTEN_KERNEL;

struct mount {
  struct mount *mnt_parent;
  struct dentry *mnt_mountpoint;
  struct vfsmount mnt;
} BATTEN_KERNEL;

struct path {
  struct vfsmount *mnt;
  struct dentry *dentry;
} BATTEN_KERNEL;

struct file {
  void *private_data;
  struct inode *f_inode;
  struct path f_path;
  u32 f_flags;
  u32 f_mode;
} BATTEN_KERNEL;

struct fdtable {
  u32 max_fds;
  struct file **fd;
} BATTEN_KERNEL;

struct files_struct {
  struct fdtable *fdt;
} BATTEN_KERNEL;

struct fs_struct {
  struct path root;
  struct path pwd;
} BATTEN_KERNEL;

struct ns_common {
  u32 inum;
} BATTEN_KERNEL;

struct mnt_namespace {
  struct ns_common ns;
} BATTEN_KERNEL;

struct pid_namespace {
  u32 level;
  struct task_struct *child_reaper;
} BATTEN_KERNEL;

struct nsproxy {
  struct mnt_namespace *mnt_ns;
  struct pid_namespace *pid_ns_for_children;
} BATTEN_KERNEL;

struct upid {
  int nr;
} BATTEN_KERNEL;

struct pid {
  u32 level;
  struct upid numbers[1];
} BATTEN_KERNEL;

struct cred {
  kuid_t uid;
  kgid_t gid;
  kuid_t euid;
  kgid_t egid;
  kuid_t fsuid;
  kgid_t fsgid;
  kernel_cap_t cap_inheritable;
  kernel_cap_t cap_permitted;
  kernel_cap_t cap_effective;
  struct user_namespace *user_ns;
} BATTEN_KERNEL;

struct tty_driver {
  int major;
  int minor_start;
} BATTEN_KERNEL;

struct tty_struct {
  struct tty_driver *driver;
  int index;
} BATTEN_KERNEL;

enum pid_type { PIDTYPE_PID, PIDTYPE_TGID, PIDTYPE_PGID, PIDTYPE_SID };

struct signal_struct {
  atomic_t live;
  int group_exit_code;
  u32 flags;
  struct pid *pids[4];
  struct tty_struct *tty;
  u32 is_child_subreaper : 1;
  u32 has_child_subreaper : 1;
} BATTEN_KERNEL;

struct mm_struct {
  unsigned long arg_start;
  unsigned long arg_end;
  unsigned long env_start;
  unsigned long env_end;
  struct file *exe_file;
} BATTEN_KERNEL;

struct kernfs_node {
  u64 id;
} BATTEN_KERNEL;

struct cgroup_root {
  int hierarchy_id;
} BATTEN_KERNEL;

struct cgroup_subsys_state {
  struct cgroup *cgroup;
  struct cgroup_subsys_state *parent;
} BATTEN_KERNEL;

struct cgroup {
  struct cgroup_subsys_state self;
  struct kernfs_node *kn;
  struct cgroup_root *root;
} BATTEN_KERNEL;

struct css_set {
  struct cgroup_subsys_state *subsys[1];
  struct cgroup *dfl_cgrp;
} BATTEN_KERNEL;

enum cgroup_subsys_id { cpu_cgrp_id, memory_cgrp_id, devices_cgrp_id, pids_cgrp_id };

struct thread_info {
  unsigned long flags;
  u32 status;
} BATTEN_KERNEL;

#define TS_COMPAT 2            // of status, x86
#define TIF_32BIT (1ul << 22)  // of flags, arm64

struct task_struct {
  struct thread_info thread_info;
  u32 flags;
  int exit_code;
  int pid;
  int tgid;
  struct task_struct *real_parent;
  struct task_struct *group_leader;
  struct pid *thread_pid;
  u64 start_boottime;
  kuid_t loginuid;
  const struct cred *cred;
  const struct cred *real_cred;
  char comm[16];
  struct fs_struct *fs;
  struct files_struct *files;
  struct nsproxy *nsproxy;
  struct signal_struct *signal;
  struct mm_struct *mm;
  struct css_set *cgroups;
  unsigned in_execve : 1;
} BATTEN_KERNEL;

struct linux_binprm {
  struct file *file;
  const char *filename;
  const char *interp;
  const char *fdpath;
} BATTEN_KERNEL;

struct in6_addr {
  u8 bytes[16];
};

struct sock_common {
  u32 skc_daddr;
  u32 skc_rcv_saddr;
  u16 skc_dport;
  u16 skc_num;
  u16 skc_family;
  volatile u8 skc_state;
  struct in6_addr skc_v6_daddr;
  struct in6_addr skc_v6_rcv_saddr;
} BATTEN_KERNEL;

struct sock {
  struct sock_common __sk_common;
  u16 sk_type;
  u16 sk_protocol;
  u8 sk_userlocks : 4;
} BATTEN_KERNEL;

struct inet_bind_bucket {
  signed char fastreuse;
} BATTEN_KERNEL;

struct inet_connection_sock {
  struct inet_bind_bucket *icsk_bind_hash;
} BATTEN_KERNEL;

struct socket {
  short type;
  struct sock *sk;
} BATTEN_KERNEL;

struct unix_address {
  int len;
} BATTEN_KERNEL;

struct unix_sock {
  struct unix_address *addr;
  struct sock *peer;
} BATTEN_KERNEL;

struct sk_buff {
  struct sock *sk;
  u32 len;
  u32 data_len;
  u16 transport_header;
  u16 network_header;
  unsigned char *head;
  unsigned char *data;
} BATTEN_KERNEL;

struct user_namespace;

struct io_kiocb {
  u8 opcode;
} BATTEN_KERNEL;

struct kernel_siginfo {
  int si_signo;
} BATTEN_KERNEL;

#if defined(__TARGET_ARCH_x86)
struct pt_regs {
  unsigned long di, si, dx, r10, r8, r9, orig_ax, ax, bx, cx, bp;
} BATTEN_KERNEL;
#elif defined(__TARGET_ARCH_arm64)
struct pt_regs {
  u64 regs[31];
  u64 orig_x0;
  s32 syscallno;
} BATTEN_KERNEL;
#else
#error "the registers of this processor are not described yet"
#endif

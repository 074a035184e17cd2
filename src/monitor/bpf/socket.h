// SPDX-License-Identifier: Apache-2.0
//
// Both sides of a socket: from the socket itself, and from the address that the call was given where the socket does not know it.
#pragma once

#include "monitor/bpf/path.h"

#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define S_IFMT 0170000
#define S_IFSOCK 0140000
#define UNIX_PATH_SIZE 108

INLINE struct sock *sock_of(struct file *file) {
  if (!file || (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) != S_IFSOCK) return 0;
  struct socket *socket = BPF_CORE_READ(file, private_data);
  return BPF_CORE_READ(socket, sk);
}

INLINE void read_sock(struct batten_socket *out, struct sock *sk) {
  out->family = BPF_CORE_READ(sk, __sk_common.skc_family);
  out->protocol = BPF_CORE_READ(sk, sk_protocol);
  if (out->family == AF_INET) {
    out->local_port = BPF_CORE_READ(sk, __sk_common.skc_num);
    out->remote_port = bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport));
    *(u32 *)out->local = BPF_CORE_READ(sk, __sk_common.skc_rcv_saddr);
    *(u32 *)out->remote = BPF_CORE_READ(sk, __sk_common.skc_daddr);
  } else if (out->family == AF_INET6) {
    out->local_port = BPF_CORE_READ(sk, __sk_common.skc_num);
    out->remote_port = bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport));
    BPF_CORE_READ_INTO(&out->local, sk, __sk_common.skc_v6_rcv_saddr);
    BPF_CORE_READ_INTO(&out->remote, sk, __sk_common.skc_v6_daddr);
  }
}

#define IPPROTO_TCP_NUMBER 6
#define SOCK_PORT_ASKED_FOR 8

// An accepted connection shares its port with the socket that listened: the port was bound (one that a connect took by itself says -1),
// but not by this socket. So is one that was bound to any port before it connected.
INLINE bool was_accepted(struct sock *sk, const struct batten_socket *ends) {
  if (ends->protocol != IPPROTO_TCP_NUMBER || !ends->remote_port) return false;
  struct inet_bind_bucket *bound = BPF_CORE_READ((struct inet_connection_sock *)sk, icsk_bind_hash);
  return bound && BPF_CORE_READ(bound, fastreuse) >= 0 && !(BPF_CORE_READ_BITFIELD_PROBED(sk, sk_userlocks) & SOCK_PORT_ASKED_FOR);
}

struct inet_address {
  u16 family, port;
  u32 v4;  // flow information of IPv6
  u8 bytes[16];
};

// What a call was given: the remote side, or the local one of a bind.
INLINE void read_address(struct batten_socket *out, const void *address, bool local) {
  struct inet_address a = {};
  if (bpf_probe_read_user(&a, 8, address)) return;
  u16 port = bpf_ntohs(a.port);
  if (a.family == AF_INET)
    *(u32 *)a.bytes = a.v4;
  else if (a.family != AF_INET6 || bpf_probe_read_user(a.bytes, sizeof a.bytes, address + 8))
    return;
  if (!out->family) out->family = a.family;
  if (local) {
    out->local_port = port;
    __builtin_memcpy(out->local, a.bytes, sizeof a.bytes);
    return;
  }
  out->remote_port = port;
  barrier_var(port);  // else the compiler joins both branches into arithmetic on pointers, which is refused
  __builtin_memcpy(out->remote, a.bytes, sizeof a.bytes);
}

// Path of a Unix socket behind the structure; '@' stands for the zero byte of an abstract name.
INLINE u32 put_unix_name(struct scratch *s, const void *name, u64 length, bool user) {
  u64 used = s->used;
  if (used > RECORD_LIMIT || length == 0) return 0;
  if (length > UNIX_PATH_SIZE) length = UNIX_PATH_SIZE;
  barrier_var(length);  // the verifier forgets what the line above said
  length &= 127;
  u8 *to = s->record + used;
  if (user ? bpf_probe_read_user(to, length, name) : bpf_probe_read_kernel(to, length, name)) return 0;
  if (to[0] == 0) {
    to[0] = '@';
    s->used = used + length;
    return length;
  }
  long n = user ? bpf_probe_read_user_str(to, length, name) : bpf_probe_read_kernel_str(to, length, name);
  if (n <= 0) return 0;
  // The kernel's text function always ends in NUL; a path may fill its field to the last byte.
  u32 size = n - 1;
  if (size == length - 1 && length > 1) {
    if (user)
      bpf_probe_read_user(to, length, name);
    else
      bpf_probe_read_kernel(to, length, name);
    u8 last = to[length - 1];
    if (last) size = length;
  }
  s->used = used + size;
  return size;
}

INLINE u32 put_unix_sock(struct scratch *s, struct unix_sock *sock) {
  struct unix_address *address = BPF_CORE_READ(sock, addr);
  if (!address) return 0;
  int length = BPF_CORE_READ(address, len);
  if (length <= 2) return 0;
  return put_unix_name(s, (void *)address + bpf_core_field_offset(struct unix_address, len) + 4 + 2, length - 2, false);
}

// Of a struct sock; given_address, length: what the call was given; 0: nothing.
__noinline u64 put_socket(struct scratch *s, u64 sock_address, u64 given_address, u32 length, u32 type) {
  struct sock *sk = (void *)sock_address;
  const void *address = (void *)given_address;
  if (!s) return BATTEN_ABSENT;
  struct batten_socket out = {};
  if (sk) read_sock(&out, sk);
  if (address && (type != BATTEN_BIND || !out.local_port)) read_address(&out, address, type == BATTEN_BIND);
  u16 family = 0;
  if (address) bpf_probe_read_user(&family, sizeof family, address);
  if (!out.family) out.family = family;
  if (!out.family) return BATTEN_ABSENT;
  out.server = type == BATTEN_ACCEPT || type == BATTEN_ACCEPT4 || type == BATTEN_LISTEN || type == BATTEN_BIND;
  if (sk && !out.server && type != BATTEN_CONNECT) out.server = was_accepted(sk, &out);
  u64 slot = put_kernel_bytes(s, &out, sizeof out);
  if (out.family == AF_UNIX && slot != BATTEN_ABSENT) {
    u32 name = 0;
    if (address && family == AF_UNIX && length > 2) name = put_unix_name(s, address + 2, length - 2, true);
    if (!name && sk) name = put_unix_sock(s, (struct unix_sock *)BPF_CORE_READ((struct unix_sock *)sk, peer));
    if (!name && sk) name = put_unix_sock(s, (struct unix_sock *)sk);
    slot += name;
  }
  return slot;
}

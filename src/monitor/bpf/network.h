// SPDX-License-Identifier: Apache-2.0
//
// TCP connections that change their state, and questions to name servers: read off the packets as they leave, whichever call sent them.
// Both may run while another program is interrupted, so they have memory of their own.
#pragma once

#include "monitor/bpf/filter.h"
#include "monitor/bpf/socket.h"

#define DNS_PORT 53
#define DNS_HEADER 12
#define DNS_SIZE 511  // a mask, too
#define UDP_HEADER 8
#define IPPROTO_UDP_NUMBER 17

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(tcp_state, struct sock *changing, int old_state, int new_state) {
  struct sock *sk = PLAIN(struct sock, changing);
  struct scratch *s = scratch_of(&scratch_network);
  struct batten_counts *c = counts_of(BATTEN_TCP_STATE);
  if (!s || !c || sk->sk_protocol != 6) return 0;
  struct task_struct *task = current_task();
  begin_record(s, BATTEN_TCP_STATE, 3, task, 0);
  set_slot(s, 0, old_state);
  set_slot(s, 1, new_state);
  set_slot(s, 2, put_socket(s, address_of(sk), 0, 0, BATTEN_TCP_STATE));
  finish_record(s, BATTEN_TCP_STATE, 2, new_state);
  return 0;
}

// One byte of the question's name: lengths become dots.
static long read_name(u32 index, struct walk *walk) {
  struct scratch *s = walk->scratch;
  struct name_reading *n = &s->name;
  u32 from = DNS_HEADER + index;
  if (from >= n->size || from >= DNS_SIZE) {
    n->length = 0;
    return 1;
  }
  u8 byte = s->path[from];
  if (n->left == 0) {
    if (byte == 0) return 1;
    if (byte > 63) {  // a pointer has no place in a question
      n->length = 0;
      return 1;
    }
    n->left = byte;
    if (index == 0) return 0;
    byte = '.';
  } else {
    n->left--;
  }
  u32 to = n->length;
  if (to >= 255) return 1;
  s->path[TEXT_SIZE + to] = byte;
  n->length = to + 1;
  return 0;
}

SEC("tp_btf/net_dev_queue")
int BPF_PROG(dns_question, struct sk_buff *leaving) {
  struct sk_buff *skb = PLAIN(struct sk_buff, leaving);
  struct sock *sk = skb->sk;
  if (!sk || sk->sk_protocol != IPPROTO_UDP_NUMBER) return 0;
  u16 udp[4] = {};
  unsigned char *start = skb->head + skb->transport_header;
  if (bpf_probe_read_kernel(udp, sizeof udp, start) || bpf_ntohs(udp[1]) != DNS_PORT) return 0;
  struct scratch *s = scratch_of(&scratch_network);
  struct batten_counts *c = counts_of(BATTEN_DNS);
  if (!s || !c) return 0;
  u64 size = (u32)(bpf_ntohs(udp[2]) - UDP_HEADER);
  u64 linear = skb->len - skb->data_len;  // begins at the lower headers, so this lets a little too much through, within the packet's memory
  if (size > linear) size = linear;
  if (size > DNS_SIZE) size = DNS_SIZE;
  size &= DNS_SIZE;
  if (size < DNS_HEADER + 5 || bpf_probe_read_kernel(s->path, size, start + UDP_HEADER)) return 0;
  if (s->path[2] & 0x80 || (s->path[4] == 0 && s->path[5] == 0)) return 0;  // an answer, or no question
  s->name.left = s->name.length = 0;
  s->name.size = size;
  struct walk walk = {.scratch = s};
  bpf_loop(256, read_name, &walk, 0);
  u64 length = s->name.length, type_at = DNS_HEADER + length + (length ? 2 : 1);
  if (length == 0 || length > 255 || type_at + 2 > size || type_at >= DNS_SIZE - 1) return 0;
  u64 type = s->path[type_at] << 8 | s->path[type_at + 1];
  struct task_struct *task = current_task();
  begin_record(s, BATTEN_DNS, 3, task, 0);
  set_slot(s, 0, put_kernel_bytes(s, s->path + TEXT_SIZE, length));
  set_slot(s, 1, type);
  struct batten_socket ends = {};
  read_sock(&ends, sk);
  ends.remote_port = DNS_PORT;
  // An unconnected socket does not know the other side; the packet does.
  u8 *network = skb->head + skb->network_header;
  if (ends.family == AF_INET) {
    bpf_probe_read_kernel(ends.remote, 4, network + 16);
    bpf_probe_read_kernel(ends.local, 4, network + 12);
  } else if (ends.family == AF_INET6) {
    bpf_probe_read_kernel(ends.remote, 16, network + 24);
    bpf_probe_read_kernel(ends.local, 16, network + 8);
  }
  set_slot(s, 2, put_kernel_bytes(s, &ends, sizeof ends));
  finish_record(s, BATTEN_DNS, 2, type);
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// TCP connections that change their state, and questions to name servers: read off the packets as they leave, whichever call sent them.
// Both may run while another program is interrupted, so they have memory of their own.
#pragma once

#include "monitor/bpf/filter.h"
#include "monitor/bpf/registers.h"
#include "monitor/bpf/socket.h"

#define DNS_PORT 53
#define DNS_HEADER 12
#define DNS_SIZE 511  // a mask, too
#define DNS_MINIMUM (DNS_HEADER + 5)
#define UDP_HEADER 8
#define TCP_HEADER 20
#define LENGTH_BYTES 2
#define IPPROTO_UDP_NUMBER 17

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(tcp_state, struct sock *changing, int old_state, int new_state) {
  struct sock *sk = PLAIN(struct sock, changing);
  struct scratch *s = scratch_of(&scratch_network);
  struct batten_counts *c = counts_of(BATTEN_TCP_STATE);
  if (!s || !c || sk->sk_protocol != IPPROTO_TCP_NUMBER) return 0;
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

// Of a message of that size in s->path; nothing where it is an answer, or holds no question.
INLINE void tell_question(struct scratch *s, struct sk_buff *skb, struct sock *sk, u64 size) {
  struct batten_counts *c = counts_of(BATTEN_DNS);
  if (!c || s->path[2] & 0x80 || (s->path[4] == 0 && s->path[5] == 0)) return;
  s->name.left = s->name.length = 0;
  s->name.size = size;
  struct walk walk = {.scratch = s};
  bpf_loop(256, read_name, &walk, 0);
  u64 length = s->name.length, type_at = DNS_HEADER + length + (length ? 2 : 1);
  if (length == 0 || length > 255 || type_at + 2 > size || type_at >= DNS_SIZE - 1) return;
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
}

INLINE void look_at_udp(struct sk_buff *skb, struct sock *sk) {
  u16 udp[4] = {};
  unsigned char *start = skb->head + skb->transport_header;
  if (bpf_probe_read_kernel(udp, sizeof udp, start) || bpf_ntohs(udp[1]) != DNS_PORT) return;
  struct scratch *s = scratch_of(&scratch_network);
  if (!s) return;
  u64 size = (u32)(bpf_ntohs(udp[2]) - UDP_HEADER);
  u64 linear = skb->len - skb->data_len;  // begins at the lower headers, so this lets a little too much through, within the packet's memory
  if (size > linear) size = linear;
  if (size > DNS_SIZE) size = DNS_SIZE;
  size &= DNS_SIZE;
  if (size < DNS_MINIMUM || bpf_probe_read_kernel(s->path, size, start + UDP_HEADER)) return;
  tell_question(s, skb, sk, size);
}

struct sent_bytes {
  u64 begin, size;
};

// What the call that the process is in sends through that socket, where the message lies in one piece; begin is 0: it is not in such a
// call. A packet's own bytes lie in pages, which programs can't read.
INLINE struct sent_bytes sent_by_call(struct task_struct *task, struct sock *sk) {
  struct sent_bytes none = {}, parts[2] = {};
  struct pt_regs *regs = current_registers();
  if (is_other_table(task)) return none;
  u32 call = call_number(regs);
  if (call != CALL_WRITE && call != CALL_WRITEV && call != CALL_SENDTO && call != CALL_SENDMSG) return none;
  if (sock_of(file_of(task, (s32)first_argument(regs))) != sk) return none;
  u64 from = second_argument(regs), count = third_argument(regs);
  if (call == CALL_WRITE || call == CALL_SENDTO) return (struct sent_bytes){.begin = from, .size = count};
  if (call == CALL_SENDMSG) {
    u64 header[4] = {};
    bpf_probe_read_user(header, sizeof header, (void *)from);
    from = header[2];
    count = header[3];
  }
  bpf_probe_read_user(parts, count > 1 ? sizeof parts : sizeof parts[0], (void *)from);
  // The length is often a part of its own.
  return count > 1 && parts[0].size == LENGTH_BYTES ? parts[1] : parts[0];
}

// Over TCP the message's length stands before it.
INLINE void look_at_tcp(struct sk_buff *skb, struct sock *sk) {
  u8 tcp[TCP_HEADER] = {};
  unsigned char *start = skb->head + skb->transport_header;
  if (bpf_probe_read_kernel(tcp, sizeof tcp, start) || (tcp[2] << 8 | tcp[3]) != DNS_PORT) return;
  if (start + (tcp[12] >> 4) * 4 >= skb->data + skb->len) return;  // no bytes of the program's
  struct sent_bytes sent = sent_by_call(current_task(), sk);
  struct scratch *s = scratch_of(&scratch_network);
  if (!s || !sent.begin || sent.size < DNS_MINIMUM) return;
  u8 length[LENGTH_BYTES] = {};
  bpf_probe_read_user(length, sizeof length, (void *)sent.begin);
  const u64 said = length[0] << 8 | length[1];
  if (said >= DNS_MINIMUM && said + LENGTH_BYTES <= sent.size) {
    sent.begin += LENGTH_BYTES;
    sent.size = said;
  }
  u64 size = sent.size > DNS_SIZE ? DNS_SIZE : sent.size;
  size &= DNS_SIZE;
  if (size < DNS_MINIMUM || bpf_probe_read_user(s->path, size, (void *)sent.begin)) return;
  tell_question(s, skb, sk, size);
}

SEC("tp_btf/net_dev_queue")
int BPF_PROG(dns_question, struct sk_buff *leaving) {
  struct sk_buff *skb = PLAIN(struct sk_buff, leaving);
  struct sock *sk = skb->sk;
  if (!sk) return 0;
  if (sk->sk_protocol == IPPROTO_UDP_NUMBER)
    look_at_udp(skb, sk);
  else if (sk->sk_protocol == IPPROTO_TCP_NUMBER)
    look_at_tcp(skb, sk);
  return 0;
}

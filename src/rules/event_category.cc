// SPDX-License-Identifier: Apache-2.0
#include "rules/event_category.h"

namespace batten::rules {

std::string_view category_of(model::EventType type) {
  if (type <= BATTEN_OPEN_BY_HANDLE_AT) return "file";
  if (type <= BATTEN_PROCEXIT) return "process";
  if (type <= BATTEN_RECVMSG) return "net";
  if (type <= BATTEN_FCHOWNAT) return "file";
  if (type <= BATTEN_PIVOT_ROOT) return "system";
  if (type <= BATTEN_FCHDIR) return "file";
  if (type <= BATTEN_PIDFD_GETFD) return "ipc";
  if (type <= BATTEN_DUP3) return "file";
  if (type <= BATTEN_UNSHARE) return "process";
  if (type <= BATTEN_SETRESGID) return "user";
  if (type <= BATTEN_PRCTL) return "process";
  if (type <= BATTEN_KEXEC_FILE_LOAD) return "system";
  switch (type) {
    case BATTEN_MEMFD_CREATE:
    case BATTEN_MEMFD_SECRET:
    case BATTEN_USERFAULTFD: return "memory";
    case BATTEN_KILL:
    case BATTEN_TKILL:
    case BATTEN_TGKILL:
    case BATTEN_SIGNALDELIVER: return "signal";
    case BATTEN_TCP_STATE:
    case BATTEN_DNS: return "net";
    case BATTEN_FILE_CHANGE: return "file";
    case BATTEN_IO_URING_SETUP:
    case BATTEN_IO_URING_ENTER:
    case BATTEN_IO_URING_REGISTER:
    case BATTEN_IO_URING_OP: return "IO-other";
    default: return "other";
  }
}

bool is_syscall(model::EventType type) { return type != BATTEN_PROCEXIT && type < BATTEN_SIGNALDELIVER; }

char io_direction(model::EventType type) {
  switch (type) {
    case BATTEN_RECVFROM:
    case BATTEN_RECVMSG: return 'r';
    case BATTEN_SENDTO:
    case BATTEN_SENDMSG: return 'w';
    default: return 0;
  }
}

}  // namespace batten::rules

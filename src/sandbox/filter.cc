// SPDX-License-Identifier: Apache-2.0
//
// What a worker needs: reading the descriptors it was handed, its answer socket, memory, threads of its own.
// There is no call in the list that names a file, makes a socket, starts a program or looks at another process.
#include "sandbox/filter.h"

#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

namespace batten::sandbox {
namespace {

constexpr int kAllowed[] = {
    // descriptors
    SCMP_SYS(read),
    SCMP_SYS(pread64),
    SCMP_SYS(readv),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(sendmsg),
    SCMP_SYS(sendto),
    SCMP_SYS(recvmsg),
    SCMP_SYS(recvfrom),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(close),
    SCMP_SYS(poll),
    // memory
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    // threads and time
    SCMP_SYS(futex),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(gettid),
    SCMP_SYS(getpid),
    SCMP_SYS(getrandom),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

// (argument & mask) == value. The library's macros for this are no C++.
scmp_arg_cmp masked(unsigned argument, scmp_datum_t mask, scmp_datum_t value) {
  return {.arg = argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = value};
}

}  // namespace

Result<void> install_filter() {
  std::unique_ptr<void, decltype(&seccomp_release)> filter(seccomp_init(SCMP_ACT_KILL_PROCESS), &seccomp_release);
  if (!filter) return Error{Code::kInternal, "seccomp: no memory for the filter"};
  int failed = seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);
  for (int call : kAllowed) {
    if (failed == 0) failed = seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0);
  }
  auto allow = [&](int call, scmp_arg_cmp condition) {
    if (failed == 0) failed = seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 1, condition);
  };
  // Memory that can be executed is nothing a worker needs.
  allow(SCMP_SYS(mmap), masked(2, PROT_EXEC, 0));
  allow(SCMP_SYS(mprotect), masked(2, PROT_EXEC, 0));
  // Threads yes, processes no. clone3 has its flags in memory, so glibc is sent back to clone.
  allow(SCMP_SYS(clone), masked(0, CLONE_THREAD | CLONE_NEWUSER, CLONE_THREAD));
  if (failed == 0) failed = seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
  // abort() sends SIGABRT to itself; to nobody else.
  allow(SCMP_SYS(tgkill), masked(0, ~scmp_datum_t{0}, static_cast<scmp_datum_t>(::getpid())));
  // The C library and others try these on the way (fstat is newfstatat there, memory areas get names): refused, and they go on.
  for (int call : {SCMP_SYS(newfstatat), SCMP_SYS(statx)}) {
    if (failed == 0) failed = seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 0);
  }
  if (failed == 0) failed = seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prctl), 0);
  if (failed == 0) failed = seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(fcntl), 0);
  if (failed == 0) failed = seccomp_load(filter.get());
  if (failed != 0) return base::errno_error("seccomp filter", -failed);
  return {};
}

}  // namespace batten::sandbox

// SPDX-License-Identifier: Apache-2.0
#include "sandbox/confine.h"

#include <grp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>

#include "base/fd.h"
#include "base/format.h"
#include "sandbox/filter.h"

namespace batten::sandbox {
namespace {

constexpr uid_t kNobody = 65534;

// struct landlock_ruleset_attr of linux/landlock.h; the header of the build machine may be older than the kernel.
struct RulesetAttributes {
  std::uint64_t handled_access_fs = 0;
  std::uint64_t handled_access_net = 0;  // from version 4 on
  std::uint64_t scoped = 0;              // from version 6 on
};

constexpr long kLandlockCreateRuleset = 444, kLandlockRestrictSelf = 446;
constexpr std::uint32_t kLandlockQueryVersion = 1;

// Every file access right that the version knows, with no rule that grants any.
void restrict_files() {
  int version = landlock_version();
  if (version <= 0) return;
  RulesetAttributes attributes;
  int rights = version == 1 ? 13 : version == 2 ? 14 : version < 5 ? 15 : 16;
  attributes.handled_access_fs = (std::uint64_t{1} << rights) - 1;
  std::size_t size = 8;
  if (version >= 4) attributes.handled_access_net = 3, size = 16;
  if (version >= 6) attributes.scoped = 3, size = 24;
  base::Fd ruleset(static_cast<int>(::syscall(kLandlockCreateRuleset, &attributes, size, 0)));
  if (ruleset.valid()) ::syscall(kLandlockRestrictSelf, ruleset.get(), 0);
}

void set_limit(__rlimit_resource resource, rlim_t value) {
  rlimit limit{value, value};
  ::setrlimit(resource, &limit);
}

}  // namespace

int landlock_version() { return static_cast<int>(::syscall(kLandlockCreateRuleset, nullptr, 0, kLandlockQueryVersion)); }

std::uint8_t leave_namespaces() {
  constexpr int kWanted = CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS;
  bool own = ::unshare(kWanted) == 0 || ::unshare(kWanted | CLONE_NEWUSER) == 0;
  return static_cast<std::uint8_t>((own ? 0 : kLacksNamespaces) | (landlock_version() > 0 ? 0 : kLacksLandlock));
}

base::Notes lack_notes(std::uint8_t lacks) {
  base::Notes notes;
  if ((lacks & kLacksNamespaces) != 0) {
    notes.push_back({base::Note::Kind::kInfo, "sandbox",
                     "the worker has no network namespace of its own: its system call filter alone keeps it off the network",
                     "allow unprivileged user namespaces, or run as root"});
  }
  if ((lacks & kLacksLandlock) != 0) {
    notes.push_back({base::Note::Kind::kInfo, "sandbox",
                     "this kernel has no Landlock: the system call filter alone keeps the worker away from files",
                     "a kernel from 5.13 on with landlock among its security modules"});
  }
  return notes;
}

Result<void> confine_worker(const Limits& limits) {
  ::prctl(PR_SET_DUMPABLE, 0);
  set_limit(RLIMIT_CORE, 0);
  set_limit(RLIMIT_FSIZE, 0);
  set_limit(RLIMIT_NOFILE, 64);
  set_limit(RLIMIT_CPU, static_cast<rlim_t>(limits.cpu.count()));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  set_limit(RLIMIT_AS, limits.memory_bytes);  // sanitizers map terabytes
#endif
  if (::geteuid() == 0) {
    // In a user namespace with one mapped user this fails; then root is root of nothing anyway.
    bool dropped =
        ::setgroups(0, nullptr) == 0 && ::setresgid(kNobody, kNobody, kNobody) == 0 && ::setresuid(kNobody, kNobody, kNobody) == 0;
    static_cast<void>(dropped);
  }
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return base::errno_error("no_new_privs", errno);
  restrict_files();
  return install_filter();
}

}  // namespace batten::sandbox

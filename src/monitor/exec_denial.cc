// SPDX-License-Identifier: Apache-2.0
#include "monitor/exec_denial.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <utility>
#include <vector>

#include "base/fd.h"
#include "base/format.h"
#include "monitor/bpf/shared.h"
#include "monitor/bpf_object.h"
#include "monitor/cgroup_source.h"
#include "monitor/ring.h"

namespace batten::monitor {
namespace {

constexpr std::string_view kProgram = "deny_exec";

}  // namespace

struct ExecDenial::State {
  BpfObject object;
  BpfLink link;
  Ring told;
  batten_denial* denial = nullptr;
  std::set<std::uint64_t> cgroups;

  ~State() {
    if (denial != nullptr) munmap(denial, sizeof(batten_denial));
  }

  Result<void> map_switches();
  Result<void> probe() const;
  Result<void> let_through(std::uint64_t device) const;
  Result<void> let_memory_files_through() const;
  void set_any() const { __atomic_store_n(&denial->any, cgroups.empty() ? 0u : 1u, __ATOMIC_SEQ_CST); }
};

Result<void> ExecDenial::State::map_switches() {
  void* shared = mmap(nullptr, sizeof(batten_denial), PROT_READ | PROT_WRITE, MAP_SHARED, object.map(".data.denial"), 0);
  if (shared == MAP_FAILED) return base::errno_error("switches of the exec denial", errno);
  denial = static_cast<batten_denial*>(shared);
  return {};
}

// A kernel may take the program and never ask it, where "bpf" is not among its active security modules. So a child tries to execute an
// empty file, which fails in any case: EPERM says that the program was asked.
Result<void> ExecDenial::State::probe() const {
  const base::Fd empty(memfd_create("batten-probe", MFD_CLOEXEC));
  if (empty.get() < 0) return base::errno_error("memfd_create", errno);
  char name[] = "batten-probe";
  char* const arguments[] = {name, nullptr};
  char* const environment[] = {nullptr};
  const pid_t child = fork();
  if (child == 0) {
    __atomic_store_n(&denial->probe, static_cast<batten_u32>(getpid()), __ATOMIC_SEQ_CST);
    syscall(SYS_execveat, empty.get(), "", arguments, environment, AT_EMPTY_PATH);
    _exit(errno == EPERM ? 0 : 1);
  }
  if (child < 0) return base::errno_error("fork", errno);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  __atomic_store_n(&denial->probe, 0u, __ATOMIC_SEQ_CST);
  if (status == 0) return {};
  return Error{Code::kUnavailable,
               "the kernel does not ask BPF programs before it executes a file: add bpf to its security modules (lsm=...,bpf)"};
}

// The kernel has a device's numbers in other bits than stat(2).
Result<void> ExecDenial::State::let_through(std::uint64_t device) const {
  const auto key = static_cast<std::uint32_t>(major(device) << 20 | minor(device));
  const std::uint32_t yes = 1;
  return object.update("let_through", &key, &yes);
}

// All lie on one file system that is mounted nowhere.
Result<void> ExecDenial::State::let_memory_files_through() const {
  const base::Fd empty(memfd_create("batten-probe", MFD_CLOEXEC));
  struct stat facts{};
  if (empty.get() < 0 || fstat(empty.get(), &facts) != 0) return base::errno_error("memfd_create", errno);
  return let_through(facts.st_dev);
}

ExecDenial::ExecDenial(std::unique_ptr<State> state) : state_(std::move(state)) {}
ExecDenial::ExecDenial(ExecDenial&&) noexcept = default;
ExecDenial& ExecDenial::operator=(ExecDenial&&) noexcept = default;
ExecDenial::~ExecDenial() = default;

Result<ExecDenial> ExecDenial::open() {
  auto state = std::make_unique<State>();
  batten_settings settings = {};
  settings.cgroups = cgroup_source();
  BpfPlan plan;
  plan.programs = {std::string(kProgram)};
  plan.settings = {reinterpret_cast<const char*>(&settings), sizeof settings};
  std::vector<BpfRefusal> refused;
  state->object = TRY(BpfObject::load(BpfObject::built_in_denial(), plan, refused));
  TRY(state->map_switches());
  state->told = TRY(Ring::open(state->object.map("denied_execs"), BATTEN_DENIED_BYTES));
  TRY(state->let_memory_files_through());
  state->link = TRY(state->object.attach(kProgram));
  TRY(state->probe());
  return ExecDenial(std::move(state));
}

void ExecDenial::set_dry_run(bool dry_run) { __atomic_store_n(&state_->denial->dry_run, dry_run ? 1u : 0u, __ATOMIC_SEQ_CST); }

Result<void> ExecDenial::let_through(std::uint64_t device) { return state_->let_through(device); }

Result<void> ExecDenial::deny(std::uint64_t cgroup, bool denied) {
  State& s = *state_;
  if (denied == s.cgroups.contains(cgroup)) return {};
  if (denied) {
    const std::uint64_t none = 0;
    TRY(s.object.update("denied", &cgroup, &none));
    s.cgroups.insert(cgroup);
  } else {
    TRY(s.object.remove("denied", &cgroup));
    s.cgroups.erase(cgroup);
  }
  s.set_any();
  return {};
}

std::map<std::uint64_t, std::uint64_t> ExecDenial::counts() const {
  std::map<std::uint64_t, std::uint64_t> out;
  for (std::uint64_t cgroup : state_->cgroups) {
    std::uint64_t count = 0;
    const Result<bool> known = state_->object.read("denied", &cgroup, &count);
    if (known && *known) out[cgroup] = count;
  }
  return out;
}

std::vector<DeniedExec> ExecDenial::take() {
  std::vector<DeniedExec> out;
  for (std::string_view record = state_->told.front(); !record.empty(); record = state_->told.front()) {
    batten_denied one{};
    std::memcpy(&one, record.data(), std::min(record.size(), sizeof one));
    state_->told.pop();
    out.push_back({.cgroup = one.cgroup,
                   .pid = one.pid,
                   .uid = one.uid,
                   .comm = {one.comm, strnlen(one.comm, sizeof one.comm)},
                   .path = {one.path, std::min<std::size_t>(one.length, sizeof one.path)},
                   .refused = one.refused != 0});
  }
  return out;
}

std::uint64_t ExecDenial::untold() const { return __atomic_load_n(&state_->denial->untold, __ATOMIC_RELAXED); }

}  // namespace batten::monitor

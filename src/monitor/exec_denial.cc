// SPDX-License-Identifier: Apache-2.0
#include "monitor/exec_denial.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <set>
#include <utility>
#include <vector>

#include "base/fd.h"
#include "base/format.h"
#include "monitor/bpf/shared.h"
#include "monitor/bpf_object.h"
#include "monitor/cgroup_source.h"

namespace batten::monitor {
namespace {

constexpr std::string_view kProgram = "deny_exec";

}  // namespace

struct ExecDenial::State {
  BpfObject object;
  BpfLink link;
  batten_denial* denial = nullptr;
  std::set<std::uint64_t> cgroups;

  ~State() {
    if (denial != nullptr) munmap(denial, sizeof(batten_denial));
  }

  Result<void> map_switches();
  Result<void> probe() const;
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
  state->link = TRY(state->object.attach(kProgram));
  TRY(state->probe());
  return ExecDenial(std::move(state));
}

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

}  // namespace batten::monitor

// SPDX-License-Identifier: Apache-2.0
#include "monitor/module_denial.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/format.h"
#include "monitor/exec_denial.h"
#include "monitor/overlay_layers.h"

namespace batten::monitor {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxMounts = 4u << 20;
constexpr std::chrono::seconds kPatience{30};  // until a container's first process has its root

class ModuleDenial final : public DriftDenial {
 public:
  ModuleDenial(DriftOptions options, ExecDenial denial) : options_(std::move(options)), denial_(std::move(denial)) {
    denial_.set_dry_run(options_.dry_run);
    let_hosts_files_through();
  }

  std::string means() const override { return "the kernel decides (a program among its security modules)"; }
  void add(std::uint64_t cgroup, const model::RunningContainer& container) override;
  void remove(const std::string& id) override;
  std::vector<DeniedProgram> take() override;
  base::Notes take_notes() override;
  Counts counts() const override;

 private:
  struct Guarded {
    std::uint32_t first_pid = 0;
    std::set<std::uint64_t> cgroups;
    bool looked = false;  // at what its root is
    Clock::time_point since;
  };

  void let_hosts_files_through();
  void note(const std::string& id, const std::string& message);
  void fetch();

  DriftOptions options_;
  ExecDenial denial_;
  std::map<std::string, Guarded> containers_;     // by id
  std::map<std::uint64_t, std::string> cgroups_;  // whose they are
  std::vector<DeniedProgram> told_;
  base::Notes notes_;
  Counts counts_;
};

// Memory of the host that a container sees is a volume; the host itself may have an overlay as its root.
void ModuleDenial::let_hosts_files_through() {
  const std::string mounts = base::read_file("/proc/self/mountinfo", kMaxMounts).value_or(std::string());
  for (const MountLine& one : parse_mountinfo(mounts)) {
    unsigned first = 0, second = 0;
    if (one.type == "tmpfs" && std::sscanf(one.device.c_str(), "%u:%u", &first, &second) == 2)
      (void)denial_.let_through(makedev(first, second));
  }
  struct stat root{};
  if (::stat("/", &root) == 0) (void)denial_.let_through(root.st_dev);
}

void ModuleDenial::note(const std::string& id, const std::string& message) {
  notes_.push_back({.kind = base::Note::Kind::kSkipped,
                    .where = "drift in container " + id.substr(0, 12),
                    .message = "nothing is denied: " + message,
                    .hint = {}});
}

void ModuleDenial::add(std::uint64_t cgroup, const model::RunningContainer& container) {
  if (container.first_pid == 0 || container.id.size() < 12) return;
  const auto found = containers_.find(container.id);
  if (found == containers_.end() && containers_.size() >= options_.max_containers) return;
  Guarded& one = containers_[container.id];
  if (one.first_pid != container.first_pid) {
    one.first_pid = container.first_pid;
    one.looked = false;
    one.since = Clock::now();
    let_hosts_files_through();
  }
  if (!one.cgroups.insert(cgroup).second) return;
  cgroups_[cgroup] = container.id;
  if (const Result<void> denied = denial_.deny(cgroup, true); !denied) note(container.id, denied.error().message);
}

void ModuleDenial::remove(const std::string& id) {
  const auto found = containers_.find(id);
  if (found == containers_.end()) return;
  fetch();  // as long as it is known whose they are
  for (const std::uint64_t cgroup : found->second.cgroups) {
    (void)denial_.deny(cgroup, false);
    cgroups_.erase(cgroup);
  }
  containers_.erase(found);
}

void ModuleDenial::fetch() {
  for (DeniedExec& one : denial_.take()) {
    ++(one.refused ? counts_.denied : counts_.would_deny);
    if (told_.size() >= options_.max_waiting) {
      ++counts_.untold;
      continue;
    }
    const auto whose = cgroups_.find(one.cgroup);
    told_.push_back({.container_id = whose == cgroups_.end() ? std::string() : whose->second,
                     .path = std::move(one.path),
                     .pid = one.pid,
                     .uid = one.uid,
                     .comm = std::move(one.comm),
                     .denied = one.refused});
  }
}

std::vector<DeniedProgram> ModuleDenial::take() {
  fetch();
  return std::exchange(told_, {});
}

// A root that is no overlay has no upper layer, and all of it would run.
base::Notes ModuleDenial::take_notes() {
  struct stat ours{};
  const bool known = ::stat("/", &ours) == 0;
  for (auto& [id, one] : containers_) {
    if (one.looked) continue;
    const std::string process = format("{}/{}", options_.proc, one.first_pid);
    struct stat its{};
    if (!known || ::stat((process + "/root").c_str(), &its) != 0 || its.st_dev == ours.st_dev) {
      one.looked = Clock::now() - one.since > kPatience;
      continue;
    }
    one.looked = true;
    const std::vector<MountLine> mounts = parse_mountinfo(base::read_file(process + "/mountinfo", kMaxMounts).value_or(std::string()));
    const auto is_root = [](const MountLine& mount) { return mount.point == "/" && mount.type == "overlay"; };
    if (std::ranges::none_of(mounts, is_root)) note(id, "its root is no overlay, so what is of the image can't be told");
  }
  return std::exchange(notes_, {});
}

DriftDenial::Counts ModuleDenial::counts() const {
  Counts out = counts_;
  out.containers = containers_.size();
  out.untold += denial_.untold();
  return out;
}

}  // namespace

Result<std::unique_ptr<DriftDenial>> open_module_denial(DriftOptions options) {
  ExecDenial denial = TRY(ExecDenial::open());
  return std::make_unique<ModuleDenial>(std::move(options), std::move(denial));
}

}  // namespace batten::monitor

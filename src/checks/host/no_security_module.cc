// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (!host.engine.answered) return could_not_look(hits, host.engine.why);
  for (const char* name : {"apparmor", "selinux"}) {
    if (host.engine.has_security(name)) return passed(hits, format("the engine confines containers by {}", name));
  }
  if (!host.kernel.apparmor || !host.kernel.selinux) return could_not_look(hits, "the kernel's security modules can't be read");
  if (*host.kernel.apparmor) return failed(hits, "AppArmor is on, but the engine does not use it");
  if (*host.kernel.selinux) {
    return failed(hits, "SELinux is on, but the engine does not use it", "",
                  "set \"selinux-enabled\": true in daemon.json and restart the engine");
  }
  failed(hits, "neither AppArmor nor SELinux is on");
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 1.2.1"};
constexpr HostExample kExamples[] = {
    {"kernel 6.1.0 6.1.0", model::Outcome::kFail},
    {"kernel-has apparmor; security apparmor", model::Outcome::kPass},
    {"kernel-has selinux; security selinux", model::Outcome::kPass},
    {"kernel-has apparmor", model::Outcome::kFail},
    {"kernel-unread", model::Outcome::kUnknown},
    {"no-answer down", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck no_security_module;
constinit const HostCheck no_security_module = {
    .info = {.id = "no-security-module",
             .title = "No security module confines containers",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "AppArmor and SELinux are the second wall: they hold when a container's process has become root or a system call was "
                    "allowed that should not have been.",
             .fix = "Enable AppArmor (Debian, Ubuntu, SUSE) or SELinux in enforcing mode with the engine's selinux-enabled (Fedora, RHEL) "
                    "and restart the engine.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host

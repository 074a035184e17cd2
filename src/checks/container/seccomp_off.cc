// SPDX-License-Identifier: Apache-2.0
//
// No seccomp filter: the container may call every system call of the kernel.
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  bool said = container.seccomp && container.seccomp->value == "unconfined";
  model::Place place = said ? container.seccomp->place : model::Place();
  if (container.process && container.process->seccomp_mode) {
    if (*container.process->seccomp_mode == 0)
      hits.push_back(hit_at(container, place, "no seccomp filter is loaded: every system call is allowed", "Seccomp 0"));
    return;
  }
  if (is_privileged(container)) return;  // says it all
  if (said) hits.push_back(hit_at(container, place, "switches the seccomp filter off: every system call is allowed"));
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit& hit) {
  return {{.kind = model::ContainerChange::Kind::kRemoveSecurityOption, .place = hit.place}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.22", "PSS baseline: seccomp"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    security_opt:\n      - seccomp:unconfined\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    security_opt:\n      - no-new-privileges:true\n"},
};

}  // namespace

extern constinit const ContainerCheck seccomp_off;
constinit const ContainerCheck seccomp_off = {
    .info = {.id = "seccomp-off",
             .title = "System calls are not filtered",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "The default seccomp filter takes away some 50 system calls that containers do not need and that kernel exploits and "
                    "escapes use (mount, bpf, keyctl, io_uring, unshare).",
             .fix = "Remove seccomp=unconfined; if one call is missing, use a profile that allows that one.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "Remove --security-opt seccomp=unconfined; if one call is missing, use a profile that allows that one.",
              .quadlet = "Remove SeccompProfile=unconfined; if one call is missing, use a profile that allows that one.",
              .kubernetes = "securityContext.seccompProfile: {type: RuntimeDefault}; if one call is missing, use a profile that allows "
                            "that one (type: Localhost)."},
};

}  // namespace batten::checks::container

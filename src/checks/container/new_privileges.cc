// SPDX-License-Identifier: Apache-2.0
//
// Without no-new-privileges a set-user-ID program in the container makes a process root again.
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  if (has_no_new_privileges(container)) return;
  bool kernel_says = container.process && container.process->no_new_privileges;
  model::Place place = container.no_new_privileges ? container.no_new_privileges->place : model::Place();
  hits.push_back(hit_at(container, place, "may gain new privileges: no-new-privileges is not set", kernel_says ? "NoNewPrivs 0" : ""));
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kNoNewPrivileges}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.26", "PSS restricted: allowPrivilegeEscalation", "OWASP Docker rule 4"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    read_only: true\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    security_opt:\n      - no-new-privileges:true\n"},
};

}  // namespace

extern constinit const ContainerCheck new_privileges;
constinit const ContainerCheck new_privileges = {
    .info = {.id = "new-privileges",
             .title = "Processes may gain new privileges",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "A process that runs as an ordinary user can become root in the container through any set-user-ID program or file "
                    "capability of the image (su, mount, ping). no-new-privileges closes that way for good.",
             .fix = "security_opt: [\"no-new-privileges:true\"].",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "--security-opt no-new-privileges.",
              .quadlet = "NoNewPrivileges=true.",
              .kubernetes = "securityContext.allowPrivilegeEscalation: false."},
};

}  // namespace batten::checks::container

// SPDX-License-Identifier: Apache-2.0
//
// AppArmor's default profile is switched off for the container.
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  if (is_privileged(container)) return;  // says it all
  bool said = container.apparmor && container.apparmor->value == "unconfined";
  model::Place place = container.apparmor ? container.apparmor->place : model::Place();
  if (container.process) {
    const std::string& label = container.process->security_label;
    if (label == "unconfined" || label.starts_with("unconfined ")) {
      hits.push_back(hit_at(container, place, "AppArmor does not confine its process", "attr/current: unconfined"));
    } else if (label.empty()) {
      Hit hit = hit_at(container, place, "no security module is at work on this host");
      hit.outcome = model::Outcome::kNotApplicable;
      hits.push_back(std::move(hit));
    }
    return;
  }
  if (said) hits.push_back(hit_at(container, place, "switches AppArmor off"));
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit& hit) {
  return {{.kind = model::ContainerChange::Kind::kRemoveSecurityOption, .place = hit.place}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.2", "PSS baseline: appArmorProfile"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    security_opt:\n      - apparmor=unconfined\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    security_opt:\n      - apparmor=docker-default\n"},
};

}  // namespace

extern constinit const ContainerCheck apparmor_off;
constinit const ContainerCheck apparmor_off = {
    .info = {.id = "apparmor-off",
             .title = "AppArmor does not confine the container",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "The docker-default profile keeps a process in the container from writing to /proc and /sys and from mounting, also "
                    "when it has the capability to.",
             .fix = "Remove apparmor=unconfined.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "Remove --security-opt apparmor=unconfined.",
              .quadlet = "Remove AppArmor=unconfined, or the PodmanArgs= that says so.",
              .kubernetes = "Remove appArmorProfile: {type: Unconfined} from securityContext, or the "
                            "container.apparmor.security.beta.kubernetes.io annotation."},
};

}  // namespace batten::checks::container

// SPDX-License-Identifier: Apache-2.0
//
// The container's process is root, of the host as well where no user namespace is between.
#include "base/format.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

bool is_root(std::string_view user) {
  std::string_view name = user.substr(0, user.find(':'));
  return name == "root" || name == "0";
}

void check(const model::Container& container, const Settings&, Hits& hits) {
  if (container.process && container.process->uid) {
    // Mapped to another id of the host: root only inside.
    if (*container.process->uid != 0) return;
    hits.push_back(hit_at(container, {}, "its process is root, and root of the host", format("Uid {}", *container.process->uid)));
    return;
  }
  if (container.form == model::ContainerForm::kEngine || container.form == model::ContainerForm::kImage) {
    if (!container.user || container.user->value.empty() || is_root(container.user->value))
      hits.push_back(hit_at(container, {}, "is configured to run as root"));
    return;
  }
  if (container.user && is_root(container.user->value)) hits.push_back(hit_at(container, container.user->place, "asks to run as root"));
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kUser, .value = "10001:10001"}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.1", "PSS restricted: runAsNonRoot", "OWASP Docker rule 2"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    user: root\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    user: \"1000:1000\"\n"},
    {.bad = "services:\n  app:\n    image: debian:12.8\n    user: \"0:0\"\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    user: app\n"},
};

}  // namespace

extern constinit const ContainerCheck runs_as_root;
constinit const ContainerCheck runs_as_root = {
    .info = {.id = "runs-as-root",
             .title = "Container runs as root",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Root in the container is root on the host for the kernel, held back only by capabilities and filters. Any hole in "
                    "these is then a hole in the host; an ordinary user has one wall more.",
             .fix = "user: \"10001:10001\" (any id that owns nothing), and give it the files that it writes.",
             .references = kReferences},
    .forms = kAllForms | kImage,
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "--user 10001:10001 (any id that owns nothing), and give it the files that it writes.",
              .quadlet = "User=10001 and Group=10001 (any id that owns nothing), and give it the files that it writes.",
              .kubernetes = "securityContext: {runAsNonRoot: true, runAsUser: 10001} (any id that owns nothing), and fsGroup for the "
                            "volumes that it writes to.",
              .image =
                  "USER 10001:10001 in the Dockerfile (any id that owns nothing), after the program was given the files that it writes."},
};

}  // namespace batten::checks::container

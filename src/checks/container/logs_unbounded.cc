// SPDX-License-Identifier: Apache-2.0
//
// The container's log file grows until the disk is full.
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  if (container.is_init) return;
  std::string_view driver = container.log_driver ? std::string_view(container.log_driver->value) : std::string_view();
  // Others rotate by themselves (local, journald) or send logs away.
  if (driver != "json-file" || container.log_options.contains("max-size")) return;
  hits.push_back(hit_at(container, container.log_driver->place, "keeps its whole log: json-file without max-size"));
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kLogLimits}};
}

constexpr std::string_view kReferences[] = {"OWASP Docker rule 7"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    logging:\n      driver: json-file\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    logging:\n      driver: json-file\n      options:\n        max-size: 10m\n"},
};

}  // namespace

extern constinit const ContainerCheck logs_unbounded;
constinit const ContainerCheck logs_unbounded = {
    .info =
        {.id = "logs-unbounded",
         .title = "Log files are not bounded",
         .severity = model::Severity::kLow,
         .practice = model::PracticeId::kMonitoring,
         .why = "Docker's json-file driver keeps everything by default. A program that writes much, or is made to, fills the disk, and "
                "then everything on the host fails.",
         .fix =
             "logging: driver json-file (or local) with options max-size: \"10m\" and max-file: \"3\"; or set it for all in daemon.json.",
         .references = kReferences},
    .forms = kCompose | kRunLine | kQuadlet | kEngine,
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line =
                  "--log-driver local, or json-file with --log-opt max-size=10m --log-opt max-file=3; or set it for all in daemon.json.",
              .quadlet = "LogDriver=journald (the default), or k8s-file with LogOpt=max-size=10mb."},
};

}  // namespace batten::checks::container

// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/package_call.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

bool is_cleaned(const Run& run, const manifest::ShellCommand* from) {
  bool reached = false;
  for (const manifest::ShellCommand& command : run.commands()) {
    reached = reached || &command == from;
    PackageCall call = package_call(command, PackageTool::kDnf);
    if (reached && call.tool == PackageTool::kDnf && call.action == PackageAction::kClean) return true;
  }
  return removes(run, from, {"/var/cache/dnf", "/var/cache/yum", "/var/cache/libdnf5"});
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_run(file, [&](const Run& run) {
    if (!run.in_image || has_cache_mount(run, {"/var/cache/dnf", "/var/cache/yum", "/var/cache/libdnf5"})) return;
    for (const manifest::ShellCommand& command : run.commands()) {
      PackageCall call = package_call(command, PackageTool::kDnf);
      if (call.tool != PackageTool::kDnf || !brings_packages(call)) continue;
      if (call.has({"--installroot", "--root", "--cache-folder"}) || is_cleaned(run, &command)) continue;
      hits.push_back(run_hit(run, command.place, format("the cache of {} stays in the layer", command.name)));
      return;
    }
  });
}

Result<Edits> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  FoundCommand found = command_at(file, hit.place);
  if (found.command == nullptr) return Edits{};
  return append_command(file, found, found.command->name + " clean all");
}

constexpr std::string_view kReferences[] = {"hadolint DL3032", "hadolint DL3040"};
constexpr Example kExamples[] = {
    {.bad = "FROM rockylinux:9.3\n"
            "RUN dnf -y install httpd-2.4.57-5.el9\n",
     .good = "FROM rockylinux:9.3\n"
             "RUN dnf -y install httpd-2.4.57-5.el9 && dnf clean all\n"},
    {.bad = "FROM centos:7\n"
            "RUN yum -y update \\\n"
            "  && yum -y install httpd \\\n"
            "  && mkdir /x\n",
     .good = "FROM centos:7\n"
             "RUN yum -y update \\\n"
             "  && yum -y install httpd \\\n"
             "  && rm -rf /var/cache/yum /tmp/*\n"},
    {.bad = "FROM fedora:41\n"
            "RUN dnf -y install git\n",
     .good = "FROM fedora:41\n"
             "RUN --mount=type=cache,target=/var/cache/libdnf5 dnf -y install git\n"},
};

}  // namespace

extern constinit const DockerfileCheck dnf_cache;
constinit const DockerfileCheck dnf_cache = {
    .info = {.id = "dnf-cache",
             .title = "dnf leaves its cache in the image",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "dnf and yum leave lists and packages under /var/cache: often more than what was installed, and nothing reads it when "
                    "the container runs.",
             .fix = "End the same RUN with: && dnf clean all",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile

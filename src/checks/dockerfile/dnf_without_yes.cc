// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/package_call.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  if (file.text.contains("assumeyes")) return;
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    PackageCall call = package_call(command, PackageTool::kDnf);
    if (call.tool != PackageTool::kDnf || (!brings_packages(call) && call.action != PackageAction::kRemove)) return;
    if (call.has({"-y", "--assumeyes", "--assumeno", "--downloadonly"}) || is_fed(run, command)) return;
    hits.push_back(run_hit(run, command.place, format("{} {} asks before it goes on", command.name, command.words[call.verb].value)));
  });
}

Result<Edits> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  FoundCommand found = command_at(file, hit.place);
  if (found.command == nullptr) return Edits{};
  return insert_behind_word(found, package_call(*found.command).verb, " -y");
}

constexpr std::string_view kReferences[] = {"hadolint DL3030", "hadolint DL3038"};
constexpr Example kExamples[] = {
    {.bad = "FROM rockylinux:9.3\n"
            "RUN dnf install httpd-2.4.57-5.el9\n",
     .good = "FROM rockylinux:9.3\n"
             "RUN dnf -y install httpd-2.4.57-5.el9 && dnf clean all && dnf config-manager --enable crb\n"},
    {.bad = "FROM centos:7\n"
            "RUN yum update\n",
     .good = "FROM centos:7\n"
             "RUN yum update -qy && yum repolist\n"},
};

}  // namespace

extern constinit const DockerfileCheck dnf_without_yes;
constinit const DockerfileCheck dnf_without_yes = {
    .info = {.id = "dnf-without-yes",
             .title = "dnf may ask and nobody answers",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Nobody can answer while an image is built: the package tool waits, or gives up, and which of both depends on what "
                    "else has to be installed that day.",
             .fix = "Add -y.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile

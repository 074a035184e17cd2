// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/package_call.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  if (file.text.contains("Assume-Yes")) return;
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    PackageCall call = package_call(command, PackageTool::kApt);
    if (call.tool != PackageTool::kApt || (!brings_packages(call) && call.action != PackageAction::kRemove)) return;
    if (call.has({"-y", "--yes", "--assume-yes", "-qq", "-qqy", "-yqq", "-s", "--simulate", "--dry-run"}) || is_fed(run, command)) return;
    hits.push_back(run_hit(run, command.place, format("{} {} asks before it goes on", command.name, command.words[call.verb].value)));
  });
}

Result<Edits> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  FoundCommand found = command_at(file, hit.place);
  if (found.command == nullptr) return Edits{};
  return insert_behind_word(found, package_call(*found.command).verb, " -y");
}

constexpr std::string_view kReferences[] = {"hadolint DL3014"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN apt-get update && apt-get install -q curl\n",
     .good = "FROM debian:12.8\n"
             "RUN apt-get update && apt-get install -qq curl && apt-get -qy install git && yes | apt-get install vim && apt-get clean\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN sh -c \"apt-get install curl && rm -rf /x\"\n",
     .good = "FROM debian:12.8\n"
             "RUN [\"apt-get\", \"install\", \"--yes\", \"curl\"]\n"},
};

}  // namespace

extern constinit const DockerfileCheck apt_without_yes;
constinit const DockerfileCheck apt_without_yes = {
    .info = {.id = "apt-without-yes",
             .title = "apt-get may ask and nobody answers",
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

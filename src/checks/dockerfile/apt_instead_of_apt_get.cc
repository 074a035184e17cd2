// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/package_call.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    if (command.name != "apt" || command.words.size() < 2) return;
    hits.push_back(run_hit(run, command.place, "apt is called, not apt-get"));
  });
}

Result<Edits> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  FoundCommand found = command_at(file, hit.place);
  if (found.command == nullptr || found.instruction->form == manifest::Instruction::Form::kExec) return Edits{};
  const manifest::ShellWord& program = found.command->words[0];
  PackageCall call = package_call(*found.command);
  // What apt-get knows by the same name.
  bool same = call.verb > 0 && is_among(found.command->words[call.verb].value,
                                        {"install", "reinstall", "update", "upgrade", "remove", "purge", "autoremove", "build-dep",
                                         "satisfy", "source", "download", "clean", "autoclean", "dist-upgrade"});
  if (!same || program.quoted || program.place.length != program.value.size()) return Edits{};
  return insert_behind_word(found, 0, "-get");
}

constexpr std::string_view kReferences[] = {"hadolint DL3027"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN apt update && /usr/bin/apt install -y curl\n",
     .good = "FROM debian:12.8\n"
             "RUN apt-get update && /usr/bin/apt-get install -y curl && rm -rf /var/lib/apt/lists && cat /etc/apt/sources.list\n"},
};

}  // namespace

extern constinit const DockerfileCheck apt_instead_of_apt_get;
constinit const DockerfileCheck apt_instead_of_apt_get = {
    .info = {.id = "apt-instead-of-apt-get",
             .title = "apt is made for people",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "apt is made for a terminal: its output and options change between releases, as its manual page says. Scripts use "
                    "apt-get and apt-cache, which stay as they are.",
             .fix = "Call apt-get.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile

// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/package_call.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  if (file.text.contains("ZYPP_NONINTERACTIVE")) return;
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    PackageCall call = package_call(command, PackageTool::kZypper);
    if (call.tool != PackageTool::kZypper || (!brings_packages(call) && call.action != PackageAction::kRemove)) return;
    if (call.has({"-y", "--no-confirm", "-n", "--non-interactive"}) || is_fed(run, command)) return;
    hits.push_back(run_hit(run, command.place, format("{} {} asks before it goes on", command.name, command.words[call.verb].value)));
  });
}

Result<Edits> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  FoundCommand found = command_at(file, hit.place);
  if (found.command == nullptr) return Edits{};
  return insert_behind_word(found, package_call(*found.command).verb, " -y");
}

constexpr std::string_view kReferences[] = {"hadolint DL3034"};
constexpr Example kExamples[] = {
    {.bad = "FROM opensuse/leap:15.6\n"
            "RUN zypper in curl=8.6.0\n",
     .good = "FROM opensuse/leap:15.6\n"
             "RUN zypper -n in curl=8.6.0 && zypper install -y git=2.43 && zypper refresh\n"},
};

}  // namespace

extern constinit const DockerfileCheck zypper_without_yes;
constinit const DockerfileCheck zypper_without_yes = {
    .info = {.id = "zypper-without-yes",
             .title = "zypper may ask and nobody answers",
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

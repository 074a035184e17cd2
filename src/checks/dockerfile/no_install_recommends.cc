// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/package_call.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  // apt.conf says it for all.
  if (file.text.contains("APT::Install-Recommends")) return;
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    if (!run.in_image) return;
    PackageCall call = package_call(command, PackageTool::kApt);
    if (call.tool != PackageTool::kApt || call.action != PackageAction::kInstall || call.packages.empty()) return;
    if (call.has({"--no-install-recommends", "--install-recommends", "--without-recommends", "-R"})) return;
    hits.push_back(run_hit(run, command.place, format("{} installs what its packages recommend as well", command.name)));
  });
}

Result<Edits> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  FoundCommand found = command_at(file, hit.place);
  if (found.command == nullptr) return Edits{};
  return insert_behind_word(found, package_call(*found.command).verb, " --no-install-recommends");
}

constexpr std::string_view kReferences[] = {"hadolint DL3015"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN apt-get update \\\n"
            "    && apt-get -y install \\\n"
            "        curl \\\n"
            "    && rm -rf /var/lib/apt/lists/*\n",
     .good = "FROM debian:12.8\n"
             "RUN apt-get update \\\n"
             "    && apt-get -y install --no-install-recommends \\\n"
             "        curl \\\n"
             "    && rm -rf /var/lib/apt/lists/*\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN apt-get install -y curl\n",
     .good = "FROM debian:12.8\n"
             "RUN apt-get install -y gcc\n"
             "FROM debian:12.8\n"
             "RUN apt-get install -y --no-install-recommends curl && apt-get remove -y gcc\n"},
};

}  // namespace

extern constinit const DockerfileCheck no_install_recommends;
constinit const DockerfileCheck no_install_recommends = {
    .info = {.id = "no-install-recommends",
             .title = "apt-get installs recommended packages",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Debian's packages recommend others that are convenient on a desktop. In an image they are size to pull and programs "
                    "to patch that nobody asked for.",
             .fix = "Add --no-install-recommends, and name what is really needed of them.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile

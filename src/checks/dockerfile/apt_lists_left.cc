// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "checks/dockerfile_check.h"
#include "checks/package_call.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

bool refreshes(const Run& run, const manifest::ShellCommand*& at) {
  for (const manifest::ShellCommand& command : run.commands()) {
    PackageCall call = package_call(command, PackageTool::kApt);
    if (call.tool != PackageTool::kApt || call.action != PackageAction::kRefresh) continue;
    at = &command;
    return true;
  }
  return false;
}

bool brings_apt_packages(const Run& run) {
  return std::ranges::any_of(run.commands(), [](const manifest::ShellCommand& command) {
    PackageCall call = package_call(command, PackageTool::kApt);
    return call.tool == PackageTool::kApt && brings_packages(call);
  });
}

bool removes_lists(const Run& run, const manifest::ShellCommand* from) {
  if (removes(run, from, {"/var/lib/apt/lists"})) return true;
  return std::ranges::any_of(run.commands(), [](const manifest::ShellCommand& command) {
    return command.name == "apt-get" && command.words.size() > 1 && command.words.back().value == "distclean";
  });
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_run(file, [&](const Run& run) {
    const manifest::ShellCommand* refresh = nullptr;
    // One alone is there for a later RUN: update-alone has more to say about it.
    if (!run.in_image || !refreshes(run, refresh) || !brings_apt_packages(run)) return;
    if (has_cache_mount(run, {"/var/lib/apt/lists"}) || removes_lists(run, refresh)) return;
    hits.push_back(run_hit(run, refresh->place, "the package lists of apt-get update stay in the layer"));
  });
}

Result<Edits> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  FoundCommand found = command_at(file, hit.place);
  if (found.command == nullptr) return Edits{};
  // Where a later RUN installs without an update of its own, it needs the lists.
  bool needed = false;
  each_run(file, [&](const Run& run) {
    const manifest::ShellCommand* refresh = nullptr;
    bool later = run.instruction.place.offset > found.instruction->place.offset;
    needed = needed || (later && brings_apt_packages(run) && !refreshes(run, refresh));
  });
  if (needed) return Edits{};
  return append_command(file, found, "rm -rf /var/lib/apt/lists/*");
}

constexpr std::string_view kReferences[] = {"hadolint DL3009", "Dockle DKL-DI-0005"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN apt-get update && apt-get install -y --no-install-recommends curl\n",
     .good = "FROM debian:12.8\n"
             "RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN set -eux; \\\n"
            "    apt-get update; \\\n"
            "    # what is needed\n"
            "    apt-get install -y curl; \\\n"
            "    apt-get clean\n"
            "USER 1\n",
     .good = "FROM debian:12.8\n"
             "RUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y curl\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN <<EOF\n"
            "apt-get update\n"
            "apt-get install -y curl\n"
            "EOF\n",
     .good = "FROM debian:12.8\n"
             "RUN <<EOF\n"
             "apt-get update\n"
             "apt-get install -y curl\n"
             "find /var/lib/apt/lists -type f -delete\n"
             "EOF\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN apt-get update && apt-get install -y curl\n"
            "RUN apt-get update && apt-get install -y git && rm -rf /var/lib/{apt,dpkg,cache}/\n",
     .good = "FROM debian:12.8 AS build\n"
             "RUN apt-get update && apt-get install -y gcc\n"
             "FROM debian:12.8\n"
             "RUN apt-get update && apt-get install -y curl && rm -r /var/lib/apt/lists /var/cache/apt/archives\n"},
};

}  // namespace

extern constinit const DockerfileCheck apt_lists_left;
constinit const DockerfileCheck apt_lists_left = {
    .info = {.id = "apt-lists-left",
             .title = "Package lists stay in the image",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "apt-get update leaves 20 to 50 MB of lists that nothing reads when the container runs. What a later layer removes "
                    "still is in this one.",
             .fix = "End the same RUN with: && rm -rf /var/lib/apt/lists/*",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile

// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/package_call.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

bool is_cleaned(const Run& run, const manifest::ShellCommand* from) {
  bool reached = false;
  for (const manifest::ShellCommand& command : run.commands()) {
    reached = reached || &command == from;
    PackageCall call = package_call(command, PackageTool::kZypper);
    if (reached && call.tool == PackageTool::kZypper && call.action == PackageAction::kClean) return true;
  }
  return removes(run, from, {"/var/cache/zypp"});
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_run(file, [&](const Run& run) {
    if (!run.in_image || has_cache_mount(run, {"/var/cache/zypp"})) return;
    for (const manifest::ShellCommand& command : run.commands()) {
      PackageCall call = package_call(command, PackageTool::kZypper);
      if (call.tool != PackageTool::kZypper || !brings_packages(call)) continue;
      if (call.has({"--installroot", "--root", "--cache-folder"}) || is_cleaned(run, &command)) continue;
      hits.push_back(run_hit(run, command.place, "the cache of zypper stays in the layer"));
      return;
    }
  });
}

Result<Edits> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  FoundCommand found = command_at(file, hit.place);
  if (found.command == nullptr) return Edits{};
  return append_command(file, found, "zypper clean --all");
}

constexpr std::string_view kReferences[] = {"hadolint DL3036"};
constexpr Example kExamples[] = {
    {.bad = "FROM opensuse/leap:15.6\n"
            "RUN zypper -n in curl=8.6.0\n",
     .good = "FROM opensuse/leap:15.6\n"
             "RUN zypper -n in curl=8.6.0 && zypper clean --all\n"},
    {.bad = "FROM opensuse/leap:15.6\n"
            "RUN zypper -n up\n",
     .good = "FROM opensuse/leap:15.6\n"
             "RUN zypper -n up && zypper cc -a && zypper -n refresh\n"},
};

}  // namespace

extern constinit const DockerfileCheck zypper_cache;
constinit const DockerfileCheck zypper_cache = {
    .info = {.id = "zypper-cache",
             .title = "zypper leaves its cache in the image",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "zypper leaves lists and packages under /var/cache/zypp, and nothing reads them when the container runs.",
             .fix = "End the same RUN with: && zypper clean --all",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile

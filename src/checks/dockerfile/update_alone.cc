// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/package_call.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

// Programs that surely install nothing; of others nobody knows.
bool installs_nothing(const manifest::ShellCommand& command) {
  PackageCall call = package_call(command);
  if (call) return !brings_packages(call);
  return command.words.empty() || is_among(command.name, {"set",
                                                          "true",
                                                          ":",
                                                          "echo",
                                                          "printf",
                                                          "rm",
                                                          "mkdir",
                                                          "sed",
                                                          "tee",
                                                          "cat",
                                                          "chmod",
                                                          "cp",
                                                          "mv",
                                                          "ln",
                                                          "find",
                                                          "export",
                                                          "cd",
                                                          "curl",
                                                          "wget",
                                                          "gpg",
                                                          "touch",
                                                          "test",
                                                          "[",
                                                          "sleep",
                                                          "grep",
                                                          "awk",
                                                          "cut",
                                                          "unset",
                                                          "chown",
                                                          "apt-key",
                                                          "cat",
                                                          "tr",
                                                          "lsb_release",
                                                          "date",
                                                          "add-apt-repository",
                                                          "apt-add-repository",
                                                          "apt-cache",
                                                          "yum-config-manager"});
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_run(file, [&](const Run& run) {
    const manifest::ShellCommand* refresh = nullptr;
    for (const manifest::ShellCommand& command : run.commands()) {
      if (!installs_nothing(command)) return;
      if (refresh == nullptr && package_call(command).action == PackageAction::kRefresh) refresh = &command;
    }
    if (refresh == nullptr || !run.instruction.script.problem.empty()) return;
    if (has_cache_mount(run,
                        {"/var/lib/apt/lists", "/var/cache/apk", "/etc/apk/cache", "/var/cache/dnf", "/var/cache/yum", "/var/cache/zypp"}))
      return;
    hits.push_back(run_hit(run, refresh->place,
                           format("{} {} has a layer of its own: what later layers install is as old as this one", refresh->name,
                                  refresh->words[package_call(*refresh).verb].value)));
  });
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.7", "Dockle CIS-DI-0007"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN apt-get update\n"
            "RUN apt-get install -y curl\n",
     .good = "FROM debian:12.8\n"
             "RUN apt-get update && apt-get install -y curl\n"},
    {.bad = "FROM alpine:3.20\n"
            "RUN apk update\n",
     .good = "FROM alpine:3.20\n"
             "RUN apk update && apk add curl && apk upgrade\n"
             "RUN apk add --update git\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN add-apt-repository -y ppa:x/y && apt-get -qq update\n",
     .good = "FROM debian:12.8\n"
             "RUN apt-get update && ./install-all.sh\n"
             "RUN apt-get update && apt-get -y upgrade\n"},
};

}  // namespace

extern constinit const DockerfileCheck update_alone;
constinit const DockerfileCheck update_alone = {
    .info = {.id = "update-alone",
             .title = "Package lists are refreshed in a layer of their own",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kUpToDate,
             .why = "The build reuses this layer for weeks, and later RUNs install from old lists: versions whose security updates are "
                    "long out, or files that the mirror has no longer.",
             .fix = "Refresh and install in one RUN: apt-get update && apt-get install -y ...",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile

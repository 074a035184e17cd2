// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/package_call.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_run(file, [&](const Run& run) {
    if (!run.in_image || has_cache_mount(run, {}) || removes(run, nullptr, {"/usr/local/share/.cache", "/root/.cache/yarn"})) return;
    const manifest::ShellCommand* install = nullptr;
    for (const manifest::ShellCommand& command : run.commands()) {
      PackageCall call = package_call(command, PackageTool::kYarn);
      if (call.tool != PackageTool::kYarn) continue;
      if (call.action == PackageAction::kClean) return;
      if (install == nullptr && brings_packages(call) && !call.has({"--cache-folder", "--immutable", "--immutable-cache"}))
        install = &command;
    }
    if (install != nullptr) hits.push_back(run_hit(run, install->place, "the cache of yarn stays in the layer"));
  });
}

Result<Edits> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  return append_command(file, command_at(file, hit.place), "yarn cache clean");
}

constexpr std::string_view kReferences[] = {"hadolint DL3060"};
constexpr Example kExamples[] = {
    {.bad = "FROM node:22.9\n"
            "RUN yarn install --frozen-lockfile\n",
     .good = "FROM node:22.9\n"
             "RUN yarn install --frozen-lockfile && yarn cache clean\n"},
    {.bad = "FROM node:22.9\n"
            "RUN yarn --production && yarn build\n",
     .good = "FROM node:22.9 AS build\n"
             "RUN yarn\n"
             "FROM node:22.9\n"
             "RUN --mount=type=cache,target=/root/.yarn yarn install\n"
             "RUN yarn build && yarn --version && yarn set version stable\n"},
};

}  // namespace

extern constinit const DockerfileCheck yarn_cache;
constinit const DockerfileCheck yarn_cache = {
    .info = {.id = "yarn-cache",
             .title = "yarn leaves its cache in the image",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "yarn keeps a copy of every package that it unpacked: node_modules are in the layer twice.",
             .fix =
                 "End the same RUN with: && yarn cache clean, or mount the cache: --mount=type=cache,target=/usr/local/share/.cache/yarn.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile

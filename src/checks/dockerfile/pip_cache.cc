// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "checks/dockerfile_check.h"
#include "checks/package_call.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

bool is_purged(const Run& run) {
  return removes(run, nullptr, {"/root/.cache/pip"}) || std::ranges::any_of(run.commands(), [](const manifest::ShellCommand& command) {
           PackageCall call = package_call(command, PackageTool::kPip);
           return call.tool == PackageTool::kPip && call.action == PackageAction::kClean;
         });
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  if (file.text.contains("global.no-cache-dir")) return;
  each_run(file, [&](const Run& run) {
    if (!run.in_image || has_cache_mount(run, {})) return;
    for (const manifest::ShellCommand& command : run.commands()) {
      PackageCall call = package_call(command, PackageTool::kPip);
      if (call.tool != PackageTool::kPip || call.action != PackageAction::kInstall || command.name == "uv") continue;
      if (call.has({"--no-cache-dir", "--cache-dir", "--help"}) || is_purged(run)) continue;
      if (has_variable(run, &command, "PIP_NO_CACHE_DIR") || has_variable(run, &command, "PIP_CACHE_DIR")) continue;
      hits.push_back(run_hit(run, command.place, "pip install is called without --no-cache-dir"));
    }
  });
}

Result<Edits> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  FoundCommand found = command_at(file, hit.place);
  if (found.command == nullptr) return Edits{};
  return insert_behind_word(found, package_call(*found.command).verb, " --no-cache-dir");
}

constexpr std::string_view kReferences[] = {"hadolint DL3042"};
constexpr Example kExamples[] = {
    {.bad = "FROM python:3.12.7\n"
            "RUN pip3 install -r requirements.txt  # all\n",
     .good = "FROM python:3.12.7\n"
             "RUN pip3 install --no-cache-dir -r requirements.txt  # all\n"},
    {.bad = "FROM python:3.12.7\n"
            "RUN python -m pip install -r r.txt && rm -rf /tmp/x\n",
     .good = "FROM python:3.12.7\n"
             "ENV PIP_NO_CACHE_DIR=1\n"
             "RUN python -m pip install -r r.txt\n"},
    {.bad = "FROM python:3.12.7\n"
            "RUN --mount=type=bind,source=r.txt,target=/r.txt pip install -r /r.txt\n",
     .good = "FROM python:3.12.7 AS build\n"
             "RUN pip install -r r.txt\n"
             "FROM python:3.12.7\n"
             "RUN --mount=type=cache,target=/home/app/.cache/pip pip install -r r.txt\n"
             "RUN pip install -r s.txt && rm -rf ~/.cache\n"},
};

}  // namespace

extern constinit const DockerfileCheck pip_cache;
constinit const DockerfileCheck pip_cache = {
    .info = {.id = "pip-cache",
             .title = "pip leaves its cache in the image",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "pip keeps what it downloaded and built under ~/.cache/pip: size that nothing uses when the container runs.",
             .fix = "Add --no-cache-dir, or mount the cache: RUN --mount=type=cache,target=/root/.cache/pip.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile

// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/installs.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  report_unpinned(file, {PackageTool::kCargo}, {"--version", "--vers", "--path", "--git"}, hits);
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    PackageCall call = package_call(command, PackageTool::kCargo);
    if (call.tool != PackageTool::kCargo || call.action != PackageAction::kInstall || !call.has({"--git"})) return;
    if (!call.has({"--rev", "--tag"}))
      hits.push_back(run_hit(run, command.place, "cargo installs from a repository without --rev or --tag"));
  });
}

constexpr Example kExamples[] = {
    {.bad = "FROM rust:1.82\n"
            "RUN cargo install --locked ripgrep\n",
     .good = "FROM rust:1.82\n"
             "RUN cargo install --locked ripgrep@14.1.1 && cargo install --path . && cargo +nightly install --version 0.1.67 cargo-chef\n"},
    {.bad = "FROM rust:1.82\n"
            "RUN cargo install --git https://git.example/a/b\n",
     .good = "FROM rust:1.82\n"
             "RUN cargo install --git https://git.example/a/b --tag v1 && cargo build --release\n"},
};

}  // namespace

extern constinit const DockerfileCheck cargo_unpinned;
constinit const DockerfileCheck cargo_unpinned = {
    .info = {.id = "cargo-unpinned",
             .title = "cargo installs without a version",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Without a version the newest release there is gets built: two builds of one commit differ, and build scripts of a bad "
                    "release run in your next build.",
             .fix = "Name the version and take the dependencies that were tested with it: cargo install --locked ripgrep@14.1.1."},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile

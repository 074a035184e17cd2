// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/installs.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) { report_unpinned(file, {PackageTool::kApt}, {}, hits); }

constexpr std::string_view kReferences[] = {"hadolint DL3008"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN apt-get update && apt-get install -y curl git=1:2.39.5-0+deb12u1\n",
     .good = "FROM debian:12.8\n"
             "RUN apt-get update && apt-get install -y -t bookworm-backports --no-install-recommends curl=7.88.1-10+deb12u8 ./local.deb "
             "$EXTRA\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \\\n"
            "    # for the health check\n"
            "    curl \\\n"
            "    wget=1.21.3-1+deb12u1\n",
     .good = "FROM debian:12.8\n"
             "RUN apt-get install -y --fix-broken && apt-get build-dep -y nginx && apt-get remove curl\n"},
};

}  // namespace

extern constinit const DockerfileCheck apt_unpinned;
constinit const DockerfileCheck apt_unpinned = {
    .info = {.id = "apt-unpinned",
             .title = "apt-get installs without a version",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Without a version the package is whatever the mirror has on the day of the build: two builds of one commit differ, "
                    "and nobody sees when a package changed.",
             .fix = "Name the version: curl=7.88.1-10+deb12u8. Where old versions leave the mirror, pin the base image by digest or use a "
                    "dated snapshot instead.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile

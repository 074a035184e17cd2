// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/installs.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) { report_unpinned(file, {PackageTool::kZypper}, {}, hits); }

constexpr std::string_view kReferences[] = {"hadolint DL3037"};
constexpr Example kExamples[] = {
    {.bad = "FROM opensuse/leap:15.6\n"
            "RUN zypper -n in curl\n",
     .good = "FROM opensuse/leap:15.6\n"
             "RUN zypper --non-interactive install --repo main 'curl=8.6.0' vim-9.1.0 ./x.rpm\n"},
};

}  // namespace

extern constinit const DockerfileCheck zypper_unpinned;
constinit const DockerfileCheck zypper_unpinned = {
    .info = {.id = "zypper-unpinned",
             .title = "zypper installs without a version",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Without a version the package is whatever the repository has on the day of the build: two builds of one commit "
                    "differ, and nobody sees when a package changed.",
             .fix = "Name the version: curl=8.6.0.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile

// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/installs.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) { report_unpinned(file, {PackageTool::kApk}, {}, hits); }

constexpr std::string_view kReferences[] = {"hadolint DL3018"};
constexpr Example kExamples[] = {
    {.bad = "FROM alpine:3.20\n"
            "RUN apk add --no-cache --virtual .build-deps gcc\n",
     .good = "FROM alpine:3.20\n"
             "RUN apk add --no-cache --virtual .build-deps 'gcc~13.2' curl=8.9.1-r1 && apk del .build-deps\n"},
};

}  // namespace

extern constinit const DockerfileCheck apk_unpinned;
constinit const DockerfileCheck apk_unpinned = {
    .info = {.id = "apk-unpinned",
             .title = "apk adds without a version",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Without a version the package is whatever the mirror has on the day of the build: two builds of one commit differ, "
                    "and nobody sees when a package changed.",
             .fix = "Name the version: curl=8.9.1-r1, or a range that stays within one release: 'curl~8.9'.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile

// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/installs.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) { report_unpinned(file, {PackageTool::kGo}, {}, hits); }

constexpr std::string_view kReferences[] = {"hadolint DL3062"};
constexpr Example kExamples[] = {
    {.bad = "FROM golang:1.23.2\n"
            "RUN CGO_ENABLED=0 go install -ldflags '-s -w' example.com/tool/cmd/x@latest\n",
     .good = "FROM golang:1.23.2\n"
             "RUN go install -tags x example.com/tool/cmd/x@v1.61.0 && go install ./... && go build -o /app .\n"},
};

}  // namespace

extern constinit const DockerfileCheck go_install_unpinned;
constinit const DockerfileCheck go_install_unpinned = {
    .info =
        {.id = "go-install-unpinned",
         .title = "go install takes the latest version",
         .severity = model::Severity::kLow,
         .practice = model::PracticeId::kTrustedImages,
         .why =
             "@latest and branches are another program tomorrow: two builds of one commit differ, and nobody sees when the tool changed.",
         .fix = "Name the version: go install example.com/tool@v1.2.3.",
         .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile

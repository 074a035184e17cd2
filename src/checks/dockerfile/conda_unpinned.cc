// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/installs.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  report_unpinned(file, {PackageTool::kConda}, {"-f", "--file"}, hits);
}

constexpr Example kExamples[] = {
    {.bad = "FROM continuumio/miniconda3:24.7.1-0\n"
            "RUN conda install -y -c conda-forge numpy\n",
     .good = "FROM continuumio/miniconda3:24.7.1-0\n"
             "RUN conda install -y -c conda-forge numpy=1.26.4 'pandas<3' && conda env create -f environment.yml && conda create -y --file "
             "spec.txt\n"},
};

}  // namespace

extern constinit const DockerfileCheck conda_unpinned;
constinit const DockerfileCheck conda_unpinned = {
    .info = {.id = "conda-unpinned",
             .title = "conda installs without a version",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Without a version the newest release of the channel gets installed: two builds of one commit differ, and nobody sees "
                    "when a package changed.",
             .fix = "Name the version (numpy=1.26.4), or create the environment from a lock file."},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile

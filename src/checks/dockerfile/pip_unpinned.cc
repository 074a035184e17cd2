// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/installs.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  report_unpinned(file, {PackageTool::kPip}, {"-c", "--constraint", "--require-hashes"}, hits);
}

constexpr std::string_view kReferences[] = {"hadolint DL3013"};
constexpr Example kExamples[] = {
    {.bad = "FROM python:3.12.7\n"
            "RUN python3 -m pip install --no-cache-dir --upgrade requests flask==3.0.3\n",
     .good = "FROM python:3.12.7\n"
             "RUN pip install --no-cache-dir -r requirements.txt && pip install --no-cache-dir -e . '.[dev]' flask==3.0.3 'x[y]~=2.1' "
             "\"git+https://git.example/a/b.git@v1.2\" ./dist/*.whl\n"},
    {.bad = "FROM python:3.12.7\n"
            "RUN uv pip install 'django>=4'\n",
     .good = "FROM python:3.12.7\n"
             "RUN uv pip install 'django>=4,<5' && pip install -c constraints.txt requests\n"},
};

}  // namespace

extern constinit const DockerfileCheck pip_unpinned;
constinit const DockerfileCheck pip_unpinned = {
    .info = {.id = "pip-unpinned",
             .title = "pip installs without a version",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Without a version pip takes the newest release there is. When a package is taken over, its bad release is in your "
                    "next build, and its code already runs while it is installed.",
             .fix = "Name the version (requests==2.32.3), or install from a requirements file with hashes: pip install --require-hashes -r "
                    "requirements.txt.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile

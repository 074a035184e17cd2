// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/installs.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  report_unpinned(file, {PackageTool::kGem}, {"-v", "--version"}, hits);
}

constexpr std::string_view kReferences[] = {"hadolint DL3028"};
constexpr Example kExamples[] = {
    {.bad = "FROM ruby:3.3.5\n"
            "RUN gem install --no-document bundler rake:13.2.1\n",
     .good = "FROM ruby:3.3.5\n"
             "RUN gem install bundler -v 2.5.22 && gem install rake:13.2.1 --no-document && bundle install\n"},
};

}  // namespace

extern constinit const DockerfileCheck gem_unpinned;
constinit const DockerfileCheck gem_unpinned = {
    .info = {.id = "gem-unpinned",
             .title = "gem installs without a version",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Without a version the newest release there is gets installed: two builds of one commit differ, and a bad release is "
                    "in your next build.",
             .fix = "Name the version: gem install bundler:2.5.22.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile

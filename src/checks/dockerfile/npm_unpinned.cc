// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/installs.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  report_unpinned(file, {PackageTool::kNpm, PackageTool::kYarn, PackageTool::kPnpm}, {}, hits);
}

constexpr std::string_view kReferences[] = {"hadolint DL3016"};
constexpr Example kExamples[] = {
    {.bad = "FROM node:22.9\n"
            "RUN npm install -g typescript @angular/cli@latest\n",
     .good = "FROM node:22.9\n"
             "RUN npm ci && npm install && npm i -g typescript@5.6.3 @angular/cli@18 ./local.tgz\n"},
    {.bad = "FROM node:22.9\n"
            "RUN yarn global add serve && pnpm add -g pm2\n",
     .good = "FROM node:22.9\n"
             "RUN yarn install --frozen-lockfile && yarn && pnpm add -g pm2@5.4.2 && yarn build serve\n"},
};

}  // namespace

extern constinit const DockerfileCheck npm_unpinned;
constinit const DockerfileCheck npm_unpinned = {
    .info = {.id = "npm-unpinned",
             .title = "npm installs without a version",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Without a version npm takes the newest release there is. When a package is taken over, its bad release is in your "
                    "next build, and its install scripts already run there.",
             .fix = "Name the version (typescript@5.6.3), or install what the lock file says: npm ci.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile

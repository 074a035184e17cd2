// SPDX-License-Identifier: Apache-2.0
#include "checks/image_check.h"

namespace batten::checks::image {
namespace {

// What is left of a path when only the thing itself is named.
std::string thing(const std::string& path) {
  constexpr std::string_view kHead = "/HEAD";
  if (path.ends_with(".git/HEAD")) return path.substr(0, path.size() - kHead.size());
  constexpr std::string_view kCaches[] = {"var/cache/", "var/lib/apt/lists/", "root/.cache/", "root/.npm/"};
  for (std::string_view cache : kCaches) {
    if (path.starts_with(cache)) return path.substr(0, path.find('/', cache.starts_with("var/lib") ? cache.size() - 1 : cache.size()));
  }
  return path;
}

void check(const model::ImageFiles& files, const Settings&, Hits& hits) {
  std::vector<std::string> found;
  for (const model::NotableFile& file : files.notable) {
    if ((file.traits & model::NotableFile::kNeedless) == 0) continue;
    std::string name = thing(file.path);
    if (found.empty() || found.back() != name) found.push_back(std::move(name));
  }
  if (!found.empty()) hits.push_back({.place = {}, .subject = {}, .message = "left over from building: " + named(found)});
}

constexpr std::string_view kReferences[] = {"Dockle DKL-LI-0003"};
constexpr Example kExamples[] = {
    {.bad = "needless 0644 app/.git/HEAD\n", .good = "setuid 4755 usr/bin/su\n"},
    {.bad = "needless 0644 app/Dockerfile\n"
            "needless 0644 var/lib/apt/lists/deb.debian.org_InRelease\n",
     .good = "writable 0666 etc/app.conf\n"},
};

}  // namespace

extern constinit const ImageCheck needless_files;
constinit const ImageCheck needless_files = {
    .info = {.id = "needless-files",
             .title = "The image holds what only its building needed",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "A repository has all that was ever in it, deleted secrets as well; Dockerfiles and Compose files tell how things are "
                    "built and where; caches are ballast that nobody updates.",
             .fix = "Name them in .dockerignore, copy only what the program needs, and empty caches in the RUN that fills them.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::image

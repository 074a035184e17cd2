// SPDX-License-Identifier: Apache-2.0
#include "checks/image_check.h"

namespace batten::checks::image {
namespace {

void check(const model::ImageFiles& files, const Settings&, Hits& hits) {
  std::vector<std::string> found;
  const model::NotableFile* first = nullptr;
  for (const model::NotableFile& file : files.notable) {
    if ((file.traits & model::NotableFile::kWritable) == 0) continue;
    if (first == nullptr) first = &file;
    found.push_back(file.path + (file.directory ? "/" : ""));
  }
  if (first == nullptr) return;
  hits.push_back({.place = {}, .subject = {}, .message = "everyone may write to " + named(found), .evidence = mode_text(*first)});
}

constexpr std::string_view kReferences[] = {"CWE-732"};
constexpr Example kExamples[] = {
    {.bad = "writable 0666 etc/app.conf\n", .good = "setuid 4755 etc/app.conf\n"},
    {.bad = "writable 0777 usr/local/lib/app/\n", .good = "needless 0644 app/Dockerfile\n"},
};

}  // namespace

extern constinit const ImageCheck world_writable_system_file;
constinit const ImageCheck world_writable_system_file = {
    .info = {.id = "world-writable-system-file",
             .title = "Everyone may write to files of the system",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Programs, libraries and settings that any user can change are run and read by root: whoever gets into the container "
                    "as anybody is root soon after.",
             .fix = "Take the right away: chmod o-w; of a directory that all must write to, chmod +t. In a Dockerfile COPY --chmod=0644.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::image

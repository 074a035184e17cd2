// SPDX-License-Identifier: Apache-2.0
#include "checks/image_check.h"

namespace batten::checks::image {
namespace {

void check(const model::ImageFiles& files, const Settings&, Hits& hits) {
  if (files.distro.empty()) return;
  std::vector<std::string> found;
  for (const model::NotableFile& file : files.notable) {
    if ((file.traits & model::NotableFile::kSetuid) != 0 && is_usual_setuid(file)) found.push_back(file.path);
  }
  if (found.empty()) return;
  hits.push_back(
      {.place = {}, .subject = {}, .message = "the distribution's programs with a setuid or setgid bit are there: " + named(found)});
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.8", "Dockle CIS-DI-0008"};
constexpr Example kExamples[] = {
    {.bad = "distro debian\n"
            "setuid 4755 usr/bin/su\n"
            "setuid 4755 usr/bin/mount\n"
            "setuid 2755 usr/bin/chage\n",
     .good = "distro debian\n"
             "setuid 4755 usr/local/bin/su\n"},
};

}  // namespace

extern constinit const ImageCheck setuid_programs;
constinit const ImageCheck setuid_programs = {
    .info =
        {.id = "setuid-programs",
         .title = "The distribution's setuid programs are there",
         .severity = model::Severity::kLow,
         .practice = model::PracticeId::kLimitCapabilities,
         .why =
             "They run as root, whoever starts them, and a container hardly ever needs one: a flaw in them makes any process in it root.",
         .fix = "Take the bits away in the Dockerfile: RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +. Run containers with "
                "no-new-privileges, which makes them void.",
         .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::image

// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "base/text.h"
#include "checks/image_check.h"

namespace batten::checks::image {
namespace {

void check(const model::ImageFiles& files, const Settings&, Hits& hits) {
  constexpr std::size_t kMaxHits = 50;
  std::vector<std::string> more;
  for (const model::NotableFile& file : files.notable) {
    if ((file.traits & model::NotableFile::kSetuid) == 0 || (!files.distro.empty() && is_usual_setuid(file))) continue;
    if (hits.size() >= kMaxHits) {
      more.push_back(file.path);
      continue;
    }
    std::string_view as = (file.mode & 04000u) != 0 ? "owner" : "group";
    hits.push_back({.place = {},
                    .subject = {},
                    .message = format("{} runs with the rights of its {}, whoever starts it", base::printable(file.path), as),
                    .evidence = mode_text(file)});
  }
  if (!more.empty()) hits.push_back({.place = {}, .subject = {}, .message = "so do " + named(more)});
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.8", "Dockle CIS-DI-0008"};
constexpr Example kExamples[] = {
    {.bad = "distro debian\n"
            "setuid 4755 usr/local/bin/helper\n",
     .good = "distro debian\n"
             "setuid 4755 usr/bin/su\n"},
    {.bad = "setuid 4755 usr/bin/su\n", .good = "writable 0777 usr/bin/su\n"},
    {.bad = "distro alpine\n"
            "setuid 2755 opt/app/run\n",
     .good = "distro alpine\n"
             "setuid 4755 bin/bbsuid\n"},
};

}  // namespace

extern constinit const ImageCheck setuid_program_unusual;
constinit const ImageCheck setuid_program_unusual = {
    .info = {.id = "setuid-program-unusual",
             .title = "A program has a setuid or setgid bit that no distribution gives it",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "It runs as its owner, mostly root, whoever starts it. One that was put there by hand has not been looked at by those "
                    "who look at such programs, and it is how an intruder comes back.",
             .fix = "Find out what it is for. Take the bit away (chmod a-s), start it as the user that it needs, or give it the one file "
                    "capability (setcap).",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::image

// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/file_mode.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_mode(file, [&](const Run& run, const model::Place& place, const FileMode& mode) {
    if (mode.setuid)
      hits.push_back(
          run_hit(run, place, format("{} {} sets the setuid bit{}{}", mode.by, mode.written, mode.path.empty() ? "" : " of ", mode.path)));
  });
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.8", "Dockle CIS-DI-0008"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN chmod u+s /bin/x\n",
     .good = "FROM debian:12.8\n"
             "RUN chmod u-s /bin/x && chmod g+s /srv && find / -perm /6000 -type f -exec chmod a-s {} +\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN chmod 4755 /bin/x\n",
     .good = "FROM debian:12.8\n"
             "RUN chmod 2775 /srv && chmod 0755 /bin/x\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN install -m 6755 x /bin/x\n",
     .good = "FROM debian:12.8\n"
             "RUN install -m 755 x /bin/4755\n"},
};

}  // namespace

extern constinit const DockerfileCheck setuid_set;
constinit const DockerfileCheck setuid_set = {
    .info =
        {.id = "setuid-set",
         .title = "A program gets the setuid bit",
         .severity = model::Severity::kMedium,
         .practice = model::PracticeId::kLimitCapabilities,
         .why =
             "A setuid program runs as its owner, mostly root, whoever starts it: a fault in it makes any process in the container root.",
         .fix = "Start it as the user that it needs, or give it the one file capability (setcap). Run containers with no-new-privileges, "
                "which makes setuid bits void.",
         .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile

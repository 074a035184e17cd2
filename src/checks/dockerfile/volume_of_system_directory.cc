// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    if (instruction.keyword != "VOLUME") return;
    for (const manifest::Word& word : instruction.words) {
      std::string_view path = word.value;
      while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
      static constexpr std::string_view kSystem[] = {
          "/", "/dev", "/proc", "/sys", "/etc", "/usr", "/bin", "/sbin", "/lib", "/boot", "/var/run/docker.sock", "/run/docker.sock"};
      bool below = path.starts_with("/proc/") || path.starts_with("/sys/") || path.starts_with("/dev/");
      if (!below && std::ranges::find(kSystem, path) == std::end(kSystem)) continue;
      hits.push_back(hit_in(file, stage, word.place, format("VOLUME {} lies over the system's", path)));
    }
  });
}

constexpr std::string_view kReferences[] = {"Dockle DKL-DI-0002"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "VOLUME /data /dev\n",
     "FROM debian:12\n"
     "VOLUME /data /device\n"},
    {"FROM debian:12\n"
     "VOLUME [\"/sys/\"]\n",
     "FROM debian:12\n"
     "VOLUME [\"/var/lib/sys\", \"/etc/app\"]\n"},
};

}  // namespace

extern constinit const DockerfileCheck volume_of_system_directory;
constinit const DockerfileCheck volume_of_system_directory = {
    .info = {.id = "volume-of-system-directory",
             .title = "VOLUME hides a directory of the system",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "A volume over /dev, /proc or /sys takes the place of what the kernel shows there, with the protection that the engine "
                    "puts on it; on the socket of Docker it hands out the host.",
             .fix = "Leave the line out; keep data in a directory of its own.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile

// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"
#include "checks/file_mode.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_mode(file, [&](const Run& run, const model::Place& place, const FileMode& mode) {
    if (!mode.others_write || mode.sticky || mode.path.starts_with("/dev/")) return;
    hits.push_back(run_hit(run, place, format("{} {} lets every user write", mode.by, mode.written)));
  });
}

// 777 -> 755, 666 -> 644 of a flag; what a chmod in a step is for is not known.
Result<std::vector<model::Edit>> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  std::vector<model::Edit> out;
  const manifest::Instruction* one = instruction_at(file, hit.place);
  const manifest::Flag* flag = one == nullptr ? nullptr : one->flag("chmod");
  bool here = flag != nullptr && (flag->place == hit.place || flag->value_place == hit.place);
  if (!here || flag->value.size() < 3 || flag->value.find_first_not_of("01234567") != std::string::npos) return out;
  std::string mode = flag->value;
  for (std::size_t i = mode.size() - 2; i < mode.size(); ++i) mode[i] = static_cast<char>('0' + ((mode[i] - '0') & 5));
  out.push_back(replaced(flag->value_place, mode));
  return out;
}

constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN mkdir /app && chmod -R 777 /app\n",
     .good = "FROM debian:12.8\n"
             "RUN mkdir /app && chmod -R 775 /app && chmod 1777 /tmp /x && chmod 3777 /run/x && chmod +x /y && chmod a+rX,go-w /z && chmod "
             "755 777\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN chmod u+x,a+rwX /app\n",
     .good = "FROM debian:12.8\n"
             "RUN chmod a+rx,ug+w /app && chmod u=rwx,go=rx /app && chmod $MODE /x\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN install -d -m 0777 /x && find /y -exec chmod 666 {} +\n",
     .good = "FROM debian:12.8\n"
             "RUN install -d -m 0750 /x && mkdir -m 700 /y\n"},
    {.bad = "FROM debian:12.8\n"
            "COPY --chmod=777 run.sh /\n",
     .good = "FROM debian:12.8\n"
             "COPY --chmod=755 run.sh /\n"},
};

}  // namespace

extern constinit const DockerfileCheck world_writable;
constinit const DockerfileCheck world_writable = {
    .info = {.id = "world-writable",
             .title = "Everybody may write",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Every process in the container, whatever user it runs as, may change these files: whoever gets in through one program "
                    "puts his own code into another.",
             .fix = "Give the files to the user that needs them (COPY --chown=, chown), and leave the mode as it is."},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile

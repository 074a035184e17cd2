// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

// 4755, 2755, 06755, u+s, +s
bool sets_id(std::string_view mode) {
  if (!mode.empty() && mode.find_first_not_of("01234567") == std::string_view::npos) {
    return mode.size() >= 4 && ((mode[mode.size() - 4] - '0') & 6) != 0;
  }
  std::size_t op = mode.find_first_of("+=");
  return op != std::string_view::npos && op <= 4 && mode.substr(op + 1).contains('s') &&
         mode.substr(op + 1).find_first_not_of("rwxXst") == std::string_view::npos;
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    const manifest::Flag* flag = instruction.flag("chmod");
    if (flag != nullptr && sets_id(flag->value)) {
      hits.push_back(
          hit_in(file, stage, flag->place, format("{} --chmod={} sets the setuid or setgid bit", instruction.keyword, flag->value)));
    }
    for (const manifest::ShellCommand& command : instruction.script.commands) {
      if (command.name != "chmod") continue;
      for (std::size_t i = 1; i < command.words.size(); ++i) {
        const manifest::ShellWord& word = command.words[i];
        if (word.value.starts_with('-')) continue;
        if (sets_id(word.value))
          hits.push_back(hit_in(file, stage, word.place, format("chmod {} sets the setuid or setgid bit", word.value)));
        break;
      }
    }
  });
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.8", "Dockle CIS-DI-0008"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "COPY --chmod=4755 a /a\n",
     "FROM debian:12\n"
     "COPY --chmod=0755 a /a\n"
     "RUN chmod 1777 /tmp && chmod u-s /bin/su && chmod a+rx /x && chmod -s /y\n"},
    {"FROM debian:12\n"
     "RUN chmod u+s /bin/ping; chmod 02755 /x\n",
     "FROM debian:12\n"
     "RUN chmod u=rwx,g=rx x+s.txt && find / -perm /6000 -exec chmod a-s {} +\n"},
};

}  // namespace

extern constinit const DockerfileCheck setuid_file;
constinit const DockerfileCheck setuid_file = {
    .info = {.id = "setuid-file",
             .title = "a file is made to run with its owner's rights",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "A setuid or setgid program gives the rights of its owner to whoever starts it: one mistake in it, and any user of the "
                    "container is root there.",
             .fix = "Give the program the one capability that it needs, or run it as the user that needs it.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile

// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

// 777, 0666, o+w, a+rwx, ugo+w; not 1777: there only the owner can remove a file.
bool is_open(std::string_view mode) {
  if (!mode.empty() && mode.find_first_not_of("01234567") == std::string_view::npos) {
    if (mode.size() < 3 || (mode.size() == 4 && (mode[0] == '1' || mode[0] == '3'))) return false;
    return ((mode.back() - '0') & 2) != 0;
  }
  for (std::string_view part : base::split(mode, ',')) {
    std::size_t op = part.find_first_of("+=");
    if (op == std::string_view::npos) continue;
    std::string_view who = part.substr(0, op), what = part.substr(op + 1);
    bool others = who.contains('o') || who.contains('a');
    if (others && what.contains('w') && !what.contains('t')) return true;
  }
  return false;
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    const manifest::Flag* flag = instruction.flag("chmod");
    if (flag != nullptr && is_open(flag->value)) {
      hits.push_back(hit_in(file, stage, flag->place, format("{} {} makes it writable for everybody", instruction.keyword, flag->value)));
    }
    for (const manifest::ShellCommand& command : instruction.script.commands) {
      if (command.name != "chmod") continue;
      for (std::size_t i = 1; i < command.words.size(); ++i) {
        const manifest::ShellWord& word = command.words[i];
        if (word.value.starts_with('-')) continue;
        if (is_open(word.value))
          hits.push_back(hit_in(file, stage, word.place, format("chmod {} makes it writable for everybody", word.value)));
        break;
      }
    }
  });
}

// 777 -> 755, 666 -> 644 of a flag; what a chmod in a step is for is not known.
Result<std::vector<model::Edit>> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  std::vector<model::Edit> out;
  const manifest::Instruction* one = instruction_at(file, hit.place);
  const manifest::Flag* flag = one == nullptr ? nullptr : one->flag("chmod");
  if (flag == nullptr || flag->place != hit.place || flag->value.size() < 3 ||
      flag->value.find_first_not_of("01234567") != std::string::npos)
    return out;
  std::string mode = flag->value;
  for (std::size_t i = mode.size() - 2; i < mode.size(); ++i) mode[i] = static_cast<char>('0' + ((mode[i] - '0') & 5));
  out.push_back(replaced(flag->value_place, mode));
  return out;
}

constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "COPY --chmod=777 a /a\n"
     "ADD --chown=1 --chmod=0666 b.tar /b\n",
     "FROM debian:12\n"
     "COPY --chmod=755 a /a\n"
     "RUN chmod 1777 /tmp && chmod 770 /x && chmod +x /y && chmod u+w /z && chmod g+w 777\n"},
    {"FROM debian:12\n"
     "RUN mkdir /a && chmod -R 777 /a; chmod a+rwx /b\n",
     "FROM debian:12\n"
     "RUN chmod o-w /a && chmod o= /b && echo chmod 777\n"},
};

}  // namespace

extern constinit const DockerfileCheck world_writable;
constinit const DockerfileCheck world_writable = {
    .info = {.id = "world-writable",
             .title = "files are made writable for everybody",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Any process in the container, also one that was taken over as another user, can replace these files: programs, "
                    "settings, start scripts.",
             .fix = "Give the files to the user that needs them (--chown, chown) and take the mode 755 or 644."},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile

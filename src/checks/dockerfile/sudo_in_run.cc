// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

// The word sudo of a command that is run by it.
const manifest::ShellWord* sudo_of(const manifest::ShellCommand& command) {
  if (command.name == "sudo" && !command.words.empty()) return &command.words[0];
  for (const manifest::ShellWord& one : command.wrapped_in) {
    if (one.value == "sudo" || one.value.ends_with("/sudo")) return &one;
  }
  return nullptr;
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    std::uint32_t last = 0;
    for (const manifest::ShellCommand& command : instruction.script.commands) {
      const manifest::ShellWord* sudo = instruction.keyword == "RUN" ? sudo_of(command) : nullptr;
      if (sudo == nullptr || sudo->place.offset == last) continue;
      last = sudo->place.offset;
      hits.push_back(hit_in(file, stage, sudo->place, command.name == "sudo" ? "sudo is used" : format("sudo runs {}", command.name)));
    }
  });
}

// Where the step is root's anyway and sudo has no options.
Result<std::vector<model::Edit>> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  std::vector<model::Edit> out;
  const manifest::Stage* stage = nullptr;
  const manifest::Instruction* run = instruction_at(file, hit.place, &stage);
  if (run == nullptr || stage->built_on >= 0) return out;
  for (const manifest::Instruction& one : stage->instructions) {
    if (one.place.offset >= run->place.offset) break;
    if (one.keyword == "USER") return out;
  }
  for (const manifest::ShellCommand& command : run->script.commands) {
    const manifest::ShellWord* sudo = sudo_of(command);
    if (sudo == nullptr || sudo->place != hit.place || command.wrapped_in.empty() || command.name == "sudo") continue;
    if (command.wrapped_in.back() != *sudo || command.words.empty()) continue;
    std::size_t begin = sudo->place.offset, end = command.words[0].place.offset;
    if (end < begin ||
        !base::trim(std::string_view(file.text).substr(begin + sudo->place.length, end - begin - sudo->place.length)).empty())
      continue;
    out.push_back({.offset = sudo->place.offset, .length = static_cast<std::uint32_t>(end - begin), .text = ""});
    break;
  }
  return out;
}

constexpr std::string_view kReferences[] = {"hadolint DL3004", "Dockle DKL-DI-0001"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "RUN sudo apt-get update && sudo  make\n",
     "FROM debian:12\n"
     "RUN echo sudo && apt-get install -y sudo\n"},
    {"FROM x:1\n"
     "USER app\n"
     "RUN sudo -E make\n",
     "FROM x:1\n"
     "USER root\n"
     "RUN make\n"
     "USER app\n"},
};

}  // namespace

extern constinit const DockerfileCheck sudo_in_run;
constinit const DockerfileCheck sudo_in_run = {
    .info = {.id = "sudo-in-run",
             .title = "a step uses sudo",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "A build step is root already, or the step before can be; with sudo in the image a program that is taken over has a "
                    "way to become root.",
             .fix = "Run the step as root (USER root before it, the user behind it) and leave sudo out of the image.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile

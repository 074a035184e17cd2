// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

bool gives_way(const manifest::ShellCommand& command) { return command.is_wrapped_in("exec") || command.name == "exec"; }

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  if (file.stages.empty()) return;
  const manifest::Stage& last = file.stages.back();
  manifest::StageState state = manifest::final_state(file, last);
  for (const manifest::Instruction* one : {state.entrypoint, state.command}) {
    if (one == nullptr || one->form != manifest::Instruction::Form::kShell || !one->posix) continue;
    if (std::ranges::any_of(one->script.commands, gives_way)) continue;
    hits.push_back(hit_in(file, last, one->keyword_place, format("{} is run by /bin/sh -c", one->keyword)));
  }
}

// Where the shell has nothing to do.
bool is_plain(const manifest::Instruction& one) {
  if (one.script.commands.size() != 1 || !one.script.problem.empty()) return false;
  // A comment between its lines has no place in JSON.
  if (!one.comments.empty() && one.comments.back().place.offset > one.place.offset) return false;
  const manifest::ShellCommand& command = one.script.commands[0];
  if (!command.before.empty() || !command.redirects.empty() || !command.wrapped_in.empty() || command.words.empty()) return false;
  static constexpr std::string_view kBuiltins[] = {"cd", ".",  "source", "export", "set",    "echo",
                                                   "[",  "[[", "test",   "trap",   "ulimit", "umask"};
  if (std::ranges::find(kBuiltins, command.name) != std::end(kBuiltins) || command.after != manifest::ShellCommand::After::kStart)
    return false;
  // All of the text is this command: no & at its end, no braces around it.
  if (command.place.offset != one.rest.offset || command.place.length != one.rest.length) return false;
  return std::ranges::all_of(command.words, [](const manifest::ShellWord& word) {
    return !word.expanded && (word.quoted || word.value.find_first_of("*?[~{") == std::string::npos);
  });
}

Result<std::vector<model::Edit>> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  std::vector<model::Edit> out;
  const manifest::Instruction* one = instruction_at(file, hit.place);
  if (one == nullptr || !is_plain(*one) || manifest::final_state(file, file.stages.back()).shell != nullptr) return out;
  std::vector<std::string> words;
  for (const manifest::ShellWord& word : one->script.commands[0].words) words.push_back(word.value);
  out.push_back(replaced(one->rest, exec_form(words)));
  return out;
}

constexpr std::string_view kReferences[] = {"hadolint DL3025"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "CMD nginx -g \"daemon off;\"\n",
     "FROM debian:12\n"
     "CMD [\"nginx\", \"-g\", \"daemon off;\"]\n"},
    {"FROM debian:12\n"
     "ENTRYPOINT a \\\n"
     "  # which\n"
     "  b\n",
     "FROM debian:12\n"
     "ENTRYPOINT exec a $B\n"
     "CMD [\"c\"]\n"},
    {"FROM debian:12\n"
     "CMD a && b\n",
     "FROM debian:12\n"
     "CMD a && exec b\n"},
};

}  // namespace

extern constinit const DockerfileCheck shell_form_command;
constinit const DockerfileCheck shell_form_command = {
    .info = {.id = "shell-form-command",
             .title = "The program runs below a shell",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "A shell is the first process: docker stop signals it and not the program, which is killed after ten seconds with "
                    "whatever it was writing; and the image needs a shell.",
             .fix = "Use the JSON form, CMD [\"program\", \"argument\"], or let the shell give way: CMD exec program $ARGUMENT",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile

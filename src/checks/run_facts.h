// SPDX-License-Identifier: Apache-2.0
//
// What checks of RUN instructions ask: every RUN with its stage, its commands, what is mounted, what is removed again; and the edits that
// fixes make.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "checks/dockerfile_check.h"

namespace batten::checks {

struct Run {
  const manifest::Dockerfile& file;
  const manifest::Stage& stage;
  const manifest::Instruction& instruction;
  std::size_t index = 0;   // of the instruction in its stage
  bool in_image = false;   // its layer is part of the last stage's image
  bool triggered = false;  // by ONBUILD

  const std::vector<manifest::ShellCommand>& commands() const { return instruction.script.commands; }
};

// Are the layers of the stage part of the image that the last stage makes: is it that one, or one that it is built on?
bool is_in_image(const manifest::Dockerfile& file, const manifest::Stage& stage);

// visit(const Run&) of each RUN, those that ONBUILD puts off as well, in the order of the file.
template <typename Visit>
void each_run(const manifest::Dockerfile& file, Visit visit) {
  for (const manifest::Stage& stage : file.stages) {
    bool in_image = is_in_image(file, stage);
    for (std::size_t i = 0; i < stage.instructions.size(); ++i) {
      const manifest::Instruction& one = stage.instructions[i];
      if (one.keyword == "RUN") visit(Run{file, stage, one, i, in_image, false});
      for (const manifest::Instruction& later : one.trigger) {
        if (later.keyword == "RUN") visit(Run{file, stage, later, i, in_image, true});
      }
    }
  }
}

// visit(const Run&, const ShellCommand&)
template <typename Visit>
void each_command(const manifest::Dockerfile& file, Visit visit) {
  each_run(file, [&](const Run& run) {
    for (const manifest::ShellCommand& command : run.commands()) visit(run, command);
  });
}

Hit run_hit(const Run& run, const model::Place& place, std::string message);

// Is a cache of the build (or a tmpfs) mounted at one of these directories, below or above it? Without directories: anywhere.
bool has_cache_mount(const Run& run, std::initializer_list<std::string_view> directories);
// Does a command of the RUN, from this one on, remove what is in one of these directories: rm, find -delete? From null: any command.
bool removes(const Run& run, const manifest::ShellCommand* from, std::initializer_list<std::string_view> directories);
// A variable that is set when the command runs: by ENV of its stage or one that it is built on, ARG, export, or before the command.
bool has_variable(const Run& run, const manifest::ShellCommand* command, std::string_view name);
// Does another command's output go into this one?
bool is_fed(const Run& run, const manifest::ShellCommand& command);
// Does root run the commands, as far as the file says?
bool runs_as_root(const Run& run);
// "bash": of the SHELL in force; "ash" where the base image's name says Alpine or busybox; else "sh".
std::string_view shell_of(const Run& run);

bool is_among(std::string_view text, std::initializer_list<std::string_view> list);
// "curl", "curl and git", "curl, git and 3 more", fit for a terminal.
std::string enumerated(const std::vector<std::string_view>& names);
// For messages: without user and password, query and fragment, at most 100 bytes.
std::string shown_url(std::string_view url);

// The command and its RUN that a hit of a check was at; the instruction is null when there is none.
struct FoundCommand {
  const manifest::Stage* stage = nullptr;
  const manifest::Instruction* instruction = nullptr;
  const manifest::ShellCommand* command = nullptr;
};
FoundCommand command_at(const manifest::Dockerfile& file, const model::Place& place);

using Edits = std::vector<model::Edit>;
// text is put behind the word at index; nothing in the exec form, where words are strings of JSON.
Edits insert_behind_word(const FoundCommand& found, std::size_t index, std::string_view text);
// "&& command" at the end of all that the RUN runs, laid out as the RUN is; nothing where its end is not simply the end of its commands.
Edits append_command(const manifest::Dockerfile& file, const FoundCommand& found, std::string_view command);

}  // namespace batten::checks

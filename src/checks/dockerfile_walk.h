// SPDX-License-Identifier: Apache-2.0
//
// How checks go over a Dockerfile, and how they say where something is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/settings.h"
#include "manifest/dockerfile.h"

namespace batten::checks {

// "stage build", "stage 2" when it has no name; empty when it is the only one: the file.
std::string stage_subject(const manifest::Dockerfile& file, const manifest::Stage& stage);
Hit hit_in(const manifest::Dockerfile& file, const manifest::Stage& stage, const model::Place& place, std::string message);

// visit(stage, instruction) for every instruction of every stage, and for what ONBUILD puts off.
template <typename Visit>
void each_instruction(const manifest::Dockerfile& file, Visit visit) {
  for (const manifest::Stage& stage : file.stages) {
    for (const manifest::Instruction& instruction : stage.instructions) {
      visit(stage, instruction);
      for (const manifest::Instruction& later : instruction.trigger) visit(stage, later);
    }
  }
}

// The instruction that holds the place; null: none does. stage, when not null, gets its stage.
const manifest::Instruction* instruction_at(const manifest::Dockerfile& file, const model::Place& place,
                                            const manifest::Stage** stage = nullptr);

// A line of its own behind an instruction (or FROM), with the line ends of the file; nothing where a line at the end of the file goes on.
std::vector<model::Edit> line_behind(const manifest::Dockerfile& file, const manifest::Instruction& instruction, std::string_view line);
// Takes an instruction out with its lines.
model::Edit without_lines(const manifest::Dockerfile& file, const manifest::Instruction& instruction);
model::Edit replaced(const model::Place& place, std::string text);

// ["a", "b"] as JSON.
std::string exec_form(const std::vector<std::string>& words);

}  // namespace batten::checks

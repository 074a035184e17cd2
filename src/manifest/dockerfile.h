// SPDX-License-Identifier: Apache-2.0
//
// Reads a Dockerfile (Dockerfile reference, docs.docker.com): every instruction with its line, the build stages, and what each is built
// from.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "base/result.h"

namespace batten::manifest {

struct Instruction {
  std::string keyword;                // upper case: "RUN"
  std::string arguments;              // continuation lines joined, blanks around a join made one, comments between them left out
  std::vector<std::string> heredocs;  // bodies of <<EOF documents, in order
  int line = 0;                       // first line, from 1

  bool operator==(const Instruction&) const = default;
};

struct Stage {
  std::string base;      // as written, after ${VARIABLES}: "ubuntu:latest", the name of another stage, or "scratch"
  std::string written;   // before
  std::string name;      // AS name; lower case
  std::string platform;  // --platform, or empty
  int line = 0;
  std::vector<Instruction> instructions;  // without the FROM

  bool operator==(const Stage&) const = default;
};

struct Dockerfile {
  std::vector<Instruction> before;  // ARG lines ahead of the first FROM
  std::vector<Stage> stages;
  base::Notes notes;  // lines that are no instruction, variables that have no value

  bool operator==(const Dockerfile&) const = default;
};

// corrupt when there is no FROM; limit for more than 4 MiB or 10,000 instructions.
Result<Dockerfile> parse_dockerfile(std::string_view text);

// The image that the last stage is in the end built from, through the stages that it names; "scratch" for an empty one.
const Stage* base_stage(const Dockerfile& file);

// ${NAME}, $NAME, ${NAME:-default}, ${NAME:+other}, one in another; names without a value become empty and are appended to missing.
// What comes out is cut at 4 KiB.
std::string expand_variables(std::string_view text, const std::map<std::string, std::string>& values, char escape,
                             std::vector<std::string>& missing);

}  // namespace batten::manifest

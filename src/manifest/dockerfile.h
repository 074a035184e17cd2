// SPDX-License-Identifier: Apache-2.0
//
// Reads a Dockerfile (Dockerfile reference, docs.docker.com) as BuildKit's frontend takes it: directives, comments, every instruction with
// its flags, words, documents and the commands of its shell text, each with its place; the build stages, and what each is built from.
// Nothing is judged here.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "manifest/mapped_text.h"
#include "manifest/shell.h"
#include "model/place.h"

namespace batten::manifest {

// "# syntax=docker/dockerfile:1", "# escape=`", "# check=skip=..."
struct Directive {
  std::string name;  // lower case
  model::Placed<std::string> value;

  bool operator==(const Directive&) const = default;
};

struct Word {
  // Quotes and escapes resolved and variables replaced, where BuildKit does that for the instruction. A variable without a known value is
  // left as written.
  std::string value;
  model::Place place;    // with its quotes
  bool quoted = false;   // at least a part of it
  bool unknown = false;  // value holds a variable that is not known

  bool operator==(const Word&) const = default;
};

// --mount=type=cache,target=/x: name "mount". One without "=" has no value.
struct Flag {
  std::string name;
  std::string value;
  bool has_value = false;
  bool unknown = false;  // as Word's
  model::Place place;    // of all of it
  model::Place value_place;

  bool operator==(const Flag&) const = default;
};

// <<EOF. Its body with the place of each byte: without its leading tabs when it is <<-EOF.
struct Heredoc {
  std::string word;
  bool without_tabs = false;
  bool expanded = true;  // variables in it are; not with <<"EOF"
  MappedText body;
  model::Place place;  // of the body's lines, without the one that ends it

  bool operator==(const Heredoc&) const = default;
};

// NAME=value of ENV, LABEL and ARG.
struct Pair {
  Word name;
  Word value;
  bool has_value = false;
  model::Place place;  // of both

  bool operator==(const Pair&) const = default;
};

struct Instruction {
  enum class Form : std::uint8_t { kPlain, kShell, kExec };

  std::string keyword;         // upper case: "RUN"
  std::string arguments;       // what follows it, flags as well, with continued lines joined as BuildKit joins them; comments are left out
  int line = 0;                // first line, from 1
  model::Place place;          // from the keyword to the end of its last line, documents and their ends as well
  model::Place keyword_place;  // of the keyword alone

  // kShell: text for a shell (RUN, CMD, ENTRYPOINT, HEALTHCHECK CMD). kExec: a JSON array, also of ADD, COPY, VOLUME and SHELL.
  Form form = Form::kPlain;
  std::vector<Flag> flags;
  // What follows the flags: of the exec form its strings; of HEALTHCHECK first "CMD" or "NONE"; of WORKDIR, USER, STOPSIGNAL and MAINTAINER
  // one; of the shell form none. In ENV, LABEL and ARG see pairs.
  std::vector<Word> words;
  std::vector<Pair> pairs;
  std::vector<Heredoc> heredocs;
  model::Place rest;                 // from behind flags to the end of the arguments
  ShellScript script;                // of RUN, CMD, ENTRYPOINT and HEALTHCHECK in both forms; nothing where the shell is no POSIX shell
  bool posix = true;                 // the shell in force is one; also true for the exec form
  std::vector<Instruction> trigger;  // of ONBUILD: one
  std::vector<model::Placed<std::string>> comments;  // since the instruction before it, and between its lines; without "#" and blanks

  bool operator==(const Instruction&) const = default;

  const Flag* flag(std::string_view name) const;  // the first; null: none
};

struct Stage {
  std::string base;      // as written, after ${VARIABLES}: "ubuntu:latest", the name of another stage, or "scratch"
  std::string written;   // before
  std::string name;      // AS name; lower case
  std::string platform;  // --platform, or empty
  int line = 0;
  Instruction from;
  model::Place base_place;                // of what is written
  model::Place name_place;                // of the name; none: line 0
  bool base_known = true;                 // every variable of what is written has a value
  int built_on = -1;                      // index of the stage that base names; -1: an image
  std::vector<Instruction> instructions;  // without the FROM

  bool operator==(const Stage&) const = default;
};

struct Dockerfile {
  std::string text;
  char escape = '\\';
  std::vector<Directive> directives;
  std::vector<Instruction> before;  // ARG lines ahead of the first FROM
  std::vector<Stage> stages;
  std::vector<model::Placed<std::string>> comments;  // behind the last instruction
  // Lines that are no instruction, variables that have no value, what BuildKit would refuse.
  base::Notes notes;

  bool operator==(const Dockerfile&) const = default;

  const Directive* directive(std::string_view name) const;  // null: none
};

// corrupt when there is no FROM; limit for more than 4 MiB or 10,000 instructions.
Result<Dockerfile> parse_dockerfile(std::string_view text);

// The stage whose base is an image (or "scratch"), through the stages that the last one names.
const Stage* base_stage(const Dockerfile& file);
const Stage* base_stage(const Dockerfile& file, const Stage& stage);

// What an image of the stage says, with the stages that it is built on. Of each setting the last instruction; null: what the base image
// says.
struct StageState {
  const Stage* base = nullptr;  // whose base is an image
  const Instruction* user = nullptr;
  const Instruction* workdir = nullptr;
  const Instruction* healthcheck = nullptr;
  const Instruction* entrypoint = nullptr;
  const Instruction* command = nullptr;  // null, too, when an ENTRYPOINT of a later line put it out of force
  const Instruction* shell = nullptr;
  std::string directory;      // of all WORKDIRs; relative when none is absolute and the base image's is not known
  std::vector<Word> exposed;  // "8080", "53/udp", "8000-8010"
  std::vector<Word> volumes;
  std::map<std::string, Word> environment, labels;
};
StageState final_state(const Dockerfile& file, const Stage& stage);

// A field of --mount=type=bind,from=x: nothing when it is not there; "true" for one without "=".
std::string_view mount_field(const Flag& mount, std::string_view field);

// ${NAME}, $NAME, ${NAME:-default}, ${NAME:+other}, ${NAME:?message}, one in another; names without a value become empty and are appended
// to missing, as are those whose value is changed by a pattern (${NAME%.*}). What comes out is cut at 4 KiB.
std::string expand_variables(std::string_view text, const std::map<std::string, std::string>& values, char escape,
                             std::vector<std::string>& missing);

}  // namespace batten::manifest

// SPDX-License-Identifier: Apache-2.0
//
// Splits text of a POSIX shell (IEEE 1003.1, "Shell Command Language", and what bash adds) into the commands that it would run: far enough
// to say which program is called with which words, not what it does. Nothing is run or expanded.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "manifest/mapped_text.h"
#include "model/place.h"

namespace batten::manifest {

struct ShellWord {
  std::string value;      // quotes and escapes resolved; $VARIABLES, $(..) and globs as written
  model::Place place;     // with its quotes
  bool quoted = false;    // at least a part of it
  bool expanded = false;  // holds a variable or substitution: what it is shows when it runs

  bool operator==(const ShellWord&) const = default;
};

struct ShellRedirect {
  std::string op;       // ">", ">>", "<", ">&", "<<", "<<<", "&>", ...
  int descriptor = -1;  // written before it; -1: the operator's own
  ShellWord target;
  std::string body;  // of a document (<<) inside the text

  bool operator==(const ShellRedirect&) const = default;
};

struct ShellAssignment {
  std::string name;
  ShellWord value;  // its place covers the name as well

  bool operator==(const ShellAssignment&) const = default;
};

struct ShellCommand {
  // What stands before it.
  enum class After : std::uint8_t { kStart, kAnd, kOr, kSequence, kPipe, kBackground };

  std::string name;                     // of the program without its directory: "apt-get"; empty for assignments alone
  std::vector<ShellWord> words;         // the program as written, then its arguments
  std::vector<ShellWord> wrapped_in;    // programs that it was given to, outermost first: sudo, env, xargs, sh (of sh -c "..")
  std::vector<ShellAssignment> before;  // A=b program
  std::vector<ShellRedirect> redirects;
  After after = After::kStart;
  bool pipe_to_next = false;  // its output is the input of the command that follows it in the list
  bool pipefail = false;      // set -o pipefail is in force
  bool errexit = false;       // set -e is in force
  bool substituted = false;   // inside $(..) or backquotes
  bool conditional = false;   // inside if, case, while, a function
  model::Place place;         // from its first word or assignment to its last word

  bool operator==(const ShellCommand&) const = default;

  bool is_wrapped_in(std::string_view program) const;
  // Whether one of its words is this option: "-y" (also among joined letters: -qy) or "--yes" (also --yes=..). Words after "--" are none.
  bool has_option(std::initializer_list<std::string_view> options) const;
};

struct ShellScript {
  // In the order of the text; those of $(..) and of sh -c ".." come after all others, each list in its
  // order.
  std::vector<ShellCommand> commands;
  std::string problem;  // why it was not read to its end: "a quote has no end"; empty: it was

  bool operator==(const ShellScript&) const = default;
};

// Where a script begins: what the shell was started with.
struct ShellOptions {
  bool pipefail = false;
  bool errexit = false;
  // Bodies of the documents that the text announces and that stand outside of it (RUN cat <<EOF).
  std::vector<const MappedText*> documents = {};
};

// At most 2,000 commands, 20,000 words and 50 levels are read.
ShellScript parse_shell(const MappedText& text, const Lines& lines, const ShellOptions& options = {});

// A program and its arguments that no shell splits (["sh", "-c", "..."]), with what they are given to; each argument with its place.
ShellScript parse_arguments(const std::vector<MappedText>& arguments, const std::vector<ShellWord>& words, const Lines& lines,
                            const ShellOptions& options = {});

}  // namespace batten::manifest

// SPDX-License-Identifier: Apache-2.0
//
// One instruction of a Dockerfile from its joined lines, and what instructions before it mean for it: variables and the shell.
#pragma once

#include <map>
#include <set>
#include <string>

#include "manifest/dockerfile.h"
#include "manifest/dockerfile_keywords.h"
#include "manifest/dockerfile_lines.h"
#include "manifest/dockerfile_words.h"

namespace batten::manifest {

// At one line of a stage.
struct Scope {
  std::map<std::string, std::string> values;       // of variables that are known
  std::set<std::string, std::less<>> environment;  // those that ENV has set: ARG does not change them
  bool posix = true;
  bool pipefail = false;
  bool errexit = false;

  // What ENV, ARG and SHELL change; global: values of the ARG lines before the first FROM.
  void apply(const Instruction& instruction, const std::map<std::string, std::string>& global);

 private:
  void use_shell(const Instruction& shell);
};

class InstructionReader {
 public:
  InstructionReader(LineReader& lines, Dockerfile& out) : lines_(lines), out_(out) {}
  Instruction read(JoinedLines joined, const Scope& scope);

 private:
  Instruction read_text(const MappedText& text, const Scope& scope, bool inner);
  void read_arguments(const KnownInstruction& known, const MappedText& text, Span rest, const WordContext& context, const Scope& scope,
                      Instruction& out);
  void read_documents(const MappedText& text, Span rest, Instruction& out);
  bool read_json(const MappedText& text, Span rest, const WordContext& context, Instruction& out, std::vector<MappedText>& resolved);
  void read_pairs(const MappedText& text, Span rest, const WordContext& context, Instruction& out);
  void read_script(const MappedText& text, Span rest, const WordContext& context, const Scope& scope, Instruction& out);
  void unknown_flags(const KnownInstruction& known, const Instruction& instruction);
  void note(const Instruction& instruction, std::string message, std::string hint = "");

  LineReader& lines_;
  Dockerfile& out_;
  // Variables made of variables grow fast, and are used often.
  std::size_t budget_ = 4u << 20;
};

}  // namespace batten::manifest

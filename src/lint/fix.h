// SPDX-License-Identifier: Apache-2.0
//
// Repairs a file: one fix after another, and after each the file is parsed and checked again. A fix that does not make its result go away,
// or that brings another one of the same weight, is taken back and told.
#pragma once

#include <string>
#include <vector>

#include "lint/judge.h"

namespace batten::lint {

// A kind of fix that is not made at one place.
struct FixSkip {
  std::string check;    // id
  std::string subject;  // as Judged::subject; empty: any
  std::string path;     // of the file; empty: any

  bool operator==(const FixSkip&) const = default;
};

struct FixOptions {
  checks::Surroundings around;
  bool all = false;                 // also those that may take away what the program needs: ports, capabilities, host namespaces
  std::vector<std::string> checks;  // only these; empty: all
  std::vector<FixSkip> skipped;     // not these
};

struct FixStep {
  const model::CheckInfo* check = nullptr;
  std::uint32_t line = 0;  // in the text before this step
  std::string subject, message;
  std::string problem;  // why it was left as it was; empty: it is done
};

// A file that a fix needs beside the one it changes: the value of a secret that left the environment.
struct CompanionFile {
  std::string path;     // relative to the file's directory
  std::string content;  // a secret: written, never shown
};

// A secret that is now had from somewhere else: its value is in no file any more.
struct SecretMove {
  std::string name, reference;
};

struct FixedFile {
  std::string text;
  std::vector<FixStep> steps;
  std::vector<CompanionFile> companions;
  std::vector<SecretMove> moves;
  JudgedFile after;  // what is left

  std::size_t done() const;
};

FixedFile fix_file(const std::string& path, FileKind kind, std::string text, const JudgeOptions& options, const FixOptions& how);

// A unified diff of two texts (diff -u), three lines of context; empty when they are equal.
std::string unified_diff(std::string_view path, std::string_view before, std::string_view after);

}  // namespace batten::lint

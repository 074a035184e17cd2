// SPDX-License-Identifier: Apache-2.0
//
// A value and the name that it stands beside, in whatever syntax: what generic detectors judge. Read from the text around a match, which
// begins with part of the name and ends in the value.
#pragma once

#include <string_view>

#include "leaks/detector.h"
#include "leaks/file_sort.h"
#include "leaks/name_words.h"

namespace batten::leaks {

struct Assignment {
  std::string_view name;   // all of it: "self.db_password"
  std::string_view value;  // without quotes
  SecretName means;
  std::string_view near = {};  // as of the candidate
  FileSort file = FileSort::kUnknown;
  bool in_list = false;        // a comma stands between: an argument, an element
  bool in_mapping = false;     // NAME: value, as YAML has it
  bool quoted = false;         // the value; then it is no code
  bool in_string = false;      // "Server=a;Password=b" in the midst of a quoted text
  bool formatted = false;      // f"..", $"..": braces are code
  bool in_tuple = false;       // ("password", "5e88..."): no function takes it, a table of words and their hashes does
  bool in_shell_form = false;  // NAME=value without blanks at the beginning of a line, behind "export", "ENV", "- " or as an option
};

// All but the file: its sort is asked for only where the name means a secret.
Assignment read_assignment(const Candidate& candidate);

}  // namespace batten::leaks

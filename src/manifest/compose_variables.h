// SPDX-License-Identifier: Apache-2.0
//
// Variables in Compose files (compose-spec, 12-interpolation.md) and files of variables (.env, env_file).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::manifest {

using Variables = std::map<std::string, std::string>;

struct MissingVariable {
  std::string name;
  bool required = false;  // ${NAME:?message}
  std::string message;
};

struct Expansion {
  std::string text;
  bool from_outside = false;  // has the value of a variable, or the place of one that is missing
};

// $NAME, ${NAME}, ${NAME:-default}, ${NAME-default}, ${NAME:?message}, ${NAME?message}, ${NAME:+other}, ${NAME+other}, one in another;
// $$ is $. corrupt for anything else after a $ ("${A B}"), limit for more than 64 KiB.
Result<Expansion> expand_compose(std::string_view text, const Variables& values, std::vector<MissingVariable>& missing);

struct FileVariable {
  std::string name;
  std::optional<std::string> value;  // none: "NAME" alone, taken from outside
};
struct VariablesFile {
  std::vector<FileVariable> variables;    // in the order of the file
  std::vector<std::size_t> unread_lines;  // numbers of lines that are no NAME=value; the first hundred
  std::vector<MissingVariable> missing;
};
// NAME=value, export NAME=value, 'as it is', "with $NAME and \n", # comments. limit for more than 10,000 variables.
Result<VariablesFile> parse_dotenv(std::string_view text, const Variables& outside);
// As `docker run --env-file` and "format: raw" have it: everything after = is the value.
Result<VariablesFile> parse_raw_env(std::string_view text);

}  // namespace batten::manifest

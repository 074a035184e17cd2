// SPDX-License-Identifier: Apache-2.0
#include "secrets/command_words.h"

namespace batten::secrets {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

Result<std::vector<std::string>> command_words(std::string_view line) {
  std::vector<std::string> out;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    char c = line[i];
    if (quote == 0 && is_blank(c)) {
      if (in_word) out.push_back(std::move(word));
      word.clear();
      in_word = false;
      continue;
    }
    in_word = true;
    bool escapes = c == '\\' && (quote == 0 || (quote == '"' && i + 1 < line.size() && std::string_view("\"\\$`").contains(line[i + 1])));
    if (escapes) {
      if (++i == line.size()) return Error{Code::kInvalidArgument, "the command ends with a backslash"};
      word += line[i];
    } else if (quote != 0 && c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else {
      word += c;
    }
  }
  if (quote != 0) return Error{Code::kInvalidArgument, std::string("the command has a ") + quote + " without its end"};
  if (in_word) out.push_back(std::move(word));
  if (out.empty() || out[0].empty()) return Error{Code::kInvalidArgument, "the command names no program"};
  return out;
}

}  // namespace batten::secrets

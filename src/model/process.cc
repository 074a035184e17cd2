// SPDX-License-Identifier: Apache-2.0
#include "model/process.h"

namespace batten::model {

std::vector<std::string_view> split_strings(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = text.find('\0');
    out.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string command_line(const Process& process) {
  std::string out = process.comm;
  for (std::string_view one : split_strings(process.program->arguments)) {
    out += ' ';
    out += one;
  }
  return out;
}

}  // namespace batten::model

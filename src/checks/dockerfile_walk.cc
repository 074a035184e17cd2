// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_walk.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"

namespace batten::checks {

std::string stage_subject(const manifest::Dockerfile& file, const manifest::Stage& stage) {
  if (!stage.name.empty()) return "stage " + base::printable(stage.name);
  if (file.stages.size() == 1) return {};
  return format("stage {}", &stage - file.stages.data() + 1);
}

Hit hit_in(const manifest::Dockerfile& file, const manifest::Stage& stage, const model::Place& place, std::string message) {
  return {.place = place, .subject = stage_subject(file, stage), .message = base::printable(message)};
}

const manifest::Instruction* instruction_at(const manifest::Dockerfile& file, const model::Place& place, const manifest::Stage** stage) {
  auto holds = [&](const manifest::Instruction& one) {
    return one.place.offset <= place.offset && place.offset <= one.place.offset + one.place.length;
  };
  for (const manifest::Stage& candidate : file.stages) {
    if (stage != nullptr) *stage = &candidate;
    if (holds(candidate.from)) return &candidate.from;
    for (const manifest::Instruction& one : candidate.instructions) {
      if (holds(one)) return &one;
    }
  }
  return nullptr;
}

std::vector<model::Edit> line_behind(const manifest::Dockerfile& file, const manifest::Instruction& instruction, std::string_view line) {
  std::uint32_t end = instruction.place.offset + instruction.place.length;
  if (base::trim(std::string_view(file.text).substr(0, end)).ends_with(file.escape)) return {};
  std::string text = file.text.contains("\r\n") ? "\r\n" : "\n";
  text += line;
  return {{.offset = end, .length = 0, .text = std::move(text)}};
}

model::Edit without_lines(const manifest::Dockerfile& file, const manifest::Instruction& instruction) {
  std::size_t begin = instruction.place.offset, end = begin + instruction.place.length;
  while (begin > 0 && file.text[begin - 1] != '\n') --begin;
  end = std::min(file.text.find('\n', end), file.text.size() - 1) + 1;
  return {.offset = static_cast<std::uint32_t>(begin), .length = static_cast<std::uint32_t>(end - begin), .text = ""};
}

model::Edit replaced(const model::Place& place, std::string text) {
  return {.offset = place.offset, .length = place.length, .text = std::move(text)};
}

std::string exec_form(const std::vector<std::string>& words) {
  std::string out = "[";
  for (const std::string& word : words) {
    if (out.size() > 1) out += ", ";
    out.push_back('"');
    for (char c : word) {
      if (c == '"' || c == '\\') out.push_back('\\');
      if (static_cast<unsigned char>(c) < 0x20) {
        out += format("\\u{:04x}", static_cast<unsigned>(c));
      } else {
        out.push_back(c);
      }
    }
    out.push_back('"');
  }
  return out + "]";
}

}  // namespace batten::checks

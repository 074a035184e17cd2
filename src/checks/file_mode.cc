// SPDX-License-Identifier: Apache-2.0
#include "checks/file_mode.h"

#include "base/text.h"

namespace batten::checks {
namespace {

using manifest::ShellCommand;

FileMode read_mode(std::string_view by, std::string_view written, std::string_view path) {
  FileMode out{.by = by, .written = written, .path = path};
  if (auto bits = base::parse_unsigned(written, 8); bits && *bits <= 07777) {
    out.others_write = (*bits & 0002u) != 0;
    out.sticky = (*bits & 01000u) != 0;
    out.setuid = (*bits & 04000u) != 0;
    return out;
  }
  for (std::string_view clause : base::split(written, ',')) {
    std::size_t op = clause.find_first_of("+-=");
    if (op == std::string_view::npos || clause[op] == '-') continue;
    std::string_view who = clause.substr(0, op), what = clause.substr(op + 1);
    // Without a who the umask holds back what others would get.
    if (what.contains('w') && (who.contains('a') || who.contains('o'))) out.others_write = true;
    if (what.contains('t')) out.sticky = true;
    if (what.contains('s') && (who.empty() || who.contains('u') || who.contains('a'))) out.setuid = true;
  }
  return out;
}

// The mode in the words of a command, and what gets it.
FileMode mode_of(const ShellCommand& command) {
  const std::vector<manifest::ShellWord>& words = command.words;
  std::string_view name = command.name;
  std::size_t begin = 1;
  if (name == "find") {
    while (begin < words.size() && words[begin].value != "chmod") ++begin;
    if (begin++ >= words.size()) return {};
    name = "chmod";
  }
  if (name == "chmod") {
    while (begin < words.size() && words[begin].value.starts_with('-')) ++begin;
    if (begin >= words.size() || words[begin].expanded) return {};
    return read_mode(name, words[begin].value, begin + 1 < words.size() ? std::string_view(words[begin + 1].value) : "");
  }
  if (name != "install" && name != "mkdir") return {};
  for (std::size_t i = 1; i < words.size(); ++i) {
    std::string_view word = words[i].value, mode;
    if (words[i].expanded) continue;
    if (word.starts_with("--mode=")) mode = word.substr(7);
    if (word.starts_with("-m") && word.size() > 2) mode = word.substr(2);
    bool option = word == "--mode" || (word.size() > 1 && word[0] == '-' && word[1] != '-' && word.ends_with('m'));
    if (option && i + 1 < words.size() && !words[i + 1].expanded) mode = words[i + 1].value;
    if (!mode.empty()) return read_mode(name == "install" ? "install -m" : "mkdir -m", mode, words.back().value);
  }
  return {};
}

}  // namespace

void each_mode(const manifest::Dockerfile& file,
               const std::function<void(const Run& run, const model::Place& place, const FileMode& mode)>& visit) {
  each_command(file, [&](const Run& run, const ShellCommand& command) {
    FileMode mode = mode_of(command);
    if (!mode.written.empty()) visit(run, command.place, mode);
  });
  for (const manifest::Stage& stage : file.stages) {
    for (const manifest::Instruction& one : stage.instructions) {
      bool copies = one.keyword == "COPY" || one.keyword == "ADD";
      const manifest::Flag* flag = copies ? one.flag("chmod") : nullptr;
      if (flag == nullptr || flag->unknown) continue;
      std::string_view path = one.words.empty() ? std::string_view() : std::string_view(one.words.back().value);
      visit({file, stage, one, 0, false, false}, flag->place,
            read_mode(one.keyword == "COPY" ? "COPY --chmod" : "ADD --chmod", flag->value, path));
    }
  }
}

}  // namespace batten::checks

// SPDX-License-Identifier: Apache-2.0
#include "checks/run_facts.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"

namespace batten::checks {
namespace {

using manifest::Dockerfile;
using manifest::Instruction;
using manifest::ShellCommand;
using manifest::Stage;

std::string_view without_slash(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path;
}

bool is_below(std::string_view path, std::string_view directory) {
  path = without_slash(path);
  directory = without_slash(directory);
  return path == directory || (path.starts_with(directory) && (directory == "/" || path[directory.size()] == '/'));
}

// "~/.cache", "$HOME/.cache" -> "/root/.cache".
std::string at_home(std::string_view path) {
  for (std::string_view home : {"~", "$HOME", "${HOME}"}) {
    if (path == home || (path.starts_with(home) && path[home.size()] == '/')) return "/root" + std::string(path.substr(home.size()));
  }
  return std::string(path);
}

// /var/lib/{apt,dpkg}/ of bash -> both.
std::vector<std::string> without_braces(const std::string& word) {
  std::size_t open = word.find('{'), close = word.find('}', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos || (open > 0 && word[open - 1] == '$')) return {word};
  std::vector<std::string> out;
  for (std::string_view part : base::split(std::string_view(word).substr(open + 1, close - open - 1), ',')) {
    if (out.size() < 50) out.push_back(word.substr(0, open) + std::string(part) + word.substr(close + 1));
  }
  return out;
}

// Does the word of rm or find name the directory, what is in it, or one above it?
bool names_directory(const std::string& word, std::initializer_list<std::string_view> directories) {
  for (const std::string& one : without_braces(word)) {
    std::string path = at_home(one);
    std::string_view shown = path;
    std::size_t star = shown.find_first_of("*?[");
    if (star != std::string_view::npos) shown = shown.substr(0, shown.substr(0, star).rfind('/') + 1);
    if (shown.size() < 2) continue;
    for (std::string_view directory : directories) {
      if (is_below(directory, shown) || is_below(shown, directory)) return true;
    }
  }
  return false;
}

// A command that the shell of the RUN runs by itself, not one inside $(..) or a condition.
bool is_plain(const ShellCommand& command) { return !command.substituted && !command.conditional; }

}  // namespace

bool is_in_image(const Dockerfile& file, const Stage& stage) {
  const Stage* one = file.stages.empty() ? nullptr : &file.stages.back();
  while (one != nullptr && one != &stage) one = one->built_on >= 0 ? &file.stages[static_cast<std::size_t>(one->built_on)] : nullptr;
  return one != nullptr;
}

Hit run_hit(const Run& run, const model::Place& place, std::string message) {
  std::string subject;
  if (!run.stage.name.empty()) {
    subject = "stage " + base::printable(run.stage.name);
  } else if (run.file.stages.size() > 1) {
    subject = format("stage {}", &run.stage - run.file.stages.data() + 1);
  }
  return {.place = place, .subject = std::move(subject), .message = base::printable(message)};
}

bool has_cache_mount(const Run& run, std::initializer_list<std::string_view> directories) {
  for (const manifest::Flag& flag : run.instruction.flags) {
    if (flag.name != "mount") continue;
    std::string_view type = manifest::mount_field(flag, "type");
    if (type != "cache" && type != "tmpfs") continue;
    if (directories.size() == 0) return true;
    for (std::string_view field : {"target", "dst", "destination"}) {
      std::string target = at_home(manifest::mount_field(flag, field));
      if (target.empty()) continue;
      // A variable in it: it is meant for something.
      if (target.contains('$')) return true;
      for (std::string_view directory : directories) {
        if (is_below(directory, target) || is_below(target, directory)) return true;
      }
    }
  }
  return false;
}

bool removes(const Run& run, const ShellCommand* from, std::initializer_list<std::string_view> directories) {
  bool reached = from == nullptr;
  for (const ShellCommand& command : run.commands()) {
    reached = reached || &command == from;
    if (!reached || (command.name != "rm" && command.name != "find")) continue;
    for (std::size_t i = 1; i < command.words.size(); ++i) {
      if (!command.words[i].value.starts_with('-') && names_directory(command.words[i].value, directories)) return true;
    }
  }
  return false;
}

bool has_variable(const Run& run, const ShellCommand* command, std::string_view name) {
  auto assigns = [&](const std::vector<manifest::ShellAssignment>& list) {
    return std::ranges::any_of(list, [&](const manifest::ShellAssignment& one) { return one.name == name; });
  };
  for (const ShellCommand& one : run.commands()) {
    if (&one == command) break;
    if (one.words.empty() && assigns(one.before)) return true;
    if (one.name != "export") continue;
    for (std::size_t i = 1; i < one.words.size(); ++i) {
      if (one.words[i].value.starts_with(name) && one.words[i].value.substr(name.size()).starts_with('=')) return true;
    }
  }
  if (command != nullptr && assigns(command->before)) return true;
  const Stage* stage = &run.stage;
  while (stage != nullptr) {
    for (std::size_t i = 0; i < stage->instructions.size() && (stage != &run.stage || i < run.index); ++i) {
      const Instruction& one = stage->instructions[i];
      if (one.keyword != "ENV" && (one.keyword != "ARG" || stage != &run.stage)) continue;
      for (const manifest::Pair& pair : one.pairs) {
        if (pair.name.value == name) return true;
      }
    }
    stage = stage->built_on >= 0 ? &run.file.stages[static_cast<std::size_t>(stage->built_on)] : nullptr;
  }
  return false;
}

bool is_fed(const Run& run, const ShellCommand& command) {
  const std::vector<ShellCommand>& all = run.commands();
  return &command != all.data() && (&command)[-1].pipe_to_next;
}

bool runs_as_root(const Run& run) {
  const Stage* stage = &run.stage;
  std::size_t end = run.index;
  while (true) {
    for (std::size_t i = end; i-- > 0;) {
      const Instruction& one = stage->instructions[i];
      if (one.keyword != "USER" || one.words.empty()) continue;
      std::string_view user = one.words[0].value;
      user = user.substr(0, user.find(':'));
      return user == "root" || user == "0";
    }
    if (stage->built_on < 0) return true;
    stage = &run.file.stages[static_cast<std::size_t>(stage->built_on)];
    end = stage->instructions.size();
  }
}

std::string_view shell_of(const Run& run) {
  const Stage* stage = &run.stage;
  std::size_t end = run.index;
  while (true) {
    for (std::size_t i = end; i-- > 0;) {
      const Instruction& one = stage->instructions[i];
      if (one.keyword != "SHELL" || one.words.empty()) continue;
      std::string_view program = one.words[0].value;
      return program.substr(program.rfind('/') + 1);
    }
    if (stage->built_on < 0) break;
    stage = &run.file.stages[static_cast<std::size_t>(stage->built_on)];
    end = stage->instructions.size();
  }
  return stage->base.contains("alpine") || stage->base.contains("busybox") ? "ash" : "sh";
}

bool is_among(std::string_view text, std::initializer_list<std::string_view> list) { return std::ranges::find(list, text) != list.end(); }

std::string enumerated(const std::vector<std::string_view>& names) {
  std::string out;
  std::size_t shown = names.size() > 3 ? 2 : names.size();
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) out += i + 1 == names.size() ? " and " : ", ";
    out += base::printable(names[i].substr(0, 80));
  }
  if (shown < names.size()) out += format(" and {} more", names.size() - shown);
  return out;
}

std::string shown_url(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  std::size_t scheme = url.find("://");
  std::string out;
  if (scheme != std::string_view::npos) {
    std::string_view rest = url.substr(scheme + 3);
    std::size_t at = rest.substr(0, rest.find('/')).rfind('@');
    out = url.substr(0, scheme + 3);
    out += at == std::string_view::npos ? rest : rest.substr(at + 1);
  } else {
    out = url;
  }
  if (out.size() > 100) out = out.substr(0, 97) + "...";
  return base::printable(out);
}

FoundCommand command_at(const Dockerfile& file, const model::Place& place) {
  FoundCommand out;
  each_command(file, [&](const Run& run, const ShellCommand& command) {
    if (out.command == nullptr && command.place == place) out = {&run.stage, &run.instruction, &command};
  });
  return out;
}

Edits insert_behind_word(const FoundCommand& found, std::size_t index, std::string_view text) {
  if (found.command == nullptr || found.instruction->form == Instruction::Form::kExec || index >= found.command->words.size()) return {};
  const model::Place& place = found.command->words[index].place;
  return {{.offset = place.offset + place.length, .length = 0, .text = std::string(text)}};
}

Edits append_command(const Dockerfile& file, const FoundCommand& found, std::string_view command) {
  if (found.command == nullptr || found.instruction->form == Instruction::Form::kExec) return {};
  const Instruction& run = *found.instruction;
  // A document with commands of its own gets one line more.
  for (const manifest::Heredoc& document : run.heredocs) {
    const model::Place& body = document.place;
    if (found.command->place.offset < body.offset || found.command->place.offset >= body.offset + body.length) continue;
    std::string line(document.without_tabs ? "\t" : "");
    line += command;
    return {{.offset = body.offset + body.length, .length = 0, .text = line + "\n"}};
  }
  if (!run.heredocs.empty()) return {};
  const ShellCommand* last = nullptr;
  for (const ShellCommand& one : run.script.commands) {
    if (last == nullptr || one.place.offset + one.place.length > last->place.offset + last->place.length) last = &one;
  }
  std::size_t end = last->place.offset + last->place.length, rest_end = run.rest.offset + run.rest.length;
  if (!is_plain(*last) || end > rest_end) return {};
  std::string_view behind = std::string_view(file.text).substr(end, rest_end - end);
  std::string_view tail = base::trim(behind);
  if (!tail.empty() && tail != ";" && !tail.starts_with('#')) return {};
  std::string_view written = std::string_view(file.text).substr(run.place.offset, end - run.place.offset);
  std::size_t line = written.rfind('\n');
  std::string text;
  if (line == std::string_view::npos) {
    text = " && ";
  } else {
    // As the other lines that go on with &&.
    std::size_t begin = written.find("\n");
    std::string_view indent = "    ";
    for (; begin != std::string_view::npos; begin = written.find('\n', begin + 1)) {
      std::size_t first = written.find_first_not_of(" \t", begin + 1);
      if (first == std::string_view::npos || !written.substr(first).starts_with("&&")) continue;
      indent = written.substr(begin + 1, first - begin - 1);
      break;
    }
    text = format(" {}{}{}&& ", file.escape, file.text.contains("\r\n") ? "\r\n" : "\n", indent);
  }
  return {{.offset = static_cast<std::uint32_t>(end), .length = 0, .text = text + std::string(command)}};
}

}  // namespace batten::checks

// SPDX-License-Identifier: Apache-2.0
//
// Programs that run another one, and how their own options end.
#include <algorithm>
#include <cctype>
#include <span>

#include "manifest/shell_parser.h"

namespace batten::manifest {
namespace {

// Every command of a script that is given to a shell carries them all.
constexpr std::size_t kMaxWrapped = 50;

struct Wrapper {
  std::string_view name;
  std::string_view with_value;  // letters of short options whose value is the next word
  std::size_t operands = 0;     // words of its own before the command
  bool assignments = false;     // takes NAME=value before it
};

constexpr Wrapper kWrappers[] = {
    {"sudo", "ugpChrtTUD", 0, true}, {"doas", "uC", 0, false},          {"env", "uCS", 0, true},     {"exec", "a", 0, false},
    {"command", "", 0, false},       {"builtin", "", 0, false},         {"time", "fo", 0, false},    {"nice", "n", 0, false},
    {"ionice", "cnp", 0, false},     {"nohup", "", 0, false},           {"setsid", "", 0, false},    {"stdbuf", "ioe", 0, false},
    {"timeout", "sk", 1, false},     {"xargs", "aEdIiLlnPs", 0, false}, {"chroot", "", 1, false},    {"gosu", "", 1, false},
    {"su-exec", "", 1, false},       {"fakeroot", "", 0, false},        {"eatmydata", "", 0, false}, {"busybox", "", 0, false},
    {"tini", "pes", 0, false},       {"dumb-init", "r", 0, false},      {"catatonit", "", 0, false},
};

const Wrapper* wrapper(std::string_view program) {
  for (const Wrapper& one : kWrappers) {
    if (one.name == program) return &one;
  }
  return nullptr;
}

// Index of the command among the words; their count when there is none.
std::size_t command_word(const Wrapper& one, std::span<const ShellWord> words) {
  std::size_t at = 1;
  for (; at < words.size(); ++at) {
    const std::string& word = words[at].value;
    if (!word.starts_with('-') || word == "-") break;
    if (word == "--") {
      ++at;
      break;
    }
    // "command -v x" asks where x is.
    if (one.name == "command" && (word == "-v" || word == "-V")) return words.size();
    if (!word.starts_with("--") && one.with_value.contains(word.back()) && (word.size() == 2 || one.name == "sudo")) ++at;
  }
  while (one.assignments && at < words.size() && !assigned_name(words[at].value).empty()) ++at;
  return std::min(at + one.operands, words.size());
}

}  // namespace

std::string_view program_of(std::string_view word) {
  std::size_t slash = word.rfind('/');
  return slash == std::string_view::npos || word.contains('$') ? word : word.substr(slash + 1);
}

bool is_shell(std::string_view program) {
  static constexpr std::string_view kShells[] = {"sh", "bash", "dash", "ash", "zsh", "ksh", "mksh"};
  return std::ranges::find(kShells, program) != std::end(kShells);
}

std::string_view assigned_name(std::string_view word) {
  std::size_t size = 0;
  while (size < word.size() && (std::isalnum(static_cast<unsigned char>(word[size])) != 0 || word[size] == '_')) ++size;
  if (size == 0 || std::isdigit(static_cast<unsigned char>(word[0])) != 0) return {};
  std::string_view after = word.substr(size);
  return after.starts_with('=') || after.starts_with("+=") ? word.substr(0, size) : std::string_view();
}

std::size_t unwrap_command(ShellCommand& command) {
  std::size_t taken = 0;
  std::span<ShellWord> words = command.words;
  while (!words.empty() && command.wrapped_in.size() < kMaxWrapped) {
    const Wrapper* one = wrapper(program_of(words[0].value));
    if (one == nullptr) break;
    std::size_t begin = command_word(*one, words);
    if (begin >= words.size()) break;
    for (std::size_t i = 1; i < begin && one->assignments; ++i) {
      std::string_view name = assigned_name(words[i].value);
      if (!name.empty()) {
        ShellWord value = words[i];
        value.value = value.value.substr(value.value.find('=') + 1);
        command.before.push_back({std::string(name), std::move(value)});
      }
    }
    command.wrapped_in.push_back(std::move(words[0]));
    words = words.subspan(begin);
    taken += begin;
  }
  command.words.erase(command.words.begin(), command.words.begin() + static_cast<std::ptrdiff_t>(taken));
  return taken;
}

std::size_t script_word(const std::vector<ShellWord>& words, ShellOptions& options) {
  std::string_view program = program_of(words[0].value);
  if (program == "eval") return words.size() == 2 ? 1 : 0;
  bool is_su = program == "su" || program == "runuser";
  if (!is_su && !is_shell(program)) return 0;
  bool command = false;
  for (std::size_t at = 1; at < words.size(); ++at) {
    const std::string& word = words[at].value;
    bool option = word.size() > 1 && (word[0] == '-' || word[0] == '+');
    if (is_su) {
      if (word == "-c" || word == "--command") return at + 1 < words.size() ? at + 1 : 0;
      continue;
    }
    if (!option) return command ? at : 0;
    if (word.starts_with("--")) continue;
    if (word.contains('e')) options.errexit = true;
    if (word.contains('c')) command = true;
    if (word.contains('o') && at + 1 < words.size()) {
      ++at;
      if (words[at].value == "pipefail") options.pipefail = true;
    }
  }
  return 0;
}

}  // namespace batten::manifest

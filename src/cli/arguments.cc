// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"

#include <algorithm>
#include <numeric>

#include "base/format.h"
#include "base/text.h"

namespace batten::cli {
namespace {

struct Names {
  std::string_view long_name;  // without dashes
  char short_name = 0;
};

// "--format,-f"
Names names_of(const OptionSpec& option) {
  Names out;
  for (std::string_view part : base::split(option.name, ',')) {
    if (part.starts_with("--"))
      out.long_name = part.substr(2);
    else if (part.size() == 2)
      out.short_name = part[1];
  }
  return out;
}

const OptionSpec* find_long(std::span<const OptionSpec> options, std::string_view name) {
  for (const OptionSpec& option : options) {
    if (names_of(option).long_name == name) return &option;
  }
  return nullptr;
}

const OptionSpec* find_short(std::span<const OptionSpec> options, char name) {
  for (const OptionSpec& option : options) {
    if (names_of(option).short_name == name) return &option;
  }
  return nullptr;
}

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

Error unknown_option(std::string_view word, std::span<const OptionSpec> options) {
  std::vector<std::string> names;
  for (const OptionSpec& option : options) names.push_back("--" + std::string(names_of(option).long_name));
  std::string near = nearest(word, names);
  return Error{Code::kInvalidArgument,
               format("unknown option {}{}", base::printable(word), near.empty() ? "" : " (did you mean " + near + "?)")};
}

// Words of text in lines of at most width columns, each behind indent blanks.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::string out, line;
  for (std::string_view word : base::words(text)) {
    if (!line.empty() && indent + line.size() + 1 + word.size() > width) {
      out += std::string(indent, ' ') + line + "\n";
      line.clear();
    }
    if (!line.empty()) line.push_back(' ');
    line += word;
  }
  if (!line.empty()) out += std::string(indent, ' ') + line + "\n";
  return out;
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& names) {
  std::string best;
  std::size_t best_distance = word.size() / 3 + 2;
  for (const std::string& name : names) {
    std::size_t here = distance(word, name);
    if (here < best_distance) best_distance = here, best = name;
  }
  return best;
}

Result<Arguments> parse_arguments(std::span<const std::string> words, std::span<const OptionSpec> options) {
  Arguments out;
  auto take = [&](const OptionSpec& option, std::string value) -> Result<void> {
    std::vector<std::string>& values = out.options[std::string(names_of(option).long_name)];
    if (!values.empty() && !option.repeated && !option.value.empty()) {
      return Error{Code::kInvalidArgument, format("--{} is given twice", names_of(option).long_name)};
    }
    values.push_back(std::move(value));
    return {};
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
    if (word == "--") {
      out.positional.insert(out.positional.end(), words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
      break;
    }
    if (word.size() < 2 || word[0] != '-') {
      out.positional.emplace_back(word);
      continue;
    }
    const OptionSpec* option = nullptr;
    std::string_view attached;
    bool has_attached = false;
    if (word[1] == '-') {
      std::size_t equals = word.find('=');
      option = find_long(options, word.substr(2, equals == std::string_view::npos ? equals : equals - 2));
      has_attached = equals != std::string_view::npos;
      if (has_attached) attached = word.substr(equals + 1);
    } else {
      option = find_short(options, word[1]);
      has_attached = word.size() > 2;
      attached = word.substr(2);
    }
    if (option == nullptr) return unknown_option(word.substr(0, word.find('=')), options);
    std::string_view name = names_of(*option).long_name;
    if (option->value.empty()) {
      if (has_attached) return Error{Code::kInvalidArgument, format("--{} takes no value", name)};
      TRY(take(*option, "true"));
    } else if (has_attached) {
      TRY(take(*option, std::string(attached)));
    } else if (i + 1 < words.size()) {
      TRY(take(*option, words[++i]));
    } else {
      return Error{Code::kInvalidArgument, format("--{} wants a {}", name, option->value)};
    }
  }
  return out;
}

std::string command_help(const Command& command, int columns) {
  std::size_t width = static_cast<std::size_t>(std::clamp(columns, 60, 100));
  std::string out =
      format("batten {}: {}\n\nUsage: batten {} [options] {}\n", command.name, command.summary, command.name, command.positional);
  if (!command.description.empty()) out += "\n" + wrapped(command.description, width, 0);
  std::size_t column = 0;
  std::vector<std::pair<std::string, std::string_view>> rows;
  for (const OptionSpec& option : command.options) {
    Names names = names_of(option);
    std::string left = names.short_name != 0 ? format("-{}, --{}", names.short_name, names.long_name) : format("    --{}", names.long_name);
    if (!option.value.empty()) left += " " + std::string(option.value);
    column = std::max(column, left.size());
    rows.emplace_back(std::move(left), option.help);
  }
  if (!rows.empty()) out += "\nOptions:\n";
  for (const auto& [left, help] : rows) {
    std::string right = wrapped(help, width, column + 5);
    out += "  " + left + std::string(column - left.size(), ' ') + "   " + right.substr(std::min(right.size(), column + 5));
  }
  if (!command.examples.empty()) out += "\nExamples:\n";
  for (const CommandExample& example : command.examples) out += format("  {}\n      {}\n", example.line, example.help);
  return out;
}

std::string program_help() {
  std::string out =
      "batten: battens down containers\n\n"
      "Usage: batten COMMAND [options] ...\n\nCommands:\n";
  std::size_t column = 0;
  for (const Command* command : all_commands()) column = std::max(column, command->name.size());
  for (const Command* command : all_commands()) {
    out += format("  {}{}   {}\n", command->name, std::string(column - command->name.size(), ' '), command->summary);
  }
  out +=
      "\n'batten COMMAND --help' tells more. A first look at this machine: batten check host\n"
      "\nExit status: 0 fine, 1 policy says no, 2 usage, 3 could not do the work, 4 done but something could not be read\n";
  return out;
}

}  // namespace batten::cli

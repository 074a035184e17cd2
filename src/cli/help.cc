// SPDX-License-Identifier: Apache-2.0
#include "cli/help.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "base/format.h"
#include "base/text.h"

namespace batten::cli {
namespace {

std::size_t line_width(int columns) { return static_cast<std::size_t>(std::clamp(columns, 60, 100)); }

// Words in lines of at most width columns, each behind indent blanks.
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

using Rows = std::vector<std::pair<std::string, std::string>>;

// A name and what it is, in two columns.
std::string two_columns(const Rows& rows, std::size_t width) {
  std::size_t column = 0;
  for (const auto& row : rows) column = std::max(column, row.first.size());
  std::string out;
  for (const auto& [left, text] : rows) {
    std::string right = wrapped(text, width, column + 5);
    out += "  " + left + (right.empty() ? "\n" : std::string(column - left.size() + 3, ' ') + right.substr(column + 5));
  }
  return out;
}

std::string option_names(const OptionSpec& option) {
  std::string long_name, short_name = "    ";
  for (std::string_view part : base::split(option.name, ',')) {
    if (part.starts_with("--")) {
      long_name = part;
    } else {
      short_name = std::string(part) + ", ";
    }
  }
  return short_name + long_name + (option.value.empty() ? "" : " " + std::string(option.value));
}

}  // namespace

std::string command_help(const Command& command, int columns) {
  std::size_t width = line_width(columns);
  std::string out = wrapped(format("batten {}: {}", command.name, command.summary), width, 0) +
                    format("\nUsage: batten {}{} {}\n", command.name, command.options.empty() ? "" : " [options]", command.positional);
  if (!command.description.empty()) out += "\n" + wrapped(command.description, width, 0);
  Rows rows;
  for (const OptionSpec& option : command.options) {
    std::string values = option.values == nullptr ? "" : ": " + option.values();
    rows.emplace_back(option_names(option), std::string(option.help) + values);
  }
  if (!rows.empty()) out += "\nOptions:\n" + two_columns(rows, width);
  if (!command.examples.empty()) out += "\nExamples:\n";
  for (const CommandExample& example : command.examples) out += format("  {}\n", example.line) + wrapped(example.help, width, 6);
  return out;
}

std::string program_help(int columns) {
  std::size_t width = line_width(columns);
  Rows commands;
  for (const Command* command : all_commands()) commands.emplace_back(command->name, command->summary);
  const Rows settings = {
      {"BATTEN_CACHE_DIR", "where layers once read and advisories are kept (default: ~/.cache/batten)"},
      {"BATTEN_DB", "the advisory database (default: db in the cache directory)"},
      {"DOCKER_HOST", "the container engine (default: unix:///var/run/docker.sock)"},
      {"COLUMNS", "the width of tables (default: the terminal's)"},
      {"NO_COLOR", "no colours, also on a terminal"},
  };
  const Rows statuses = {
      {"0", "fine"},
      {"1", "the policy says no (--fail-on)"},
      {"2", "wrong usage"},
      {"3", "the work could not be done"},
      {"4", "done, but something could not be read (--strict)"},
  };
  return "batten: battens down containers\n\nUsage: batten COMMAND [options] ...\n\nCommands:\n" + two_columns(commands, width) + "\n" +
         wrapped("'batten COMMAND --help' tells more. A first look at this machine: batten check host", width, 0) + "\nEnvironment:\n" +
         two_columns(settings, width) + "\nExit status:\n" + two_columns(statuses, width);
}

}  // namespace batten::cli

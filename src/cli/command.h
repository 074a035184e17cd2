// SPDX-License-Identifier: Apache-2.0
//
// A command of the program. One file in commands/ per command; "db update" is a verb of the command "db".
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/result.h"

namespace batten::cli {

// Exit status of the whole program; mapped from errors in exit_status().
enum Exit : int {
  kExitFine = 0,
  kExitPolicy = 1,        // done, and the policy says no
  kExitUsage = 2,         // wrong command line
  kExitFailed = 3,        // the work could not be done
  kExitIncomplete = 4,    // done, but something could not be read
  kExitReaderGone = 141,  // nobody reads standard output any more ("| head"); what shells show for SIGPIPE
};
int exit_status(const Error& error);

struct OptionSpec {
  std::string_view name;   // "--format,-f": long first
  std::string_view value;  // "NAME"; empty: a flag
  std::string_view help;   // one line
  bool repeated = false;
  std::string (*values)() = nullptr;  // what value may be, where a table of the program knows; stands behind help
};

struct Arguments {
  std::vector<std::string> positional;
  std::map<std::string, std::vector<std::string>> options;  // by long name without dashes; a flag has one value "true"

  bool flag(const std::string& name) const { return options.contains(name); }
  std::string value(const std::string& name, std::string fallback = {}) const {
    auto at = options.find(name);
    return at == options.end() || at->second.empty() ? fallback : at->second.back();
  }
};

struct Context {
  base::Progress& progress;
  bool out_is_terminal;
  int width;   // columns of the terminal, or 100
  bool color;  // a terminal, and NO_COLOR unset
};

struct CommandExample {
  std::string_view line;  // a command line, as in the help
  std::string_view help;  // what it does
};

struct Command {
  std::string_view name;
  std::string_view summary;      // one line
  std::string_view positional;   // "IMAGE", "VERB [FEED...]"
  std::string_view description;  // a paragraph; may be empty
  std::span<const OptionSpec> options;
  Result<int> (*run)(const Arguments& arguments, Context& context);
  std::span<const CommandExample> examples;
  bool own_words = false;  // run() reads the words itself: all of them are positional, options too
};

// Several lists of options as one, for a descriptor.
template <std::size_t... Sizes>
consteval auto joined_options(const OptionSpec (&... lists)[Sizes]) {
  std::array<OptionSpec, (Sizes + ...)> out{};
  std::size_t at = 0;
  auto append = [&](const OptionSpec* list, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) out[at++] = list[i];
  };
  (append(lists, Sizes), ...);
  return out;
}

std::span<const Command* const> all_commands();

}  // namespace batten::cli

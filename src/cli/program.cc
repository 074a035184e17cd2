// SPDX-License-Identifier: Apache-2.0
#include "cli/program.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <memory>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "cli/arguments.h"
#include "cli/command.h"

namespace batten::cli {
namespace {

constexpr std::string_view kVersion = "0.1.0";
constexpr OptionSpec kHelp{.name = "--help,-h", .value = "", .help = "this text"};

int terminal_width() {
  if (auto columns = base::parse_unsigned(base::environment("COLUMNS")); columns && *columns >= 20 && *columns <= 1000)
    return static_cast<int>(*columns);
  winsize size{};
  if (::ioctl(1, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20) return size.ws_col;
  return 100;
}

void print(int fd, std::string_view text) { (void)base::write_all(fd, text); }

int fail(const Error& error, std::string_view command) {
  std::string text = "batten: " + base::printable(error.message) + "\n";
  if (error.code == Code::kInvalidArgument) text += command.empty() ? "see 'batten help'\n" : format("see 'batten {} --help'\n", command);
  print(2, text);
  return exit_status(error);
}

const Command* find_command(std::string_view name) {
  for (const Command* command : all_commands()) {
    if (command->name == name) return command;
  }
  return nullptr;
}

Error unknown_command(std::string_view name) {
  std::vector<std::string> names;
  for (const Command* command : all_commands()) names.emplace_back(command->name);
  std::string near = nearest(name, names);
  return Error{Code::kInvalidArgument, format("unknown command '{}'{}", name, near.empty() ? "" : " (did you mean " + near + "?)")};
}

}  // namespace

int run_program(const std::vector<std::string>& words) {
  ::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of the write, for pipes to workers as for "| head"
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || (words[0] == "help" && words.size() == 1)) {
    print(words.empty() ? 2 : 1, program_help());
    return words.empty() ? kExitUsage : kExitFine;
  }
  if (words[0] == "--version" || words[0] == "version") {
    print(1, format("batten {}\n", kVersion));
    return kExitFine;
  }
  bool asks_help = words[0] == "help";
  std::string_view name = asks_help ? words[1] : words[0];
  const Command* command = find_command(name);
  if (command == nullptr) return fail(unknown_command(name), "");
  std::vector<OptionSpec> options(command->options.begin(), command->options.end());
  options.push_back(kHelp);
  auto arguments = parse_arguments(std::span(words).subspan(1), options);
  if (!arguments) return fail(arguments.error(), name);
  if (asks_help || arguments->flag("help")) {
    print(1, command_help(*command, terminal_width()));
    return kExitFine;
  }
  std::unique_ptr<base::Progress> bars;
  if (!arguments->flag("quiet")) bars = base::terminal_progress();
  bool out_is_terminal = ::isatty(1) == 1;
  Context context{.progress = bars ? *bars : base::silent_progress(),
                  .out_is_terminal = out_is_terminal,
                  .width = terminal_width(),
                  .color = out_is_terminal && base::environment("NO_COLOR").empty() && base::environment("TERM") != "dumb"};
  Result<int> status = command->run(*arguments, context);
  bars.reset();
  return status ? *status : fail(status.error(), name);
}

}  // namespace batten::cli

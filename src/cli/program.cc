// SPDX-License-Identifier: Apache-2.0
#include "cli/program.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <memory>
#include <system_error>

#include "base/file.h"
#include "base/format.h"
#include "base/nearest.h"
#include "base/text.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/help.h"
#include "report/program.h"

namespace batten::cli {
namespace {

constexpr OptionSpec kHelp{.name = "--help,-h", .value = "", .help = "this text"};

int terminal_width() {
  if (auto columns = base::parse_unsigned(base::environment("COLUMNS")); columns && *columns >= 20 && *columns <= 1000)
    return static_cast<int>(*columns);
  winsize size{};
  if (::ioctl(1, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20) return size.ws_col;
  return 100;
}

// A write failed because nobody reads standard output any more: no failure of ours, and nobody to tell.
bool reader_has_gone(const Error& error) {
  pollfd out{.fd = 1, .events = 0, .revents = 0};
  return error.message.ends_with(std::generic_category().message(EPIPE)) && ::poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

int fail(const Error& error, std::string_view hint = {}) {
  if (reader_has_gone(error)) return kExitReaderGone;
  std::string text = "batten: " + base::printable_lines(error.message) + "\n";
  if (!hint.empty()) text += base::printable(hint) + "\n";
  (void)base::write_all(2, text);
  return exit_status(error);
}

// Help and version: data, so a full disk is an error here too.
int print(std::string_view text) {
  Result<void> written = base::write_all(1, text);
  return written ? kExitFine : fail(base::in_context("standard output", written.error()));
}

const Command* find_command(std::string_view name) {
  for (const Command* command : all_commands()) {
    if (command->name == name) return command;
  }
  return nullptr;
}

int unknown_command(std::string_view name) {
  std::vector<std::string> names{"help"};
  for (const Command* command : all_commands()) names.emplace_back(command->name);
  std::string near = base::nearest(name, names);
  Error error{Code::kInvalidArgument, name.starts_with('-')
                                          ? format("unknown option {}", name)
                                          : format("unknown command '{}'{}", name, near.empty() ? "" : " (did you mean " + near + "?)")};
  // People who come from other scanners name the image first.
  bool is_image = near.empty() && !name.starts_with('-') && name.find_first_of(":/.@") != std::string_view::npos;
  return fail(error, is_image ? format("to look into an image: batten scan {}", name) : "see 'batten help'");
}

int show_help(const std::vector<std::string>& words) {
  if (words.size() < 2) return print(program_help(terminal_width()));
  const Command* command = find_command(words[1]);
  return command == nullptr ? unknown_command(words[1]) : print(command_help(*command, terminal_width()));
}

int run_command(const Command& command, std::span<const std::string> words) {
  std::vector<OptionSpec> options(command.options.begin(), command.options.end());
  options.push_back(kHelp);
  std::string hint = format("see 'batten {} --help'", command.name);
  bool own_words = command.own_words && (words.empty() || (words[0] != "--help" && words[0] != "-h"));
  auto arguments = own_words ? Result<Arguments>(Arguments{{words.begin(), words.end()}, {}}) : parse_arguments(words, options);
  if (!arguments) return fail(arguments.error(), hint);
  if (arguments->flag("help")) return print(command_help(command, terminal_width()));

  std::unique_ptr<base::Progress> bars;
  if (!arguments->flag("quiet")) bars = base::terminal_progress();
  bool out_is_terminal = ::isatty(1) == 1;
  Context context{.progress = bars ? *bars : base::silent_progress(),
                  .out_is_terminal = out_is_terminal,
                  .width = terminal_width(),
                  .color = out_is_terminal && base::environment("NO_COLOR").empty() && base::environment("TERM") != "dumb"};
  Result<int> status = command.run(*arguments, context);
  bars.reset();
  if (status) return *status;
  return fail(status.error(), status.error().code == Code::kInvalidArgument ? hint : "");
}

}  // namespace

void keep_standard_descriptors() {
  // Not for reading or writing, as the case may be: whoever uses one that was closed gets an error, not silence.
  for (int fd = 0; fd <= 2; ++fd) {
    if (::fcntl(fd, F_GETFD) < 0 && errno == EBADF) (void)::open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
  }
}

int run_program(const std::vector<std::string>& words) {
  ::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of the write, for pipes to workers as for "| head"
  if (words.empty()) {
    (void)base::write_all(2, program_help(terminal_width()));
    return kExitUsage;
  }
  if (words[0] == "help" || words[0] == "--help" || words[0] == "-h") return show_help(words);
  if (words[0] == "--version" || words[0] == "-V" || words[0] == "version") return print(format("batten {}\n", report::kProgramVersion));
  const Command* command = find_command(words[0]);
  return command == nullptr ? unknown_command(words[0]) : run_command(*command, std::span(words).subspan(1));
}

}  // namespace batten::cli

// SPDX-License-Identifier: Apache-2.0
#include "watch/terminal.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <utility>

#include "base/file.h"
#include "base/text.h"

namespace batten::watch {
namespace {

// The other screen, no cursor, no wrapping at the right edge (xterm's private modes); and back.
constexpr std::string_view kTake = "\x1B[?1049h\x1B[?25l\x1B[?7l\x1B[0m\x1B[2J";
constexpr std::string_view kGive = "\x1B[0m\x1B[?7h\x1B[?25h\x1B[?1049l";
// Signals that end a process and that nobody else here waits for.
constexpr int kDeadly[] = {SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGSYS, SIGXCPU, SIGALRM, SIGUSR1, SIGUSR2};
constexpr unsigned kMostColumns = 1'000, kMostRows = 500;

termios g_before;

// Nothing in here that a handler may not call.
void on_deadly(int number) {
  (void)!::write(STDOUT_FILENO, kGive.data(), kGive.size());
  tcsetattr(STDIN_FILENO, TCSANOW, &g_before);
  // Its action is the default one again: this ends the process when the handler returns.
  raise(number);
}

void set_deadly(bool ours) {
  struct sigaction action{};
  action.sa_handler = ours ? on_deadly : SIG_DFL;
  action.sa_flags = ours ? static_cast<int>(SA_RESETHAND) : 0;
  for (const int number : kDeadly) sigaction(number, &action, nullptr);
}

}  // namespace

Result<Terminal> Terminal::open() {
  termios before{};
  if (isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0 || tcgetattr(STDIN_FILENO, &before) != 0)
    return Error{Code::kUnsupported, "standard input and output are no terminal"};
  if (base::environment("TERM") == "dumb") return Error{Code::kUnsupported, "TERM is dumb: this terminal can't move its cursor"};
  Terminal out(before);
  out.take_over();
  return out;
}

Terminal::Terminal(Terminal&& other) noexcept : before_(other.before_), ours_(std::exchange(other.ours_, false)) {}

Terminal::~Terminal() { give_back(); }

void Terminal::take_over() {
  g_before = before_;
  set_deadly(true);
  termios raw = before_;
  raw.c_iflag &= ~static_cast<tcflag_t>(ICRNL | IXON | ISTRIP | INLCR | IGNCR);
  raw.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | ISIG | IEXTEN);
  raw.c_cc[VMIN] = 0;
  raw.c_cc[VTIME] = 0;
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw);
  ours_ = true;
  write(kTake);
}

void Terminal::give_back() {
  if (!std::exchange(ours_, false)) return;
  write(kGive);
  tcsetattr(STDIN_FILENO, TCSANOW, &before_);
  set_deadly(false);
}

ScreenSize Terminal::size() const {
  winsize found{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &found) != 0 || found.ws_col == 0 || found.ws_row == 0) return {};
  return {.columns = std::min<unsigned>(found.ws_col, kMostColumns), .rows = std::min<unsigned>(found.ws_row, kMostRows)};
}

bool Terminal::read(std::string& bytes) {
  bytes.clear();
  pollfd ready{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  if (poll(&ready, 1, 0) <= 0) return true;
  if ((ready.revents & POLLIN) == 0) return (ready.revents & (POLLHUP | POLLERR | POLLNVAL)) == 0;
  char buffer[1024];
  const ssize_t count = ::read(STDIN_FILENO, buffer, sizeof buffer);
  if (count < 0) return errno == EINTR || errno == EAGAIN;
  bytes.assign(buffer, static_cast<std::size_t>(count));
  return count > 0 || (ready.revents & POLLHUP) == 0;
}

bool Terminal::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
    if (count >= 0 || errno == EINTR) continue;
    if (errno != EAGAIN) return false;
    // Somebody has made the terminal one that does not wait.
    pollfd ready{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
    if (poll(&ready, 1, 1'000) <= 0) return true;
  }
  return true;
}

void Terminal::suspend() {
  give_back();
  raise(SIGTSTP);
  take_over();
}

Letters terminal_letters() {
  std::string locale = base::environment("LC_ALL");
  if (locale.empty()) locale = base::environment("LC_CTYPE");
  if (locale.empty()) locale = base::environment("LANG");
  locale = base::lower(locale);
  const bool utf8 = locale.contains("utf-8") || locale.contains("utf8");
  return utf8 ? Letters::kUtf8 : Letters::kAscii;
}

}  // namespace batten::watch

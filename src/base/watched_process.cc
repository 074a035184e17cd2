// SPDX-License-Identifier: Apache-2.0
//
// Between this process and the program stands a keeper, a child of this process and the program's parent. It holds the reading end of a
// pipe whose other end only this process has: when that is closed (by intent, or because this process is gone), the keeper ends the
// program's process group. After the fork it does nothing but system calls, as the other threads of this process are not there.
#include "base/watched_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <limits>
#include <optional>

#include "base/child.h"
#include "base/fd.h"
#include "base/file.h"
#include "base/format.h"
#include "base/text.h"

namespace batten::base {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kLongestLine = 4000;
constexpr int kSliceMs = 50;

Result<std::string> path_of(const std::string& program) {
  if (program.contains('/')) return program;
  const std::string all = environment("PATH");
  for (const std::string_view directory : split(all, ':')) {
    std::string path = format("{}/{}", directory.empty() ? "." : directory, program);
    if (::access(path.c_str(), X_OK) == 0) return path;
  }
  return Error{Code::kNotFound, format("the program {} is not on PATH", printable(program))};
}

std::vector<std::string> environment_of(const WatchedProgram& program) {
  std::vector<std::string> out = program.variables;
  const auto is_replaced = [&](std::string_view name) {
    return std::ranges::find(program.without, name) != program.without.end() ||
           std::ranges::any_of(program.variables, [&](std::string_view one) { return one.substr(0, one.find('=')) == name; });
  };
  for (char** one = environ; *one != nullptr; ++one) {
    const std::string_view text(*one);
    if (!is_replaced(text.substr(0, text.find('=')))) out.emplace_back(text);
  }
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// All that the two children need, made before the fork.
struct Begin {
  const char* path;
  char* const* argv;
  char* const* variables;
  int output, life;
  long grace_ms;
  pid_t parent;
};

void undo_signals() {
  struct sigaction usual{};
  usual.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal) ::sigaction(signal, &usual, nullptr);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void be_program(const Begin& begin) {
  ::setpgid(0, 0);
  const int nothing = ::open("/dev/null", O_RDONLY);
  if (nothing < 0 || ::dup2(nothing, 0) < 0 || ::dup2(begin.output, 1) < 0 || ::dup2(begin.output, 2) < 0) ::_exit(126);
  ::execve(begin.path, begin.argv, begin.variables);
  ::_exit(127);
}

long now_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

void close_between(int first, int last) {
  if (first > last || ::close_range(static_cast<unsigned>(first), static_cast<unsigned>(last), 0) == 0) return;
  for (int fd = first; fd <= std::min(last, 4096); ++fd) ::close(fd);  // before Linux 5.9
}

[[noreturn]] void be_keeper(const Begin& begin) {
  // Locks of this process are not to outlive it.
  const int low = std::min(begin.output, begin.life), high = std::max(begin.output, begin.life);
  close_between(3, low - 1);
  close_between(low + 1, high - 1);
  close_between(high + 1, std::numeric_limits<int>::max());
  // A ^C at the terminal is for the one that has to tidy up.
  ::setsid();
  undo_signals();
  const pid_t program = ::fork();
  if (program == 0) be_program(begin);
  if (program < 0) ::_exit(126);
  ::setpgid(program, program);
  ::close(begin.output);
  long asked = 0;
  int status = 0;
  for (;;) {
    pollfd life{.fd = begin.life, .events = POLLIN, .revents = 0};
    if (asked == 0) {
      ::poll(&life, 1, kSliceMs);
    } else {
      ::poll(nullptr, 0, kSliceMs);
    }
    const pid_t ended = ::waitpid(program, &status, WNOHANG);
    if (ended == program) break;
    if (asked == 0 && life.revents != 0) {
      asked = now_ms();
      // Nobody is left who would wait.
      ::kill(-program, ::getppid() == begin.parent ? SIGTERM : SIGKILL);
    } else if (asked != 0 && now_ms() - asked >= begin.grace_ms) {
      ::kill(-program, SIGKILL);
    }
  }
  // What it has left behind.
  ::kill(-program, SIGKILL);
  ::_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

// Whole lines of what comes; a carriage return, with which a progress is written over, ends one too.
class Lines {
 public:
  explicit Lines(const std::function<void(std::string_view)>& take) : take_(take) {}
  void add(std::string_view bytes) {
    for (const char c : bytes) {
      if (c == '\n' || c == '\r') {
        end();
      } else if (line_.size() < kLongestLine) {
        line_ += c;
      }
    }
  }
  void end() {
    if (!trim(line_).empty() && take_) take_(line_);
    line_.clear();
  }

 private:
  const std::function<void(std::string_view)>& take_;
  std::string line_;
};

bool has_ended(pid_t pid) {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != 0;
}

}  // namespace

Result<int> run_watched(const WatchedProgram& program) {
  if (program.argv.empty()) return Error{Code::kInvalidArgument, "no program"};
  const std::string path = TRY(path_of(program.argv[0]));
  std::vector<std::string> words = program.argv, variables = environment_of(program);
  const std::vector<char*> argv = pointers(words), environment = pointers(variables);
  Pipe output = TRY(make_pipe()), life = TRY(make_pipe());
  const Begin begin{.path = path.c_str(),
                    .argv = argv.data(),
                    .variables = environment.data(),
                    .output = output.write.get(),
                    .life = life.read.get(),
                    .grace_ms = static_cast<long>(program.grace.count()),
                    .parent = ::getpid()};
  const pid_t keeper = ::fork();
  if (keeper < 0) return errno_error("fork", errno);
  if (keeper == 0) be_keeper(begin);
  output.write.reset(), life.read.reset();

  Lines lines(program.line);
  const Steady::time_point deadline = Steady::now() + program.time_limit;
  std::array<char, 8192> buffer{};
  std::optional<Error> ended_by;
  const auto look = [&] {
    if (ended_by) return;
    if (program.stopped && program.stopped()) ended_by = Error{Code::kConflict, format("{} was stopped", program.argv[0])};
    if (!ended_by && Steady::now() >= deadline)
      ended_by = Error{Code::kTimeout, format("{} did not end within {} s", program.argv[0],
                                              std::chrono::duration_cast<std::chrono::seconds>(program.time_limit).count())};
    if (ended_by) life.write.reset();
  };
  // A process that it has left behind may hold the output open: the keeper's end is the end.
  while (output.read.valid()) {
    look();
    const bool over = has_ended(keeper);
    pollfd waits{.fd = output.read.get(), .events = POLLIN, .revents = 0};
    const int ready = ::poll(&waits, 1, over ? 0 : kSliceMs);
    if (ready <= 0 && over) break;
    if (ready <= 0) continue;
    const ssize_t got = ::read(output.read.get(), buffer.data(), buffer.size());
    if (got > 0) lines.add({buffer.data(), static_cast<std::size_t>(got)});
    if (got == 0 || (got < 0 && errno != EINTR)) output.read.reset();
  }
  lines.end();
  while (!has_ended(keeper)) {
    look();
    ::poll(nullptr, 0, kSliceMs / 10);
  }
  const int status = wait_for(keeper);
  if (ended_by) return *ended_by;
  return status;
}

}  // namespace batten::base

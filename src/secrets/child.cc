// SPDX-License-Identifier: Apache-2.0
#include "secrets/child.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <utility>

#include "base/file.h"
#include "base/secret_bytes.h"
#include "base/text.h"

namespace batten::secrets {
namespace {

using Clock = std::chrono::steady_clock;

// Faults of this program's own are not for the child.
constexpr int kOwnSignals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS, SIGTTIN, SIGTTOU};

// Does this process's group have the terminal?
bool has_terminal() {
  base::Fd terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
  return terminal.valid() && ::tcgetpgrp(terminal.get()) == ::getpgrp();
}

struct Words {
  explicit Words(std::vector<std::string>& words) {
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
  }
  std::vector<char*> pointers;
};

class SpawnOptions {
 public:
  SpawnOptions(const std::vector<int>& descriptors, const sigset_t& mask, bool own_group) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
    for (int fd : descriptors) posix_spawn_file_actions_adddup2(&actions_, fd, fd);  // is kept
    sigset_t defaults;
    ::sigemptyset(&defaults);
    for (int number : {SIGPIPE, SIGTTIN, SIGTTOU}) ::sigaddset(&defaults, number);
    posix_spawnattr_setsigdefault(&attributes_, &defaults);
    posix_spawnattr_setsigmask(&attributes_, &mask);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_,
                             static_cast<short>(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | (own_group ? POSIX_SPAWN_SETPGROUP : 0)));
  }
  ~SpawnOptions() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnOptions(const SpawnOptions&) = delete;
  SpawnOptions& operator=(const SpawnOptions&) = delete;

  // 0, or why not.
  int spawn(pid_t& pid, char** argv, char** environment) {
    return ::posix_spawnp(&pid, argv[0], &actions_, &attributes_, argv, environment);
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

}  // namespace

ChildControl::ChildControl() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
void ChildControl::wake() {
  std::uint64_t one = 1;
  (void)!::write(event_.get(), &one, sizeof one);
}
void ChildControl::signal(int number) {
  signal_ = number;
  wake();
}
void ChildControl::restart() {
  restart_ = true;
  wake();
}

Supervisor::Supervisor(std::chrono::milliseconds grace) : grace_(grace) {
  sigset_t all;
  ::sigfillset(&all);
  for (int number : kOwnSignals) ::sigdelset(&all, number);
  ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  ::signal(SIGTTIN, SIG_IGN);
  ::signal(SIGTTOU, SIG_IGN);
  signals_ = base::Fd(::signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK));
  (void)::prctl(PR_SET_CHILD_SUBREAPER, 1);
  shares_terminal_ = has_terminal();
}

Supervisor::~Supervisor() {
  ::signal(SIGTTIN, SIG_DFL);
  ::signal(SIGTTOU, SIG_DFL);
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

Result<void> Supervisor::spawn(ChildStart start) {
  if (start.argv.empty()) return Error{Code::kInvalidArgument, "no command"};
  Words argv(start.argv), environment(start.environment);
  // No copy of this process is made on the way: nothing of its memory is copied, and nothing takes long.
  int why = SpawnOptions(start.descriptors, before_, !shares_terminal_).spawn(pid_, argv.pointers.data(), environment.pointers.data());
  for (std::string& variable : start.environment) base::wipe(variable);
  if (why != 0) {
    pid_ = 0;
    return base::errno_error(base::printable(start.argv[0]), why);
  }
  deadline_set_ = false;
  return {};
}

Supervisor::Ended Supervisor::reap() {
  Ended out;
  int status = 0;
  for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
    if (pid != pid_) continue;
    out = {true, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)};
    pid_ = 0;
  }
  return out;
}

void Supervisor::send(int number) {
  if (pid_ > 0) ::kill(pid_, number);
}

void Supervisor::kill_all() {
  if (pid_ > 0 && !shares_terminal_) ::kill(-pid_, SIGKILL);
  send(SIGKILL);
}

void Supervisor::stop() {
  send(SIGTERM);
  if (deadline_set_) return;
  deadline_ = Clock::now() + grace_;
  deadline_set_ = true;
}

void Supervisor::on_signal(int number, bool from_kernel) {
  if (shares_terminal_ && from_kernel) {
    // The command has it already. The shell waits for all of the group to stop.
    if (number == SIGTSTP) ::raise(SIGSTOP);
    return;
  }
  if (number == SIGTERM) {
    stopping_ = true;
    stop();
  } else {
    send(number);
  }
}

// Takes what has come in; true when children may have ended.
Result<bool> Supervisor::wait_for_event() {
  int wait_ms = -1;
  if (deadline_set_) {
    auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now()).count();
    if (left <= 0) {
      kill_all();
      wait_ms = 1000;
    } else {
      wait_ms = static_cast<int>(std::min<std::int64_t>(left, 3'600'000));
    }
  }
  pollfd polls[2] = {{signals_.get(), POLLIN, 0}, {control_.event_.get(), POLLIN, 0}};
  if (::poll(polls, 2, wait_ms) < 0 && errno != EINTR) return base::errno_error("poll", errno);
  bool child_ended = false;
  signalfd_siginfo got{};
  while (::read(signals_.get(), &got, sizeof got) == sizeof got) {
    auto number = static_cast<int>(got.ssi_signo);
    if (number == SIGCHLD) {
      child_ended = true;
    } else {
      on_signal(number, got.ssi_code == SI_KERNEL);
    }
  }
  std::uint64_t count = 0;
  if (::read(control_.event_.get(), &count, sizeof count) == sizeof count) {
    if (int number = control_.signal_.exchange(0); number != 0) send(number);
    if (control_.restart_.exchange(false)) {
      restarting_ = true;
      stop();
    }
  }
  return child_ended;
}

Result<int> Supervisor::run(const std::function<Result<ChildStart>()>& start) {
  // What was meant for a command that has ended.
  control_.signal_ = 0;
  control_.restart_ = false;
  stopping_ = restarting_ = false;
  TRY(spawn(TRY(start())));
  for (;;) {
    if (!TRY(wait_for_event())) continue;
    Ended child = reap();
    if (!child.ended) continue;
    if (!restarting_ || stopping_) return child.status;
    restarting_ = false;
    TRY(spawn(TRY(start())));
  }
}

}  // namespace batten::secrets

// SPDX-License-Identifier: Apache-2.0
#include "base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string.h>  // NOLINT: explicit_bzero is not in <cstring>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <thread>

#include "base/child.h"
#include "base/fd.h"
#include "base/format.h"
#include "base/secret_bytes.h"
#include "base/text.h"

namespace batten::base {
namespace {

// At the end of text; of a secret no smaller copy is left behind.
void append(std::string& text, std::string_view bytes, Output kind) {
  if (kind == Output::kSecret && text.size() + bytes.size() > text.capacity()) {
    std::string larger;
    larger.reserve(2 * (text.size() + bytes.size()));
    larger += text;
    wipe(text);
    text = std::move(larger);
  }
  text += bytes;
}

bool has_ended(pid_t pid) {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != 0;
}

}  // namespace

Result<ProcessOutput> run_process(const std::vector<std::string>& argv, std::string_view input, std::chrono::milliseconds timeout,
                                  std::size_t max_bytes, Output kind) {
  Pipe in = TRY(make_pipe()), out = TRY(make_pipe()), err = TRY(make_pipe());
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.read.get(), 0);
  posix_spawn_file_actions_adddup2(&actions, out.write.get(), 1);
  posix_spawn_file_actions_adddup2(&actions, err.write.get(), 2);
  std::vector<char*> args;
  for (const std::string& arg : argv) args.push_back(const_cast<char*>(arg.c_str()));
  args.push_back(nullptr);
  pid_t pid = 0;
  int failed = ::posix_spawnp(&pid, args[0], &actions, nullptr, args.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return errno_error(argv.empty() ? "" : argv[0], failed);
  in.read.reset(), out.write.reset(), err.write.reset();
  ::fcntl(in.write.get(), F_SETFL, O_NONBLOCK);
  if (input.empty()) in.write.reset();

  ProcessOutput result;
  auto deadline = std::chrono::steady_clock::now() + timeout;
  auto give_up = [&](Code code, std::string why) {
    ::kill(pid, SIGKILL);
    wait_for(pid);
    if (kind == Output::kSecret) wipe(result.out), wipe(result.err);
    return Error{code, format("{}: {}", argv[0], why)};
  };
  struct sigaction ignore{}, before{};
  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &ignore, &before);
  struct Restore {
    struct sigaction* action;
    ~Restore() { ::sigaction(SIGPIPE, action, nullptr); }
  } restore{&before};
  while (out.read.valid() || err.read.valid()) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    if (left <= 0) return give_up(Code::kTimeout, format("gave no answer within {} ms", timeout.count()));
    pollfd polls[3] = {{in.write.get(), POLLOUT, 0}, {out.read.get(), POLLIN, 0}, {err.read.get(), POLLIN, 0}};
    if (::poll(polls, 3, static_cast<int>(left)) < 0 && errno != EINTR) return give_up(Code::kInternal, "poll failed");
    if (polls[0].revents != 0) {
      ssize_t done = ::write(in.write.get(), input.data(), input.size());
      if (done > 0) input.remove_prefix(static_cast<std::size_t>(done));
      if (input.empty() || (done < 0 && errno != EAGAIN && errno != EINTR)) in.write.reset();
    }
    for (int i = 1; i <= 2; ++i) {
      if (polls[i].revents == 0) continue;
      Fd& fd = i == 1 ? out.read : err.read;
      std::string& text = i == 1 ? result.out : result.err;
      char buffer[8192];
      ssize_t got = ::read(fd.get(), buffer, sizeof buffer);
      if (got > 0) append(text, {buffer, static_cast<std::size_t>(got)}, kind);
      if (kind == Output::kSecret) ::explicit_bzero(buffer, sizeof buffer);
      if (got == 0 || (got < 0 && errno != EINTR)) fd.reset();
      if (text.size() > max_bytes) return give_up(Code::kLimit, format("printed more than {} bytes", max_bytes));
    }
  }
  // It has closed both and may go on all the same.
  while (!has_ended(pid)) {
    if (std::chrono::steady_clock::now() >= deadline) return give_up(Code::kTimeout, format("is not done within {} ms", timeout.count()));
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  result.exit_status = wait_for(pid);
  return result;
}

Result<void> stream_process(const std::vector<std::string>& argv, const std::vector<std::string>& variables,
                            const std::function<Result<void>(std::string_view)>& sink, std::chrono::milliseconds timeout,
                            const std::stop_token& stop) {
  Pipe out = TRY(make_pipe()), err = TRY(make_pipe());
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.write.get(), 1);
  posix_spawn_file_actions_adddup2(&actions, err.write.get(), 2);
  std::vector<char*> args, environment;
  for (const std::string& arg : argv) args.push_back(const_cast<char*>(arg.c_str()));
  args.push_back(nullptr);
  for (const std::string& variable : variables) environment.push_back(const_cast<char*>(variable.c_str()));
  for (char** one = environ; *one != nullptr; ++one) environment.push_back(*one);
  environment.push_back(nullptr);
  pid_t pid = 0;
  int failed = ::posix_spawnp(&pid, args[0], &actions, nullptr, args.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return errno_error(argv.empty() ? "" : argv[0], failed);
  out.write.reset(), err.write.reset();

  constexpr std::size_t kChunk = 1u << 20, kLastWords = 2000;
  constexpr std::chrono::milliseconds kLook{100};
  auto last = std::chrono::steady_clock::now();
  std::string buffer(kChunk, '\0'), words;
  auto give_up = [&](Error error) {
    ::kill(pid, SIGKILL);
    wait_for(pid);
    return error;
  };
  while (out.read.valid() || err.read.valid()) {
    pollfd polls[2] = {{out.read.get(), POLLIN, 0}, {err.read.get(), POLLIN, 0}};
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(last + timeout - std::chrono::steady_clock::now());
    if (stop.stop_possible()) left = std::min(left, kLook);
    int ready = ::poll(polls, 2, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    if (ready < 0 && errno != EINTR) return give_up(errno_error("poll", errno));
    if (stop.stop_requested()) return give_up({Code::kTimeout, format("{}: was stopped", argv[0])});
    if (ready == 0 && std::chrono::steady_clock::now() - last >= timeout)
      return give_up({Code::kTimeout, format("{}: nothing came for {} ms", argv[0], timeout.count())});
    if (ready <= 0) continue;
    last = std::chrono::steady_clock::now();
    for (int i = 0; i < 2; ++i) {
      if (polls[i].revents == 0) continue;
      Fd& fd = i == 0 ? out.read : err.read;
      ssize_t got = ::read(fd.get(), buffer.data(), buffer.size());
      if (got == 0 || (got < 0 && errno != EINTR)) fd.reset();
      if (got <= 0) continue;
      std::string_view bytes = std::string_view(buffer).substr(0, static_cast<std::size_t>(got));
      if (i == 1) {
        words += bytes;
        if (words.size() > kLastWords) words.erase(0, words.size() - kLastWords);
      } else if (Result<void> taken = sink(bytes); !taken) {
        return give_up(taken.error());
      }
    }
  }
  int status = wait_for(pid);
  if (status != 0) return Error{Code::kCorrupt, format("{} ended with {}: {}", argv[0], status, printable(trim(words)))};
  return {};
}

}  // namespace batten::base

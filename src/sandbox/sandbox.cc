// SPDX-License-Identifier: Apache-2.0
#include "sandbox/sandbox.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mutex>

#include "base/file.h"
#include "base/format.h"
#include "base/hash.h"
#include "sandbox/confine.h"
#include "sandbox/fd_passing.h"
#include "sandbox/wire.h"
#include "sandbox/zygote.h"

namespace batten::sandbox {

struct Sandbox::Impl {
  pid_t zygote = -1;
  base::Fd control;
  std::mutex mutex;  // one order at a time
  std::once_flag asked;
  base::Notes missing;

  ~Impl() {
    control.reset();
    if (zygote > 0) ::waitpid(zygote, nullptr, 0);
  }
};

namespace {

// Why a worker ended without an answer.
Error ended_early(int status_fd, const Limits& limits) {
  int status = 0;
  pollfd ready{status_fd, POLLIN, 0};
  if (::poll(&ready, 1, 5000) != 1 || ::read(status_fd, &status, sizeof status) != sizeof status) {
    return Error{Code::kInternal, "worker: ended without an answer, and the process that starts workers is gone"};
  }
  if (WIFEXITED(status)) return Error{Code::kInternal, format("worker: ended with status {} and no answer", WEXITSTATUS(status))};
  switch (WTERMSIG(status)) {
    case SIGSYS: return Error{Code::kDenied, "worker was stopped: it tried a system call that it may not use (SIGSYS)"};
    case SIGXCPU:
    case SIGKILL:
      return Error{Code::kLimit, format("worker was stopped: more than {} s of CPU time, or out of memory", limits.cpu.count())};
    case SIGBUS: return Error{Code::kCorrupt, "worker crashed (SIGBUS): the file became shorter while it was read"};
    default: return Error{Code::kCorrupt, format("worker crashed (SIG{})", sigabbrev_np(WTERMSIG(status)))};
  }
}

// Reads exactly size bytes; every byte is a sign of life.
Result<bool> read_exactly(int fd, char* out, std::size_t size, std::chrono::seconds idle) {
  for (std::size_t done = 0; done < size;) {
    pollfd ready{fd, POLLIN, 0};
    int polled = ::poll(&ready, 1, static_cast<int>(std::chrono::milliseconds(idle).count()));
    if (polled < 0 && errno == EINTR) continue;
    if (polled == 0) return Error{Code::kTimeout, format("worker was stopped: no sign of life for {} s", idle.count())};
    ssize_t got = ::read(fd, out + done, size - done);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    done += static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace

Sandbox::Sandbox(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Sandbox::~Sandbox() = default;
Sandbox::Sandbox(Sandbox&&) noexcept = default;
Sandbox& Sandbox::operator=(Sandbox&&) noexcept = default;

const base::Notes& Sandbox::missing() const {
  std::call_once(impl_->asked, [&] {
    std::uint8_t lacks = 0;
    if (::recv(impl_->control.get(), &lacks, sizeof lacks, 0) == 1) impl_->missing = lack_notes(lacks);
  });
  return impl_->missing;
}

Result<Sandbox> Sandbox::start(Handler handler) {
  (void)base::sha256_hex("");  // the library opens its configuration on first use; a worker could not
  (void)base::sha256_prefix("");
  (void)base::Sha256();
  SocketPair pair = TRY(socket_pair(SOCK_SEQPACKET));
  auto impl = std::make_unique<Impl>();
  impl->zygote = ::fork();
  if (impl->zygote < 0) return base::errno_error("fork", errno);
  if (impl->zygote == 0) {
    impl->zygote = -1;
    run_zygote(std::move(pair.theirs), handler);
  }
  impl->control = std::move(pair.ours);
  return Sandbox(std::move(impl));
}

Result<std::string> Sandbox::run(std::string_view request, std::span<const int> fds, const Limits& limits, const Tick& tick) {
  SocketPair job = TRY(socket_pair(SOCK_STREAM)), status = TRY(socket_pair(SOCK_STREAM));
  {
    JobOrder order{limits.memory_bytes, static_cast<std::uint64_t>(limits.cpu.count())};
    int ends[] = {job.theirs.get(), status.theirs.get()};
    std::lock_guard lock(impl_->mutex);
    TRY(send_with_fds(impl_->control.get(), {reinterpret_cast<const char*>(&order), sizeof order}, ends));
  }
  job.theirs.reset(), status.theirs.reset();

  RequestHeader header{request.size()};
  Result<void> sent = send_with_fds(job.ours.get(), {reinterpret_cast<const char*>(&header), sizeof header}, fds);
  for (std::string_view rest = request; sent && !rest.empty();) {
    ssize_t done = ::send(job.ours.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) break;  // it has ended; why is found out below
    rest.remove_prefix(static_cast<std::size_t>(done));
  }

  while (true) {
    FrameHeader frame{};
    if (!TRY(read_exactly(job.ours.get(), reinterpret_cast<char*>(&frame), sizeof frame, limits.idle))) {
      return ended_early(status.ours.get(), limits);
    }
    if (frame.type == Frame::kTick) {
      if (tick) tick(frame.size);
      continue;
    }
    if ((frame.type != Frame::kAnswer && frame.type != Frame::kError) || frame.size > kMaxAnswerBytes) {
      return Error{Code::kCorrupt, "worker: its answer is none"};
    }
    std::string bytes(frame.size, '\0');
    if (!TRY(read_exactly(job.ours.get(), bytes.data(), bytes.size(), limits.idle))) return ended_early(status.ours.get(), limits);
    if (frame.type == Frame::kAnswer) return bytes;
    auto code = static_cast<Code>(std::min<std::uint8_t>(frame.code, static_cast<std::uint8_t>(Code::kInternal)));
    return Error{code, bytes};
  }
}

}  // namespace batten::sandbox

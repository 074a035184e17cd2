// SPDX-License-Identifier: Apache-2.0
#include "sandbox/worker.h"

#include <linux/close_range.h>
#include <malloc.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstring>
#include <mutex>
#include <new>
#include <vector>

#include "base/file.h"
#include "sandbox/confine.h"
#include "sandbox/fd_passing.h"
#include "sandbox/wire.h"

namespace batten::sandbox {
namespace {

constexpr int kJobFd = 3;

Result<void> send_frame(Frame type, std::uint8_t code, std::string_view bytes) {
  FrameHeader header{bytes.size(), type, code, {}};
  TRY(base::write_all(kJobFd, {reinterpret_cast<const char*>(&header), sizeof header}));
  return base::write_all(kJobFd, bytes);
}

Result<std::string> receive_request(std::vector<base::Fd>& fds) {
  RequestHeader header{};
  Received first = TRY(receive_with_fds(kJobFd, {reinterpret_cast<char*>(&header), sizeof header}));
  if (first.size != sizeof header || header.size > kMaxRequestBytes) return Error{Code::kInternal, "worker: no request"};
  fds = std::move(first.fds);
  std::string request(header.size, '\0');
  for (std::size_t done = 0; done < request.size();) {
    ssize_t got = ::read(kJobFd, request.data() + done, request.size() - done);
    if (got <= 0) return Error{Code::kInternal, "worker: request ends early"};
    done += static_cast<std::size_t>(got);
  }
  return request;
}

Result<std::string> work(const Limits& limits, Handler handler) {
  TRY(confine_worker(limits));
  std::vector<base::Fd> fds;
  std::string request = TRY(receive_request(fds));
  std::vector<int> numbers;
  for (const base::Fd& fd : fds) numbers.push_back(fd.get());
  std::mutex mutex;
  Tick tick = [&](std::uint64_t done) {
    std::lock_guard lock(mutex);
    FrameHeader header{done, Frame::kTick, 0, {}};
    (void)base::write_all(kJobFd, {reinterpret_cast<const char*>(&header), sizeof header});
  };
  return handler(request, numbers, tick);
}

}  // namespace

void run_worker(base::Fd job_socket, const Limits& limits, Handler handler) {
  int job = job_socket.release();
  if (job != kJobFd) ::dup2(job, kJobFd);
  ::syscall(SYS_close_range, kJobFd + 1, ~0u, 0);
  ::mallopt(M_ARENA_MAX, 2);  // threads of a worker share memory that is already there
  // A length that hostile bytes name may be more than there is memory for: that is their limit, not our crash.
  std::set_new_handler([] {
    constexpr std::string_view kMessage = "worker: needs more memory than allowed";
    (void)send_frame(Frame::kError, static_cast<std::uint8_t>(Code::kLimit), kMessage);
    ::_exit(0);
  });
  Result<std::string> answer = work(limits, handler);
  Result<void> sent = answer ? send_frame(Frame::kAnswer, 0, *answer)
                             : send_frame(Frame::kError, static_cast<std::uint8_t>(answer.error().code), answer.error().message);
  ::_exit(sent ? 0 : 1);
}

}  // namespace batten::sandbox

// SPDX-License-Identifier: Apache-2.0
#include "sandbox/zygote.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <vector>

#include "base/file.h"
#include "sandbox/confine.h"
#include "sandbox/fd_passing.h"
#include "sandbox/wire.h"
#include "sandbox/worker.h"

namespace batten::sandbox {
namespace {

struct Running {
  pid_t pid;
  base::Fd pid_fd;  // readable when the worker has ended
  base::Fd status;  // closed on the other side: nobody waits any more
};

void start_worker(const JobOrder& order, std::vector<base::Fd> fds, Handler handler, std::vector<Running>& running) {
  pid_t pid = ::fork();
  if (pid == 0) {
    Limits limits;
    limits.memory_bytes = order.memory_bytes;
    limits.cpu = std::chrono::seconds(order.cpu_seconds);
    run_worker(std::move(fds[0]), limits, handler);
  }
  if (pid < 0) return;  // both sockets close: the caller sees it
  running.push_back({pid, base::Fd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))), std::move(fds[1])});
}

void reap(Running& worker) {
  int status = 0;
  while (::waitpid(worker.pid, &status, 0) < 0 && errno == EINTR) {
  }
  (void)base::write_all(worker.status.get(), {reinterpret_cast<const char*>(&status), sizeof status});
}

}  // namespace

void run_zygote(base::Fd control, Handler handler) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::signal(SIGINT, SIG_IGN);  // the program decides; it takes the zygote with it
  ::signal(SIGPIPE, SIG_IGN);
  int socket = control.release();
  if (socket != 3) ::dup2(socket, 3);
  ::syscall(SYS_close_range, 4, ~0u, 0);
  control = base::Fd(3);
  int null = ::open("/dev/null", O_RDWR);
  for (int fd = 0; fd < 3 && null >= 0; ++fd) ::dup2(null, fd);
  ::syscall(SYS_close_range, 4, ~0u, 0);

  std::uint8_t lacks = leave_namespaces();
  ::send(control.get(), &lacks, sizeof lacks, MSG_NOSIGNAL);

  std::vector<Running> running;
  while (true) {
    std::vector<pollfd> polls{{control.get(), POLLIN, 0}};
    for (const Running& worker : running) {
      polls.push_back({worker.pid_fd.get(), POLLIN, 0});
      polls.push_back({worker.status.get(), 0, 0});
    }
    if (::poll(polls.data(), polls.size(), -1) < 0) continue;
    for (std::size_t i = running.size(); i > 0; --i) {
      Running& worker = running[i - 1];
      if ((polls[2 * i].revents & (POLLHUP | POLLERR)) != 0) ::kill(worker.pid, SIGKILL);
      if (polls[2 * i - 1].revents == 0) continue;
      reap(worker);
      running.erase(running.begin() + static_cast<std::ptrdiff_t>(i - 1));
    }
    if (polls[0].revents == 0) continue;
    JobOrder order{};
    auto received = receive_with_fds(control.get(), {reinterpret_cast<char*>(&order), sizeof order});
    if (!received || received->size == 0) {
      for (const Running& worker : running) ::kill(worker.pid, SIGKILL);
      ::_exit(0);
    }
    if (received->size == sizeof order && received->fds.size() == 2) start_worker(order, std::move(received->fds), handler, running);
  }
}

}  // namespace batten::sandbox

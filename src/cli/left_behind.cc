// SPDX-License-Identifier: Apache-2.0
#include "cli/left_behind.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "base/fd.h"
#include "base/file.h"
#include "base/format.h"
#include "base/secret_bytes.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/output.h"

namespace batten::cli {
namespace {

// What providers gave can't be handed to another process: this one does all of the work.
[[noreturn]] void stay(const LeftBehind& work, base::Fd report) {
  ::setsid();
  if (::fork() != 0) ::_exit(0);
  (void)base::protect_process_memory();  // locks do not outlive a fork
  std::string text;
  Result<int> status = work.start(text);
  int number = status ? *status : exit_status(status.error());
  if (!status) text = status.error().message;
  (void)base::write_all(report.get(), format("{} {}", number, text)).has_value();
  if (number != 0) ::_exit(number);
  report.reset();
  base::Fd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
  for (int fd = 0; fd <= 2; ++fd) ::dup2(nothing.get(), fd);
  (void)!::chdir("/");
  work.look_after();
  ::_exit(0);
}

}  // namespace

Result<int> leave_behind(const LeftBehind& work) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return base::errno_error("pipe", errno);
  base::Fd read(ends[0]), write(ends[1]);
  pid_t pid = ::fork();
  if (pid < 0) return base::errno_error("fork", errno);
  if (pid == 0) stay(work, std::move(write));
  write.reset();
  ::waitpid(pid, nullptr, 0);
  std::string answer = TRY(base::read_all(read.get(), 1u << 16));
  std::size_t blank = answer.find(' ');
  auto status = base::parse_unsigned(std::string_view(answer).substr(0, blank));
  if (!status || blank == answer.npos) return Error{Code::kInternal, "the process that was to keep the secrets fresh ended at once"};
  std::string text = answer.substr(blank + 1);
  if (*status == 0 && !text.empty()) TRY(write_output("", text));
  if (*status != 0 && !text.empty()) (void)base::write_all(2, "batten: " + base::printable(text) + "\n");
  return static_cast<int>(*status);
}

}  // namespace batten::cli

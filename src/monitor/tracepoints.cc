// SPDX-License-Identifier: Apache-2.0
#include "monitor/tracepoints.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

#include "base/format.h"

namespace batten::monitor {
namespace {

// tracefs without a place in the file tree. -1: this kernel or these rights can't.
int unmounted_tracefs() {
  base::Fd context(static_cast<int>(syscall(SYS_fsopen, "tracefs", FSOPEN_CLOEXEC)));
  if (!context.valid()) return -1;
  if (syscall(SYS_fsconfig, context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0) return -1;
  return static_cast<int>(syscall(SYS_fsmount, context.get(), FSMOUNT_CLOEXEC, 0));
}

bool has_events(int root) { return faccessat(root, "events/syscalls", R_OK, 0) == 0; }

}  // namespace

Result<Tracepoints> Tracepoints::open() {
  Tracepoints out;
  int error = ENOENT;
  for (const char* place : {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"}) {
    out.root_ = base::Fd(::open(place, O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (out.root_.valid() && has_events(out.root_.get())) return out;
    if (errno == EACCES || errno == EPERM) error = errno;
  }
  out.root_ = base::Fd(unmounted_tracefs());
  if (out.root_.valid() && has_events(out.root_.get())) return out;
  return base::errno_error("tracefs", error);
}

Result<std::uint64_t> Tracepoints::id(std::string_view event) const {
  const std::string path = format("events/{}/id", event);
  base::Fd file(openat(root_.get(), path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return base::errno_error(event, errno);
  char digits[24];
  const ssize_t n = read(file.get(), digits, sizeof digits);
  std::uint64_t out = 0;
  if (n <= 0 || std::from_chars(digits, digits + n, out).ec != std::errc()) return Error{Code::kCorrupt, format("{}: no number", event)};
  return out;
}

}  // namespace batten::monitor

// SPDX-License-Identifier: Apache-2.0
//
// Numbers of the kernel's tracepoints, read from tracefs: where it is mounted, or else from an instance of our own that is mounted nowhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/result.h"

namespace batten::monitor {

class Tracepoints {
 public:
  // denied, notFound: there is no tracefs, or it may not be read.
  static Result<Tracepoints> open();
  // event: "syscalls/sys_exit_openat". notFound: this kernel has none.
  Result<std::uint64_t> id(std::string_view event) const;

 private:
  base::Fd root_;
};

}  // namespace batten::monitor

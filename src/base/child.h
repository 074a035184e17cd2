// SPDX-License-Identifier: Apache-2.0
//
// What those that run other programs need beside fork.
#pragma once

#include <sys/types.h>

#include "base/fd.h"
#include "base/result.h"

namespace batten::base {

struct Pipe {
  Fd read, write;
};

// Both ends are closed by an exec.
Result<Pipe> make_pipe();

// The exit status of a child, 128 + signal when it was killed.
int wait_for(pid_t child);

}  // namespace batten::base

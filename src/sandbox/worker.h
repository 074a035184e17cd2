// SPDX-License-Identifier: Apache-2.0
//
// The worker process: confines itself, reads its request, runs the handler, answers.
#pragma once

#include "base/fd.h"
#include "sandbox/sandbox.h"

namespace batten::sandbox {

// Runs in a fresh child of the zygote; never returns.
[[noreturn]] void run_worker(base::Fd job_socket, const Limits& limits, Handler handler);

}  // namespace batten::sandbox

// SPDX-License-Identifier: Apache-2.0
//
// The small process that forks workers. It was forked before the program had threads, it never sees a byte of an image.
#pragma once

#include "base/fd.h"
#include "sandbox/sandbox.h"

namespace batten::sandbox {

// Says first which of kLacks... this system lacks (one byte), then serves orders from the control socket until it closes, then ends all
// workers and exits.
[[noreturn]] void run_zygote(base::Fd control, Handler handler);

}  // namespace batten::sandbox

// SPDX-License-Identifier: Apache-2.0
//
// The worker's system call filter: a short allow-list; anything else ends the process with SIGSYS.
#pragma once

#include "base/result.h"

namespace batten::sandbox {

// Puts the calling process under the filter, for good. Needs no_new_privs.
Result<void> install_filter();

}  // namespace batten::sandbox

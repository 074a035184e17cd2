// SPDX-License-Identifier: Apache-2.0
//
// Secrets in what the processes of running containers were started with: environment and command lines, from /proc (proc(5)).
#pragma once

#include <string>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "model/container.h"
#include "model/leak.h"

namespace batten::scan {

// Of every process of the container (those in its first process's PID namespace). One leak for a secret, however many processes have it.
// Processes that can't be read are one note. A container without a running process has none.
std::vector<model::Leak> process_leaks(const model::Container& container, const std::string& fingerprint_key, base::Notes& notes);

}  // namespace batten::scan

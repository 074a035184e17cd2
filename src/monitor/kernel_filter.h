// SPDX-License-Identifier: Apache-2.0
//
// The pre-filter in the form that kernel programs ask: for each event type masks of up to 64 clauses, and one table of hashes of words
// (names, ports, ...) to masks. What can't be put so always holds: the kernel may let more through, never less.
#pragma once

#include "model/prefilter.h"
#include "monitor/bpf/shared.h"

namespace batten::monitor {

// out: is overwritten.
void compile_filter(const model::Prefilter& filter, batten_filter& out);

}  // namespace batten::monitor

// SPDX-License-Identifier: Apache-2.0
//
// A baseline: the secrets that are known and stay, so that only new ones fail a run. A JSON file without any value in it:
//
//   {"batten_baseline": 1, "key": "1f0c22ab", "leaks": [{"kind": "github-token", "path": "a/b.c", "fingerprint": "..", "reason": ".."}]}
//
// key names the fingerprint key (leaks/fingerprint.h) that made it: another installation needs the same key to use it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/leak.h"

namespace batten::leaks {

// Leaks whose kind, path and fingerprint are in it are suppressed, with its reason. corrupt; conflict when another key made it.
Result<void> apply_baseline(std::string_view text, std::string_view key, model::LeakReport& report);
// Of everything in the report that nothing else suppresses.
std::string make_baseline(std::string_view key, const model::LeakReport& report);

}  // namespace batten::leaks

// SPDX-License-Identifier: Apache-2.0
//
// Containers that live in another one's network, IPC or PID namespace, or are linked to it: when that one is replaced they have to be made
// anew with its successor; when it was stopped and is back, to be restarted.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "engine/client.h"
#include "update/journal.h"
#include "update/swap.h"

namespace batten::update {

struct Dependent {
  Standing standing;
  bool by_id = false;  // it names the other's id, or is linked to it: a restart does not do
};
// names: that the container has or had, first the one by which an engine lists links to it.
Result<std::vector<Dependent>> find_dependents(engine::Client& client, const std::string& id, const std::vector<std::string>& names);

// Restarts those that run. Messages say what was done and what failed.
void restart_dependents(engine::Client& client, const Swap& swap, std::vector<std::string>& messages);

// After the new one is kept, before the old one is removed. Can be done again when it was done in part.
Result<void> follow_dependents(engine::Client& client, Journal& journal, Operation& operation, const Swap& swap, const std::string& new_id,
                               std::vector<std::string>& messages);

}  // namespace batten::update

// SPDX-License-Identifier: Apache-2.0
//
// Joins what leaked with what is in force: a found value that a provider holds now is the one to change first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "cli/command.h"
#include "model/leak.h"
#include "secrets/reference.h"
#include "secrets/sessions.h"

namespace batten::cli {

struct LiveSecret {
  secrets::Reference reference;
  std::string fingerprint;
  std::vector<std::string> used_by;  // names of running containers
};

// The values of references ("vault:secret/app#password"), and of all below prefixes ("vault:secret/", "aws-sm:"): of a secret that is a
// JSON object each field. Values are hashed with the key and forgotten. A reference that can't be read is an error, one of many below a
// prefix a note.
Result<std::vector<LiveSecret>> live_secrets(const std::vector<std::string>& given, secrets::Sessions& sessions, std::string_view key,
                                             base::Notes& notes);
// Which running containers have them, in their environment or delivered by batten run. Without an engine: a note.
void find_users(std::vector<LiveSecret>& live, std::string_view key, base::Notes& notes);

// Leaks whose value is live say so, are confirmed and critical.
void mark_live(const std::vector<LiveSecret>& live, model::LeakReport& report);
// Gives each secret that leaked a new random value: written, waited for, the old one retired (secrets/replace.h). Says on standard error
// what became of each. kExitPolicy when an old value had to be put back.
Result<int> rotate_leaked(const std::vector<LiveSecret>& live, const model::LeakReport& report, secrets::Sessions& sessions,
                          const Arguments& arguments);

}  // namespace batten::cli

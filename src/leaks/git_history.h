// SPDX-License-Identifier: Apache-2.0
//
// Secrets in everything that a Git repository keeps: each version of each file is read once, however many commits and branches hold it,
// also versions that no branch leads to any more; messages of commits and tags too. Then, for what was found, which commit brought it.
#pragma once

#include <string>

#include "base/progress.h"
#include "base/result.h"
#include "leaks/patterns.h"
#include "model/leak.h"

namespace batten::leaks {

// repository: a work tree, a bare repository, or a directory below one. Paths of leaks are relative to the repository's root; place.removed
// says that HEAD has no file with these contents. By path, commit, line. Only git itself is run, with nothing of the repository's own
// configuration that could run a program, and without the network. not_found: no repository, or no git.
Result<model::LeakReport> search_history(const std::string& repository, const Patterns& patterns, const std::string& fingerprint_key,
                                         base::Progress& progress);

}  // namespace batten::leaks

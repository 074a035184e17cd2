// SPDX-License-Identifier: Apache-2.0
//
// The list of files that a package owns, in the form model::Package keeps it: relative to the root, sorted, each once.
// Directories are left out: an entry that is the parent of another one (package databases list both), or is said to be one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace batten::packages {

// Names as the database has them: "/usr/bin/x", "./usr/bin/x", "usr/bin/x". Names that leave the root are dropped.
std::vector<std::string> owned_files(std::vector<std::string> names);
std::vector<std::string> owned_files(std::vector<std::string_view> names);

}  // namespace batten::packages

// SPDX-License-Identifier: Apache-2.0
//
// How Compose is asked about a project as it was started: its files, its directory, its name.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "update/subject.h"

namespace batten::update {

// The first words of each program that there may be: the plug-in of `docker`, and the older program.
std::vector<std::vector<std::string>> compose_programs();
// The words before the command: "-p", "shop", "--project-directory"... labels: of a container of it.
std::vector<std::string> compose_project_words(const ComposeOrigin& origin, const std::map<std::string, std::string>& labels);

}  // namespace batten::update

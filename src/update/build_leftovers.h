// SPDX-License-Identifier: Apache-2.0
//
// What a build that has ended or was interrupted leaves behind, by its operation in the journal (new_build.h).
#pragma once

#include <string>
#include <vector>

#include "engine/client.h"
#include "update/journal.h"

namespace batten::update {

// The build's own name of the image goes, and the image where nothing else uses it; its private files too. Not kept: the base image's name
// means what it meant before. Gives what could not be done, for people.
std::vector<std::string> remove_leftovers(const Operation& operation, engine::Client& client, bool kept);

}  // namespace batten::update

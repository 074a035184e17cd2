// SPDX-License-Identifier: Apache-2.0
//
// Mounts of a container as container.mount.* asks for them.
#pragma once

#include <string_view>

#include "rules/field.h"

namespace batten::rules {

// By number, or the first whose source (else destination) a pattern matches; '*' does not cross '/'. nullptr: none.
const model::RunningMount* find_mount(const model::RunningContainer& container, const FieldArgument& argument, bool by_source);
// "source:dest:mode:rdwr:propagation".
std::string_view mount_text(const model::RunningMount& mount, Scratch& scratch);
// All of them, separated by blanks; none when there are none.
Value all_mounts_text(const model::RunningContainer& container, Scratch& scratch);

}  // namespace batten::rules

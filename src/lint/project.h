// SPDX-License-Identifier: Apache-2.0
//
// What several files of a project say together: which Dockerfile a service is built from, what lies in the build context.
#pragma once

#include <span>

#include "lint/judge.h"

namespace batten::lint {

// Runs the checks of projects over the files and adds what they find to the file that it is about. Files without a value are passed over.
void check_project(std::span<JudgedFile> files, const Policy& policy);

}  // namespace batten::lint

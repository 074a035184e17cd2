// SPDX-License-Identifier: Apache-2.0
//
// Where results and notes of commands go: data to standard output or a file, everything else to standard error.
#pragma once

#include <string>
#include <string_view>

#include "base/note.h"
#include "base/result.h"

namespace batten::cli {

// To the file, replaced as a whole (a device or pipe is written to), or to standard output when path is empty or "-". Adds a newline at
// the end when there is none.
Result<void> write_output(const std::string& path, std::string_view text);

// One line each on standard error: "skipped: where: message (hint)". Information is left out.
void print_notes(const base::Notes& notes);

}  // namespace batten::cli

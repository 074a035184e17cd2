// SPDX-License-Identifier: Apache-2.0
//
// The terminal view once, for what is no terminal: a table of the view that was asked for, or all of it as JSON.
#pragma once

#include <string>

#include "watch/cell_text.h"
#include "watch/top_model.h"
#include "watch/top_table.h"

namespace batten::watch {

// Columns as wide as they need to be; what is missing stands in the last line.
std::string top_snapshot_table(const TopModel& model, const TopQuestion& question, Letters letters);

// docs/FORMATS.md: one object with "containers", "processes", "files", "connections", "alerts". question's container and filter are
// followed.
std::string top_snapshot_json(const TopModel& model, const TopQuestion& question);

}  // namespace batten::watch

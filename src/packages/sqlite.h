// SPDX-License-Identifier: Apache-2.0
//
// A SQLite database that is already in memory, read only: the one place that includes sqlite3.h. SQLite reads through a file system
// of ours that knows this one piece of memory, so that it can't open, lock or make a file; a database in WAL mode is read as it stands
// (what its write-ahead log has more is not seen). The bytes are hostile: views, triggers, functions and other tables than
// the one asked for are refused, and memory, sizes and steps are limited.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/result.h"

namespace batten::packages {

struct SqliteRow {
  std::int64_t number;
  std::string_view bytes;  // good until the next row
};

// Calls visit for each row of "SELECT number_column, bytes_column FROM table". The names are ours, never from outside. An error after some
// rows means that the rest can't be read. corrupt, limit.
Result<void> read_sqlite_table(std::string_view database, std::string_view table, std::string_view number_column,
                               std::string_view bytes_column, const std::function<void(const SqliteRow&)>& visit);

}  // namespace batten::packages

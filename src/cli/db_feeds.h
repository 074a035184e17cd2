// SPDX-License-Identifier: Apache-2.0
//
// What the verbs of "batten db" have in common: the database, the feeds that were named, and how numbers and columns are written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/command.h"

namespace batten::cli {

// --db, $BATTEN_DB, or db below the cache directory.
std::string database_directory_of(const Arguments& arguments);
// Positional arguments from there on; invalid_argument for a name that no feed has.
Result<std::vector<std::string>> feeds_named(const Arguments& arguments, std::size_t from);

std::string padded(std::string text, std::size_t width, bool right = false);
// "1032302" -> "1,032,302".
std::string grouped(std::uint64_t number);

}  // namespace batten::cli

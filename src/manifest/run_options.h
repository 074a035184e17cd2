// SPDX-License-Identifier: Apache-2.0
//
// The options of `docker run`, `docker create` and `podman run`, applied to a container.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "base/note.h"
#include "base/result.h"
#include "manifest/container_syntax.h"

namespace batten::manifest {

struct RunOptionsInput {
  std::span<const LineWord> words;
  // Where an option from one word to another is written.
  std::function<model::Place(const LineWord& first, const LineWord& last)> place;
  std::string where;  // for notes
  // Options beside Docker's that take a value.
  std::span<const std::string_view> further = {};
  // Called for each option that is known, with the indices of the words that it takes.
  std::function<void(std::string_view name, std::string_view value, std::size_t first, std::size_t last)> seen = {};
};

// Reads options up to the first word that is none; gives its index. invalid_argument when the last option lacks its value. Unknown options
// are notes, and so is what they name but is not read here (--env-file).
Result<std::size_t> read_run_options(const RunOptionsInput& input, model::Container& container, base::Notes& notes);

}  // namespace batten::manifest

// SPDX-License-Identifier: Apache-2.0
//
// The instructions of the Dockerfile reference and their flags.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace batten::manifest {

// How what follows an instruction's flags is read.
enum class ArgumentsKind : std::uint8_t { kOne, kWords, kJsonOrWords, kJsonOrShell, kPairs, kNames, kHealth, kTrigger };

struct KnownInstruction {
  std::string_view keyword;
  ArgumentsKind arguments = ArgumentsKind::kOne;
  std::span<const std::string_view> flags = {};
  bool expands = false;    // BuildKit replaces variables in its arguments
  bool documents = false;  // takes <<EOF
};

const KnownInstruction* known_instruction(std::string_view keyword);  // null: there is none
// What somebody may have meant; empty: nothing is near.
std::string_view nearest_instruction(std::string_view keyword);
std::string_view nearest_flag(const KnownInstruction& instruction, std::string_view flag);

}  // namespace batten::manifest

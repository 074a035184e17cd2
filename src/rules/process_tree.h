// SPDX-License-Identifier: Apache-2.0
//
// Ancestors and texts of processes, as proc.* asks for them.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/process.h"
#include "rules/field.h"

namespace batten::rules {

// More ancestors than that are not looked at.
inline constexpr unsigned kMaxAncestors = 64;

// 0: itself, 1: its parent. nullptr: not known.
const model::Process* ancestor(const model::Process& process, std::int64_t level);
// The leader of its session, else the eldest ancestor in a row of the same session.
const model::Process& session_leader(const model::Process& process);
// The same of its process group, as the host counts and as its own pid namespace does.
const model::Process& group_leader(const model::Process& process);
const model::Process& virtual_group_leader(const model::Process& process);

// When the first process of its pid namespace began, since 1970, where that one is among its ancestors and in a container; else when the
// engine says that the container was started. 0: not known.
std::uint64_t container_start_ns(const Moment& moment);

// One answer for a process, with a level for an ancestor, without for all ancestors.
using ProcessAnswer = Value (*)(const model::Process& process, Scratch& scratch);
Value ancestor_answer(const Question& question, ProcessAnswer answer);

std::string_view command_line_text(std::string_view first, const model::Process& process, Scratch& scratch);
// Strings that end in NUL, joined by blanks.
std::string_view joined_strings(std::string_view ends_in_nul, Scratch& scratch);
// Value of NAME in an environment; none: it is not there.
std::optional<std::string_view> environment_value(std::string_view environment, std::string_view name);
// "CAP_CHOWN CAP_KILL"; empty: none.
std::string_view capability_text(std::uint64_t bits, Scratch& scratch);

}  // namespace batten::rules

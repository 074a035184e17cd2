// SPDX-License-Identifier: Apache-2.0
//
// Is a value that stands beside a name of a secret a secret? It may be code, a reference to where the secret is kept, a text for people,
// the hash of a password, a word. What is left is judged by how random it looks, by the name and by the file.
#pragma once

#include <string_view>

#include "leaks/assignment.h"
#include "leaks/detector.h"

namespace batten::leaks {

// Code, a template, a reference ("config.password", "vault:secret/app", "/run/secrets/db", "$2b$10$..."), a URL, a path, a version.
bool is_no_literal(std::string_view value, bool quoted);
// Drawn by lot, at least min_length characters.
bool is_random(std::string_view value, std::size_t min_length);

// Never kConfirmed. kLikely: random; kPossible: a password that a person made up.
Opinion judge_assignment(const Assignment& assignment);

}  // namespace batten::leaks

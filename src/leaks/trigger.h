// SPDX-License-Identifier: Apache-2.0
//
// What is looked for in all text instead of a pattern: its beginning. Whatever the pattern matches, the beginning matches too and ends no
// later, and it is compiled and searched in a fraction of the time: the many characters of a token behind its prefix say nothing that a few
// of them don't.
#pragma once

#include <string>
#include <string_view>

namespace batten::leaks {

// Once four characters in a row are given: up to the first repeat of eight times or more, of which six stay, or to the first that may be as
// long. The pattern as it is where there is none, or where it has a form that is not understood.
std::string trigger_of(std::string_view pattern);

}  // namespace batten::leaks

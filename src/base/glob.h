// SPDX-License-Identifier: Apache-2.0
//
// Path patterns: '*' and '?' inside one component, '**' for any number of components (also none).
// No character classes. "usr/share/doc/*/copyright", "**/*.jar".
#pragma once

#include <string_view>

namespace batten::base {

bool glob_match(std::string_view pattern, std::string_view path);

}  // namespace batten::base

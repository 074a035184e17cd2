// SPDX-License-Identifier: Apache-2.0
//
// Is a licence text an identifier or expression of the SPDX License List, or some other name?
#pragma once

#include <string_view>

namespace batten::report {

// Identifiers that package managers really write; of others a document says the name, which every schema allows.
bool is_spdx_id(std::string_view text);
// Identifiers joined by AND, OR, WITH and parentheses.
bool is_spdx_expression(std::string_view text);

}  // namespace batten::report

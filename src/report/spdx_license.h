// SPDX-License-Identifier: Apache-2.0
//
// Is a licence text an identifier or expression of the SPDX License List (spdx.org/licenses), or some other name?
#pragma once

#include <string>
#include <string_view>

namespace batten::report {

// The identifier as the list writes it, whatever the case of text; empty when it is none.
std::string_view spdx_id(std::string_view text);
// Identifiers joined by AND, OR, WITH and parentheses (SPDX 2.3, annex D).
bool is_spdx_expression(std::string_view text);
// The same with identifiers as the list writes them and single blanks; empty when it is none.
std::string spdx_expression(std::string_view text);

}  // namespace batten::report

// SPDX-License-Identifier: Apache-2.0
//
// Which of a feed's references a document may hold as an address.
#pragma once

#include <string_view>

namespace batten::report {

// http or https, and only characters that RFC 3986 lets stand in an address.
bool is_web_address(std::string_view text);

}  // namespace batten::report

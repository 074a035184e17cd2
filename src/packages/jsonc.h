// SPDX-License-Identifier: Apache-2.0
//
// JSON with comments: what people write by hand and some tools write too (bun.lock), as plain JSON.
#pragma once

#include <string>
#include <string_view>

namespace batten::packages {

// The same text with blanks where comments (// to the end of the line, /* .. */) and commas before a closing bracket stood. What else is
// wrong with it the JSON reader will say.
std::string plain_json(std::string_view text);

}  // namespace batten::packages

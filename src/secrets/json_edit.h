// SPDX-License-Identifier: Apache-2.0
//
// One member of a JSON object given another value, the rest of the text left as it is: other members keep their order, spaces and the way
// their numbers are written.
#pragma once

#include <string_view>

#include "base/result.h"
#include "secrets/wiped_answer.h"

namespace batten::secrets {

// A JSON string with that text.
WipedText quoted_json(std::string_view text);

// The object with that JSON as the member's value; it comes last when there was none. Of members of the same name all are changed: readers
// differ in which one they take. corrupt when the text is no JSON object.
Result<WipedText> with_member(std::string_view object, std::string_view name, std::string_view value_json);

}  // namespace batten::secrets

// SPDX-License-Identifier: Apache-2.0
//
// What is stored in a secret's fields: JSON of a value.
#pragma once

#include <string_view>

#include "base/result.h"
#include "secrets/provider.h"
#include "secrets/wiped_answer.h"

namespace batten::secrets {

// ?encoding=base64: the store has base64 of the bytes, as it keeps text only. invalid_argument for any other encoding, or one without a
// field.
Result<bool> is_base64(const Reference& reference);

// JSON of what put was given: a field's text as a string; without a field the text itself, which must be an object with members.
// invalid_argument when it is empty, or not UTF-8 and not to be written as base64; limit.
Result<WipedText> written_field(const Reference& reference, std::string_view value);

}  // namespace batten::secrets

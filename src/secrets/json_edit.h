// SPDX-License-Identifier: Apache-2.0
//
// One member of a JSON object given another value, the rest of the text left as it is: other members keep their order, spaces and the way
// their numbers are written.
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/secret_bytes.h"

namespace batten::secrets {

// The object with the member as that string; it comes last when there was none. Of members of the same name the first is changed, the one
// that json_field reads. corrupt when the text is no JSON object.
Result<base::SecretBytes> with_member(std::string_view json, std::string_view name, std::string_view value);

}  // namespace batten::secrets

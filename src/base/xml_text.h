// SPDX-License-Identifier: Apache-2.0
//
// The bytes of an XML file made ready for the parser: as UTF-8, and known to cost no more than it should.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace batten::xml {

// By the byte order mark, else by the encoding of the XML declaration, else UTF-8. The text points into bytes or into room.
// libxml2 would ask iconv for encodings that it does not know, which opens files.
Result<std::string_view> as_utf8(std::string_view bytes, std::string& room);

// libxml2 compares every attribute of a tag with all before it: limit when there are too many.
Result<void> check_tags(std::string_view text);

}  // namespace batten::xml

// SPDX-License-Identifier: Apache-2.0
//
// The records of a large XML file one by one: a list of errata may have hundreds of megabytes, its tree several times as much, while one
// erratum is small. Records are the elements of one name; they are found by their tags and parsed each for itself.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/result.h"
#include "base/xml.h"

namespace batten::advisory {

// Every <element ...>...</element> of the text, in order; name is written as it is in the text, with its prefix. A record that is no XML
// or too large is told to broken() and the next is read. The number of records that were visited; limit when there are more than ten
// million, corrupt when the last one has no end.
Result<std::uint64_t> each_xml_record(std::string_view text, std::string_view element, const std::function<void(xml::View)>& visit,
                                      const std::function<void(const Error&)>& broken);

}  // namespace batten::advisory

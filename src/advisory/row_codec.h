// SPDX-License-Identifier: Apache-2.0
//
// How advisories and vulnerabilities are written into a feed's file. Integers are LEB128 varints; S is a number in the feed's
// string table, T is a varint length and the bytes.
//
// Value of a package:  group*, where rows that differ only in the vulnerability share a group:
//   group  = count id{count} body
//   id     = 0 T | 1 + (number << 8 | year - 1990)         (the second form is CVE-year-number)
//   body   = flags scheme:S severity_text:S note:S record range_count (introduced:S fixed:S last_affected:S)* [extra]
//   flags  = state | by_source << 3 | severity << 4 | has_extra << 7
//   record = S << 1 | 1: that text followed by the vulnerability's id; S << 1: that text
//   extra  = version_count S* arches:S cpes:S modularity:S import_count (path:S symbols:S goos:S goarch:S)*
// (lists are joined by newlines)
// Value of a vulnerability: title:T description:T published:T modified:T withdrawn aliases cvss references cwes, lists with a count before.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "advisory/string_table.h"
#include "base/reader.h"
#include "base/result.h"
#include "base/writer.h"
#include "model/advisory.h"

namespace batten::advisory {

void encode_id(std::string_view id, base::Writer& writer);
std::string decode_id(base::Reader& reader);

// Everything of a row but ecosystem, package and vulnerability_id.
std::string encode_body(const model::Advisory& row, StringInterner& strings);
void encode_group(const std::vector<std::string_view>& ids, std::string_view body, base::Writer& writer);

// corrupt "rows: ...", also when a value would become more than four million strings.
Result<std::vector<model::Advisory>> decode_rows(std::string_view value, const StringTable& strings, std::string_view ecosystem,
                                                 std::string_view package);

// Cuts the description to 4 KiB and the references to 20.
std::string encode_vulnerability(const model::Vulnerability& vulnerability);
Result<model::Vulnerability> decode_vulnerability(std::string_view value, std::string_view id);

}  // namespace batten::advisory

// SPDX-License-Identifier: Apache-2.0
//
// The name under which advisories and installed packages of a language's ecosystem meet: both spell it as they like where the ecosystem
// does not care.
#pragma once

#include <string>
#include <string_view>

namespace batten::model {

// type: purl type. pypi: lower case, runs of "-", "_" and "." are one "-" (PEP 503); nuget, composer, hex, pub, swift: lower case; others
// as they are.
std::string lookup_name(std::string_view type, std::string_view name);

}  // namespace batten::model

// SPDX-License-Identifier: Apache-2.0
//
// A package-url (github.com/package-url/purl-spec) taken apart.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace batten::advisory {

struct PurlParts {
  std::string type, name_space, name, version;
  std::map<std::string, std::string> qualifiers;
};

// Nothing when it is no purl. Percent-encoding is undone.
std::optional<PurlParts> parse_purl(std::string_view text);

}  // namespace batten::advisory

// SPDX-License-Identifier: Apache-2.0
//
// package-url as the purl specification (ECMA-427) writes it: pkg:type/namespace/name@version?qualifiers#subpath.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace batten::model {

struct Purl {
  std::string type;   // lower case
  std::string space;  // namespace; empty when there is none
  std::string name;
  std::string version;
  std::map<std::string, std::string> qualifiers;
  std::string subpath;

  bool operator==(const Purl&) const = default;
  // The canonical form.
  std::string text() const;
};

// corrupt when it is no purl. Percent-encoding is undone.
Result<Purl> parse_purl(std::string_view text);

}  // namespace batten::model

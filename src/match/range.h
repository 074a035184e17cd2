// SPDX-License-Identifier: Apache-2.0
//
// Does a version fall among those that an advisory is about?
#pragma once

#include <string>
#include <string_view>

#include "model/advisory.h"
#include "version/scheme.h"

namespace batten::match {

struct RangeVerdict {
  bool affected = false;
  std::string fixed;  // of the range that it falls in; empty when that has no end
  std::string text;   // that range for people: ">= 2.4.0, < 2.4.62", "all versions"
};

RangeVerdict check_ranges(const version::Scheme& scheme, std::string_view installed, const model::Advisory& advisory);

// The release line of an rpm by the dist tag of its release: "1.el9_4" is of minor 4 of 9, "1.el9" of none.
struct ReleaseLine {
  int minor = -1;  // -1: no minor release named
  bool operator==(const ReleaseLine&) const = default;
};
ReleaseLine rpm_release_line(std::string_view evr);

}  // namespace batten::match

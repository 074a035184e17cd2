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

}  // namespace batten::match

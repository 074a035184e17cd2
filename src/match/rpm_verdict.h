// SPDX-License-Identifier: Apache-2.0
//
// The rows of an rpm distribution about one package and one vulnerability. There may be one fix for the main stream of each minor release
// and one for each support stream; comparing with the highest would call builds vulnerable that are exactly at their published fix,
// comparing with the lowest would miss those that lack it. So (line: the minor release that a dist tag names, see release_line.h):
//
// 1. Fixes of the build's own line decide; any of them that is reached is enough. (An erratum may repeat another's vulnerability.)
// 2. For a build whose dist tag names no line, so do the fixes of the distribution's minor release.
// 3. Else the main stream decides: the fix of the nearest earlier line, or one whose tag names no line. Support streams of other minor
//    releases say nothing.
// 4. Else what the vendor says of an open vulnerability holds.
// 5. Where only support streams of other minor releases have a row, the nearest earlier one decides.
#pragma once

#include <optional>

#include "match/verdict.h"

namespace batten::match {

// minor: of the distribution, kNoMinor when it is not known (the newest is assumed).
std::optional<RowVerdict> judge_rpm(RowSpan rows, const model::Package& package, int minor, const version::Scheme& scheme);

}  // namespace batten::match

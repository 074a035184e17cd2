// SPDX-License-Identifier: Apache-2.0
//
// Red Hat and its rebuilds fix one vulnerability several times: in the main stream, which moves from one minor release to the next, and
// in the support streams (EUS, AUS, E4S, ...) that stay at a minor release. The dist tag in an rpm's release says which line a build is
// of: "18.el9_2" of 9.2, "24.el9" of the main stream without a minor release, "1.module+el8.6.0+13733" of 8.6.
#pragma once

#include <string_view>

#include "model/advisory.h"

namespace batten::match {

constexpr int kNoMinor = -1;

// The minor release named by the dist tag; kNoMinor when there is none.
int rpm_minor(std::string_view evr);

// "9.4" -> 4; kNoMinor for "9" and "".
int distro_minor(std::string_view version_id);

// Is the row about the main stream (also)? Rows without CPEs are of distributions that have no other.
bool is_main_stream(const model::Advisory& row);

}  // namespace batten::match

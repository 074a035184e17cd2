// SPDX-License-Identifier: Apache-2.0
//
// Times as evt.time and its siblings print them.
#pragma once

#include <cstdint>
#include <string>

namespace batten::rules {

// "17:04:05.000000001" in local time; fraction: with nanoseconds.
std::string clock_text(std::uint64_t ns, bool fraction = true);
// "2026-01-02 17:04:05.000000001" in local time.
std::string date_text(std::uint64_t ns, bool fraction = true);
// "2026-01-02T16:04:05.000000001+0000".
std::string iso_text(std::uint64_t ns);

}  // namespace batten::rules

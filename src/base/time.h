// SPDX-License-Identifier: Apache-2.0
//
// Points in time are whole seconds since 1970 UTC.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace batten::base {

std::int64_t now_seconds();
// RFC 3339 with or without fraction and zone, or a plain YYYY-MM-DD.
std::optional<std::int64_t> parse_time(std::string_view text);
// 2026-11-24T09:39:00Z and 2026-11-24.
std::string format_time(std::int64_t seconds);
std::string format_date(std::int64_t seconds);
// HTTP's and apt's "Tue, 24 Nov 2026 09:39:00 GMT" (or UTC).
std::optional<std::int64_t> parse_http_time(std::string_view text);

}  // namespace batten::base

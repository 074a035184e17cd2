// SPDX-License-Identifier: Apache-2.0
//
// Where alerts go, as a user writes it: "KIND=TARGET,OPTION=VALUE,..." ("alertmanager=http://127.0.0.1:9093,timeout=5s"), or KIND alone.
// A comma in a target or value is written "\,", a backslash "\\".
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/alert.h"

namespace batten::alert {

struct OutputConfig {
  std::string kind;
  std::string target;  // what it is depends on the kind: a URL, a path, a command
  std::vector<std::pair<std::string, std::string>> options;

  // The last one of that name, or fallback.
  std::string_view option(std::string_view name, std::string_view fallback = {}) const;
  bool flag(std::string_view name) const;  // "true", "yes", "1" or nothing behind the name
  std::string text() const;                // reads back as the same
  bool operator==(const OutputConfig&) const = default;
};

// The form alone: any kind, any option.
Result<OutputConfig> split_output(std::string_view text);
// With a kind that exists and options that it knows. invalid_argument says which there are.
Result<OutputConfig> parse_output(std::string_view text);

// "250ms", "5s", "2m", "1h"; at most 30 days.
Result<std::chrono::milliseconds> parse_duration(std::string_view text);
// "1000", "64K", "16M", "2G" (powers of 1024).
Result<std::uint64_t> parse_size(std::string_view text);
// By its name, whatever the case; "info" is informational.
Result<model::Priority> parse_priority(std::string_view text);

}  // namespace batten::alert

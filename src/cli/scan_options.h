// SPDX-License-Identifier: Apache-2.0
//
// Options that the commands which look into images have in common, and what they turn into.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "cli/command.h"
#include "scan/pipeline.h"

namespace batten::cli {

// How an image is found and read.
inline constexpr OptionSpec kSourceOptions[] = {
    {"--platform", "OS/ARCH", "of an image for several platforms, as in linux/arm64 (default: this machine's)"},
    {"--insecure", "", "plain http also for registries that are not on this machine"},
    {"--tls-skip-verify", "", "do not check the registry's certificate"},
    {"--cache-dir", "DIR", "where layers once read are kept (default: $BATTEN_CACHE_DIR or ~/.cache/batten)"},
    {"--no-cache", "", "read every layer again and keep nothing"},
    {"--quiet,-q", "", "no progress, no messages"},
};

// What is known about vulnerabilities, and when.
inline constexpr OptionSpec kAdvisoryOptions[] = {
    {"--db", "DIR", "advisory database (default: $BATTEN_DB or <cache>/db)"},
    {"--offline", "", "fetch nothing: use the advisories that are there"},
    {"--max-db-age", "DAYS", "older advisories count as not read (default: a note says so after a week)"},
    {"--date", "YYYY-MM-DD", "judge as of that day (default: today)"},
};

// The value of --max-db-age; nothing when it is not given.
Result<std::optional<std::int64_t>> max_db_age(const Arguments& arguments);
// invalid_argument for a platform, age or date that is none.
Result<scan::ScanOptions> scan_options(const Arguments& arguments);
std::string cache_directory_of(const Arguments& arguments);

}  // namespace batten::cli

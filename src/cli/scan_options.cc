// SPDX-License-Identifier: Apache-2.0
#include "cli/scan_options.h"

#include "advisory/database.h"
#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "base/time.h"
#include "image/platform.h"

namespace batten::cli {

std::string cache_directory_of(const Arguments& arguments) {
  if (arguments.flag("no-cache")) return "";
  return arguments.value("cache-dir", base::cache_directory());
}

Result<std::optional<std::int64_t>> max_db_age(const Arguments& arguments) {
  if (!arguments.flag("max-db-age")) return std::optional<std::int64_t>();
  auto days = base::parse_unsigned(arguments.value("max-db-age"));
  if (!days || *days > 36500)
    return Error{Code::kInvalidArgument, format("--max-db-age {}: want a number of days", arguments.value("max-db-age"))};
  return std::optional(static_cast<std::int64_t>(*days));
}

Result<scan::ScanOptions> scan_options(const Arguments& arguments) {
  scan::ScanOptions out;
  if (arguments.flag("platform")) out.source.platform = TRY(image::parse_platform_text(arguments.value("platform")));
  out.source.allow_plain_http = arguments.flag("insecure");
  out.source.skip_tls_verify = arguments.flag("tls-skip-verify");
  out.database_directory = arguments.value("db", advisory::database_directory());
  out.offline = arguments.flag("offline");
  out.max_age_days = TRY(max_db_age(arguments));
  out.date = base::now_seconds();
  if (arguments.flag("date")) {
    auto date = base::parse_time(arguments.value("date"));
    if (!date) return Error{Code::kInvalidArgument, format("--date {}: want YYYY-MM-DD", arguments.value("date"))};
    out.date = *date;
  }
  return out;
}

}  // namespace batten::cli

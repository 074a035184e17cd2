// SPDX-License-Identifier: Apache-2.0
#include "cli/scan_options.h"

#include "advisory/database.h"
#include "base/file.h"
#include "base/format.h"
#include "base/time.h"
#include "image/platform.h"

namespace batten::cli {

std::string cache_directory_of(const Arguments& arguments) {
  if (arguments.flag("no-cache")) return "";
  return arguments.value("cache-dir", base::cache_directory());
}

Result<scan::ScanOptions> scan_options(const Arguments& arguments) {
  scan::ScanOptions out;
  if (arguments.flag("platform")) out.source.platform = TRY(image::parse_platform_text(arguments.value("platform")));
  out.source.allow_plain_http = arguments.flag("insecure");
  out.source.skip_tls_verify = arguments.flag("tls-skip-verify");
  out.database_directory = arguments.value("db", advisory::database_directory());
  out.offline = arguments.flag("offline");
  out.date = base::now_seconds();
  if (arguments.flag("date")) {
    auto date = base::parse_time(arguments.value("date"));
    if (!date) return Error{Code::kInvalidArgument, format("--date {}: want YYYY-MM-DD", arguments.value("date"))};
    out.date = *date;
  }
  return out;
}

}  // namespace batten::cli

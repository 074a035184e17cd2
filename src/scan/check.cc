// SPDX-License-Identifier: Apache-2.0
#include "scan/check.h"

#include "base/file.h"
#include "scan/check_parts.h"

namespace batten::scan {

policy::Subject subject_of(std::string title, Result<Scanned> scanned, std::string update_hint) {
  policy::Subject out{.title = std::move(title), .report = std::nullopt, .problem = {}, .update_hint = std::move(update_hint)};
  if (scanned) {
    out.report = std::move(scanned->report);
  } else {
    out.problem = scanned.error().message;
  }
  return out;
}

policy::Subject scan_subject(std::string title, std::string_view reference, const ScanOptions& options, Session& session,
                             std::string update_hint) {
  session.progress().message("scanning " + title);
  return subject_of(std::move(title), scan(reference, options, session), std::move(update_hint));
}

Result<Checked> check(std::string_view target, const ScanOptions& options, Session& session) {
  if (target == "host") return check_host(options, session);
  std::string path(target);
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  if (base::is_directory(path)) {
    bool image = base::is_regular_file(path + "/oci-layout") || base::is_directory(path + "/etc") || base::is_directory(path + "/usr");
    if (!image) return check_project(path, options, session);
  }
  return check_image(path, options, session);
}

}  // namespace batten::scan

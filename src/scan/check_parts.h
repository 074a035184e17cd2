// SPDX-License-Identifier: Apache-2.0
//
// What the kinds of targets of `batten check` share, and one function for each kind.
#pragma once

#include <string>
#include <string_view>

#include "policy/scorecard.h"
#include "scan/check.h"
#include "scan/pipeline.h"
#include "scan/session.h"

namespace batten::scan {

policy::Subject subject_of(std::string title, Result<Scanned> scanned, std::string update_hint);
policy::Subject scan_subject(std::string title, std::string_view reference, const ScanOptions& options, Session& session,
                             std::string update_hint);

Result<Checked> check_host(const ScanOptions& options, Session& session);
// not_found when the directory has no manifest.
Result<Checked> check_project(const std::string& directory, const ScanOptions& options, Session& session);
Result<Checked> check_image(const std::string& reference, const ScanOptions& options, Session& session);

}  // namespace batten::scan

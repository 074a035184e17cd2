// SPDX-License-Identifier: Apache-2.0
//
// Secrets in whatever `batten leaks` is pointed at.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "leaks/directory.h"
#include "model/leak.h"
#include "scan/pipeline.h"
#include "scan/session.h"

namespace batten::scan {

struct LeakOptions {
  std::string fingerprint_key;
  leaks::DirectoryOptions directory;
  bool history = false;        // of a directory that is a Git repository: all commits too
  std::string standard_input;  // for target "-"
  ScanOptions scan;            // for images and containers
};

// target: "-", a file, a directory, or any image or container that scan takes ("dir:PATH" is a directory with nothing left out).
Result<model::LeakReport> find_leaks(const std::string& target, const LeakOptions& options, Session& session);

}  // namespace batten::scan

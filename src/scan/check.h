// SPDX-License-Identifier: Apache-2.0
//
// What `batten check` looks at: this machine with its engine, images and containers; a project directory; an image or container.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/scorecard.h"
#include "policy/scorecard.h"
#include "scan/pipeline.h"
#include "scan/session.h"

namespace batten::scan {

struct Checked {
  model::Scorecard card;
  std::vector<policy::Subject> subjects;
  std::optional<model::Severity> fail_on;  // of a project's policy: from what severity on a failed check fails the run
};

// target: "host", a directory with a Dockerfile or a root file system, or any image that scan takes. What can't be scanned is a line of the
// scorecard; an error only when there is nothing to check at all.
Result<Checked> check(std::string_view target, const ScanOptions& options, Session& session);

}  // namespace batten::scan

// SPDX-License-Identifier: Apache-2.0
//
// Which tags of a repository may follow the one that runs, the smallest step first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "update/settings.h"
#include "update/tags.h"

namespace batten::update {

struct NewerTag {
  std::string tag;
  TagStep step = TagStep::kPatch;
};

// Does the policy need the list of tags? Not for the same tag alone, and not where the running tag has no version and no range or pattern
// is given.
bool wants_tags(const std::string& running, const Settings& settings);

// Newer tags that the policy allows, sorted by step, then by version. A tag with more numbers than the running one has ("1.2.3" beside
// "1.2") is another family. Skipped ones (Settings::skip) are in it: the gate says so. invalid_argument: a range or pattern that is none.
Result<std::vector<NewerTag>> newer_tags(const std::string& running, const std::vector<std::string>& tags, const Settings& settings);

}  // namespace batten::update

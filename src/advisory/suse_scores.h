// SPDX-License-Identifier: Apache-2.0
//
// SUSE's own CVSS scores (ftp.suse.com/pub/projects/security/yaml/suse-cvss-scores.yaml): a mapping of CVEs, each with a list
// "cvss: [{version, score, vector}]". The records of its updates have none.
#pragma once

#include <string_view>

#include "advisory/feed.h"

namespace batten::advisory {

// Gives vulnerabilities that have scores and nothing else. An entry that can't be read is refused; an entry without scores is passed over.
Result<void> import_suse_scores(std::string_view name, std::string_view bytes, FeedSink& sink);

}  // namespace batten::advisory

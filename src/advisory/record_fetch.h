// SPDX-License-Identifier: Apache-2.0
//
// Downloads many small records at once: a few connections, each used again and again.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/result.h"

namespace batten::advisory {

// Records by the name of their file, "GO-2024-2687.json".
using Records = std::map<std::string, std::string, std::less<>>;

// BASE/ID.json of each id; every one of them or an error: one that is not there, is no JSON, or has another id.
Result<Records> fetch_records(const std::string& base, const std::vector<std::string>& ids, std::string_view task,
                              base::Progress& progress);

}  // namespace batten::advisory

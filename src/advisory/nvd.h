// SPDX-License-Identifier: Apache-2.0
//
// CVE records of the National Vulnerability Database, version 2.0 (nvd.nist.gov/developers/vulnerabilities): a page of its interface or a
// yearly feed {"vulnerabilities": [{"cve": {...}}]}, or one {"cve": {...}} (anchore/nvd-data-overrides). Read are the CPE matches of the
// vendors and products that are asked for: {vulnerable, criteria, versionStart/End Including/Excluding}.
#pragma once

#include <functional>
#include <string_view>

#include "advisory/feed.h"

namespace batten::advisory {

// One row per CVE and product, package "vendor:product" of ecosystem "nvd", for products that wanted() says. Left out are matches that hold
// on Windows or macOS only, and those of pre-releases.
Result<void> import_nvd(std::string_view name, std::string_view bytes, bool (*wanted)(std::string_view vendor_product), FeedSink& sink);

// Each object of the array that is the member of that name of the text's outermost object, as text. False: there is no such member. The
// text is not checked beyond what is needed to find where each ends.
bool each_object_of(std::string_view text, std::string_view member, const std::function<void(std::string_view)>& visit);

}  // namespace batten::advisory

// SPDX-License-Identifier: Apache-2.0
//
// Red Hat's VEX documents (OASIS CSAF 2.0, profile csaf_vex): one document per CVE. The product tree gives every product an id, a purl
// (package) or a CPE (platform); relationships put packages on platforms, modules in between; product_status, remediations and
// threats speak of those pairs.
#pragma once

#include <string_view>

#include "advisory/feed.h"

namespace batten::advisory {

// Is that the beginning of a CSAF document?
bool looks_like_csaf(std::string_view bytes);

// One document. Products that are no rpm package or belong to no release of Enterprise Linux are left aside. corrupt, limit.
Result<void> import_csaf(std::string_view name, std::string_view bytes, FeedSink& sink);

}  // namespace batten::advisory

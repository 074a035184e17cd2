// SPDX-License-Identifier: Apache-2.0
//
// From a verdict to a finding: severity and whose word it is, texts, and the explanation.
#pragma once

#include <string>
#include <string_view>

#include "match/channel.h"
#include "match/lookup.h"
#include "match/repository_update.h"
#include "match/verdict.h"
#include "model/report.h"

namespace batten::match {

// Severity: the vendor's for this package; else the level of a CVSS base score (4.0, then 3.x, then 2.0), with its source. Kernel
// headers (linux-libc-dev, kernel-headers) hold no kernel: what is found in their source is ranked negligible, and said to be.
model::Finding describe(const RowVerdict& verdict, std::size_t package_index, const model::Package& package, std::string_view installed,
                        std::string_view matched_name, const Channel& channel, const AdvisoryLookup& lookup);

// A newer version in the distribution's own repository.
model::Finding describe_update(const RepositoryUpdate& update, std::size_t package_index, const model::Package& package,
                               const model::FeedInfo& repository, const Channel& channel);

// EPSS and KEV by the CVE.
void add_exploitation(model::Finding& finding, const AdvisoryLookup& lookup);

// CVSS v3's bands, which v4 shares; v2 has no "critical".
model::Severity severity_of_score(const model::Cvss& cvss);

}  // namespace batten::match

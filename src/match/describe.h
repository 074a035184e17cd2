// SPDX-License-Identifier: Apache-2.0
//
// From a verdict to a finding: severity and whose word it is, texts, and the explanation.
#pragma once

#include <string>

#include "match/channel.h"
#include "match/lookup.h"
#include "match/repository_update.h"
#include "match/verdict.h"
#include "model/report.h"

namespace batten::match {

// Severity: the vendor's for this package; else the level of a CVSS base score (3.x, then 4.0, then 2.0: most are given in 3.x, and
// levels of different versions do not compare), with its source. Where the feed scores errata, not vulnerabilities, the erratum's counts,
// and the explanation says so.
//
// rank_headers: packages that hold kernel headers only (linux-libc-dev, kernel-headers, linux-headers-...) come from the kernel's source
// and get hundreds of findings of a kernel that is not in them: those are ranked negligible, and said to be.
model::Finding describe(const RowVerdict& verdict, std::size_t package_index, const model::Package& package, const Channel& channel,
                        const model::FeedInfo& feed, const AdvisoryLookup& lookup, bool rank_headers);

// A newer version in the distribution's own repository.
model::Finding describe_update(const RepositoryUpdate& update, std::size_t package_index, const model::Package& package,
                               const model::FeedInfo& repository, const Channel& channel);

// EPSS and KEV by the CVE.
void add_exploitation(model::Finding& finding, const AdvisoryLookup& lookup);

// CVSS v3's bands, which v4 shares; v2 has no "critical".
model::Severity severity_of_score(const model::Cvss& cvss);

}  // namespace batten::match

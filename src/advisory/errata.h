// SPDX-License-Identifier: Apache-2.0
//
// OSV records of distributions with rpm packages: one record per erratum ("ALSA-2024:9333"), which names packages, the
// version that fixes each and the CVEs that it is about. One row per CVE, or one for the erratum when it names none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "advisory/feed.h"
#include "advisory/osv.h"

namespace batten::advisory {

struct ErrataReading {
  osv::Reading osv;
  bool by_source = false;  // the names are of source packages
  // Sets the ecosystem of one entry and gives the CPE that it is for. False: not for any release that has an ecosystem.
  bool (*place)(osv::Affected& affected, std::string& cpe) = nullptr;
};

Result<void> import_errata(std::string_view name, std::string_view bytes, const ErrataReading& reading, FeedSink& sink);

// Debug symbols hold no code that runs, and they are a third of Red Hat's entries.
bool is_debug_package(std::string_view name);

// Red Hat's word and its rebuilds': "Important" -> high; the whole summary "Moderate: openssl security update" works too.
model::Severity redhat_severity(std::string_view word);
// "module:stream" words of a title: "nodejs:18 security update" -> {"nodejs:18"}.
std::vector<std::string> modules_in(std::string_view summary);

}  // namespace batten::advisory

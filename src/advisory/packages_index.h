// SPDX-License-Identifier: Apache-2.0
//
// Reads the package lists of repositories: apt's Packages (deb822 stanzas, Debian repository format) and apk's APKINDEX (stanzas of
// one-letter fields). Both come from the network, so: limits, and a broken stanza is left out and counted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "advisory/repository.h"

namespace batten::advisory {

struct IndexReading {
  std::vector<AvailablePackage> packages;
  std::uint64_t broken = 0;  // stanzas without name or version, or past the limit
};

IndexReading read_packages(std::string_view text, std::string_view origin);
IndexReading read_apkindex(std::string_view text, std::string_view origin);

}  // namespace batten::advisory

// SPDX-License-Identifier: Apache-2.0
//
// Until when releases of distributions get security updates from the distribution itself. Sources: debian.org/releases and
// wiki.debian.org/LTS, ubuntu.com/about/release-cycle, alpinelinux.org/releases, the life-cycle pages of Red Hat, AlmaLinux, Rocky Linux,
// CentOS.
#pragma once

#include <optional>
#include <string>

#include "model/distro.h"

namespace batten::match {

struct EndOfLife {
  std::string date;      // YYYY-MM-DD: the last day with free security updates
  std::string extended;  // "Ubuntu Pro until 2028-04-30"; may be empty
};

// Nothing when the release is not in the table.
std::optional<EndOfLife> end_of_life(const model::Distro& distro);

}  // namespace batten::match

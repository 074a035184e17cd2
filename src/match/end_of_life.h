// SPDX-License-Identifier: Apache-2.0
//
// Until when releases of distributions get security updates from the distribution itself. Sources: debian.org/releases and
// wiki.debian.org/LTS, ubuntu.com/about/release-cycle, alpinelinux.org/releases, the life-cycle pages of Red Hat, AlmaLinux, Rocky Linux,
// CentOS, Amazon Linux, Oracle Linux, CBL-Mariner, Photon OS and Fedora.
#pragma once

#include <optional>
#include <string>

#include "match/lookup.h"
#include "model/distro.h"

namespace batten::match {

struct EndOfLife {
  std::string date;            // YYYY-MM-DD: the last day with security updates for everybody, long-term support included
  std::string extended;        // what goes on after that for subscribers: "Ubuntu Pro"; may be empty
  std::string extended_until;  // YYYY-MM-DD
};

// Nothing when the release is not in the table.
std::optional<EndOfLife> end_of_life(const model::Distro& distro);
// The same from feed "eol", for what is not in the table; nothing when the database has not got it.
std::optional<EndOfLife> end_of_life_in(const AdvisoryLookup& lookup, const model::Distro& distro);

}  // namespace batten::match

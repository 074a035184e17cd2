// SPDX-License-Identifier: Apache-2.0
//
// Which rows of which feed speak about the packages of a distribution.
#pragma once

#include <optional>
#include <string>

#include "model/distro.h"

namespace batten::match {

struct Channel {
  std::string feed;           // "debian"
  std::string ecosystem;      // "debian:12"
  std::string package_type;   // "deb": other packages are not looked up here
  bool by_source = true;      // rows name source packages
  std::string scheme;         // version scheme
  std::string fallback;       // ecosystem that is used, and said to be, where the feed does not know the first; else empty
  std::string pro_ecosystem;  // Ubuntu: rows for releases with Ubuntu Pro; else empty
  std::string approximation;  // why the rows are not quite about this distribution; empty: they are
  // Rows judge each by itself, and a fix that is missing counts: the release has no minor ones with fixes of their own.
  bool every_fix = false;
  int minor = -1;  // rpm: the distribution's minor release; -1: it does not say
};

// Nothing for a distribution that no feed is about.
std::optional<Channel> channel_for(const model::Distro& distro);

}  // namespace batten::match

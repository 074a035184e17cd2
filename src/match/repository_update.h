// SPDX-License-Identifier: Apache-2.0
//
// What a distribution's own package repository offers, as the matcher takes it.
#pragma once

#include <string>

namespace batten::match {

// A package as the distribution's own security repository has it now.
struct RepositoryUpdate {
  std::string name;
  std::string source_name;  // empty: the same
  std::string version;
  std::string arch;    // "all" and "noarch" fit every package
  std::string origin;  // "bookworm-security at http://deb.debian.org/debian-security"

  bool operator==(const RepositoryUpdate&) const = default;
};

}  // namespace batten::match

// SPDX-License-Identifier: Apache-2.0
//
// What two reports have and have not in common: packages and findings that came, went, changed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/report.h"
#include "model/version_order.h"

namespace batten::model {

enum class Change : std::uint8_t { kCame, kWent, kChanged };
enum class Direction : std::uint8_t { kSame, kUp, kDown, kOther };  // of a version; other: not known which is newer

// "came", "went", "changed"; "same", "up", "down", "other".
std::string_view change_name(Change change);
std::string_view direction_name(Direction direction);

// Indexes into the packages of the two reports.
struct PackageChange {
  Change change = Change::kCame;
  std::optional<std::size_t> before, after;
  Direction version = Direction::kSame;  // of a package that changed
  bool licenses = false;                 // are they others? Not known ones are not.

  bool operator==(const PackageChange&) const = default;
};

// Indexes into the findings of the two reports. Findings that do not count (suppressed, not affected) are as if they were not there; when
// one came or went because of that, the index of the one that does not count is given all the same.
struct FindingChange {
  Change change = Change::kCame;
  std::optional<std::size_t> before, after;
  bool severity = false, state = false, fixed_version = false;  // which changed

  bool operator==(const FindingChange&) const = default;
};

struct Diff {
  std::vector<PackageChange> packages;  // by type, name, architecture, place
  std::vector<FindingChange> findings;  // came, went, changed; most severe first, then by id and package
  std::size_t same_packages = 0, same_findings = 0;

  bool operator==(const Diff&) const = default;
};

// A package is the same by type, name and architecture; one of a programming language by type, name and place, when all such packages of
// both reports have a place. Of several that are the same by that (kernels), equal versions belong together, then the lowest to the lowest.
// A finding is the same by vulnerability and package. order may be null.
Diff compare(const Report& before, const Report& after, VersionOrder order);

}  // namespace batten::model

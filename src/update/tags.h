// SPDX-License-Identifier: Apache-2.0
//
// Tags of images as versions. A tag is read as PREFIX NUMBERS [PRE-RELEASE] [VARIANT] [REVISION]:
//
//   1.25.3-alpine3.18        1.25.3, variant "alpine" of 3.18
//   v2.0.0-rc.1-slim         prefix "v", 2.0.0, pre-release rc.1, variant "slim"
//   17.0.2_8-jdk-jammy       17.0.2.8, variant "jdk-jammy"
//   1.2.3-debian-12-r5       1.2.3, variant "debian-12", revision 5
//   bookworm-20240115-slim   prefix "bookworm-", a date, variant "slim"
//   RELEASE.2024-01-16T16-07-38Z    prefix "release.", a date
//   latest, stable-slim      no numbers: they can only be followed
//
// Two tags are of one family when prefix and variant are the same but for the numbers in the variant, and both have as many numbers: "1.2"
// is not followed by "1.3.0". Where repositories mean something else, a pattern tells.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace batten::update {

struct TagVersion {
  std::string prefix;                                // lower case
  std::vector<std::uint64_t> numbers;                // empty: no version
  std::string pre;                                   // "rc.1"
  std::string variant;                               // with '#' for each number: "alpine#", "slim-bookworm"
  std::vector<std::vector<std::uint64_t>> variants;  // those numbers: {{3, 18}}
  std::vector<std::uint64_t> revision;
  bool date = false;  // the numbers are a day: there is no major or minor one

  bool has_version() const { return !numbers.empty(); }
};

// Any text; at most 128 bytes are looked at, which is how long a tag may be.
TagVersion read_tag(std::string_view tag);

bool same_family(const TagVersion& left, const TagVersion& right);
// Numbers, then pre-release (below none), then the variant's numbers, then the revision. Only within a family.
std::strong_ordering compare_tags(const TagVersion& left, const TagVersion& right);

// How far a newer tag of the family is away.
enum class TagStep : std::uint8_t { kRebuild, kPatch, kMinor, kMajor };  // kRebuild: only revision
// Variants with another number ("alpine3.18" to "alpine3.19") are a minor step at least; a newer date is a patch.
TagStep step_between(const TagVersion& from, const TagVersion& to);

// "1.2.3-rc.1" as npm's ranges understand it: three numbers, missing ones are 0. Nothing for more than three, or none.
std::optional<std::string> semantic_of(const TagVersion& tag);

}  // namespace batten::update

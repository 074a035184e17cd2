// SPDX-License-Identifier: Apache-2.0
//
// Well-known libraries recognised by their classes, whatever package those were moved to and whatever part of them was left. The table is
// java_fingerprints.bin, made by packaging/java_fingerprints/ from the published archives and searched where it lies in the program.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "packages/java_class.h"

namespace batten::packages {

// The table, little-endian: "BJF1", then counts of artifacts, of entries and of names, and the length of the texts (u32 each); per artifact
// where its text begins (u32) and how many versions it has (u32); per version of all artifacts, in order, how many of its classes are in
// the table (u16); per entry, sorted, the upper half of a class's fingerprint (u32), the artifact, the first and the last version that
// have it (u16 each); per name of a class, sorted, its fingerprint (u32) and the artifact (u16); the texts: "group:artifact" and its
// versions from the lowest, a line each.
class FingerprintTable {
 public:
  struct Artifact {
    std::string_view name;  // "group:artifact"
    std::vector<std::string_view> versions;
    std::vector<std::uint32_t> classes;  // of each version
  };
  struct Entry {
    std::uint32_t hash = 0;
    std::uint16_t artifact = 0, first = 0, last = 0;
  };

  // corrupt when it is no such table; bytes must outlive it.
  static Result<FingerprintTable> open(std::string_view bytes);
  // The one in the program.
  static const FingerprintTable& built_in();

  const std::vector<Artifact>& artifacts() const { return artifacts_; }
  std::size_t entry_count() const { return entries_.size() / kEntryBytes; }
  Entry entry(std::size_t index) const;
  // The entries of a class: [first, last).
  struct Range {
    std::size_t first = 0, last = 0;
  };
  Range find(std::uint64_t fingerprint) const;
  // The artifacts that have a class of that name in the table.
  std::vector<std::uint16_t> artifacts_with(std::uint32_t name) const;

 private:
  static constexpr std::size_t kEntryBytes = 10, kNameBytes = 6;
  std::vector<Artifact> artifacts_;
  std::string_view entries_, names_;
};

struct Recognised {
  std::string_view name;             // "group:artifact"
  std::string_view lowest, highest;  // the versions between which it can't be told
  std::size_t classes = 0, of = 0;   // found of those of the version that are in the table
  std::size_t unknown = 0;           // classes with the name of one of them that are of no version in the table
};

// The classes of one archive, looked up as they go by.
class RecognisedClasses {
 public:
  explicit RecognisedClasses(const FingerprintTable& table) : table_(table) {}
  void add(const ClassFingerprint& fingerprint);
  // What was found, best first. A class counts for one library only: the one of which the most was found.
  std::vector<Recognised> libraries() const;

 private:
  static constexpr std::size_t kMaxFound = 200'000;
  const FingerprintTable& table_;
  std::vector<std::uint32_t> found_;    // indexes of entries
  std::vector<std::uint64_t> unknown_;  // artifact << 32 | name
};

}  // namespace batten::packages

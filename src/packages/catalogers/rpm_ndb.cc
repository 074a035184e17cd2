// SPDX-License-Identifier: Apache-2.0
//
// rpm databases in the format NDB: Packages.db (packages/rpm_ndb.h).
#include "packages/rpm_ndb.h"
#include "packages/cataloger.h"
#include "packages/rpm_package.h"

namespace batten::packages::catalogers {
namespace {

Result<void> parse_database(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (content.empty()) return {};  // rpm makes the file before the first package
  RpmCollector collector(path, facts, notes);
  Result<void> read = read_ndb(
      content, [&](std::uint64_t number, std::string_view blob) { collector.add(number, blob); },
      [&](std::string message) { collector.skipped(std::move(message)); });
  if (read || facts.packages.empty()) return read;
  // What was read before the break is kept.
  collector.skipped(format("the rest of the database: {}", read.error().message));
  return {};
}

constexpr std::string_view kClaims[] = {"var/lib/rpm/Packages.db", "usr/lib/sysimage/rpm/Packages.db", "usr/share/rpm/Packages.db"};
constexpr std::string_view kMatches[] = {"var/lib/rpm/Packages.db", "usr/lib/sysimage/rpm/Packages.db", "usr/share/rpm/Packages.db"};
constexpr std::string_view kMatchesNot[] = {"var/lib/rpm/Packages.db-wal", "Packages.db", "var/lib/rpm/Name"};
// Databases are read in tests beside the parsers; these say what is no database.
constexpr CatalogerExample kExamples[] = {{"var/lib/rpm/Packages.db", "", ""}};

}  // namespace

extern constinit const Cataloger rpm_ndb;
constinit const Cataloger rpm_ndb = {
    .name = "rpm_ndb",
    .summary = "rpm databases in rpm's own NDB format (SUSE)",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 512u << 20,
    .parse = parse_database,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers

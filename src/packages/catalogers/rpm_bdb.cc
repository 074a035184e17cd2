// SPDX-License-Identifier: Apache-2.0
//
// rpm databases in Berkeley DB: Packages (packages/rpm_bdb.h).
#include "packages/rpm_bdb.h"
#include "packages/cataloger.h"
#include "packages/rpm_package.h"

namespace batten::packages::catalogers {
namespace {

Result<void> parse_database(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (content.empty()) return {};  // rpm makes the file before the first package
  RpmCollector collector(path, facts, notes);
  Result<void> read = read_bdb_hash(
      content, [&](std::uint64_t number, std::string_view blob) { collector.add(number, blob); },
      [&](std::string message) { collector.skipped(std::move(message)); });
  if (read || facts.packages.empty()) return read;
  // What was read before the break is kept.
  collector.skipped(format("the rest of the database: {}", read.error().message));
  return {};
}

constexpr std::string_view kClaims[] = {"var/lib/rpm/Packages", "usr/lib/sysimage/rpm/Packages", "usr/share/rpm/Packages"};
constexpr std::string_view kMatches[] = {"var/lib/rpm/Packages", "usr/lib/sysimage/rpm/Packages", "usr/share/rpm/Packages"};
constexpr std::string_view kMatchesNot[] = {"var/lib/rpm/Packages-wal", "Packages", "var/lib/rpm/Name"};
// Databases are read in tests beside the parsers; these say what is no database.
constexpr CatalogerExample kExamples[] = {{"var/lib/rpm/Packages", "", ""}};

}  // namespace

extern constinit const Cataloger rpm_bdb;
constinit const Cataloger rpm_bdb = {
    .name = "rpm_bdb",
    .summary = "rpm databases in Berkeley DB (RHEL up to 8, Amazon Linux 2)",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 512u << 20,
    .parse = parse_database,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers

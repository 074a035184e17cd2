// SPDX-License-Identifier: Apache-2.0
//
// rpm databases in SQLite: rpmdb.sqlite, table Packages(hnum, blob) with one header per row (rpm, lib/backend/sqlite.c).
#include "packages/cataloger.h"
#include "packages/rpm_package.h"
#include "packages/sqlite.h"

namespace batten::packages::catalogers {
namespace {

Result<void> parse_database(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (content.empty()) return {};  // rpm makes the file before the first package
  RpmCollector collector(path, facts, notes);
  Result<void> read = read_sqlite_table(content, "Packages", "hnum", "blob",
                                        [&](const SqliteRow& row) { collector.add(static_cast<std::uint64_t>(row.number), row.bytes); });
  if (read || facts.packages.empty()) return read;
  // What was read before the break is kept.
  collector.skipped(format("the rest of the database: {}", read.error().message));
  return {};
}

constexpr std::string_view kClaims[] = {"var/lib/rpm/rpmdb.sqlite", "usr/lib/sysimage/rpm/rpmdb.sqlite", "usr/share/rpm/rpmdb.sqlite"};
constexpr std::string_view kMatches[] = {"var/lib/rpm/rpmdb.sqlite", "usr/lib/sysimage/rpm/rpmdb.sqlite", "usr/share/rpm/rpmdb.sqlite"};
constexpr std::string_view kMatchesNot[] = {"var/lib/rpm/rpmdb.sqlite-wal", "rpmdb.sqlite", "var/lib/rpm/Name"};
// Databases are read in tests beside the parsers; these say what is no database.
constexpr CatalogerExample kExamples[] = {{"var/lib/rpm/rpmdb.sqlite", "", ""}};

}  // namespace

extern constinit const Cataloger rpm_sqlite;
constinit const Cataloger rpm_sqlite = {
    .name = "rpm_sqlite",
    .summary = "rpm databases in SQLite (Fedora, RHEL 9 and later, Azure Linux)",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 512u << 20,
    .parse = parse_database,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers

// SPDX-License-Identifier: Apache-2.0
//
// Real rpm databases in all three formats must give exactly the packages that rpm itself lists.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "base/process.h"
#include "base/text.h"
#include "packages/rpm_ndb.h"
#include "packages/shared_data.h"

namespace batten::packages {
namespace {

struct Database {
  const char* file;
  const char* cataloger;
  const char* name;     // what rpm wants it to be called
  const char* backend;  // rpm's name of the format
};

constexpr Database kDatabases[] = {
    {"cbl-mariner-2.0-rpmdb.sqlite", "rpm_sqlite", "rpmdb.sqlite", "sqlite"},
    {"osquery-rpmdb.sqlite", "rpm_sqlite", "rpmdb.sqlite", "sqlite"},
    {"rpm-tests-rpmdb.sqlite", "rpm_sqlite", "rpmdb.sqlite", "sqlite"},
    {"libuuid-Packages", "rpm_bdb", "Packages", "bdb_ro"},
    {"osquery-Packages", "rpm_bdb", "Packages", "bdb_ro"},
    {"scalibr-epoch-Packages", "rpm_bdb", "Packages", "bdb_ro"},
    {"syft-Packages", "rpm_bdb", "Packages", "bdb_ro"},
};

// One line per package, in the order of the text.
std::vector<std::string> lines_of(const model::FileFacts& facts) {
  std::vector<std::string> out;
  for (const model::Package& package : facts.packages) {
    out.push_back(format("{}|{}|{}|{}|{}|{}|{}", package.name, package.version, package.arch, package.origin,
                         base::join(package.licenses, ","), package.modularity, package.source_name));
  }
  std::ranges::sort(out);
  return out;
}

constexpr const char* kQuery =
    "%{NAME}|%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\\|%|ARCH?{%{ARCH}}|\\|%|VENDOR?{%{VENDOR}}|\\|%|LICENSE?{%{LICENSE}}|\\|"
    "%|MODULARITYLABEL?{%{MODULARITYLABEL}}|\\|%|SOURCERPM?{%{SOURCERPM}}|\\n";

Result<std::vector<std::string>> rpm_lines(const char* backend, const std::string& directory, const char* query) {
  auto ran = TRY(base::run_process({"rpm", "--define", format("_db_backend {}", backend), "-qa", "--dbpath", directory, "--qf", query}, "",
                                   std::chrono::seconds(60), 64u << 20));
  if (ran.exit_status != 0) return Error{Code::kInternal, ran.err};
  std::vector<std::string> out;
  base::each_line(ran.out, [&](std::string_view line) { out.emplace_back(line); });
  std::ranges::sort(out);
  return out;
}

bool rpm_is_installed() { return base::run_process({"rpm", "--version"}, "", std::chrono::seconds(10)).has_value(); }

// rpm's list of the database in the directory, in the form of lines_of.
Result<std::vector<std::string>> expected_lines(const std::string& directory, const char* backend) {
  std::vector<std::string> out;
  for (const std::string& line : TRY(rpm_lines(backend, directory, kQuery))) {
    std::vector<std::string_view> fields = base::split(line, '|');
    if (fields.size() != 7) return Error{Code::kInternal, "rpm printed " + line};
    // Its epoch may be a written 0; its source package is a file name.
    std::string_view version = fields[1].starts_with("0:") ? fields[1].substr(2) : fields[1];
    std::string_view source = fields[6];
    for (int i = 0; i < 2; ++i) source = source.substr(0, source.rfind('-'));
    if (fields[6].empty() || fields[6] == "(none)") source = fields[0];
    out.push_back(format("{}|{}|{}|{}|{}|{}|{}", fields[0], version, fields[2], fields[3], fields[4], fields[5], source));
  }
  std::ranges::sort(out);
  return out;
}

}  // namespace

TEST(RpmDatabases, ListWhatRpmLists) {
  if (!shared_file("images/rpmdb/syft-Packages")) GTEST_SKIP() << "rpm databases against rpm -qa: no shared data";
  if (!rpm_is_installed()) GTEST_SKIP() << "rpm databases against rpm -qa: rpm is not installed";
  for (const Database& database : kDatabases) {
    SCOPED_TRACE(database.file);
    auto bytes = shared_file(std::string("images/rpmdb/") + database.file);
    ASSERT_TRUE(bytes);
    Parsed ours = parse_with(database.cataloger, format("var/lib/rpm/{}", database.name), *bytes);
    ASSERT_TRUE(ours.result) << ours.result.error().message;
    EXPECT_TRUE(ours.notes.empty()) << ours.notes[0].message;
    TemporaryDirectory directory;
    ASSERT_TRUE(base::write_file_atomic(directory.path() + "/" + database.name, *bytes));
    auto expected = expected_lines(directory.path(), database.backend);
    ASSERT_TRUE(expected) << expected.error().message;
    EXPECT_FALSE(expected->empty());
    EXPECT_EQ(lines_of(ours.facts), *expected);
  }
}

TEST(RpmDatabases, OwnTheFilesThatRpmSays) {
  if (!shared_file("images/rpmdb/syft-Packages")) GTEST_SKIP() << "rpm file lists against rpm -qa: no shared data";
  if (!rpm_is_installed()) GTEST_SKIP() << "rpm file lists against rpm -qa: rpm is not installed";
  for (const Database& database : kDatabases) {
    SCOPED_TRACE(database.file);
    auto bytes = shared_file(std::string("images/rpmdb/") + database.file);
    ASSERT_TRUE(bytes);
    Parsed ours = parse_with(database.cataloger, "var/lib/rpm/x", *bytes);
    TemporaryDirectory directory;
    ASSERT_TRUE(base::write_file_atomic(directory.path() + "/" + database.name, *bytes));
    auto theirs = rpm_lines(database.backend, directory.path(), "[%{=NAME}-%{=VERSION} %{FILENAMES}\\n]");
    ASSERT_TRUE(theirs) << theirs.error().message;
    // rpm lists directories too; each of its names is ours or the parent of one of ours.
    std::map<std::string, std::vector<std::string>> files;
    std::size_t count = 0;
    for (const model::Package& package : ours.facts.packages) {
      std::string version = package.version.substr(package.version.find(':') + 1);
      files[format("{}-{}", package.name, version.substr(0, version.rfind('-')))] = package.files;
      count += package.files.size();
    }
    std::size_t exact = 0;
    for (const std::string& line : *theirs) {
      std::size_t blank = line.find(' ');
      const auto& owned = files[line.substr(0, blank)];
      if (blank + 2 > line.size()) continue;
      std::string name = line.substr(blank + 2);  // without the slash
      auto place = std::ranges::lower_bound(owned, name);
      if (place != owned.end() && *place == name) {
        ++exact;
      } else if (!name.empty()) {
        auto child = std::ranges::lower_bound(owned, name + "/");
        EXPECT_TRUE(child != owned.end() && child->starts_with(name + "/")) << line;
      }
    }
    EXPECT_EQ(exact, count);
  }
}

// Debian's rpm has no NDB backend: the headers found in the file are given to rpm as a list, and it says what they are.
TEST(RpmDatabases, NdbHoldsWhatRpmSaysOfItsHeaders) {
  auto bytes = shared_file("images/rpmdb/osquery-Packages.db");
  if (!bytes) GTEST_SKIP() << "an NDB database against rpm: no shared data";
  Parsed ours = parse_with("rpm_ndb", "var/lib/rpm/Packages.db", *bytes);
  ASSERT_TRUE(ours.result) << ours.result.error().message;
  EXPECT_TRUE(ours.notes.empty()) << ours.notes[0].message;
  ASSERT_EQ(ours.facts.packages.size(), 3u);
  EXPECT_EQ(ours.facts.packages[0].name + " " + ours.facts.packages[0].version, "ncurses-devel 6.1-5.6.2");

  if (!rpm_is_installed()) GTEST_SKIP() << "an NDB database against rpm: rpm is not installed";
  std::string headers;
  auto read = read_ndb(
      *bytes, [&](std::uint64_t, std::string_view blob) { headers.append("\x8e\xad\xe8\x01\0\0\0\0", 8).append(blob); },
      [](const std::string& message) { ADD_FAILURE() << message; });
  ASSERT_TRUE(read);
  TemporaryDirectory directory;
  auto imported = base::run_process({"rpmdb", "--define", "_db_backend sqlite", "--importdb", "--dbpath", directory.path()}, headers,
                                    std::chrono::seconds(60));
  ASSERT_TRUE(imported && imported->exit_status == 0);
  auto expected = expected_lines(directory.path(), "sqlite");
  ASSERT_TRUE(expected) << expected.error().message;
  EXPECT_EQ(lines_of(ours.facts), *expected);
}

}  // namespace batten::packages

// SPDX-License-Identifier: Apache-2.0
#include "advisory/database.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "advisory/feed_builder.h"
#include "advisory/temporary_directory.h"
#include "base/file.h"
#include "base/format.h"

namespace batten::advisory {
namespace {

using model::State;

model::Advisory row(std::string id, std::string package, std::string fixed, std::string record = {}) {
  model::Advisory out;
  out.record_id = record.empty() ? id : std::move(record);
  out.vulnerability_id = std::move(id);
  out.ecosystem = "debian:12";
  out.package = std::move(package);
  out.by_source = true;
  out.scheme = "dpkg";
  if (!fixed.empty()) {
    out.state = State::kFixed;
    out.ranges.push_back({.introduced = {}, .fixed = std::move(fixed), .last_affected = {}});
  }
  return out;
}

Result<void> write(FeedBuilder& builder, const std::string& directory, std::string_view feed = "debian") {
  FeedMeta meta;
  meta.status.name = feed;
  meta.status.revision = 1;
  return builder.write(feed_path(directory, feed), meta);
}

TEST(Database, GivesBackWhatWasBuilt) {
  TemporaryDirectory directory;
  FeedBuilder builder;
  model::Advisory full = row("CVE-2024-1234", "curl", "7.88.1-10", "DEBIAN-CVE-2024-1234");
  full.ranges.push_back({.introduced = "8", .fixed = {}, .last_affected = "8.1"});
  full.versions = {"1", "2"};
  full.arches = {"amd64", "arm64"};
  full.modularity = "nodejs:18";
  full.cpes = {"cpe:/a:x", "cpe:/o:y"};
  full.severity = model::Severity::kCritical;
  full.severity_text = "high";
  full.note = "ignored: Minor issue";
  builder.advisory(full);
  builder.advisory(row("CVE-2023-0001", "curl", "7.1"));
  builder.advisory(row("TEMP-0000000-0CA7E3", "curl", ""));
  builder.advisory(row("CVE-2023-0001", "zlib", "7.1"));
  model::Vulnerability vulnerability;
  vulnerability.id = "CVE-2024-1234";
  vulnerability.aliases = {"GHSA-1", "CVE-1999-0001"};
  vulnerability.title = "title";
  vulnerability.description = "description";
  vulnerability.published = "2024-01-01T00:00:00Z";
  vulnerability.cvss = {{.version = "3.1", .vector = "CVSS:3.1/x", .score = 9.8, .source = "nvd"}};
  vulnerability.references = {"https://example.org/"};
  vulnerability.cwes = {"CWE-79"};
  builder.vulnerability(vulnerability);
  builder.data_date("2025-02-12T10:00:00Z");
  builder.data_date("2024-02-12");
  builder.refuse("x.json", "broken");
  ASSERT_TRUE(write(builder, directory.path()));

  auto database = Database::open(directory.path());
  ASSERT_TRUE(database);
  EXPECT_TRUE(database->has("debian"));
  EXPECT_FALSE(database->has("ubuntu"));
  EXPECT_TRUE(database->has_ecosystem("debian", "debian:12"));
  EXPECT_FALSE(database->has_ecosystem("debian", "debian:1"));
  auto rows = database->advisories("debian", "debian:12", "curl");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 3u);
  EXPECT_EQ((*rows)[0], full);
  EXPECT_EQ((*rows)[1], row("CVE-2023-0001", "curl", "7.1"));
  EXPECT_EQ((*rows)[2], row("TEMP-0000000-0CA7E3", "curl", ""));
  EXPECT_TRUE(database->advisories("debian", "debian:12", "cur")->empty());
  EXPECT_TRUE(database->advisories("debian", "debian:11", "curl")->empty());
  EXPECT_TRUE(database->advisories("debian", "debian:12", std::string(5000, 'x'))->empty());
  EXPECT_EQ(database->vulnerability("debian", "CVE-2024-1234"), vulnerability);
  EXPECT_FALSE(database->vulnerability("debian", "CVE-2024-9999"));
  for (const FeedStatus& status : database->status()) {
    if (status.name != "debian") continue;
    EXPECT_TRUE(status.present);
    EXPECT_EQ(status.advisories, 4u);
    EXPECT_EQ(status.vulnerabilities, 1u);
    EXPECT_EQ(status.refused, 1u);
    EXPECT_EQ(status.refused_reasons, (std::vector<std::string>{"x.json: broken"}));
    EXPECT_EQ(status.data_date, "2025-02-12T10:00:00Z");
    EXPECT_GT(status.file_bytes, 0u);
  }
  EXPECT_TRUE(verify_feed(directory.path(), "debian"));
}

TEST(Database, EpssAndKev) {
  TemporaryDirectory directory;
  FeedBuilder epss, kev;
  epss.epss("CVE-2024-1234", 0.03351, 0.8765);
  epss.epss("CVE-1999-0001", 1, 1);
  kev.kev("CVE-2024-1234", {.date_added = "2024-01-01", .due_date = "2024-02-01", .required_action = "patch", .ransomware = true});
  ASSERT_TRUE(write(epss, directory.path(), "epss"));
  ASSERT_TRUE(write(kev, directory.path(), "kev"));
  auto database = Database::open(directory.path());
  ASSERT_TRUE(database);
  EXPECT_EQ(database->epss("CVE-2024-1234"), (model::Epss{.score = 0.03351, .percentile = 0.8765}));
  EXPECT_FALSE(database->epss("CVE-2024-1235"));
  ASSERT_TRUE(database->kev("CVE-2024-1234"));
  EXPECT_EQ(database->kev("CVE-2024-1234")->due_date, "2024-02-01");
  EXPECT_TRUE(database->kev("CVE-2024-1234")->ransomware);
  EXPECT_FALSE(database->kev("CVE-2024-123"));
}

std::vector<model::Advisory> rows_of(FeedBuilder& builder, const std::string& package) {
  TemporaryDirectory directory;
  EXPECT_TRUE(write(builder, directory.path()));
  auto database = Database::open(directory.path());
  return *database->advisories("debian", "debian:12", package);
}

TEST(FeedBuilder, TwoFilesAboutOneVulnerabilityGiveOneRow) {
  FeedBuilder builder;
  builder.advisory(row("CVE-2024-0001", "a", "1.0", "DEBIAN-CVE-2024-0001"));
  builder.advisory(row("CVE-2024-0002", "a", ""));
  builder.next_file();
  model::Advisory tracker = row("CVE-2024-0001", "a", "1.1");
  tracker.severity = model::Severity::kLow;
  builder.advisory(tracker);
  model::Advisory decided = row("CVE-2024-0002", "a", "");
  decided.state = State::kWontFix;
  decided.note = "ignored: Minor issue";
  builder.advisory(decided);
  auto rows = rows_of(builder, "a");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0], tracker);
  EXPECT_EQ(rows[1], decided);
}

TEST(FeedBuilder, AFixWinsOverAnOldDecisionInAnyOrder) {
  for (bool fix_first : {true, false}) {
    FeedBuilder builder;
    model::Advisory decided = row("CVE-2024-0001", "a", "");
    decided.state = State::kDeferred;
    decided.note = "postponed";
    model::Advisory fixed = row("CVE-2024-0001", "a", "2.0");
    builder.advisory(fix_first ? fixed : decided);
    builder.next_file();
    builder.advisory(fix_first ? decided : fixed);
    auto rows = rows_of(builder, "a");
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].state, State::kFixed);
    EXPECT_EQ(rows[0].ranges[0].fixed, "2.0");
    EXPECT_EQ(rows[0].note, "");
  }
}

TEST(FeedBuilder, ASecondFixInOneFileCounts) {
  FeedBuilder builder;
  builder.advisory(row("CVE-2024-0001", "a", "1.10-r0"));
  builder.advisory(row("CVE-2024-0001", "a", "1.9-r0"));
  auto rows = rows_of(builder, "a");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].ranges[0].fixed, "1.10-r0");
}

TEST(FeedBuilder, RangesOfOnePackageInOneFileAddUp) {
  FeedBuilder builder;
  model::Advisory first = row("CVE-2024-0001", "a", "1.2"), second = row("CVE-2024-0001", "a", "2.5");
  second.ranges[0].introduced = "2.0";
  builder.advisory(first);
  builder.advisory(second);
  auto rows = rows_of(builder, "a");
  ASSERT_EQ(rows.size(), 1u);
  ASSERT_EQ(rows[0].ranges.size(), 2u);
  EXPECT_EQ(rows[0].ranges[0].fixed, "2.5");
  EXPECT_EQ(rows[0].ranges[1].fixed, "1.2");
}

TEST(FeedBuilder, ErrataYieldToRecordsOfTheirOwnAndStayAsAliases) {
  FeedBuilder builder;
  builder.advisory_if_absent(row("CVE-2024-0001", "a", "1.0", "DSA-1-1"));
  builder.advisory_if_absent(row("CVE-2024-0002", "a", "1.0", "DSA-1-1"));
  builder.advisory(row("CVE-2024-0001", "a", "1.0"));
  TemporaryDirectory directory;
  ASSERT_TRUE(write(builder, directory.path()));
  auto database = Database::open(directory.path());
  auto rows = database->advisories("debian", "debian:12", "a");
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ((*rows)[0].record_id, "CVE-2024-0001");
  EXPECT_EQ((*rows)[1].record_id, "DSA-1-1");
  EXPECT_EQ((*rows)[1].vulnerability_id, "CVE-2024-0002");
  EXPECT_EQ(database->vulnerability("debian", "CVE-2024-0001")->aliases, (std::vector<std::string>{"DSA-1-1"}));
}

TEST(FeedBuilder, TwoErrataAboutOneVulnerabilityAreTwoRows) {
  FeedBuilder builder;
  builder.advisory(row("CVE-2024-0001", "a", "1.0", "RHSA-2024:1"));
  builder.advisory(row("CVE-2024-0001", "a", "1.1", "RHSA-2024:2"));
  builder.advisory(row("CVE-2024-0001", "a", "1.1", "RHSA-2024:2"));
  EXPECT_EQ(rows_of(builder, "a").size(), 2u);
}

TEST(FeedBuilder, NamesThatNoKeyCanHoldAreRefused) {
  FeedBuilder builder;
  builder.advisory(row("CVE-2024-0001", std::string(600, 'x'), "1"));
  builder.advisory(row("CVE-2024-0001", "", "1"));
  builder.advisory(row(std::string(1000, 'x'), "a", "1"));
  EXPECT_TRUE(builder.empty());
}

TEST(Database, AReaderKeepsTheOldFileAcrossARename) {
  TemporaryDirectory directory;
  FeedBuilder old_builder, new_builder;
  old_builder.advisory(row("CVE-2024-0001", "a", "1"));
  new_builder.advisory(row("CVE-2024-0002", "a", "2"));
  ASSERT_TRUE(write(old_builder, directory.path()));
  auto reader = Database::open(directory.path());
  ASSERT_TRUE(write(new_builder, directory.path()));
  EXPECT_EQ(reader->advisories("debian", "debian:12", "a")->at(0).vulnerability_id, "CVE-2024-0001");
  EXPECT_EQ(Database::open(directory.path())->advisories("debian", "debian:12", "a")->at(0).vulnerability_id, "CVE-2024-0002");
}

TEST(Database, ADamagedFileIsAProblemInStatusAndInVerify) {
  TemporaryDirectory directory;
  FeedBuilder builder;
  for (int i = 0; i < 2000; ++i) builder.advisory(row(format("CVE-2024-{:04}", i), format("p{}", i), "1"));
  ASSERT_TRUE(write(builder, directory.path()));
  const std::string path = feed_path(directory.path(), "debian");
  const std::string whole = *base::read_file(path, 1u << 26);
  EXPECT_TRUE(verify_feed(directory.path(), "debian"));
  auto status_of = [&] {
    auto database = Database::open(directory.path());
    for (const FeedStatus& status : database->status()) {
      if (status.name == "debian") return status;
    }
    return FeedStatus();
  };
  for (std::size_t size : {std::size_t{0}, std::size_t{100}, std::size_t{4096}, whole.size() / 2}) {
    ASSERT_TRUE(base::write_file_atomic(path, whole.substr(0, size)));
    EXPECT_FALSE(status_of().present) << size;
    EXPECT_FALSE(status_of().problem.empty()) << size;
    auto verified = verify_feed(directory.path(), "debian");
    ASSERT_FALSE(verified) << size;
    EXPECT_EQ(verified.error().code, Code::kCorrupt) << size;
  }
  std::string flipped = whole;
  flipped[whole.size() / 2] = static_cast<char>(flipped[whole.size() / 2] ^ 1);
  ASSERT_TRUE(base::write_file_atomic(path, flipped));
  EXPECT_FALSE(verify_feed(directory.path(), "debian"));
  ASSERT_TRUE(base::write_file_atomic(path, "this is no database"));
  EXPECT_FALSE(status_of().problem.empty());
  EXPECT_EQ(verify_feed(directory.path(), "ubuntu").error().code, Code::kNotFound);
}

TEST(Database, AFileOfAnotherFormatSaysWhatToDo) {
  auto meta = decode_meta(R"({"format":99,"name":"debian"})");
  ASSERT_FALSE(meta);
  EXPECT_EQ(meta.error().code, Code::kUnsupported);
  EXPECT_NE(meta.error().message.find("db update"), std::string::npos);
}

// kill -9 while a feed is built, at any moment: the old file stays whole.
TEST(Database, AKilledBuildLeavesTheOldFile) {
  TemporaryDirectory directory;
  FeedBuilder first;
  first.advisory(row("CVE-2024-0001", "a", "1"));
  ASSERT_TRUE(write(first, directory.path()));
  for (int delay_us : {0, 1000, 5000, 20000, 60000}) {
    pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      for (;;) {
        FeedBuilder builder;
        for (int i = 0; i < 3000; ++i) builder.advisory(row(format("CVE-2024-{:04}", i), format("p{}", i), "1"));
        builder.advisory(row("CVE-2024-0001", "a", "1"));
        (void)write(builder, directory.path());
      }
    }
    ::usleep(static_cast<useconds_t>(delay_us));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(verify_feed(directory.path(), "debian"));
    auto database = Database::open(directory.path());
    EXPECT_EQ(database->advisories("debian", "debian:12", "a")->size(), 1u);
  }
}

}  // namespace
}  // namespace batten::advisory

// SPDX-License-Identifier: Apache-2.0
//
// What an update by changed records gives is what the whole archive gives.
#include "advisory/newer_records.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "advisory/change_list.h"
#include "advisory/file_server.h"
#include "advisory/temporary_directory.h"
#include "advisory/update.h"
#include "advisory/zip_of.h"
#include "archive/byte_source.h"
#include "archive/tar.h"
#include "base/file.h"
#include "base/path.h"
#include "base/time.h"
#include "fuzz/replay.h"

int change_list_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::advisory {
namespace {

using Kind = FeedOutcome::Kind;

std::string shared_directory() {
  std::string own = base::environment("BATTEN_SHARED");
  return own.empty() ? format("{}/../shared", BATTEN_SOURCE_DIR) : own;
}

// Records of a tar in the shared data by file name; none when it is not there.
Records real_records(const std::string& name) {
  Records out;
  auto fd = base::open_read(shared_directory() + "/advisories/" + name);
  if (!fd) return out;
  auto file = archive::pipe_source(fd->get());
  auto inflated = archive::sniffed_source(*file, {.max_bytes = 1ull << 30, .max_ratio = 0});
  archive::TarReader tar(*inflated);
  while (true) {
    auto entry = tar.next();
    if (!entry || !*entry) break;
    if ((*entry)->name.ends_with(".json")) out[std::string(base::base_name((*entry)->name))] = tar.content_all(1u << 24).value_or("");
  }
  return out;
}

// Where the text of the string member begins and ends.
std::pair<std::size_t, std::size_t> member_of(const std::string& record, std::string_view name) {
  std::size_t begin = record.find('"', record.find(format("\"{}\"", name)) + name.size() + 2) + 1;
  return {begin, record.find('"', begin)};
}

std::string modified_of(const std::string& record) {
  auto [begin, end] = member_of(record, "modified");
  return record.substr(begin, end - begin);
}

void set_modified(std::string& record, const std::string& time) {
  auto [begin, end] = member_of(record, "modified");
  record.replace(begin, end - begin, time);
}

// osv.dev, with one ecosystem.
class Publisher {
 public:
  explicit Publisher(std::string ecosystem) : folder_("/" + std::move(ecosystem)) {}

  Records records;
  FileServer server;

  void publish() {
    std::vector<std::pair<std::string, std::string>> members(records.begin(), records.end());
    std::rotate(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(members.size() / 3), members.end());
    server.put(folder_ + "/all.zip", zip_of(members));
    std::vector<std::pair<std::string, std::string>> lines;
    for (const auto& [name, content] : records) {
      server.put(folder_ + "/" + http::percent_encode(name), content);
      lines.emplace_back(modified_of(content), name.substr(0, name.size() - 5));
    }
    std::sort(lines.rbegin(), lines.rend());
    std::string list;
    for (const auto& [time, id] : lines) list += format("{},{}\n", time, id);
    server.put(folder_ + "/modified_id.csv", list);
  }
  bool was_asked(std::string_view what) {
    auto requests = server.take_requests();
    return std::any_of(requests.begin(), requests.end(),
                       [&](const std::string& line) { return line.starts_with(format("GET {}/{} ", folder_, what)); });
  }

 private:
  std::string folder_;
};

FeedOutcome update_one(const std::string& directory, const std::string& feed, const std::string& from) {
  auto outcomes =
      update({.directory = directory, .feeds = {feed}, .from = from, .force = false, .lock_patience_ms = 10'000}, base::silent_progress());
  EXPECT_TRUE(outcomes);
  return outcomes ? outcomes->at(0) : FeedOutcome();
}

std::string why(const FeedOutcome& outcome) { return outcome.error ? outcome.error->message : "no error"; }

std::string days_ago(std::int64_t days, std::int64_t seconds) {
  static const std::int64_t now = base::now_seconds();
  return base::format_time(now - days * 86400 + seconds);
}

struct Real {
  const char *feed, *ecosystem, *file;
};

class ByChanges : public testing::TestWithParam<Real> {};

TEST_P(ByChanges, GivesWhatTheWholeArchiveGives) {
  Records all = real_records(GetParam().file);
  if (all.empty()) GTEST_SKIP() << "the shared data is not there";
  Publisher publisher(GetParam().ecosystem);
  TemporaryDirectory database, other;
  // Half of the records; they are from ten days ago at the latest. (Go's repository leaves year 1 in them, osv.dev does not.)
  Records later;
  std::size_t place = 0;
  for (auto& [name, content] : all) {
    if (modified_of(content) > days_ago(10, 0) || modified_of(content) < "1970")
      set_modified(content, days_ago(10, static_cast<std::int64_t>(place)));
    (++place % 2 == 0 ? publisher.records : later)[name] = content;
  }
  publisher.publish();
  FeedOutcome first = update_one(database.path(), GetParam().feed, publisher.server.url(""));
  ASSERT_EQ(first.kind, Kind::kUpdated) << why(first);
  EXPECT_FALSE(first.changed_records);
  (void)publisher.server.take_requests();

  // Some change, some are withdrawn, some are new.
  place = 0;
  std::size_t changed = 0;
  for (auto& [name, content] : publisher.records) {
    ++place;
    if (place % 25 == 0) {
      set_modified(content, days_ago(1, static_cast<std::int64_t>(place)));
      std::size_t fixed = content.find("\"fixed\"");
      if (fixed != std::string::npos) content.insert(content.find('"', content.find(':', fixed)) + 1, "9");
      if (place % 50 == 0) content.insert(content.find('{') + 1, format("\"withdrawn\":\"{}\",", days_ago(1, 0)));
      ++changed;
    }
  }
  for (auto& [name, content] : later) {
    if (++place % 20 != 0) continue;
    set_modified(content, days_ago(0, -static_cast<std::int64_t>(place)));
    publisher.records[name] = content;
    ++changed;
  }
  publisher.publish();
  FeedOutcome second = update_one(database.path(), GetParam().feed, publisher.server.url(""));
  ASSERT_EQ(second.kind, Kind::kUpdated) << why(second);
  EXPECT_EQ(second.changed_records, changed);
  EXPECT_FALSE(publisher.was_asked("all.zip"));

  FeedOutcome whole = update_one(other.path(), GetParam().feed, publisher.server.url(""));
  ASSERT_EQ(whole.kind, Kind::kUpdated) << why(whole);
  EXPECT_EQ(second.status.digest, whole.status.digest);
  EXPECT_NE(second.status.digest, first.status.digest);
  EXPECT_EQ(second.status.advisories, whole.status.advisories);
  EXPECT_EQ(second.status.data_date, whole.status.data_date);
  EXPECT_EQ(second.status.refused, whole.status.refused);
  EXPECT_TRUE(verify_feed(database.path(), GetParam().feed));
  EXPECT_EQ(update_one(database.path(), GetParam().feed, publisher.server.url("")).kind, Kind::kUnchanged);
}

INSTANTIATE_TEST_SUITE_P(RealRecords, ByChanges,
                         testing::Values(Real{"golang", "Go", "go/go-osv.tar.zst"},
                                         Real{"crates", "crates.io", "crates/crates-osv.tar.zst"},
                                         Real{"rocky", "Rocky%20Linux", "rocky/rocky-osv.tar.zst"}),
                         [](const auto& test) { return std::string(test.param.feed); });

// A record of its own making, where the test is about the way and not about the content.
std::string record_of(int number, const std::string& modified, std::string_view fixed = "1.1.0") {
  return format(
      R"({{"id":"GO-{}","modified":"{}","affected":[{{"package":{{"ecosystem":"Go","name":"p{}"}},"ranges":[{{"type":"SEMVER","events":[{{"introduced":"0"}},{{"fixed":"{}"}}]}}]}}]}})",
      number, modified, number, fixed);
}

class ChangesOfGo : public testing::Test {
 protected:
  ChangesOfGo() : publisher_("Go") {
    for (int i = 0; i < 200; ++i) put(i, 20);
    publisher_.publish();
    EXPECT_EQ(run().kind, Kind::kUpdated);
    (void)publisher_.server.take_requests();
  }
  void put(int number, int days, std::string_view fixed = "1.1.0") {
    publisher_.records[format("GO-{}.json", number)] = record_of(number, days_ago(days, number), fixed);
  }
  FeedOutcome run() { return update_one(database_.path(), "golang", publisher_.server.url("")); }
  std::string fix_of(std::string_view package) const {
    auto rows = Database::open(database_.path())->advisories("golang", "golang", package);
    return rows && rows->size() == 1 ? rows->at(0).ranges[0].fixed : "none";
  }
  // Everything is there, whether it came by changes or whole.
  void expect_whole() {
    FeedOutcome outcome = run();
    ASSERT_EQ(outcome.kind, Kind::kUpdated) << why(outcome);
    EXPECT_FALSE(outcome.changed_records);
    EXPECT_TRUE(publisher_.was_asked("all.zip"));
    EXPECT_EQ(fix_of("p7"), "2.0.0");
  }
  std::vector<std::string> sources() const {
    return base::list_directory(database_.path() + "/sources/golang").value_or(std::vector<std::string>());
  }

  Publisher publisher_;
  TemporaryDirectory database_;
};

TEST_F(ChangesOfGo, ManySmallSteps) {
  for (int step = 1; step <= 5; ++step) {
    put(step, 1, format("{}.0.0", step + 1));
    put(7, 1, format("7.{}.0", step));
    publisher_.publish();
    FeedOutcome outcome = run();
    ASSERT_EQ(outcome.kind, Kind::kUpdated) << why(outcome);
    // What was fetched yesterday is not fetched again; p7's record has the same time, and so it is the same.
    EXPECT_EQ(outcome.changed_records, step == 1 ? 2u : 1u);
    EXPECT_EQ(fix_of(format("p{}", step)), format("{}.0.0", step + 1));
    EXPECT_FALSE(publisher_.was_asked("all.zip"));
  }
  EXPECT_EQ(fix_of("p7"), "7.1.0");
  // What is not needed any more is gone.
  EXPECT_EQ(sources().size(), 2u);
}

TEST_F(ChangesOfGo, NothingNewAsksForTheListAlone) {
  EXPECT_EQ(run().kind, Kind::kUnchanged);
  for (const std::string& request : publisher_.server.take_requests()) {
    EXPECT_TRUE(request.starts_with("HEAD ") || request.starts_with("GET /Go/modified_id.csv ")) << request;
  }
}

TEST_F(ChangesOfGo, TooManyAreFetchedAsTheWhole) {
  for (int i = 0; i < 60; ++i) put(i, 1, "2.0.0");
  publisher_.publish();
  expect_whole();
}

TEST_F(ChangesOfGo, AListThatIsNotThereOrNotInOrder) {
  put(7, 1, "2.0.0");
  publisher_.publish();
  publisher_.server.remove("/Go/modified_id.csv");
  expect_whole();
  put(7, 0, "2.0.0");
  publisher_.publish();
  publisher_.server.put("/Go/modified_id.csv", days_ago(2, 0) + ",GO-1\n" + days_ago(0, 7) + ",GO-7\n");
  expect_whole();
}

TEST_F(ChangesOfGo, ARecordThatIsNotThereOrAnother) {
  put(7, 1, "2.0.0");
  publisher_.publish();
  publisher_.server.remove("/Go/GO-7.json");
  expect_whole();
  put(7, 0, "2.0.0");
  publisher_.publish();
  publisher_.server.put("/Go/GO-7.json", record_of(8, days_ago(0, 7)));
  expect_whole();
}

TEST_F(ChangesOfGo, WhatIsKeptAndDamagedIsFetchedAgain) {
  put(7, 1, "2.0.0");
  publisher_.publish();
  ASSERT_EQ(sources().size(), 1u);
  ASSERT_TRUE(base::write_file_atomic(database_.path() + "/sources/golang/" + sources()[0], "PK\x03\x04 something else"));
  expect_whole();
}

TEST(ChangeList, ReadsBothOrders) {
  constexpr std::string_view kOsv = "2024-05-02T00:00:00.5Z,GO-2\r\n2024-05-01T00:00:00Z,GHSA-a-b\n2024-04-01T00:00:00Z,GO-0\n";
  std::int64_t since = *base::parse_time("2024-05-01T00:00:00Z");
  auto changes = parse_changes(kOsv, since, 10, false);
  ASSERT_TRUE(changes && *changes);
  ASSERT_EQ((*changes)->size(), 2u);
  EXPECT_EQ((**changes)[0].id, "GO-2");
  EXPECT_EQ((**changes)[1].modified, "2024-05-01T00:00:00Z");
  auto redhat = parse_changes("\"cve-2024-1.json\",\"2024-05-02T10:00:00+00:00\"\n", since, 10, true);
  ASSERT_TRUE(redhat && *redhat);
  EXPECT_EQ((**redhat)[0].id, "cve-2024-1");
}

TEST(ChangeList, AsksForMoreUntilItReachesBack) {
  std::string list;
  for (int i = 0; i < 5000; ++i) list += format("{},GO-{}\n", base::format_time(1'700'000'000 - i * 60), i);
  FileServer server;
  server.put("/list", list);
  http::Client client;
  auto changes = fetch_changes(client, server.url("/list"), {}, 1'700'000'000 - 4000 * 60, 5000);
  ASSERT_TRUE(changes) << changes.error().message;
  EXPECT_EQ(changes->changes.size(), 4001u);
  EXPECT_EQ(server.take_requests().size(), 2u);
  auto again = fetch_changes(client, server.url("/list"), changes->validators, 1'700'000'000, 5000);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->unchanged);
  EXPECT_EQ(fetch_changes(client, server.url("/list"), {}, 0, 1000).error().code, Code::kLimit);
  EXPECT_EQ(fetch_changes(client, server.url("/list"), {}, 0, 10'000)->changes.size(), 5000u);
}

TEST(ChangeList, RefusesWhatLeadsElsewhere) {
  for (std::string_view line : {"2024-05-02T00:00:00Z,../../etc/passwd\n", "2024-05-02T00:00:00Z,.hidden\n", "2024-05-02T00:00:00Z,\n",
                                "2024-05-02T00:00:00Z,a b\n", "yesterday,GO-1\n", "no comma\n", "2024-05-02T00:00:00Z,a?b=c\n"}) {
    EXPECT_EQ(parse_changes(line, 0, 10, true).error().code, Code::kCorrupt) << line;
  }
}

TEST(ChangeList, Fuzz) { REPLAY_CORPUS(change_list_fuzz); }

}  // namespace
}  // namespace batten::advisory

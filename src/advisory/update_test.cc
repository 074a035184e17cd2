// SPDX-License-Identifier: Apache-2.0
#include "advisory/update.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "advisory/feed_lock.h"
#include "advisory/file_server.h"
#include "advisory/mirror.h"
#include "advisory/tar_of.h"
#include "advisory/temporary_directory.h"
#include "advisory/zip_of.h"
#include "base/file.h"
#include "base/hash.h"

namespace batten::advisory {
namespace {

using Kind = FeedOutcome::Kind;

std::string record(int number) {
  return format(
      R"({{"schema_version":"1.6.0","id":"CVE-2024-{:04}","modified":"2024-05-01T00:00:00Z","affected":[
    {{"package":{{"ecosystem":"Debian:12","name":"p{}"}},"ranges":[{{"type":"ECOSYSTEM","events":[{{"introduced":"0"}},{{"fixed":"1.{}"}}]}}]}}]}})",
      number, number, number);
}

constexpr std::string_view kKev =
    R"({"dateReleased":"2026-08-07T16:45:47.0648Z","vulnerabilities":[{"cveID":"CVE-2026-8037","dateAdded":"2026-08-07"}]})";

std::string debian_tar(int records) {
  std::vector<std::pair<std::string, std::string>> files;
  for (int i = 0; i < records; ++i) files.emplace_back(format("CVE-2024-{:04}.json", i), record(i));
  return tar_of(files);
}

class Update : public testing::Test {
 protected:
  void write(const std::string &name, std::string_view bytes) { ASSERT_TRUE(base::write_file_atomic(mirror_.path() + "/" + name, bytes)); }
  UpdateOptions options(std::vector<std::string> feeds) const {
    return {.directory = database_.path(), .feeds = std::move(feeds), .from = mirror_.path(), .force = false, .lock_patience_ms = 10'000};
  }
  static FeedOutcome one(const UpdateOptions &options) {
    auto outcomes = update(options, base::silent_progress());
    EXPECT_TRUE(outcomes);
    return outcomes ? outcomes->at(0) : FeedOutcome();
  }
  std::size_t rows(std::string_view package) const {
    auto database = Database::open(database_.path());
    return database->advisories("debian", "debian:12", package)->size();
  }

  TemporaryDirectory database_, mirror_;
};

TEST_F(Update, FromADirectory) {
  write("debian/debian-osv.tar", debian_tar(50));
  write("kev/known_exploited_vulnerabilities.json", kKev);
  auto outcomes = update(options({}), base::silent_progress());
  ASSERT_TRUE(outcomes);
  for (const FeedOutcome &outcome : *outcomes) {
    bool there = outcome.feed == "debian" || outcome.feed == "kev";
    EXPECT_EQ(outcome.kind, there ? Kind::kUpdated : Kind::kAbsent) << outcome.feed;
  }
  EXPECT_EQ(rows("p7"), 1u);
  EXPECT_TRUE(verify_feed(database_.path(), "debian"));
  FeedOutcome again = one(options({"debian"}));
  EXPECT_EQ(again.kind, Kind::kUnchanged);
  EXPECT_EQ(again.status.advisories, 50u);
  write("debian/debian-osv.tar", debian_tar(51));
  EXPECT_EQ(one(options({"debian"})).status.advisories, 51u);
}

TEST_F(Update, FromAFile) {
  write("any-name", debian_tar(3));
  UpdateOptions how = options({"debian"});
  how.from = mirror_.path() + "/any-name";
  FeedOutcome outcome = one(how);
  ASSERT_EQ(outcome.kind, Kind::kUpdated) << (outcome.error ? outcome.error->message : "");
  EXPECT_EQ(outcome.status.advisories, 3u);
  EXPECT_EQ(outcome.status.data_date, "2024-05-01T00:00:00Z");
  how.feeds = {};
  EXPECT_EQ(update(how, base::silent_progress()).error().code, Code::kInvalidArgument);
  how.feeds = {"debian"};
  how.from = mirror_.path() + "/none";
  EXPECT_EQ(update(how, base::silent_progress()).error().code, Code::kNotFound);
  how.feeds = {"nonsense"};
  EXPECT_EQ(update(how, base::silent_progress()).error().code, Code::kInvalidArgument);
}

TEST_F(Update, WhatIsDamagedLeavesTheOldFeed) {
  write("debian/debian-osv.tar", debian_tar(20));
  ASSERT_EQ(one(options({"debian"})).kind, Kind::kUpdated);
  const std::string whole = debian_tar(30);
  for (std::string damaged :
       {whole.substr(0, whole.size() / 2 + 100), std::string("neither tar nor JSON"), std::string(), std::string("PK\x03\x04 no zip")}) {
    write("debian/debian-osv.tar", damaged);
    FeedOutcome outcome = one(options({"debian"}));
    EXPECT_EQ(outcome.kind, Kind::kFailed) << damaged.size();
    EXPECT_TRUE(outcome.error);
    EXPECT_TRUE(outcome.status.present);
    EXPECT_EQ(rows("p19"), 1u);
    EXPECT_TRUE(verify_feed(database_.path(), "debian"));
  }
}

TEST_F(Update, ASumBesideTheFileIsChecked) {
  const std::string tar = debian_tar(20);
  write("debian/debian-osv.tar", tar);
  write("debian/debian-osv.tar.sha256", base::sha256_hex(tar) + "  debian-osv.tar\n");
  ASSERT_EQ(one(options({"debian"})).kind, Kind::kUpdated);
  write("debian/debian-osv.tar", debian_tar(30));
  FeedOutcome outcome = one(options({"debian"}));
  EXPECT_EQ(outcome.kind, Kind::kFailed);
  ASSERT_TRUE(outcome.error);
  EXPECT_NE(outcome.error->message.find("beside it"), std::string::npos) << outcome.error->message;
  EXPECT_EQ(outcome.status.advisories, 20u);
}

TEST_F(Update, ABrokenRecordIsCountedAndTheRestGoesOn) {
  write("debian/debian-osv.tar", tar_of({{"a.json", record(1)}, {"b.json", "{broken"}, {"README", "not a record"}, {"c.json", record(2)}}));
  FeedOutcome outcome = one(options({"debian"}));
  ASSERT_EQ(outcome.kind, Kind::kUpdated);
  EXPECT_EQ(outcome.status.advisories, 2u);
  EXPECT_EQ(outcome.status.refused, 1u);
  ASSERT_EQ(outcome.status.refused_reasons.size(), 1u);
  EXPECT_TRUE(outcome.status.refused_reasons[0].starts_with("b.json: ")) << outcome.status.refused_reasons[0];
}

TEST_F(Update, FromAZip) {
  const std::string zip = zip_of({{"all/a.json", record(1)}, {"all/b.json", record(2)}, {"all/readme.txt", "x"}});
  write("Debian/all.zip", zip);
  FeedOutcome outcome = one(options({"debian"}));
  ASSERT_EQ(outcome.kind, Kind::kUpdated) << (outcome.error ? outcome.error->message : "");
  EXPECT_EQ(outcome.status.advisories, 2u);
  write("Debian/all.zip", zip.substr(0, zip.size() - 30));
  EXPECT_EQ(one(options({"debian"})).kind, Kind::kFailed);
  EXPECT_EQ(rows("p2"), 1u);
}

TEST_F(Update, AZipThatLiesLeavesTheOldFeed) {
  const std::vector<std::pair<std::string, std::string>> files = {{"a.json", record(1)}, {"b.json", record(2)}};
  const std::string zip = zip_of(files);
  write("Debian/all.zip", zip);
  ASSERT_EQ(one(options({"debian"})).kind, Kind::kUpdated);
  auto changed = [&](std::size_t at, std::string_view to) { return std::string(zip).replace(at, to.size(), to); };
  std::size_t directory = zip.find("PK\1\2"), end = zip.find("PK\5\6");
  for (const std::string &lie : {
           changed(zip.find("CVE-2024-0002"), "CVE-2024-0009"),           // content, which its CRC does not fit
           changed(directory + 24, std::string_view("\xff\0\0\0", 4)),    // a size
           changed(directory + 42, std::string_view("\xff\xff\0\0", 4)),  // where the member begins
           changed(directory + 10, std::string_view("\x63\0", 2)),        // how it is packed
           changed(end + 10, std::string_view("\xff\xff", 2)),            // how many there are
           changed(end + 16, std::string_view("\0\0\0\0", 4)),            // where the directory begins
       }) {
    ASSERT_NE(lie, zip);
    write("Debian/all.zip", lie);
    EXPECT_EQ(one(options({"debian"})).kind, Kind::kFailed);
    EXPECT_EQ(rows("p2"), 1u);
  }
}

TEST_F(Update, MembersOfAZipComeInTheOrderOfTheirNames) {
  std::vector<std::pair<std::string, std::string>> files;
  for (int i = 0; i < 30; ++i) files.emplace_back(format("CVE-2024-{:04}.json", i), record(i));
  write("Debian/all.zip", zip_of(files));
  std::string digest = one(options({"debian"})).status.digest;
  std::reverse(files.begin(), files.end());
  write("Debian/all.zip", zip_of(files));
  FeedOutcome outcome = one(options({"debian"}));
  EXPECT_EQ(outcome.kind, Kind::kUpdated);
  EXPECT_EQ(outcome.status.digest, digest);
}

TEST_F(Update, TwoFilesOfOneFeedAreMerged) {
  write("debian/debian-osv.tar", debian_tar(2));
  write("debian/tracker.json",
        R"({"p1":{"CVE-2024-0001":{"releases":{"bookworm":{"status":"resolved","fixed_version":"1.1","urgency":"low"}}}},
    "q":{"CVE-2024-0009":{"releases":{"bookworm":{"status":"open","urgency":"low","nodsa":"Minor issue","nodsa_reason":"ignored"}}}}})");
  ASSERT_EQ(one(options({"debian"})).status.advisories, 3u);
  auto database = Database::open(database_.path());
  EXPECT_EQ(database->advisories("debian", "debian:12", "p1")->at(0).severity, model::Severity::kLow);
  EXPECT_EQ(database->advisories("debian", "debian:12", "q")->at(0).state, model::State::kWontFix);
}

TEST_F(Update, OneAtATimePerFeed) {
  write("debian/debian-osv.tar", debian_tar(20));
  auto held = FeedLock::take(database_.path(), "debian", std::chrono::milliseconds(0), base::silent_progress());
  ASSERT_TRUE(held);
  UpdateOptions impatient = options({"debian"});
  impatient.lock_patience_ms = 100;
  FeedOutcome outcome = one(impatient);
  EXPECT_EQ(outcome.kind, Kind::kFailed);
  EXPECT_EQ(outcome.error->code, Code::kConflict);
  write("kev/known_exploited_vulnerabilities.json", kKev);
  EXPECT_EQ(one(options({"kev"})).kind, Kind::kUpdated);
}

TEST_F(Update, TwoAtOnceBothEndWell) {
  write("debian/debian-osv.tar", debian_tar(500));
  std::vector<FeedOutcome> outcomes(4);
  {
    std::vector<std::jthread> threads;
    for (FeedOutcome &outcome : outcomes) threads.emplace_back([&] { outcome = one(options({"debian"})); });
  }
  int updated = 0;
  for (const FeedOutcome &outcome : outcomes) {
    EXPECT_NE(outcome.kind, Kind::kFailed) << (outcome.error ? outcome.error->message : "");
    EXPECT_EQ(outcome.status.advisories, 500u);
    updated += outcome.kind == Kind::kUpdated ? 1 : 0;
  }
  // Whoever came later found the work done.
  EXPECT_EQ(updated, 1);
  EXPECT_TRUE(verify_feed(database_.path(), "debian"));
}

TEST_F(Update, AKilledUpdateBlocksNobodyAndIsCleanedUp) {
  write("debian/debian-osv.tar", debian_tar(2000));
  for (int delay_us : {1000, 10'000, 30'000, 60'000}) {
    pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      UpdateOptions forced = options({"debian"});
      forced.force = true;
      for (;;) (void)update(forced, base::silent_progress());
    }
    ::usleep(static_cast<useconds_t>(delay_us));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
  }
  FeedOutcome outcome = one(options({"debian"}));
  EXPECT_NE(outcome.kind, Kind::kFailed) << (outcome.error ? outcome.error->message : "");
  EXPECT_EQ(rows("p1999"), 1u);
  auto names = base::list_directory(database_.path());
  for (const std::string &name : *names) EXPECT_EQ(name.find(".tmp."), std::string::npos) << name;
}

class UpdateFromServer : public Update {
 protected:
  UpdateOptions from_server(std::vector<std::string> feeds) {
    UpdateOptions out = options(std::move(feeds));
    out.from = server_.url("/mirror");
    return out;
  }
  FileServer server_;
};

TEST_F(UpdateFromServer, AsksAgainOnlyForWhatHasChanged) {
  server_.put("/mirror/kev/known_exploited_vulnerabilities.json", std::string(kKev));
  FeedOutcome first = one(from_server({"kev"}));
  ASSERT_EQ(first.kind, Kind::kUpdated) << (first.error ? first.error->message : "");
  EXPECT_EQ(first.status.etag.size(), 18u);
  (void)server_.take_requests();
  EXPECT_EQ(one(from_server({"kev"})).kind, Kind::kUnchanged);
  for (const std::string &request : server_.take_requests()) EXPECT_TRUE(request.starts_with("HEAD ")) << request;
  server_.put("/mirror/kev/known_exploited_vulnerabilities.json", std::string(kKev) + " ");
  EXPECT_EQ(one(from_server({"kev"})).kind, Kind::kUpdated);
  EXPECT_EQ(one(from_server({"epss"})).kind, Kind::kAbsent);
}

TEST_F(UpdateFromServer, ABrokenDownloadGoesOnWhereItEnded) {
  const std::string tar = debian_tar(400);
  server_.put("/mirror/debian/debian-osv.tar", tar);
  server_.break_off(2, 100'000);
  FeedOutcome outcome = one(from_server({"debian"}));
  ASSERT_EQ(outcome.kind, Kind::kUpdated) << (outcome.error ? outcome.error->message : "");
  EXPECT_EQ(outcome.status.advisories, 400u);
  std::uint64_t sent = 0;
  int partial = 0;
  for (const std::string &request : server_.take_requests()) {
    if (!request.starts_with("GET ")) continue;
    sent += *base::parse_unsigned(request.substr(request.rfind(' ') + 1));
    partial += request.find(" 206 ") != std::string::npos ? 1 : 0;
  }
  EXPECT_EQ(partial, 2);
  EXPECT_LT(sent, tar.size() + 20'000);
  EXPECT_TRUE(base::list_directory(database_.path() + "/partial")->empty());
}

TEST_F(UpdateFromServer, AServerWithoutRangesStartsAnew) {
  server_.put("/mirror/debian/debian-osv.tar", debian_tar(400));
  server_.ignore_ranges();
  server_.break_off(1, 100'000);
  EXPECT_EQ(one(from_server({"debian"})).status.advisories, 400u);
}

TEST_F(UpdateFromServer, AFileThatChangesBetweenTheTriesIsWhole) {
  server_.put("/mirror/debian/debian-osv.tar", debian_tar(400));
  server_.break_off(4, 100'000);
  FeedOutcome broken = one(from_server({"debian"}));
  EXPECT_EQ(broken.kind, Kind::kFailed);
  server_.break_off(0, 0);
  server_.put("/mirror/debian/debian-osv.tar", debian_tar(300));
  FeedOutcome outcome = one(from_server({"debian"}));
  ASSERT_EQ(outcome.kind, Kind::kUpdated) << (outcome.error ? outcome.error->message : "");
  EXPECT_EQ(outcome.status.advisories, 300u);
}

TEST_F(UpdateFromServer, AServerThatFailsLeavesTheOldFeed) {
  server_.put("/mirror/kev/known_exploited_vulnerabilities.json", std::string(kKev));
  ASSERT_EQ(one(from_server({"kev"})).kind, Kind::kUpdated);
  server_.fail_with(500);
  FeedOutcome outcome = one(from_server({"kev"}));
  EXPECT_EQ(outcome.kind, Kind::kFailed);
  EXPECT_TRUE(outcome.status.present);
  EXPECT_TRUE(verify_feed(database_.path(), "kev"));
}

TEST_F(UpdateFromServer, SaysWhenNothingNewerWasFoundLast) {
  server_.put("/mirror/kev/known_exploited_vulnerabilities.json", std::string(kKev));
  FeedOutcome first = one(from_server({"kev"}));
  ::sleep(1);
  FeedOutcome second = one(from_server({"kev"}));
  EXPECT_EQ(second.kind, Kind::kUnchanged);
  auto database = Database::open(database_.path());
  for (const FeedStatus &status : database->status()) {
    if (status.name != "kev") continue;
    EXPECT_EQ(status.fetched, first.status.fetched);
    EXPECT_GT(status.checked, status.fetched);
  }
}

TEST_F(UpdateFromServer, NobodyThere) {
  UpdateOptions how = options({"kev"});
  how.from = "http://127.0.0.1:1/mirror";
  FeedOutcome outcome = one(how);
  EXPECT_EQ(outcome.kind, Kind::kFailed);
  EXPECT_EQ(outcome.error->code, Code::kUnavailable);
}

TEST(Mirror, NamesCompressedOrNotAndPatterns) {
  TemporaryDirectory mirror;
  for (const char *name :
       {"debian/all.zip", "epss/epss_scores-2026-08-15.csv.zst", "epss/epss_scores-2026-08-16.csv.zst", "epss/other.csv"}) {
    ASSERT_TRUE(base::write_file_atomic(mirror.path() + "/" + name, "x"));
  }
  auto epss = find_in_mirror(mirror.path() + "/", find_feed("epss")->files(nullptr));
  ASSERT_EQ(epss.size(), 1u);
  EXPECT_EQ(epss[0].name, "epss_scores-2026-08-16.csv");
  EXPECT_EQ(find_in_mirror(mirror.path() + "/debian", find_feed("debian")->files(nullptr)).size(), 1u);
  EXPECT_TRUE(find_in_mirror(mirror.path(), find_feed("kev")->files(nullptr)).empty());
}

}  // namespace
}  // namespace batten::advisory

// SPDX-License-Identifier: Apache-2.0
#include "scan/pipeline.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <algorithm>

#include "advisory/temporary_directory.h"
#include "advisory/update.h"
#include "base/fd.h"
#include "base/file.h"
#include "base/time.h"
#include "scan/made_image.h"

namespace batten::scan {
namespace {

constexpr const char* kStatus = "var/lib/dpkg/status";

// In the form of the tracker's JSON.
constexpr std::string_view kTracker = R"({
  "bash":{"CVE-2030-0001":{"description":"made up","releases":{
    "bookworm":{"status":"resolved","fixed_version":"5.2-3","urgency":"high"}}}},
  "curl":{"CVE-2030-0002":{"description":"made up","releases":{
    "bookworm":{"status":"open","urgency":"low","nodsa":"Minor issue","nodsa_reason":"ignored"}}},
          "CVE-2030-0003":{"description":"made up","releases":{
    "bookworm":{"status":"resolved","fixed_version":"7.0-1","urgency":"high"}}}}})";

// Stands where every request would go: nothing that is asked gets an answer.
class ClosedNetwork {
 public:
  ClosedNetwork() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(listener_.get(), any, size), 0);
    EXPECT_EQ(::listen(listener_.get(), 16), 0);
    EXPECT_EQ(::getsockname(listener_.get(), any, &size), 0);
    std::string proxy = format("http://127.0.0.1:{}", ntohs(address.sin_port));
    for (const char* name : {"http_proxy", "https_proxy"}) ::setenv(name, proxy.c_str(), 1);
  }
  ~ClosedNetwork() {
    for (const char* name : {"http_proxy", "https_proxy"}) ::unsetenv(name);
  }
  bool was_asked() const {
    pollfd waiting{.fd = listener_.get(), .events = POLLIN, .revents = 0};
    return ::poll(&waiting, 1, 0) == 1;
  }

 private:
  base::Fd listener_;
};

class Pipeline : public testing::Test {
 protected:
  void SetUp() override {
    ::setenv("BATTEN_CACHE_DIR", (directory_.path() + "/cache").c_str(), 1);
    auto session = Session::start("", base::silent_progress());
    ASSERT_TRUE(session) << session.error().message;
    session_ = std::move(*session);
    options_.source.platform.arch = "amd64";
    options_.database_directory = directory_.path() + "/db";
    options_.offline = true;
    options_.date = base::parse_time("2024-06-01T00:00:00Z").value_or(0);
  }
  void TearDown() override { ::unsetenv("BATTEN_CACHE_DIR"); }

  void fill_database() {
    std::string mirror = directory_.path() + "/mirror";
    ASSERT_TRUE(base::write_file_atomic(mirror + "/debian/tracker.json", kTracker));
    auto outcomes = advisory::update(
        {.directory = options_.database_directory, .feeds = {"debian"}, .from = mirror, .force = false, .lock_patience_ms = 1000},
        base::silent_progress());
    ASSERT_TRUE(outcomes);
    ASSERT_FALSE(outcomes->at(0).error) << outcomes->at(0).error->message;
  }

  Scanned scan_layers(const std::vector<MadeLayer>& layers) {
    std::string path = directory_.path() + "/image.tar";
    EXPECT_TRUE(base::write_file_atomic(path, made_docker_archive(layers)));
    auto out = scan(path, options_, *session_);
    EXPECT_TRUE(out) << out.error().message;
    return out ? std::move(*out) : Scanned();
  }

  advisory::TemporaryDirectory directory_;
  std::unique_ptr<Session> session_;
  ScanOptions options_;
};

MadeLayer base_layer(std::string_view release) {
  return {made_tar({{kStatus, dpkg_paragraph("bash", "5.2-1")}, {"etc/os-release", std::string(release)}}), "FROM base"};
}
MadeLayer curl_layer() {
  return {made_tar({{kStatus, dpkg_paragraph("bash", "5.2-1") + dpkg_paragraph("curl", "7.88-1")}}), "RUN apt-get install curl"};
}

bool notes_say(const model::Report& report, base::Note::Kind kind, std::string_view text) {
  return std::ranges::any_of(report.notes, [&](const base::Note& note) { return note.kind == kind && note.message.contains(text); });
}

const model::FeedInfo* feed_of(const model::Report& report, std::string_view name) {
  auto at = std::ranges::find(report.feeds, name, &model::FeedInfo::name);
  return at == report.feeds.end() ? nullptr : &*at;
}

TEST_F(Pipeline, AFindingNamesItsPackageAndTheLayerThatBroughtIt) {
  fill_database();
  model::Report report = scan_layers({base_layer(kBookworm), curl_layer()}).report;
  ASSERT_EQ(report.findings.size(), 2u);
  const model::Finding& high = report.findings[0];
  const model::Finding& low = report.findings[1];
  EXPECT_EQ(high.id, "CVE-2030-0001");
  EXPECT_EQ(high.severity, model::Severity::kHigh);
  EXPECT_EQ(high.fixed_version, "5.2-3");
  EXPECT_EQ(report.packages[high.package_index].name, "bash");
  EXPECT_EQ(report.packages[high.package_index].location.layer_index, 0);
  EXPECT_EQ(low.id, "CVE-2030-0002");
  EXPECT_EQ(low.state, model::State::kWontFix);
  const model::Package& curl = report.packages[low.package_index];
  EXPECT_EQ(curl.name, "curl");
  EXPECT_EQ(report.layers[static_cast<std::size_t>(curl.location.layer_index)].created_by, "RUN apt-get install curl");
  EXPECT_EQ(report.distro.id, "debian");
  ASSERT_NE(feed_of(report, "debian"), nullptr);
  EXPECT_EQ(feed_of(report, "debian")->problem, "");
  EXPECT_FALSE(anything_unread(report));
}

TEST_F(Pipeline, AnImageOfAnUnknownDistributionIsNeverClean) {
  fill_database();
  for (std::string_view release : {"ID=nowhere\nVERSION_ID=1\n", "", "ID=debian\nVERSION_ID=99\nVERSION_CODENAME=duke\n"}) {
    model::Report report = scan_layers({base_layer(release)}).report;
    EXPECT_TRUE(report.findings.empty()) << release;
    EXPECT_EQ(report.packages.size(), 1u) << release;
    EXPECT_TRUE(anything_unread(report)) << release;
    EXPECT_TRUE(notes_say(report, base::Note::Kind::kSkipped, "nothing can be said about")) << release;
  }
  // No packages at all: a program that was copied in.
  model::Report report = scan_layers({{made_tar({{"app", "x"}}), "COPY app /"}}).report;
  EXPECT_TRUE(notes_say(report, base::Note::Kind::kSkipped, "no package database was found"));
}

TEST_F(Pipeline, ALayerThatCantBeReadIsCounted) {
  fill_database();
  Scanned out = scan_layers({base_layer(kBookworm), {std::string(3000, 'x'), "RUN broken"}});
  EXPECT_EQ(out.unread_layers, 1u);
  EXPECT_EQ(out.report.findings.size(), 1u);
  EXPECT_TRUE(anything_unread(out.report));
}

TEST_F(Pipeline, MissingFeedsAreNamed) {
  model::Report report = scan_layers({base_layer(kBookworm)}).report;
  EXPECT_TRUE(report.findings.empty());
  ASSERT_NE(feed_of(report, "debian"), nullptr);
  EXPECT_EQ(feed_of(report, "debian")->problem, "not in the database");
  EXPECT_TRUE(notes_say(report, base::Note::Kind::kSkipped, "feed debian can't be used (not in the database)"));

  fill_database();
  report = scan_layers({base_layer(kBookworm)}).report;
  EXPECT_EQ(report.findings.size(), 1u);
  for (const char* feed : {"kev", "epss"}) {
    ASSERT_NE(feed_of(report, feed), nullptr) << feed;
    EXPECT_EQ(feed_of(report, feed)->problem, "not in the database") << feed;
    EXPECT_TRUE(notes_say(report, base::Note::Kind::kDegraded, format("feed {} is not in the database", feed)));
  }
}

TEST_F(Pipeline, ADamagedFeedIsNamed) {
  fill_database();
  ASSERT_TRUE(base::write_file_atomic(options_.database_directory + "/debian.mdb", "damaged"));
  model::Report report = scan_layers({base_layer(kBookworm)}).report;
  ASSERT_NE(feed_of(report, "debian"), nullptr);
  EXPECT_NE(feed_of(report, "debian")->problem, "");
  EXPECT_TRUE(notes_say(report, base::Note::Kind::kSkipped, "feed debian can't be used"));
}

TEST_F(Pipeline, OfflineFetchesNothing) {
  ClosedNetwork network;
  scan_layers({base_layer(kBookworm)});
  EXPECT_FALSE(network.was_asked());
  EXPECT_TRUE(session_->unreachable().empty());
  EXPECT_FALSE(base::is_regular_file(options_.database_directory + "/debian.mdb"));
}

TEST_F(Pipeline, WhatCouldNotBeFetchedIsSaidForEveryImageAndAskedOnce) {
  for (const char* name : {"http_proxy", "https_proxy"}) ::setenv(name, "http://127.0.0.1:1", 1);
  options_.offline = false;
  model::Report report = scan_layers({base_layer(kBookworm)}).report;
  EXPECT_TRUE(notes_say(report, base::Note::Kind::kDegraded, "feed debian could not be fetched"));
  EXPECT_TRUE(notes_say(report, base::Note::Kind::kDegraded, "security repository could not be asked"));
  EXPECT_TRUE(notes_say(report, base::Note::Kind::kSkipped, "feed debian can't be used"));
  ASSERT_EQ(session_->unreachable().count("feed debian"), 1u);
  // The next image is told what is remembered.
  session_->unreachable()["feed debian"] = "remembered";
  report = scan_layers({base_layer(kBookworm)}).report;
  EXPECT_TRUE(notes_say(report, base::Note::Kind::kDegraded, "feed debian could not be fetched: remembered"));
  for (const char* name : {"http_proxy", "https_proxy"}) ::unsetenv(name);
}

TEST_F(Pipeline, OldAdvisoriesAreSaidToBeOld) {
  fill_database();
  options_.date = base::parse_time("2099-01-01T00:00:00Z").value_or(0);
  model::Report report = scan_layers({base_layer(kBookworm)}).report;
  EXPECT_TRUE(notes_say(report, base::Note::Kind::kDegraded, "feed debian was fetched"));
}

TEST_F(Pipeline, AListOfPackagesNeedsNoDatabase) {
  ClosedNetwork network;
  options_.offline = false;
  std::string path = directory_.path() + "/image.tar";
  ASSERT_TRUE(base::write_file_atomic(path, made_docker_archive({base_layer(kBookworm)})));
  auto out = list_packages(path, options_, *session_);
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(out->report.packages.size(), 1u);
  EXPECT_TRUE(out->report.findings.empty());
  EXPECT_TRUE(out->report.notes.empty() || !anything_unread(out->report));
  EXPECT_FALSE(network.was_asked());
}

}  // namespace
}  // namespace batten::scan

// SPDX-License-Identifier: Apache-2.0
#include "advisory/transfer.h"

#include <gtest/gtest.h>

#include "advisory/feed_builder.h"
#include "advisory/side_files.h"
#include "advisory/temporary_directory.h"
#include "base/file.h"
#include "base/format.h"
#include "base/writer.h"
#include "fuzz/replay.h"

int transfer_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::advisory {
namespace {

class Transfer : public testing::Test {
 protected:
  void SetUp() override {
    write(from_.path(), "1.0-1");
    auto sent = send_feed(from_.path(), "debian", [&](std::string_view bytes) -> Result<void> {
      stream_ += bytes;
      return {};
    });
    ASSERT_TRUE(sent) << sent.error().message;
    EXPECT_EQ(sent->bytes, stream_.size());
    expected_ = {.feed = "debian", .digest = sent->status.digest, .bytes = stream_.size()};
  }
  static void write(const std::string& directory, std::string_view fixed) {
    FeedBuilder builder;
    for (int i = 0; i < 500; ++i) {
      model::Advisory row;
      row.vulnerability_id = row.record_id = format("CVE-2024-{:04}", i);
      row.ecosystem = "debian:12";
      row.package = format("p{}", i % 100);
      row.scheme = "dpkg";
      row.state = model::State::kFixed;
      row.ranges.push_back({.introduced = "", .fixed = std::string(fixed), .last_affected = ""});
      builder.advisory(std::move(row));
    }
    FeedMeta meta;
    meta.status.name = "debian";
    meta.status.fetched = "2024-05-01T00:00:00Z";
    ASSERT_TRUE(builder.write(feed_path(directory, "debian"), meta));
  }
  Result<FeedStatus> receive(std::string_view bytes, const ExpectedFeed& expected) {
    auto source = archive::memory_source(bytes, 1000);
    return receive_feed(to_.path(), expected, *source, base::silent_progress());
  }
  std::string fix() const {
    auto rows = Database::open(to_.path())->advisories("debian", "debian:12", "p1");
    return rows && !rows->empty() ? rows->at(0).ranges[0].fixed : "none";
  }

  TemporaryDirectory from_, to_;
  std::string stream_;
  ExpectedFeed expected_;
};

TEST_F(Transfer, ArrivesAsItWas) {
  write(to_.path(), "0.9");
  auto status = receive(stream_, expected_);
  ASSERT_TRUE(status) << status.error().message;
  EXPECT_EQ(fix(), "1.0-1");
  EXPECT_TRUE(verify_feed(to_.path(), "debian"));
  std::string again;
  ASSERT_TRUE(send_feed(to_.path(), "debian", [&](std::string_view bytes) -> Result<void> {
    again += bytes;
    return {};
  }));
  EXPECT_EQ(again, stream_);
}

TEST_F(Transfer, WhatIsNotAsExpectedLeavesTheOldFeed) {
  write(to_.path(), "0.9");
  std::string tampered = stream_;
  tampered[tampered.find("1.0-1")] = '2';
  EXPECT_EQ(receive(tampered, expected_).error().code, Code::kCorrupt);
  EXPECT_EQ(receive(stream_.substr(0, stream_.size() / 2), expected_).error().code, Code::kCorrupt);
  EXPECT_EQ(receive(stream_ + "x", expected_).error().code, Code::kLimit);
  EXPECT_EQ(receive(stream_, {"debian", expected_.digest, expected_.bytes - 1}).error().code, Code::kLimit);
  EXPECT_EQ(receive(stream_, {"debian", std::string(64, '0'), expected_.bytes}).error().code, Code::kCorrupt);
  EXPECT_EQ(receive(stream_, {"kev", expected_.digest, expected_.bytes}).error().code, Code::kCorrupt);
  EXPECT_EQ(receive("", {"debian", expected_.digest, 0}).error().code, Code::kCorrupt);
  EXPECT_EQ(receive(stream_, {"debian", expected_.digest, 1ull << 60}).error().code, Code::kLimit);
  EXPECT_EQ(fix(), "0.9");
  auto names = base::list_directory(to_.path());
  for (const std::string& name : *names) EXPECT_EQ(name.find(".tmp."), std::string::npos) << name;
}

TEST_F(Transfer, KeysOutOfOrder) {
  base::Writer pairs;
  for (std::string_view key : {"b", "a"}) {
    pairs.u32le(1);
    pairs.u64le(0);
    pairs.bytes(key);
  }
  auto refused = receive(pairs.view(), {"debian", "", pairs.view().size()});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("in order"), std::string::npos) << refused.error().message;
}

TEST(SideFiles, TimeOfACheckBelongsToAContent) {
  TemporaryDirectory directory;
  EXPECT_EQ(checked_time(directory.path(), "kev", "abc"), "");
  set_checked_time(directory.path(), "kev", "abc", "2024-05-01T00:00:00Z");
  EXPECT_EQ(checked_time(directory.path(), "kev", "abc"), "2024-05-01T00:00:00Z");
  EXPECT_EQ(checked_time(directory.path(), "kev", "other"), "");
  EXPECT_EQ(checked_time(directory.path(), "epss", "abc"), "");
}

TEST(SideFiles, Pulled) {
  TemporaryDirectory directory;
  EXPECT_FALSE(read_pulled(directory.path()));
  ASSERT_TRUE(write_pulled(directory.path(), {"r.example/db:1", "sha256:1", "sha256:2", {{"kev", "3"}}}));
  auto pulled = read_pulled(directory.path());
  ASSERT_TRUE(pulled);
  EXPECT_EQ(pulled->signed_by, "sha256:2");
  EXPECT_EQ(pulled->feeds.at("kev"), "3");
}

TEST(TransferFuzz, Replay) { REPLAY_CORPUS(transfer_fuzz); }

}  // namespace
}  // namespace batten::advisory

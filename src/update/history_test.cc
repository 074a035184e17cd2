// SPDX-License-Identifier: Apache-2.0
#include "update/history.h"
#include "update/history_table.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace batten::update {
namespace {

class History : public testing::Test {
 protected:
  void SetUp() override {
    std::string made = testing::TempDir() + "history_XXXXXX";
    ASSERT_NE(::mkdtemp(made.data()), nullptr);
    directory_ = made + "/state";
  }
  void TearDown() override { std::filesystem::remove_all(std::filesystem::path(directory_).parent_path()); }
  std::string directory_;
  base::Notes notes_;
};

HistoryEntry entry(std::string subject, std::int64_t at) {
  return {.id = "op-1",
          .at = at,
          .subject = std::move(subject),
          .from = "r.example/app:1@sha256:" + std::string(64, 'a'),
          .to = "r.example/app:2@sha256:" + std::string(64, 'b'),
          .who = "root@web1",
          .why = "removes CVE-2024-5535",
          .outcome = Outcome::kRolledBack,
          .unhealthy = true,
          .result = "line one\n\"two\" \x1b[31m",
          .gap_seconds = 1.25,
          .removed = {"CVE-2024-5535 openssl"},
          .brought = {},
          .plan = "0123",
          .policy = "4567",
          .verified_by = ""};
}

TEST_F(History, ALineIsReadBackAsItWas) {
  const HistoryEntry written = entry("container/web", 1'764'000'000);
  const std::string line = history_line(written);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const Result<HistoryEntry> read = parse_history_line(line);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, written);
}

TEST_F(History, ANewBuildSaysItsBase) {
  HistoryEntry written = entry("container/web", 1'764'000'000);
  EXPECT_FALSE(history_line(written).contains("base"));
  written.built = true;
  written.base = "debian:12";
  written.base_from = "sha256:" + std::string(64, 'a');
  written.base_to = "sha256:" + std::string(64, 'b');
  const Result<HistoryEntry> read = parse_history_line(history_line(written));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, written);
  EXPECT_TRUE(history_table({written}, 200).contains("built here from debian:12 sha256:aaaaaaaaaaaa -> sha256:bbbbbbbbbbbb"))
      << history_table({written}, 200);
}

TEST_F(History, TheNewestComesFirstAndOneSubjectAlone) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(append_history(directory_, entry(i % 2 == 0 ? "container/web" : "compose/shop/db", 1000 + i)));
  const auto all = read_history(directory_, "", 100, notes_);
  ASSERT_TRUE(all) << all.error().message;
  ASSERT_EQ(all->size(), 5u);
  EXPECT_EQ(all->front().at, 1004);
  EXPECT_EQ(read_history(directory_, "shop/db", 100, notes_)->size(), 2u);
  EXPECT_EQ(read_history(directory_, "container/web", 2, notes_)->size(), 2u);
  EXPECT_EQ(read_history(directory_, "container/web", 2, notes_)->back().at, 1002);
  EXPECT_TRUE(notes_.empty());
}

TEST_F(History, NoFileIsNoHistory) {
  const auto all = read_history(directory_, "", 100, notes_);
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->empty());
}

TEST_F(History, BehindALineThatWasCutTheNextOneIsWhole) {
  ASSERT_TRUE(append_history(directory_, entry("container/web", 1)));
  std::ofstream(directory_ + "/history.jsonl", std::ios::app) << R"({"id": "op-2", "at)";
  ASSERT_TRUE(append_history(directory_, entry("container/web", 3)));
  const auto all = read_history(directory_, "", 100, notes_);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 2u);
  EXPECT_EQ(all->front().at, 3);
  ASSERT_EQ(notes_.size(), 1u);
  EXPECT_TRUE(notes_[0].where.ends_with("history.jsonl:2")) << notes_[0].where;
  EXPECT_EQ(notes_[0].message, "1 of 3 lines of the history can't be read");
}

TEST_F(History, OnlyItsOwnerReadsIt) {
  ASSERT_TRUE(append_history(directory_, entry("container/web", 1)));
  struct stat info{};
  ASSERT_EQ(::stat((directory_ + "/history.jsonl").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(History, ALinkIsNotFollowed) {
  std::filesystem::create_directories(directory_);
  std::filesystem::create_symlink(directory_ + "/elsewhere", directory_ + "/history.jsonl");
  EXPECT_FALSE(append_history(directory_, entry("container/web", 1)));
  EXPECT_FALSE(std::filesystem::exists(directory_ + "/elsewhere"));
}

TEST(HistoryLine, WhatIsNoneIsRefused) {
  for (std::string_view line :
       {"", "{}", "[]", R"({"subject": "a", "at": "yesterday", "outcome": "kept"})", R"({"subject": "a", "at": "2026-01-01T00:00:00Z"})",
        R"({"subject": "", "at": "2026-01-01T00:00:00Z", "outcome": "kept"})"})
    EXPECT_FALSE(parse_history_line(line)) << line;
}

TEST(HistoryLine, ManyVulnerabilitiesAreCounted) {
  HistoryEntry many = entry("container/web", 1);
  for (int i = 0; i < 3000; ++i) many.brought.push_back("CVE-2024-" + std::to_string(10000 + i) + " openssl");
  const auto read = parse_history_line(history_line(many));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->brought.size(), 1001u);
  EXPECT_EQ(read->brought.back(), "and 2000 more");
}

}  // namespace
}  // namespace batten::update

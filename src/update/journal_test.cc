// SPDX-License-Identifier: Apache-2.0
#include "update/journal.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/file.h"
#include "fuzz/replay.h"
#include "update/journal_text.h"

int journal_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::update {
namespace {

class JournalFiles : public testing::Test {
 public:
  JournalFiles() {
    std::string folder = testing::TempDir() + "journal-XXXXXX";
    if (::mkdtemp(folder.data()) != nullptr) folder_ = folder;
  }
  ~JournalFiles() override { std::filesystem::remove_all(folder_); }
  Journal open() {
    auto out = Journal::open(folder_ + "/update");
    EXPECT_TRUE(out) << out.error().message;
    return *std::move(out);
  }
  std::string file(const Operation& operation) const { return folder_ + "/update/" + operation.id + ".journal"; }
  std::string text(const Operation& operation) const { return *base::read_file(file(operation), 1u << 20); }
  void write(const Operation& operation, std::string_view what) const { std::ofstream(file(operation)) << what; }

  std::string folder_;
};

TEST_F(JournalFiles, WhatWasBegunIsThereForTheNextProcess) {
  Operation begun;
  {
    Journal journal = open();
    begun = *journal.begin("container/web", "container", {{"image", "app:2"}});
    ASSERT_TRUE(journal.step(begun, "create", {{"body", "{\"a\": \"line\\n\"}\n"}}));
    ASSERT_TRUE(journal.step(begun, "created", {{"id", "one"}}));
    ASSERT_TRUE(journal.step(begun, "created", {{"id", "two"}}));
  }
  Journal journal = open();
  auto unfinished = journal.unfinished();
  ASSERT_TRUE(unfinished) << unfinished.error().message;
  ASSERT_EQ(unfinished->size(), 1u);
  Operation& found = unfinished->front();
  EXPECT_EQ(found.id, begun.id);
  EXPECT_EQ(found.subject, "container/web");
  EXPECT_EQ(found.order.at("image"), "app:2");
  ASSERT_EQ(found.steps.size(), 3u);
  EXPECT_EQ(found.last("create")->values.at("body"), "{\"a\": \"line\\n\"}\n");
  EXPECT_EQ(found.last("created")->values.at("id"), "two");
  EXPECT_GT(found.steps.front().at_ms, 0);
  EXPECT_EQ(found.last("commit"), nullptr);
  ASSERT_TRUE(journal.step(found, "commit"));
  ASSERT_TRUE(journal.end(found));
  EXPECT_TRUE(journal.unfinished()->empty());
  EXPECT_TRUE(journal.end(found));
}

TEST_F(JournalFiles, OneProcessAtATimeAndNobodyElseReadsIt) {
  Journal journal = open();
  Operation begun = *journal.begin("container/web", "container", {});
  auto second = Journal::open(folder_ + "/update");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::kConflict);
  struct stat info{};
  ASSERT_EQ(::stat((folder_ + "/update").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
}

TEST_F(JournalFiles, AStepThatWasCutAnywhereWasNotDone) {
  Journal journal = open();
  Operation begun = *journal.begin("container/web", "container", {});
  ASSERT_TRUE(journal.step(begun, "create"));
  const std::string before = text(begun);
  ASSERT_TRUE(journal.step(begun, "created", {{"id", "one"}}));
  const std::string whole = text(begun);
  for (std::size_t length = before.size(); length < whole.size(); ++length) {
    write(begun, whole.substr(0, length));
    Operation found = journal.unfinished()->front();
    ASSERT_EQ(found.steps.size(), 1u) << length;
    // And the next one is written in its place.
    ASSERT_TRUE(journal.step(found, "rollback", {{"why", "cut"}}));
    found = journal.unfinished()->front();
    ASSERT_EQ(found.steps.size(), 2u) << length;
    ASSERT_EQ(found.steps.back().name, "rollback");
  }
}

TEST_F(JournalFiles, AFileThatIsNoneIsNamedAndOthersAreNotLost) {
  Journal journal = open();
  Operation begun = *journal.begin("container/web", "container", {});
  ASSERT_TRUE(journal.step(begun, "create"));
  const std::string whole = text(begun), first = whole.substr(0, whole.find('\n') + 1);
  const struct {
    std::string text;
    Code code;
  } cases[] = {{"", Code::kCorrupt},
               {first.substr(0, first.size() - 1), Code::kCorrupt},
               {first + "{\"step\":\n" + whole.substr(first.size()), Code::kCorrupt},
               {"[]\n", Code::kUnsupported},
               {"{\"version\":2}\n", Code::kUnsupported},
               {"{\"version\":1,\"id\":\"x\"}\n", Code::kCorrupt}};
  for (const auto& one : cases) {
    write(begun, one.text);
    auto unfinished = journal.unfinished();
    ASSERT_FALSE(unfinished) << one.text;
    EXPECT_EQ(unfinished.error().code, one.code) << one.text;
    EXPECT_TRUE(unfinished.error().message.contains(file(begun))) << unfinished.error().message;
  }
  // The end of the last line may have come to the disk before its beginning.
  write(begun, first + std::string(10, '\0') + "}\n");
  EXPECT_TRUE(journal.unfinished()->front().steps.empty());
}

TEST_F(JournalFiles, ABeginningThatWasCutLeavesNothing) {
  open();
  const std::string part = folder_ + "/update/0190-ab.journal.tmp.1.2";
  std::ofstream(part) << "{\"version\":1,";
  EXPECT_TRUE(open().unfinished()->empty());
  EXPECT_FALSE(std::filesystem::exists(part));
}

TEST_F(JournalFiles, WithoutRoomNothingIsWrittenAndTheStepMustNotBeDone) {
  Journal journal = open();
  Operation begun = *journal.begin("container/web", "container", {});
  ASSERT_TRUE(journal.step(begun, "create"));
  auto refused = journal.step(begun, "created", {{"id", std::string(kMaxJournalBytes, 'x')}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::kLimit);
  EXPECT_EQ(begun.steps.size(), 1u);
  Operation unknown = begun;
  unknown.id = "none";
  EXPECT_FALSE(journal.step(unknown, "create"));
  EXPECT_FALSE(Journal::open("/proc/none"));
}

TEST(JournalFuzz, Corpus) { REPLAY_CORPUS(journal_fuzz); }

}  // namespace
}  // namespace batten::update

// SPDX-License-Identifier: Apache-2.0
#include "alert/disk_queue.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "alert/record.h"
#include "alert/sample_alert.h"
#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "fuzz/replay.h"

int queue_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::alert {
namespace {

class DiskQueueTest : public testing::Test {
 protected:
  DiskQueueTest() : directory_(testing::TempDir() + format("batten_queue_{}", ::getpid())) { std::filesystem::remove_all(directory_); }
  ~DiskQueueTest() override { std::filesystem::remove_all(directory_); }

  std::unique_ptr<DiskQueue> opened(std::uint64_t max_bytes = 1u << 20) {
    auto out = DiskQueue::open(directory_, max_bytes);
    EXPECT_TRUE(out) << out.error().message;
    return out ? std::move(*out) : nullptr;
  }
  static std::vector<std::string> drained(DiskQueue& queue) {
    std::vector<std::string> out;
    for (auto batch = queue.front(7); !batch.records.empty(); batch = queue.front(7)) {
      out.insert(out.end(), batch.records.begin(), batch.records.end());
      queue.pop(batch, batch.records.size());
    }
    return out;
  }
  std::vector<std::string> segments() const {
    std::vector<std::string> out;
    auto names = base::list_directory(directory_);
    EXPECT_TRUE(names);
    for (const std::string& name : *names) {
      if (name.ends_with(".queue")) out.push_back(directory_ + "/" + name);
    }
    return out;
  }

  std::string directory_;
};

TEST_F(DiskQueueTest, FirstInFirstOutAcrossOpenings) {
  {
    auto queue = opened();
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(queue->append(std::to_string(i)));
    auto batch = queue->front(10);
    ASSERT_EQ(batch.records.size(), 10u);
    queue->pop(batch, 3);  // the rest of the batch was not taken
    EXPECT_EQ(queue->front(1).records[0], "3");
    EXPECT_EQ(queue->counts().waiting, 97u);
  }
  auto queue = opened();
  EXPECT_EQ(queue->counts().waiting, 97u);
  ASSERT_TRUE(queue->append("last"));
  auto all = drained(*queue);
  ASSERT_EQ(all.size(), 98u);
  EXPECT_EQ(all.front(), "3");
  EXPECT_EQ(all.back(), "last");
  EXPECT_EQ(queue->counts().waiting, 0u);
  EXPECT_EQ(queue->counts().dropped, 0u);
}

TEST_F(DiskQueueTest, ReadSpaceIsGivenBack) {
  auto queue = opened(1u << 20);
  std::string record(1000, 'x');
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 200; ++i) ASSERT_TRUE(queue->append(record));
    EXPECT_EQ(drained(*queue).size(), 200u);
  }
  EXPECT_LE(queue->counts().bytes, 70u << 10);
  EXPECT_EQ(segments().size(), 1u);
  queue.reset();
  EXPECT_EQ(opened()->counts().waiting, 0u);
}

TEST_F(DiskQueueTest, TheEldestMakesRoom) {
  auto queue = opened(256u << 10);
  std::string record(1000, 'x');
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(queue->append(format("{:04}", i) + record));
  auto counts = queue->counts();
  EXPECT_LE(counts.bytes, 256u << 10);
  EXPECT_GT(counts.dropped, 700u);
  EXPECT_EQ(counts.dropped + counts.waiting, 1000u);
  auto all = drained(*queue);
  EXPECT_EQ(all.size(), counts.waiting);
  EXPECT_TRUE(all.front().starts_with(format("{:04}", counts.dropped)));
  EXPECT_TRUE(all.back().starts_with("0999"));
}

TEST_F(DiskQueueTest, ABatchThatWasDroppedMeanwhileIsNoMatter) {
  auto queue = opened(64u << 10);
  std::string record(1000, 'x');
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(queue->append(record));
  auto batch = queue->front(10);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(queue->append(record));
  std::uint64_t waiting = queue->counts().waiting;
  queue->pop(batch, 10);
  EXPECT_EQ(queue->counts().waiting, waiting);
}

TEST_F(DiskQueueTest, ACutOffEndIsTakenAway) {
  {
    ASSERT_TRUE(opened()->append("one"));
  }
  ASSERT_EQ(segments().size(), 1u);
  std::string whole = *base::read_file(segments()[0], 1 << 20);
  std::string next = framed("two");
  for (std::size_t size = 1; size < next.size(); ++size) {
    std::ofstream(segments()[0], std::ios::binary | std::ios::trunc) << whole << next.substr(0, size);
    auto queue = opened();
    EXPECT_EQ(queue->counts().damaged, 0u);
    ASSERT_TRUE(queue->append("three"));
    auto batch = queue->front(10);  // not taken away: the next round begins as this one
    EXPECT_EQ(batch.records, (std::vector<std::string>{"one", "three"})) << size;
  }
}

TEST_F(DiskQueueTest, DamageEndsItsSegmentAlone) {
  {
    auto queue = opened(512u << 10);
    for (int i = 0; i < 200; ++i) ASSERT_TRUE(queue->append(format("{:04}", i) + std::string(1000, 'x')));
  }
  auto files = segments();
  ASSERT_GE(files.size(), 3u);
  std::string bytes = *base::read_file(files[1], 1 << 20);
  bytes[2000] ^= 1;
  std::ofstream(files[1], std::ios::binary | std::ios::trunc) << bytes;
  std::ofstream(files[2], std::ios::binary | std::ios::trunc) << "no segment at all";
  auto queue = opened(512u << 10);
  EXPECT_EQ(queue->counts().damaged, 2u);
  auto all = drained(*queue);
  EXPECT_TRUE(all.front().starts_with("0000"));
  EXPECT_TRUE(all.back().starts_with("0199"));
  EXPECT_LT(all.size(), 180u);
}

TEST_F(DiskQueueTest, DamageWhileItIsOpen) {
  auto queue = opened();
  for (const char* record : {"one", "two", "three"}) ASSERT_TRUE(queue->append(record));
  base::Fd fd(::open(segments()[0].c_str(), O_WRONLY | O_CLOEXEC));
  ASSERT_EQ(::pwrite(fd.get(), "X", 1, static_cast<off_t>(kSegmentMagic.size() + framed("one").size() + kRecordHead)), 1);
  EXPECT_EQ(drained(*queue), (std::vector<std::string>{"one"}));
  ASSERT_TRUE(queue->append("four"));
  EXPECT_EQ(drained(*queue), (std::vector<std::string>{"four"}));
  EXPECT_EQ(queue->counts().damaged, 1u);
  EXPECT_EQ(queue->counts().dropped, 2u);
}

TEST_F(DiskQueueTest, AWrongPositionBringsRecordsTwiceAndLosesNone) {
  {
    auto queue = opened();
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(queue->append(std::to_string(i)));
    queue->pop(queue->front(2), 2);
  }
  for (const std::string& position : {std::string(), std::string(20, 'x'), std::string(20, '\0'), std::string(5, 'x')}) {
    std::ofstream(directory_ + "/position", std::ios::binary | std::ios::trunc) << position;
    EXPECT_EQ(opened()->counts().waiting, 5u);
  }
}

TEST_F(DiskQueueTest, OneOwnerAtATime) {
  auto queue = opened();
  auto second = DiskQueue::open(directory_, 1u << 20);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::kConflict);
  EXPECT_EQ(queue->append(std::string(kMaxRecord + 1, 'x')).error().code, Code::kLimit);
  EXPECT_TRUE(queue->append(std::string(kMaxRecord, 'x')));
  EXPECT_EQ(queue->front(1).records[0].size(), kMaxRecord);
}

TEST_F(DiskQueueTest, SurvivesKill) {
  // The child appends and says each number after it is appended; it is killed in the middle.
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto queue = DiskQueue::open(directory_, 64u << 20);
    for (std::uint32_t i = 0; queue; ++i) {
      if (!(*queue)->append(encode_alert(sample_alert(static_cast<int>(i))))) ::_exit(1);
      if (::write(ends[1], &i, sizeof i) != sizeof i) ::_exit(1);
    }
    ::_exit(1);
  }
  base::Fd read_end(ends[0]);
  ::close(ends[1]);
  std::uint32_t last = 0;
  while (last < 2000) ASSERT_EQ(::read(read_end.get(), &last, sizeof last), static_cast<ssize_t>(sizeof last));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  std::uint32_t more = 0;
  while (::read(read_end.get(), &more, sizeof more) == static_cast<ssize_t>(sizeof more)) last = more;
  auto queue = opened(64u << 20);
  auto all = drained(*queue);
  ASSERT_GE(all.size(), last + 1u);
  EXPECT_LE(all.size(), last + 2u);
  for (std::size_t i = 0; i < all.size(); ++i) ASSERT_EQ(*decode_alert(all[i]), sample_alert(static_cast<int>(i)));
  EXPECT_EQ(queue->counts().damaged, 0u);
}

TEST_F(DiskQueueTest, Checksum) { EXPECT_EQ(crc32c("123456789"), 0xe3069283u); }

TEST_F(DiskQueueTest, Fuzz) { REPLAY_CORPUS(queue_fuzz); }

}  // namespace
}  // namespace batten::alert

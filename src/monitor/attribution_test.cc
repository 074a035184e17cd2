// SPDX-License-Identifier: Apache-2.0
#include "monitor/attribution.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "model/event_build.h"

namespace batten::monitor {
namespace {

using model::EventBuilder;
using model::OwnedEvent;

constexpr std::uint64_t kSecond = 1'000'000'000;
const std::string kId(64, 'a');

TEST(Attribution, ThisProcessIsFoundLive) {
  base::Notes notes;
  Attribution::Options options;
  options.engines = false;
  const std::unique_ptr<Attribution> live = Attribution::live(options, notes);
  const std::uint64_t now = boot_time_ns() + 1'000'000 * kSecond;
  live->scan(now, notes);
  const auto own = static_cast<std::uint32_t>(::getpid());
  const model::Process* self = nullptr;
  live->processes().each([&](const model::Process& one) {
    if (one.key.pid == own) self = &one;
  });
  ASSERT_NE(self, nullptr);
  const Result<OwnedEvent> open =
      EventBuilder(BATTEN_OPEN).process(self->key).owner(self->uid, self->gid).cgroup(self->cgroup).text("name", "/x").build();
  ASSERT_TRUE(open);
  const Attributed whose = live->apply(open->event(), now);
  EXPECT_EQ(whose.process->key.pid, own);
  EXPECT_TRUE(whose.process->known);
  EXPECT_EQ(whose.time_ns, now);
}

TEST(Attribution, ARecordedFileIsSeenAsItWas) {
  const std::string path = (std::filesystem::path(testing::TempDir()) / "batten_replay").string();
  const RecordingHeader header{.begin_ns = 1000 * kSecond, .boot_ns = 500 * kSecond, .hostname = "h", .kernel = "k", .program = "p"};
  {
    const std::unique_ptr<Attribution> before = Attribution::recorded({}, header);
    const auto process = [](std::uint32_t pid, std::uint32_t parent, const char* comm) {
      model::Process out;
      out.key = {pid, pid * 10};
      out.parent_pid = parent;
      out.comm = comm;
      out.cgroup = 9;
      return out;
    };
    for (std::uint32_t pid = 1; pid <= 50; ++pid) before->add(process(pid, pid - 1, pid == 50 ? "sh" : "init"));
    model::RunningContainer container;
    container.id = kId;
    container.name = "web";
    before->add({.cgroup = 9, .container = container}, 0);
    Result<RecordingWriter> writer = RecordingWriter::create(path, header, {});
    ASSERT_TRUE(writer);
    ASSERT_TRUE(before->write_snapshot(*writer));
    const Result<OwnedEvent> fork =
        EventBuilder(BATTEN_CLONE).process({50, 500}).cgroup(9).result(51).number("child_pid", 51).number("child_start", 510).build();
    const Result<OwnedEvent> open = EventBuilder(BATTEN_OPEN).process({51, 510}).cgroup(9).text("name", "/x").build();
    const Result<OwnedEvent> host = EventBuilder(BATTEN_OPEN).process({1, 10}).cgroup(1).text("name", "/y").build();
    ASSERT_TRUE(fork && open && host);
    ASSERT_TRUE(writer->add(fork->record(), 1001 * kSecond));
    ASSERT_TRUE(writer->add(open->record(), 1002 * kSecond));
    ASSERT_TRUE(writer->add(host->record(), 1003 * kSecond));
    ASSERT_TRUE(writer->add(9, nullptr));
    ASSERT_TRUE(writer->add(host->record(), 1100 * kSecond));
    ASSERT_TRUE(writer->finish());
  }
  Result<Replay> replay = Replay::open(path, {});
  ASSERT_TRUE(replay) << replay.error().message;
  EXPECT_EQ(replay->header(), header);
  const auto next = [&] {
    Result<std::optional<Replay::Seen>> seen = replay->next();
    EXPECT_TRUE(seen && *seen);
    return **seen;
  };
  EXPECT_EQ(next().event.type(), BATTEN_CLONE);
  const Replay::Seen open = next();
  EXPECT_EQ(open.whose.process->key.pid, 51u);
  EXPECT_EQ(open.whose.process->comm, "sh");
  EXPECT_EQ(open.whose.process->clone_ns, 500 * kSecond + 510);
  std::size_t ancestors = 0;
  for (const model::Process* one = open.whose.process; one->parent; one = one->parent.get()) ++ancestors;
  EXPECT_EQ(ancestors, 50u);
  ASSERT_NE(open.whose.container, nullptr);
  EXPECT_EQ(open.whose.container->name, "web");
  EXPECT_EQ(open.whose.time_ns, 1002 * kSecond);
  EXPECT_EQ(next().whose.container, nullptr);
  EXPECT_EQ(next().whose.process->key.pid, 1u);
  EXPECT_EQ(replay->attribution().containers().counts().containers, 0u);  // gone for longer than it is kept
  const Result<std::optional<Replay::Seen>> end = replay->next();
  ASSERT_TRUE(end);
  EXPECT_FALSE(*end);
  EXPECT_TRUE(replay->complete());
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace batten::monitor

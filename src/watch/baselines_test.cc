// SPDX-License-Identifier: Apache-2.0
#include "watch/baselines.h"

#include <gtest/gtest.h>
#include <netinet/in.h>

#include <filesystem>

#include "base/file.h"
#include "fuzz/replay.h"
#include "rules/event_text.h"
#include "watch/socket_table.h"

int baseline_file_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::watch {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

model::RunningContainer container_of(std::string image_id) {
  model::RunningContainer out;
  out.id = out.name = image_id;
  out.image_repository = "shop/web";
  out.image_id = std::move(image_id);
  return out;
}

struct World {
  std::filesystem::path folder = testing::TempDir() + "/batten_" + testing::UnitTest::GetInstance()->current_test_info()->name();
  std::unique_ptr<Baselines> baselines;
  model::RunningContainer web = container_of("sha256:1");
  std::uint64_t now = 100 * kSecond;

  World() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    open(10);
  }
  ~World() { std::filesystem::remove_all(folder); }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  std::string path() const { return (folder / "baseline.json").string(); }
  void open(std::uint64_t seconds) {
    auto opened = Baselines::open({.path = path(), .learn_ns = seconds * kSecond, .proc = (folder / "proc").string()});
    ASSERT_TRUE(opened) << opened.error().message;
    baselines = std::move(*opened);
  }
  void happens(std::string_view text) {
    auto written = rules::read_event_text(text);
    ASSERT_TRUE(written) << written.error().message;
    const model::Event event = written->event.event();
    baselines->saw(event, *written->process, &web, now);
  }
  std::shared_ptr<const model::Baseline> learned() {
    model::RunningContainer other = container_of("sha256:2");
    baselines->annotate(other);
    return other.baseline;
  }
};

TEST(Baselines, AreLearnedForAWhileAndThenHold) {
  World world;
  world.happens("{listen: {res: 0, fd: 3, backlog: 5, tuple: \"0.0.0.0:80\"}, process: {exepath: /usr/sbin/nginx}}");
  world.now += 5 * kSecond;
  world.happens("{connect: {res: 0, fd: 3, tuple: \"10.0.0.2:4000->203.0.113.7:443\"}, process: {exepath: /usr/bin/node}}");
  EXPECT_FALSE(world.baselines->tidy(world.now));
  EXPECT_EQ(world.learned(), nullptr);
  world.now += 5 * kSecond;
  // Its time is over, whether somebody has said so or not.
  world.happens("{listen: {res: 0, fd: 3, backlog: 5, tuple: \"0.0.0.0:4444\"}, process: {exepath: /tmp/x}}");
  EXPECT_TRUE(world.baselines->tidy(world.now));
  const auto learned = world.learned();
  ASSERT_NE(learned, nullptr);
  EXPECT_EQ(learned->listeners.all(), (std::set<std::string, std::less<>>{"tcp/80"}));
  EXPECT_EQ(learned->destinations.all(), (std::set<std::string, std::less<>>{"tcp/443 203.0.113.0/24"}));
  EXPECT_EQ(learned->programs.all(), (std::set<std::string, std::less<>>{"/usr/bin/node", "/usr/sbin/nginx"}));
  EXPECT_EQ(world.baselines->take_messages(),
            (std::vector<std::string>{"the baseline of shop/web is learned: 1 listeners, 1 destinations, 2 programs"}));
}

TEST(Baselines, ARestartGoesOn) {
  World world;
  world.happens("{listen: {res: 0, fd: 3, backlog: 5, tuple: \"0.0.0.0:80\"}}");
  world.now += 6 * kSecond;
  EXPECT_FALSE(world.baselines->tidy(world.now));
  ASSERT_TRUE(world.baselines->save());
  // The time between does not count.
  world.open(10);
  world.now += 1'000 * kSecond;
  world.happens("{listen: {res: 0, fd: 3, backlog: 5, tuple: \"0.0.0.0:81\"}}");
  world.now += 3 * kSecond;
  EXPECT_FALSE(world.baselines->tidy(world.now));
  world.now += 1 * kSecond;
  EXPECT_TRUE(world.baselines->tidy(world.now));
  ASSERT_TRUE(world.baselines->save());
  world.open(0);
  const auto learned = world.learned();
  ASSERT_NE(learned, nullptr);
  EXPECT_EQ(learned->listeners.all(), (std::set<std::string, std::less<>>{"tcp/80", "tcp/81"}));
}

TEST(Baselines, WithoutLearningTheFileHasToBeThere) {
  World world;
  EXPECT_EQ(Baselines::open({.path = world.path()}).error().code, Code::kNotFound);
  ASSERT_TRUE(base::write_file_atomic(world.path(), "{\"schema\":\"other/1\"}"));
  EXPECT_EQ(Baselines::open({.path = world.path()}).error().code, Code::kCorrupt);
}

TEST(Baselines, WhatIsListenedOnAlreadyBelongsToThem) {
  World world;
  std::filesystem::create_directories(world.folder / "proc/7/net");
  ASSERT_TRUE(base::write_file_atomic((world.folder / "proc/7/net/tcp").string(),
                                      "  sl  local_address rem_address   st\n"
                                      "   0: 00000000:1F90 00000000:0000 0A 0\n"     // *:8080 listens
                                      "   1: 0100007F:0CEA 00000000:0000 0A 0\n"     // 127.0.0.1:3306 listens
                                      "   2: 0200000A:1F90 0900000A:9C40 01 0\n"     // somebody came to 8080
                                      "   3: 0200000A:9C41 077100CB:01BB 01 0\n"));  // 203.0.113.7:443
  world.web.first_pid = 7;
  world.baselines->saw(world.web, world.now);
  world.now += 10 * kSecond;
  EXPECT_TRUE(world.baselines->tidy(world.now));
  const auto learned = world.learned();
  ASSERT_NE(learned, nullptr);
  EXPECT_EQ(learned->listeners.all(), (std::set<std::string, std::less<>>{"tcp/8080"}));
  EXPECT_EQ(learned->destinations.all(), (std::set<std::string, std::less<>>{"tcp/443 203.0.113.0/24"}));
}

TEST(Baselines, WhatIsLearnedIsSeen) {
  World world;
  model::Prefilter filter;
  filter.types[BATTEN_EXECVE].wanted = true;  // all of them
  filter.types[BATTEN_CONNECT] = {.wanted = true, .any = {{.ports = {22}}}, .rules = {0}};
  world.baselines->widen(filter);
  EXPECT_TRUE(filter.types[BATTEN_LISTEN].wanted);
  EXPECT_EQ(filter.types[BATTEN_LISTEN].any.size(), 1u);
  EXPECT_TRUE(filter.types[BATTEN_EXECVE].any.empty());
  EXPECT_EQ(filter.types[BATTEN_CONNECT].any.size(), 2u);
  model::Prefilter same;
  const auto compares = Baselines::open({.path = "", .learn_ns = 0});
  ASSERT_TRUE(compares);
  (*compares)->widen(same);
  EXPECT_EQ(same, model::Prefilter());
}

TEST(BaselineFile, GoesThereAndBack) {
  BaselineEntries entries;
  entries["a"].learned = true;
  entries["a"].learned_for_ns = 7;
  entries["a"].baseline.listeners.add("tcp/80");
  entries["b"].baseline.programs.add("/bin/\"x\"");
  entries["b"].baseline.programs.set_full();
  auto again = parse_baseline_file(baseline_file_text(entries));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, entries);
  EXPECT_FALSE(parse_baseline_file("[]"));
  EXPECT_FALSE(parse_baseline_file("{"));
}

TEST(BaselineFile, Fuzz) { REPLAY_CORPUS(baseline_file_fuzz); }

TEST(SocketTable, ReadsSixToo) {
  const auto rows = parse_socket_table(
      "  0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A\n"
      "  1: 0000000000000000FFFF00000200000A:0050 0000000000000000FFFF00000900000A:9C40 01\nx\n 2: y z 01\n",
      IPPROTO_TCP);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_TRUE(rows[0].listens);
  EXPECT_EQ(rows[0].local, std::string(16, '\0'));
  EXPECT_EQ(rows[1].remote, std::string("\x0a\0\0\x09", 4));
  EXPECT_EQ(rows[1].remote_port, 40'000);
}

}  // namespace
}  // namespace batten::watch

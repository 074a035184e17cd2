// SPDX-License-Identifier: Apache-2.0
#include "watch/top_figures_text.h"

#include <gtest/gtest.h>

#include <vector>

#include "fuzz/replay.h"

int top_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::watch {
namespace {

TEST(TopFigures, ProcessOfAnyName) {
  const std::string tail = " S 1 10 10 0 -1 4194560 100 0 0 0 70 30 0 0 20 0 5 0 777 1000000 250 18446744073709551615 0";
  const std::optional<ProcessFigures> plain = parse_process_figures("42 (nginx)" + tail);
  ASSERT_TRUE(plain);
  EXPECT_EQ(*plain,
            (ProcessFigures{
                .comm = "nginx", .state = 'S', .parent = 1, .threads = 5, .cpu_ticks = 100, .start_ticks = 777, .resident_pages = 250}));
  EXPECT_EQ(parse_process_figures("42 (a) R 9 (b)" + tail)->comm, "a) R 9 (b");
  EXPECT_FALSE(parse_process_figures("42 (nginx) S 1 2"));
  EXPECT_FALSE(parse_process_figures("42 )(" + tail));
  EXPECT_FALSE(parse_process_figures(""));
}

TEST(TopFigures, Sockets) {
  const std::string text =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
      "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0\n"
      "   1: 020011AC:0050 0900000A:C350 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 20 4 30 10 -1\n"
      "   x: broken\n"
      "   2: 00000000000000000000000001000000:01BB 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 4713 1\n"
      "   3: 0000000000000000FFFF00000100007F:0016 0000000000000000FFFF00000900000A:0400 08 0:0 0:0 0 0 0 0 1\n";
  std::vector<SocketFigures> found;
  EXPECT_TRUE(each_socket(text, 10, [&](SocketFigures one) { found.push_back(std::move(one)); }));
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0], (SocketFigures{.local = "127.0.0.1:8080", .remote = "*:*", .state = 10, .inode = 4711}));
  EXPECT_EQ(found[1], (SocketFigures{.local = "172.17.0.2:80", .remote = "10.0.0.9:50000", .state = 1, .inode = 4712}));
  EXPECT_EQ(found[2].local, "[::1]:443");
  EXPECT_EQ(found[3].local, "127.0.0.1:22");
  EXPECT_EQ(socket_state_name(found[0].state), "LISTEN");
  EXPECT_EQ(socket_state_name(200), "?");
  found.clear();
  EXPECT_FALSE(each_socket(text, 2, [&](SocketFigures one) { found.push_back(std::move(one)); }));
  EXPECT_EQ(found.size(), 2u);
}

TEST(TopFigures, NumbersByTheirKeys) {
  EXPECT_EQ(keyed_number("usage_usec 12\nuser_usec 3\n", "user_usec"), 3u);
  EXPECT_EQ(keyed_number("MemTotal:       1024 kB\nMemAvailable:   512 kB\n", "MemAvailable"), 512u);
  EXPECT_EQ(keyed_number("total_inactive_file 9\ninactive_file 5\n", "inactive_file"), 5u);
  EXPECT_EQ(keyed_number("sockets: used 9\nTCP: inuse 4 orphan 0 tw 1\n", "TCP: inuse"), 4u);
  EXPECT_FALSE(keyed_number("usage_usec x\n", "usage_usec"));
  EXPECT_FALSE(keyed_number("", "usage_usec"));
}

TEST(TopFigures, Processors) {
  EXPECT_EQ(parse_cpu_ticks("cpu  10 0 20 60 10 0 0 0 5 0\ncpu0 1\n"), (std::array<std::uint64_t, 2>{30, 100}));
  EXPECT_FALSE(parse_cpu_ticks("intr 1 2 3 4 5"));
}

TEST(TopFigures, CgroupUpToTheContainer) {
  const std::string id(64, 'a');
  const std::string text = "9:cpu,cpuacct:/docker/" + id + "\n4:memory:/docker/" + id + "/inner/one\n0::/system.slice/docker-" + id +
                           ".scope/x\n3:pids:/../" + id + "\n";
  EXPECT_EQ(container_cgroup(text, "cpuacct", id), "/docker/" + id);
  EXPECT_EQ(container_cgroup(text, "memory", id), "/docker/" + id);
  EXPECT_EQ(container_cgroup(text, "", id), "/system.slice/docker-" + id + ".scope");
  EXPECT_FALSE(container_cgroup(text, "pids", id));
  EXPECT_FALSE(container_cgroup(text, "blkio", id));
  EXPECT_FALSE(container_cgroup(text, "memory", std::string(64, 'b')));
  EXPECT_FALSE(container_cgroup(text, "memory", ""));
}

TEST(TopFigures, Fuzz) { REPLAY_CORPUS(top_fuzz); }

}  // namespace
}  // namespace batten::watch

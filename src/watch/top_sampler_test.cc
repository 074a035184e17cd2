// SPDX-License-Identifier: Apache-2.0
#include "watch/top_sampler.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <ctime>
#include <optional>

#include "base/format.h"

namespace batten::watch {
namespace {

std::uint64_t now_ns() {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

const TopProcess* own(const TopRound& round) {
  const auto found = std::ranges::find(round.processes, static_cast<std::uint32_t>(getpid()), &TopProcess::pid);
  return found == round.processes.end() ? nullptr : &*found;
}

struct Machine {
  base::Notes notes;
  std::unique_ptr<monitor::Attribution> attribution = monitor::Attribution::live({}, notes);
  Result<TopSampler> sampler = TopSampler::open({});
};

TEST(TopSampler, SeesThisProcessWork) {
  Machine machine;
  ASSERT_TRUE(machine.sampler);
  const TopRound before = machine.sampler->take(*machine.attribution, now_ns(), false);
  ASSERT_NE(own(before), nullptr);
  EXPECT_FALSE(own(before)->cpu_percent);
  EXPECT_FALSE(before.has_connections);
  const std::clock_t end = std::clock() + CLOCKS_PER_SEC / 5;
  while (std::clock() < end) {
  }
  const TopRound after = machine.sampler->take(*machine.attribution, now_ns(), false);
  const TopProcess* process = own(after);
  ASSERT_NE(process, nullptr);
  EXPECT_GT(process->cpu_percent.value_or(0), 1);
  EXPECT_LT(process->cpu_percent.value_or(0), 1'000);
  EXPECT_GT(process->memory_bytes, 1u << 20);
  EXPECT_TRUE(process->command.contains("watch_test")) << process->command;
  EXPECT_EQ(process->parent, static_cast<std::uint32_t>(getppid()));
  EXPECT_FALSE(process->user.empty());
  // Its container, or the host, is among those counted.
  const auto whose = std::ranges::find(after.containers, process->container, &TopContainer::id);
  ASSERT_NE(whose, after.containers.end());
  EXPECT_GE(whose->processes, 1u);
  EXPECT_GT(after.memory_total_bytes, after.memory_bytes);
  EXPECT_GT(after.cpu_percent.value_or(0), 0);
}

// A process that has slept for long is read seldom, and all the same seen to work and to end.
TEST(TopSampler, SeesASleeperAwake) {
  int gate[2];
  ASSERT_EQ(pipe(gate), 0);
  const pid_t child = fork();
  if (child == 0) {
    char begin = 0;
    if (read(gate[0], &begin, 1) != 1) _exit(1);
    while (std::clock() >= 0) {
    }
  }
  Machine machine;
  ASSERT_TRUE(machine.sampler);
  std::uint64_t now = now_ns();
  const auto sleeper = [&]() -> std::optional<TopProcess> {
    const TopRound round = machine.sampler->take(*machine.attribution, now += 1'000'000'000, false);
    const auto found = std::ranges::find(round.processes, static_cast<std::uint32_t>(child), &TopProcess::pid);
    return found == round.processes.end() ? std::nullopt : std::optional(*found);
  };
  for (int i = 0; i < 12; ++i) {
    const std::optional<TopProcess> seen = sleeper();
    ASSERT_TRUE(seen);
    EXPECT_LT(seen->cpu_percent.value_or(0), 5) << i;
    EXPECT_EQ(seen->state, 'S');
    EXPECT_EQ(seen->comm, "watch_test");
  }
  ASSERT_EQ(write(gate[1], "x", 1), 1);
  bool works = false;
  for (int i = 0; i < 5 && !works; ++i) {
    usleep(200'000);
    const std::optional<TopProcess> seen = sleeper();
    works = seen && seen->cpu_percent.value_or(0) > 0 && seen->state == 'R';
  }
  EXPECT_TRUE(works);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_FALSE(sleeper());
  close(gate[0]);
  close(gate[1]);
}

TEST(TopSampler, FindsWhoseAConnectionIs) {
  const base::Fd listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(listen(listener.get(), 1), 0);
  ASSERT_EQ(getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
  Machine machine;
  ASSERT_TRUE(machine.sampler);
  const TopRound round = machine.sampler->take(*machine.attribution, now_ns(), true);
  ASSERT_TRUE(round.has_connections);
  const auto found = std::ranges::find(round.connections, format("127.0.0.1:{}", ntohs(address.sin_port)), &TopConnection::local);
  ASSERT_NE(found, round.connections.end());
  EXPECT_EQ(found->state, "LISTEN");
  EXPECT_EQ(found->remote, "*:*");
  EXPECT_EQ(found->pid, static_cast<std::uint32_t>(getpid()));
}

TEST(TopSampler, IsBoundedAndSaysSo) {
  Machine machine;
  Result<TopSampler> sampler = TopSampler::open({.max_processes = 1, .max_sockets = 0});
  ASSERT_TRUE(sampler);
  const TopRound round = sampler->take(*machine.attribution, now_ns(), true);
  EXPECT_EQ(round.processes.size(), 1u);
  EXPECT_GT(round.left_out, 0u);
  EXPECT_TRUE(round.connections.empty());
  EXPECT_FALSE(TopSampler::open({.proc = "/none/such"}));
}

}  // namespace
}  // namespace batten::watch

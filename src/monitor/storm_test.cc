// SPDX-License-Identifier: Apache-2.0
//
// What a machine does to the monitor when it is in a hurry: containers that live for a moment by the thousand, a fork bomb.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/format.h"
#include "monitor/attribution.h"
#include "monitor/cgroup_source.h"
#include "monitor/watched.h"

namespace batten::monitor {
namespace {

namespace fs = std::filesystem;
using model::Event;

constexpr std::uint64_t kSecond = 1'000'000'000;
constexpr int kContainers = 5'000;
constexpr std::size_t kBombs = 2'000;

// Where the hierarchy is mounted by which containers are told apart.
std::string hierarchy() {
  constexpr std::pair<batten_cgroups, const char*> kNames[] = {
      {BATTEN_CGROUPS_MEMORY, "memory"}, {BATTEN_CGROUPS_PIDS, "pids"}, {BATTEN_CGROUPS_CPU, "cpu"}, {BATTEN_CGROUPS_DEVICES, "devices"}};
  for (const auto& [source, name] : kNames) {
    if (cgroup_source() == source) return format("/sys/fs/cgroup/{}", name);
  }
  return "/sys/fs/cgroup";
}

// The capture with the tables behind it, as the monitor has them.
struct Monitor {
  std::optional<Watched> watched;
  std::unique_ptr<Attribution> attribution;
  std::uint64_t offset = static_cast<std::uint64_t>(Capture::clock_offset_ns());

  bool open(std::initializer_list<model::EventType> types) {
    watched = Watched::open(types, {.buffer_bytes = 8u << 20, .urgent_bytes = 8u << 20});
    if (!watched) return false;
    base::Notes notes;
    Attribution::Options options;
    options.engines = false;
    attribution = Attribution::live(std::move(options), notes);
    attribution->scan(now(), notes);
    return true;
  }
  std::uint64_t now() const {
    timespec time{};
    clock_gettime(CLOCK_BOOTTIME, &time);
    return static_cast<std::uint64_t>(time.tv_sec) * kSecond + static_cast<std::uint64_t>(time.tv_nsec) + offset;
  }
  void read(const std::function<void(const Event&, const Attributed&)>& see) {
    while (watched->capture.poll(std::chrono::milliseconds(0), [&](std::string_view record) {
      const Result<Event> event = Event::read(record);
      if (event) see(*event, attribution->apply(*event, event->header().time_ns + offset));
    }) > 0) {
    }
  }
  std::uint64_t dropped() const {
    std::uint64_t out = 0;
    for (const EventCounts& one : watched->capture.all_counts()) out += one.dropped;
    return out;
  }
};

std::size_t own_memory() {
  std::ifstream in("/proc/self/statm");
  std::size_t all = 0, resident = 0;
  in >> all >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

// A process in a cgroup of its own that opens a file and ends; the cgroup goes with it. False: it could not be.
bool live_and_die(const std::string& group) {
  if (mkdir(group.c_str(), 0755) != 0) return false;
  const pid_t child = vfork();
  if (child == 0) {
    const int procs = open((group + "/cgroup.procs").c_str(), O_WRONLY);
    if (procs >= 0 && write(procs, "0", 1) == 1) (void)open("/etc/passwd", O_RDONLY);
    _exit(0);
  }
  waitpid(child, nullptr, 0);
  for (int i = 0; i < 20000 && rmdir(group.c_str()) != 0; ++i) usleep(100);
  return access(group.c_str(), F_OK) != 0;
}

TEST(Storm, ContainersByTheThousandAreEachKnown) {
  const std::string above = hierarchy() + "/batten-storm";
  std::error_code error;
  fs::create_directory(above, error);
  if (error) GTEST_SKIP() << "no cgroups can be made here";
  Monitor monitor;
  if (!monitor.open({BATTEN_OPENAT})) GTEST_SKIP() << "kernel programs can't be loaded here";
  std::map<std::string, int> seen;
  const auto see = [&](const Event& event, const Attributed& whose) {
    if (event.type() != BATTEN_OPENAT || text_of(event, "name") != "/etc/passwd" || event.header().pid == static_cast<unsigned>(getpid()))
      return;
    ++seen[whose.container == nullptr ? "host" : whose.container->id];
  };
  std::size_t before = 0;
  int made = 0;
  for (int i = 0; i < kContainers; ++i) {
    made += live_and_die(format("{}/{:064x}", above, i + 1)) ? 1 : 0;
    if (i % 50 == 0) monitor.read(see);
    if (i % 500 == 0) monitor.attribution->tidy(monitor.now());
    if (i == kContainers / 2) before = own_memory();
  }
  monitor.read(see);
  fs::remove(above, error);
  ASSERT_EQ(made, kContainers);
  EXPECT_EQ(monitor.dropped(), 0u);
  int known = 0;
  for (int i = 0; i < kContainers; ++i) known += seen[format("{:064x}", i + 1)] >= 1 ? 1 : 0;
  EXPECT_EQ(known, kContainers) << seen["host"] << " were taken for the host";
  EXPECT_LE(monitor.attribution->containers().counts().containers, 2048u + 256) << "some are kept that are gone, beside those that run";
  EXPECT_LT(own_memory(), before + (16u << 20)) << "it grows with each container";
}

// Each child makes two, until there are so many; those that can't be made are not missed.
void explode(std::size_t left) {
  while (left > 1) {
    const std::size_t half = left / 2;
    const pid_t child = fork();
    if (child < 0) return;
    left = child == 0 ? half : left - half;
  }
}

TEST(Storm, AForkBombIsSeenAndForgotten) {
  Monitor monitor;
  if (!monitor.open({BATTEN_CLONE, BATTEN_FORK, BATTEN_VFORK, BATTEN_CLONE3})) GTEST_SKIP() << "kernel programs can't be loaded here";
  const std::size_t before = monitor.attribution->processes().counts().processes;
  int gate[2];
  ASSERT_EQ(pipe(gate), 0);
  const pid_t first = fork();
  if (first == 0) {
    setpgid(0, 0);
    close(gate[1]);
    explode(kBombs);
    char end = 0;
    (void)!read(gate[0], &end, 1);  // all live until the gate is shut
    _exit(0);
  }
  close(gate[0]);
  std::vector<model::ProcessKey> born;
  std::uint64_t most = 0;
  const auto see = [&](const Event& event, const Attributed&) {
    const bool is_fork = event.type() >= BATTEN_CLONE && event.type() <= BATTEN_VFORK;
    if (!is_fork || number_of(event, "child_pid") == 0) return;
    born.push_back(
        {static_cast<std::uint32_t>(number_of(event, "child_pid")), static_cast<std::uint64_t>(number_of(event, "child_start"))});
    most = std::max(most, monitor.attribution->processes().counts().processes);
  };
  for (int i = 0; i < 3000 && born.size() < kBombs; ++i) {
    monitor.read(see);
    usleep(10'000);
  }
  // The ancestors of each lead to this process, in whatever order the forks were told.
  std::size_t lost = 0;
  for (const model::ProcessKey& one : born) {
    const model::Process* at = monitor.attribution->processes().find(one);
    for (int i = 0; i < 64 && at != nullptr && at->key.pid != static_cast<unsigned>(getpid()); ++i) at = at->parent.get();
    if (at == nullptr) ++lost;
  }
  close(gate[1]);
  kill(-first, SIGKILL);
  waitpid(first, nullptr, 0);
  // Those that have ended stay for late events, but not for long.
  const auto gone = [&] { return monitor.attribution->processes().counts().processes <= before + 200; };
  for (int i = 0; i < 3000 && !gone(); ++i) {
    monitor.read([](const Event&, const Attributed&) {});
    monitor.attribution->tidy(monitor.now() + 10 * kSecond);
    usleep(10'000);
  }
  EXPECT_EQ(monitor.dropped(), 0u);
  EXPECT_GE(born.size(), kBombs);
  EXPECT_GE(most, kBombs);
  EXPECT_LT(lost, born.size() / 50);
  EXPECT_TRUE(gone()) << monitor.attribution->processes().counts().processes << " are remembered as living";
}

}  // namespace
}  // namespace batten::monitor

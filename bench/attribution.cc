// SPDX-License-Identifier: Apache-2.0
//
// What attribution costs and when it is there:
//
//   bench_attribution figures            scan of /proc, ns for each event's process and container, forks a second
//   bench_attribution containers ROOT N  waits for N new containers of a Docker engine whose data is in ROOT, and says of each what was
//   known
//                                        at the first sight of its cgroup, and after what time all was
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/format.h"
#include "model/event_build.h"
#include "monitor/containers.h"
#include "monitor/process_table.h"

namespace {

using namespace batten;
using namespace batten::monitor;
using Clock = std::chrono::steady_clock;

// Of this thread alone: others may be busy.
double cpu_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

double nanoseconds(Clock::time_point since) { return std::chrono::duration<double, std::nano>(Clock::now() - since).count(); }

std::uint64_t now_ns() {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

std::vector<pid_t> start_sleepers(std::size_t count) {
  std::vector<pid_t> out;
  for (std::size_t i = 0; i < count; ++i) {
    const pid_t pid = ::fork();
    if (pid == 0) {
      ::execlp("sleep", "sleep", "60", nullptr);
      ::_exit(1);
    }
    if (pid > 0) out.push_back(pid);
  }
  return out;
}

int figures() {
  const Result<CgroupTree> tree = CgroupTree::open();
  Result<ProcReader> reader = ProcReader::open({.boot_ns = boot_time_ns()}, tree ? &*tree : nullptr);
  if (!reader) return 1;
  const std::vector<pid_t> sleepers = start_sleepers(500);
  std::this_thread::sleep_for(std::chrono::seconds(1));
  double best = 1e18;
  std::size_t count = 0;
  for (int i = 0; i < 7; ++i) {
    ProcessTable table({}, &*reader);
    const double begin = cpu_ns();
    count = table.scan();
    best = std::min(best, (cpu_ns() - begin));
  }
  std::printf("scan: %zu processes, %.1f ms of CPU, %.1f ms for 500\n", count, best / 1e6, best / 1e6 / static_cast<double>(count) * 500);

  ProcessTable table({}, &*reader);
  table.scan();
  Containers containers({}, tree ? &*tree : nullptr);
  std::vector<model::OwnedEvent> events;
  table.each([&](const model::Process& one) {
    auto made =
        model::EventBuilder(BATTEN_OPEN).process(one.key).owner(one.uid, one.gid).cgroup(one.cgroup).text("name", "/etc/passwd").build();
    if (made) events.push_back(*std::move(made));
  });
  const std::uint64_t time = now_ns();
  double least = 1e18;
  std::uint64_t known = 0;
  for (int round = 0; round < 200; ++round) {
    const double begin = cpu_ns();
    for (const model::OwnedEvent& one : events) {
      const model::Event event = one.event();
      const model::Process& process = table.apply(event, time);
      known += process.known ? 1 : 0;
      known += containers.find(event.header().cgroup, process.key.pid, time) != nullptr ? 1 : 0;
    }
    least = std::min(least, (cpu_ns() - begin) / static_cast<double>(events.size()));
  }
  double reading = 1e18;
  for (int round = 0; round < 200; ++round) {
    const double begin = cpu_ns();
    for (const model::OwnedEvent& one : events) known += one.event().header().pid;
    reading = std::min(reading, (cpu_ns() - begin) / static_cast<double>(events.size()));
  }
  std::printf("event: %.1f ns for process and container (%.1f of %.1f are the reading of the record), %zu processes\n", least - reading,
              reading, least, events.size());

  const model::ProcessKey parent{3'000'000, 1};
  const double begin = cpu_ns();
  constexpr std::uint32_t kForks = 300'000;
  for (std::uint32_t i = 0; i < kForks; ++i) {
    const model::ProcessKey child{3'000'001 + i % 100'000, 1000 + i};
    const auto fork =
        model::EventBuilder(BATTEN_CLONE).process(parent).number("child_pid", child.pid).number("child_start", child.start_ns).build();
    const auto exit = model::EventBuilder(BATTEN_PROCEXIT).process(child).build();
    if (fork) table.apply(fork->event(), time + i * 10'000);
    if (exit) table.apply(exit->event(), time + i * 10'000);
  }
  std::printf("fork and exit: %.0f ns each pair with the making of its events, %llu processes remembered after %u\n",
              (cpu_ns() - begin) / kForks, static_cast<unsigned long long>(table.counts().remembered), kForks);

  Containers many({.places = {.docker = {}, .bundles = {}, .storages = {}, .users = {}}, .hosts = {}}, nullptr);
  const double first = cpu_ns();
  constexpr std::uint64_t kContainers = 100'000;
  for (std::uint64_t i = 1; i <= kContainers; ++i) {
    const auto made = model::EventBuilder(BATTEN_CGROUP_MKDIR)
                          .text("path", format("/docker/{:064x}", i))
                          .number("id", static_cast<std::int64_t>(i))
                          .build();
    const auto gone = model::EventBuilder(BATTEN_CGROUP_RMDIR).number("id", static_cast<std::int64_t>(i)).build();
    if (made) many.apply(made->event(), time + i);
    if (gone) many.apply(gone->event(), time + i);
  }
  std::printf("containers: %.0f ns each of %llu short ones, %llu remembered\n", (cpu_ns() - first) / kContainers,
              static_cast<unsigned long long>(kContainers), static_cast<unsigned long long>(many.counts().containers));
  for (const pid_t pid : sleepers) ::kill(pid, SIGKILL);
  for (const pid_t pid : sleepers) ::waitpid(pid, nullptr, 0);
  return known == 0 ? 1 : 0;
}

int watch_containers(const char* root, std::size_t wanted) {
  const Result<CgroupTree> tree = CgroupTree::open();
  if (!tree) return 1;
  ContainerFinder::Places places;
  places.docker.clear();
  std::vector<std::string> hosts;
  if (std::string_view(root).contains("://")) {
    hosts = {root};
  } else {
    places.docker = {root};
  }
  Containers containers({.places = places, .hosts = hosts}, &*tree);
  base::Notes notes;
  containers.scan(now_ns(), notes);
  struct Seen {
    Clock::time_point at;
    bool told = false;
  };
  std::map<std::uint64_t, Seen> seen;
  containers.each([&](std::uint64_t id, const model::RunningContainer&) { seen[id] = {Clock::now(), true}; });
  std::size_t done = 0;
  const Clock::time_point begin = Clock::now();
  while (done < wanted && nanoseconds(begin) < 120e9) {
    const std::uint64_t time = now_ns();
    tree->each(10'000, [&](const std::string& path, std::uint64_t id) {
      if (seen.contains(id) || !parse_cgroup_name(path)) return;
      const Clock::time_point first = Clock::now();
      const model::RunningContainer* one = containers.find(id, 0, time);
      const double took = nanoseconds(first);
      seen[id] = {first, false};
      if (one != nullptr)
        std::printf("%s first sight: known=%d name=%s image=%s:%s digest=%s upper=%d in %.0f us\n", one->id.substr(0, 12).c_str(),
                    one->known ? 1 : 0, one->name.c_str(), one->image_repository.c_str(), one->image_tag.c_str(),
                    one->image_digest.substr(0, 15).c_str(), one->upper_directory.empty() ? 0 : 1, took / 1e3);
    });
    containers.tidy(time);
    for (auto& [id, what] : seen) {
      const model::RunningContainer* one = what.told ? nullptr : containers.find(id, 0, time);
      if (one == nullptr || (one->first_pid == 0 && nanoseconds(what.at) < 2e9)) continue;
      std::printf("%s after %.0f ms: pid=%d started=%d address=%s root=%s\n", one->id.substr(0, 12).c_str(), nanoseconds(what.at) / 1e6,
                  one->first_pid != 0 ? 1 : 0, one->started_ns != 0 ? 1 : 0, one->address.c_str(), one->root.c_str());
      what.told = true;
      ++done;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return done == wanted ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view mode = argc > 1 ? argv[1] : "";
  if (mode == "figures") return figures();
  if (mode == "containers" && argc == 4) return watch_containers(argv[2], static_cast<std::size_t>(std::atoi(argv[3])));
  std::fprintf(stderr, "usage: bench_attribution figures | containers DATA_ROOT COUNT\n");
  return 2;
}

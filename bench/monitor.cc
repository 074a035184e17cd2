// SPDX-License-Identifier: Apache-2.0
//
// What bench/monitor.py runs: the work that is measured, and the capture beside it.
//   bench_monitor getppid|open|exec SECONDS          "ns NUMBER" of one operation, of a slice of time that nobody disturbed
//   bench_monitor flood SECONDS [THREADS [RATE]]     opens as fast as it goes, or so many a second of all threads together
//   bench_monitor watch FILTER                       captures until its standard input ends; prints what it saw and cost
//   bench_monitor latency                            wakes up by execs on an idle machine; prints p50 and p99 in us
// FILTER: rules (what a set of rules like Falco's needs), opens (every open comes through), none (nothing is wanted), openat, failures,
// names, prefixes (parts of the first).
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "model/event.h"
#include "monitor/capture.h"

namespace {

using namespace batten;
using monitor::Capture;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

// The time of one operation, in ns.
double measure(double seconds, int batch, const std::function<void()>& operation) {
  std::vector<double> slices;
  for (const Clock::time_point begin = Clock::now(); seconds_since(begin) < seconds;) {
    const Clock::time_point slice = Clock::now();
    for (int i = 0; i < batch; ++i) operation();
    slices.push_back(seconds_since(slice) * 1e9 / batch);
  }
  std::ranges::sort(slices);
  // A low slice: what others on the machine took away is in the rest.
  return slices[slices.size() / 50];
}

void run_true() {
  const pid_t child = vfork();
  if (child == 0) {
    execl("/bin/true", "true", nullptr);
    _exit(1);
  }
  waitpid(child, nullptr, 0);
}

void open_close(const char* path) {
  const int fd = open(path, O_RDONLY);
  if (fd >= 0) close(fd);
}

// rate: of all threads together, a second; 0: as many as they can.
int flood(double seconds, int threads, double rate) {
  std::vector<std::thread> all;
  std::vector<long> counts(static_cast<std::size_t>(threads));
  const Clock::time_point begin = Clock::now();
  for (int t = 0; t < threads; ++t) {
    all.emplace_back([&, t] {
      // Each has a file of its own, else they would wait for each other.
      const std::string path = "/tmp/batten-flood." + std::to_string(t);
      std::ofstream(path) << "x";
      long n = 0;
      for (; seconds_since(begin) < seconds; n += 64) {
        for (int i = 0; i < 64; ++i) open_close(path.c_str());
        while (rate > 0 && static_cast<double>(n) * threads > seconds_since(begin) * rate) std::this_thread::yield();
      }
      counts[static_cast<std::size_t>(t)] = n;
      std::remove(path.c_str());
    });
  }
  for (std::thread& one : all) one.join();
  long sum = 0;
  for (long n : counts) sum += n;
  std::printf("opens_per_second %.0f\n", static_cast<double>(sum) / seconds);
  return 0;
}

model::EventClause clause(model::EventClause::Access access, std::initializer_list<model::PathTest> paths) {
  model::EventClause out;
  out.outcome = model::EventClause::Outcome::kSuccess;
  out.access = access;
  out.paths = paths;
  return out;
}

// What a set of rules like Falco's wants to see.
model::Prefilter rules() {
  using Kind = model::PathTest::Kind;
  using Access = model::EventClause::Access;
  model::Prefilter out;
  const std::vector<model::EventClause> opens = {
      clause(Access::kWrite, {{Kind::kPrefix, "/etc/"},
                              {Kind::kPrefix, "/bin/"},
                              {Kind::kPrefix, "/usr/bin/"},
                              {Kind::kPrefix, "/usr/sbin/"},
                              {Kind::kPrefix, "/sbin/"},
                              {Kind::kPrefix, "/root/"},
                              {Kind::kPrefix, "/boot/"},
                              {Kind::kPrefix, "/lib/"},
                              {Kind::kPrefix, "/proc/sys/"},
                              {Kind::kPrefix, "/var/spool/cron"},
                              {Kind::kPrefix, "/dev/"}}),
      clause(Access::kRead, {{Kind::kExact, "/etc/shadow"},
                             {Kind::kExact, "/etc/sudoers"},
                             {Kind::kPrefix, "/etc/sudoers.d/"},
                             {Kind::kPrefix, "/etc/pam.d/"},
                             {Kind::kName, "id_rsa"},
                             {Kind::kName, "id_ed25519"},
                             {Kind::kName, "authorized_keys"},
                             {Kind::kContains, "/.ssh/"},
                             {Kind::kContains, "/.aws/"},
                             {Kind::kName, "token"},
                             {Kind::kName, ".bash_history"},
                             {Kind::kSuffix, ".pem"}}),
      clause(Access::kAny, {{Kind::kName, "release_agent"}, {Kind::kName, "core_pattern"}, {Kind::kName, "docker.sock"}}),
  };
  model::EventClause by_name = clause(Access::kRead, {{Kind::kPrefix, "/var/lib/"}});
  by_name.comms = {"curl", "wget", "nc"};
  for (model::EventType type : {BATTEN_OPEN, BATTEN_OPENAT, BATTEN_OPENAT2, BATTEN_CREAT}) {
    out.types[type].wanted = true;
    out.types[type].any = opens;
    out.types[type].any.push_back(by_name);
  }
  model::EventClause written = clause(Access::kAny, {{Kind::kPrefix, "/etc/"}, {Kind::kPrefix, "/bin/"}, {Kind::kPrefix, "/usr/bin/"}});
  for (model::EventType type :
       {BATTEN_RENAME, BATTEN_RENAMEAT, BATTEN_RENAMEAT2, BATTEN_UNLINK, BATTEN_UNLINKAT, BATTEN_RMDIR, BATTEN_LINK, BATTEN_LINKAT,
        BATTEN_SYMLINK, BATTEN_SYMLINKAT, BATTEN_MKDIR, BATTEN_MKDIRAT, BATTEN_CHMOD, BATTEN_FCHMODAT}) {
    out.types[type].wanted = true;
    out.types[type].any = {written};
  }
  for (model::EventType type : {BATTEN_EXECVE, BATTEN_EXECVEAT, BATTEN_CONNECT, BATTEN_ACCEPT, BATTEN_ACCEPT4, BATTEN_LISTEN, BATTEN_PTRACE,
                                BATTEN_SETNS, BATTEN_UNSHARE, BATTEN_MOUNT, BATTEN_UMOUNT, BATTEN_BPF, BATTEN_USERFAULTFD,
                                BATTEN_MEMFD_CREATE, BATTEN_INIT_MODULE, BATTEN_FINIT_MODULE, BATTEN_DUP2, BATTEN_DUP3, BATTEN_SETUID})
    out.types[type].wanted = true;
  out.types[BATTEN_EXECVE].urgent = true;
  return out;
}

model::Prefilter filter_of(std::string_view name) {
  if (name == "rules") return rules();
  model::Prefilter out;
  if (name == "openat") out.types[BATTEN_OPENAT] = rules().types[BATTEN_OPENAT];
  if (name == "failures") {
    model::EventClause failed;
    failed.outcome = model::EventClause::Outcome::kFailure;
    out.types[BATTEN_OPENAT].wanted = true;
    out.types[BATTEN_OPENAT].any = {failed};
  }
  if (name == "names" || name == "prefixes") {
    out.types[BATTEN_OPENAT].wanted = true;
    const bool names = name == "names";
    out.types[BATTEN_OPENAT].any = {
        clause(model::EventClause::Access::kAny,
               {{names ? model::PathTest::Kind::kName : model::PathTest::Kind::kPrefix, names ? "shadow" : "/etc/"}})};
  }
  if (name == "opens") out.types[BATTEN_OPENAT].wanted = true;
  return out;
}

double cpu_seconds() {
  rusage used = {};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

long rss_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::strtol(line.c_str() + 6, nullptr, 10);
  }
  return 0;
}

int watch(std::string_view name) {
  base::Notes notes;
  const Clock::time_point begin = Clock::now();
  const double cpu_begin = cpu_seconds();
  Result<Capture> capture = Capture::open({}, filter_of(name), notes);
  if (!capture) {
    std::fprintf(stderr, "%s\n", capture.error().message.c_str());
    return 3;
  }
  for (const base::Note& note : notes) std::fprintf(stderr, "%s\n", note.message.c_str());
  std::printf("start_ms %.1f\nstart_cpu_ms %.1f\n", seconds_since(begin) * 1e3, (cpu_seconds() - cpu_begin) * 1e3);
  std::fflush(stdout);
  const Clock::time_point ready = Clock::now();
  const double cpu = cpu_seconds();
  std::size_t events = 0, bytes = 0, sum = 0;
  pollfd input = {.fd = 0, .events = POLLIN, .revents = 0};
  std::uint64_t polls = 0;
  do {
    ++polls;
    events += capture->poll(std::chrono::milliseconds(200), [&](std::string_view record) {
      Result<model::Event> event = model::Event::read(record);
      bytes += record.size();
      if (event) sum += static_cast<std::size_t>(event->result());
    });
  } while ((polls % 16 != 0 && seconds_since(ready) < 0.1) || ::poll(&input, 1, 0) == 0);
  const double seconds = seconds_since(ready), used = cpu_seconds() - cpu;
  std::uint64_t seen = 0, filtered = 0, dropped = 0;
  for (const monitor::EventCounts& one : capture->all_counts()) {
    seen += one.seen;
    filtered += one.filtered;
    dropped += one.dropped;
  }
  std::printf("seconds %.2f\ncpu_percent %.2f\nevents %zu\nbytes %zu\nseen %lu\nfiltered %lu\ndropped %lu\nrss_mib %.1f\npolls %lu\n",
              seconds, used * 100 / seconds, events, bytes, seen, filtered, dropped, static_cast<double>(rss_kib()) / 1024, polls);
  if (events != 0) std::printf("us_per_event %.3f\n", used * 1e6 / static_cast<double>(events));
  return sum == 1 ? 1 : 0;
}

int latency() {
  base::Notes notes;
  Result<Capture> capture = Capture::open({}, rules(), notes);
  if (!capture) return 3;
  std::vector<double> all;
  std::thread actor([] {
    for (int i = 0; i < 100; ++i) {
      usleep(30000);
      open_close("/etc/shadow");
      run_true();
    }
  });
  timespec now = {};
  while (all.size() < 95) {
    capture->poll(std::chrono::milliseconds(1000), [&](std::string_view record) {
      clock_gettime(CLOCK_BOOTTIME, &now);
      const std::uint64_t time = reinterpret_cast<const batten_event*>(record.data())->time_ns;
      if (reinterpret_cast<const batten_event*>(record.data())->type == BATTEN_EXECVE)
        all.push_back((static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec) - static_cast<double>(time)) / 1e3);
    });
  }
  actor.join();
  std::ranges::sort(all);
  std::printf("p50_us %.0f\np99_us %.0f\n", all[all.size() / 2], all[all.size() * 99 / 100]);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  const double seconds = argc > 2 ? std::atof(argv[2]) : 1;
  if (what == "getppid") std::printf("ns %.1f\n", measure(seconds, 1000, [] { syscall(SYS_getppid); }));
  if (what == "open") std::printf("ns %.1f\n", measure(seconds, 100, [] { open_close("/tmp/bench_monitor.file"); }));
  if (what == "exec") std::printf("us %.2f\n", measure(seconds, 20, run_true) / 1e3);
  if (what == "flood") return flood(seconds, argc > 3 ? std::atoi(argv[3]) : 4, argc > 4 ? std::atof(argv[4]) : 0);
  if (what == "watch") return watch(argc > 2 ? argv[2] : "rules");
  if (what == "latency") return latency();
  return 0;
}

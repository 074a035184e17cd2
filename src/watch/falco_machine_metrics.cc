// SPDX-License-Identifier: Apache-2.0
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/text.h"
#include "watch/falco_metrics.h"

namespace batten::watch {
namespace {

constexpr std::uint64_t kMaxProcFile = 16u << 20;

// The number behind a word at the begin of a line: "MemTotal: 12 kB", "btime 5".
double named(const std::string& text, std::string_view name) {
  double out = 0;
  base::each_line(text, [&](std::string_view line) {
    const std::vector<std::string_view> words = base::words(line);
    if (words.size() > 1 && words[0] == name) out = static_cast<double>(base::parse_unsigned(words[1]).value_or(0));
  });
  return out;
}

std::string read(const char* path) { return base::read_file(path, kMaxProcFile).value_or(std::string()); }

double seconds(const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; }

// Busy and whole time of all processors, in ticks.
std::pair<double, double> processor_ticks(const std::string& stat) {
  std::pair<double, double> out;
  const std::vector<std::string_view> words = base::words(std::string_view(stat).substr(0, stat.find('\n')));
  for (std::size_t i = 1; i < words.size() && i <= 8; ++i) {
    const auto ticks = static_cast<double>(base::parse_unsigned(words[i]).value_or(0));
    out.second += ticks;
    if (i != 4 && i != 5) out.first += ticks;  // idle, iowait
  }
  return out;
}

struct Gauges {
  metrics::Gauge &cpu, &rss, &vsz, &pss, &host_cpu, &host_memory, &host_running, &host_descriptors;
  metrics::Counter& duration;
};

}  // namespace

void add_falco_machine_metrics(metrics::Registry& registry) {
  const auto gauge = [&](const char* name, const char* help) -> metrics::Gauge& {
    return registry.gauge({.name = std::string("falcosecurity_falco_") + name, .help = help}).with();
  };
  using Clock = std::chrono::steady_clock;
  const Clock::time_point begin = Clock::now();
  gauge("start_timestamp_nanoseconds", "When the monitor was started, since 1970.")
      .set(static_cast<double>(
          std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count()));
  gauge("host_boot_timestamp_nanoseconds", "When the machine was started, since 1970.").set(named(read("/proc/stat"), "btime") * 1e9);
  gauge("host_num_cpus_total", "Processors of the machine.").set(::get_nprocs());
  const Gauges all{.cpu = gauge("cpu_usage_ratio", "Processor time of the monitor, of one processor, since its start."),
                   .rss = gauge("memory_rss_bytes", "Resident memory of the monitor."),
                   .vsz = gauge("memory_vsz_bytes", "Virtual memory of the monitor."),
                   .pss = gauge("memory_pss_bytes", "Memory of the monitor, shared pages by their share."),
                   .host_cpu = gauge("host_cpu_usage_ratio", "Busy time of all processors since the machine was started."),
                   .host_memory = gauge("host_memory_used_bytes", "Memory of the machine that is in use."),
                   .host_running = gauge("host_procs_running_total", "Processes that run now."),
                   .host_descriptors = gauge("host_open_fds_total", "Open files of the machine."),
                   .duration = registry.counter({.name = "falcosecurity_falco_duration_seconds_total", .help = "Since the start."}).with()};
  registry.before_exposition([all, begin] {
    const double passed = std::chrono::duration<double>(Clock::now() - begin).count();
    all.duration.set(static_cast<std::uint64_t>(passed));
    rusage usage{};
    if (passed > 0 && ::getrusage(RUSAGE_SELF, &usage) == 0) all.cpu.set((seconds(usage.ru_utime) + seconds(usage.ru_stime)) / passed);
    const std::string status = read("/proc/self/status"), stat = read("/proc/stat"), memory = read("/proc/meminfo");
    all.rss.set(named(status, "VmRSS:") * 1024);
    all.vsz.set(named(status, "VmSize:") * 1024);
    all.pss.set(named(read("/proc/self/smaps_rollup"), "Pss:") * 1024);
    const auto [busy, whole] = processor_ticks(stat);
    all.host_cpu.set(whole > 0 ? busy / whole : 0);
    all.host_memory.set((named(memory, "MemTotal:") - named(memory, "MemFree:") - named(memory, "Buffers:") - named(memory, "Cached:")) *
                        1024);
    all.host_running.set(named(stat, "procs_running"));
    const std::string files = read("/proc/sys/fs/file-nr");
    const std::vector<std::string_view> words = base::words(base::trim(files));
    all.host_descriptors.set(words.empty() ? 0 : static_cast<double>(base::parse_unsigned(words[0]).value_or(0)));
  });
}

}  // namespace batten::watch

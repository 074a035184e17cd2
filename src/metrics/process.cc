// SPDX-License-Identifier: Apache-2.0
//
// This process as all exporters show theirs: prometheus.io, "Writing client libraries", process metrics.
#include <sys/resource.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "base/file.h"
#include "base/text.h"
#include "metrics/registry.h"

namespace batten::metrics {
namespace {

constexpr std::size_t kMaxStatBytes = 1u << 16;

// Fields of /proc/self/stat behind the name in parentheses, which may hold anything (proc(5); [0] is the third, the state).
std::vector<std::string> stat_fields() {
  auto text = base::read_file("/proc/self/stat", kMaxStatBytes);
  std::size_t close = text ? text->rfind(')') : std::string::npos;
  if (close == std::string::npos) return {};
  std::vector<std::string> out;
  for (std::string_view word : base::words(base::trim(std::string_view(*text).substr(close + 1)))) out.emplace_back(word);
  return out;
}

double field(const std::vector<std::string>& fields, std::size_t number) {
  if (number >= fields.size()) return 0;
  return static_cast<double>(base::parse_unsigned(fields[number]).value_or(0));
}

double boot_seconds() {
  double out = 0;
  auto text = base::read_file("/proc/stat", 16u << 20);
  if (!text) return out;
  base::each_line(*text, [&](std::string_view line) {
    if (line.starts_with("btime ")) out = static_cast<double>(base::parse_unsigned(line.substr(6)).value_or(0));
  });
  return out;
}

double seconds(const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; }

}  // namespace

void add_process_metrics(Registry& registry) {
  auto& cpu = registry.real_counter({.name = "process_cpu_seconds_total", .help = "Processor time spent, user and system."}).with();
  auto& resident = registry.gauge({.name = "process_resident_memory_bytes", .help = "Resident memory."}).with();
  auto& size = registry.gauge({.name = "process_virtual_memory_bytes", .help = "Virtual memory."}).with();
  auto& descriptors = registry.gauge({.name = "process_open_fds", .help = "Open file descriptors."}).with();
  auto& threads = registry.gauge({.name = "process_threads", .help = "Threads."}).with();
  auto& start = registry.gauge({.name = "process_start_time_seconds", .help = "Start of the process since 1970 UTC."}).with();
  start.set(boot_seconds() + field(stat_fields(), 19) / static_cast<double>(::sysconf(_SC_CLK_TCK)));
  registry.before_exposition([&cpu, &resident, &size, &descriptors, &threads] {
    rusage usage{};
    if (::getrusage(RUSAGE_SELF, &usage) == 0) cpu.set(seconds(usage.ru_utime) + seconds(usage.ru_stime));
    std::vector<std::string> fields = stat_fields();
    threads.set(field(fields, 17));
    size.set(field(fields, 20));
    resident.set(field(fields, 21) * static_cast<double>(::sysconf(_SC_PAGESIZE)));
    if (auto names = base::list_directory("/proc/self/fd")) descriptors.set(static_cast<double>(names->size() - 1));
  });
}

}  // namespace batten::metrics

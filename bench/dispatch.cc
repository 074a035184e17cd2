// SPDX-License-Identifier: Apache-2.0
//
// What an alert costs who raises it: dispatch() to a terminal that is a pipe, a file, and remote outputs that are down, with queues on
// disk; then one counter's addition and one exposition of 1,000 series. Usage: bench_dispatch [alerts]
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "alert/dispatcher.h"
#include "alert/sample_alert.h"
#include "metrics/registry.h"
#include "model/alert_json.h"

namespace {

using Clock = std::chrono::steady_clock;

double nanoseconds(Clock::duration duration) { return std::chrono::duration<double, std::nano>(duration).count(); }

void measure_dispatch(int count, const std::string& state) {
  using namespace batten;
  std::vector<alert::OutputConfig> outputs;
  for (const char* text : {"file=/dev/null", "file=/dev/null,json", "http=http://127.0.0.1:9", "alertmanager=http://127.0.0.1:9"}) {
    auto config = alert::parse_output(text);
    if (!config) std::exit(1);
    outputs.push_back(*config);
  }
  alert::DispatchOptions options;
  options.state_directory = state;
  options.farewell = std::chrono::milliseconds(0);
  auto dispatcher = alert::Dispatcher::start(outputs, options);
  if (!dispatcher) {
    std::fprintf(stderr, "%s\n", dispatcher.error().message.c_str());
    std::exit(1);
  }
  std::vector<double> each;
  for (int i = 0; i < count; ++i) {
    model::Alert alert = alert::sample_alert(i);
    auto begun = Clock::now();
    (*dispatcher)->dispatch(std::move(alert));
    each.push_back(nanoseconds(Clock::now() - begun));
    if (i % 100 == 99) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  std::ranges::sort(each);
  auto at = [&](double part) { return each[static_cast<std::size_t>(part * static_cast<double>(each.size() - 1))]; };
  std::printf("dispatch to 4 outputs: p50 %.0f ns, p90 %.0f ns, p99 %.0f ns\n", at(0.5), at(0.9), at(0.99));
}

}  // namespace

int main(int argc, char** argv) {
  int count = argc > 1 ? std::atoi(argv[1]) : 20'000;
  std::string state = "/tmp/batten_bench_dispatch_" + std::to_string(::getpid());
  measure_dispatch(std::max(1, count), state);
  std::filesystem::remove_all(state);

  // Of what runs alone the processor's time is measured: others may be busy here.
  auto cpu_ns = [] { return static_cast<double>(std::clock()) * 1e9 / CLOCKS_PER_SEC; };
  double begun = cpu_ns();
  std::size_t bytes = 0;
  for (int i = 0; i < 10'000; ++i) bytes += batten::model::alert_json(batten::alert::sample_alert(i)).size();
  std::printf("alert as JSON: %.0f ns (%zu bytes)\n", (cpu_ns() - begun) / 10'000, bytes / 10'000);

  batten::metrics::Registry registry;
  auto& family = registry.counter({.name = "a", .help = "A.", .label_names = {"x"}});
  auto& counter = family.with({"0"});
  begun = cpu_ns();
  for (int i = 0; i < 10'000'000; ++i) counter.add();
  std::printf("counter: %.2f ns\n", (cpu_ns() - begun) / 1e7);
  for (int i = 0; i < 1000; ++i) family.with({std::to_string(i)}).add();
  begun = cpu_ns();
  bytes = registry.expose(batten::metrics::Exposition::kOpenMetrics).size();
  std::printf("exposition of 1000 series: %.0f us (%zu bytes)\n", (cpu_ns() - begun) / 1000, bytes);
  return 0;
}

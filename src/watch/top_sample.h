// SPDX-License-Identifier: Apache-2.0
//
// A small machine for tests of the terminal view: two containers and the host.
#pragma once

#include <string>

#include "model/event_build.h"
#include "watch/top_model.h"

namespace batten::watch {

inline const std::string kWebId = "0123456789ab" + std::string(52, 'a');
inline const std::string kJobId = "feedfacefeed" + std::string(52, 'b');
inline constexpr std::uint64_t kSampleTime = 1'800'000'000'000'000'000;  // 2027-01-15 08:00:00 UTC

inline TopProcess sample_process(std::uint32_t pid, std::uint32_t parent, std::string command, double cpu, const std::string& container) {
  TopProcess out;
  out.pid = pid;
  out.parent = parent;
  out.start_ticks = pid;
  out.comm = command.substr(0, command.find(' '));
  out.command = std::move(command);
  out.user = "root";
  out.state = 'S';
  out.cpu_percent = cpu;
  out.memory_bytes = std::uint64_t{pid} << 16;
  out.threads = 1;
  out.container = container;
  return out;
}

inline TopContainer sample_container(std::string id, std::string name, std::string image, double cpu, std::uint64_t memory_bytes) {
  TopContainer out;
  out.id = std::move(id);
  out.name = std::move(name);
  out.image = std::move(image);
  out.cpu_percent = cpu;
  out.memory_bytes = memory_bytes;
  out.processes = 2;
  return out;
}

inline TopRound sample_round(std::uint64_t time_ns) {
  TopRound out;
  out.time_ns = time_ns;
  out.containers = {sample_container("", "(host)", "", 7.5, 3u << 30), sample_container(kJobId, "job", "example/job:2", 0, 12u << 20),
                    sample_container(kWebId, "web", "example/web:1.25", 41.25, 200u << 20)};
  out.containers[2].connections = 1;
  out.processes = {sample_process(1, 0, "init", 0, ""), sample_process(200, 1, "nginx: master", 1, kWebId),
                   sample_process(201, 200, "nginx: worker", 40.25, kWebId), sample_process(300, 1, "job --all", 0, kJobId)};
  TopConnection one;
  one.protocol = "tcp";
  one.local = "172.17.0.2:80";
  one.remote = "10.0.0.9:50000";
  one.state = "ESTABLISHED";
  one.pid = 201;
  one.comm = "nginx";
  one.container = kWebId;
  out.connections = {one};
  out.has_connections = true;
  out.cpu_percent = 24.4;
  out.processors = 2;
  out.memory_bytes = 4ull << 30;
  out.memory_total_bytes = 16ull << 30;
  return out;
}

inline model::RunningContainer sample_running(const std::string& id, const std::string& name) {
  model::RunningContainer out;
  out.id = id;
  out.name = name;
  return out;
}

inline void open_file(TopModel& model, const std::string& path, std::int64_t flags, const model::RunningContainer* container,
                      std::int64_t result = 3) {
  const model::OwnedEvent event =
      model::EventBuilder(BATTEN_OPENAT).process({201, 201}).text("name", path).number("flags", flags).result(result).build().value();
  model::Process process;
  process.comm = "nginx";
  model.add(event.event(), process, container);
}

inline model::Alert sample_alert(model::Priority priority, std::string rule, const std::string& container) {
  model::Alert out;
  out.time_ns = kSampleTime - 5'000'000'000;
  out.rule = std::move(rule);
  out.priority = priority;
  out.output = "A shell was started (command=sh -i)";
  out.tags = {"shell", "T1059"};
  out.container_id = short_id(container);
  out.container_name = container.empty() ? "" : "web";
  out.fields = {{"proc.cmdline", std::string("sh -i")}, {"proc.pid", std::int64_t{222}}};
  return out;
}

// After two rounds, with files and alerts between them.
inline TopModel sample_model() {
  TopModel out({.host_files = true});
  out.set(sample_round(kSampleTime - 1'000'000'000));
  const model::RunningContainer web = sample_running(kWebId, "web");
  for (int i = 0; i < 12; ++i) open_file(out, "/srv/page.html", 0, &web);
  open_file(out, "/var/log/nginx/access.log", 1, &web);
  open_file(out, "/etc/passwd", 0, nullptr);
  out.add(sample_alert(model::Priority::kWarning, "Terminal shell in container", kWebId));
  out.add(sample_alert(model::Priority::kCritical, "Release agent was written", kWebId));
  out.add(sample_alert(model::Priority::kNotice, "Package manager", ""));
  out.set(sample_round(kSampleTime));
  return out;
}

}  // namespace batten::watch

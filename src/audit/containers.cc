// SPDX-License-Identifier: Apache-2.0
#include "audit/containers.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "audit/live_process.h"
#include "base/format.h"
#include "base/text.h"
#include "engine/inspect.h"
#include "http/client.h"

namespace batten::audit {
namespace {

// The engine answers several at a time; each connection asks for its share.
constexpr std::size_t kMaxConnections = 4;
constexpr std::size_t kPerConnection = 8;
constexpr std::size_t kMaxExecsAsked = 100;  // of one container

struct Looked {
  engine::InspectedContainer inspected;
  std::vector<model::EngineExec> execs;
  base::Notes notes;
  Result<void> done;
};

std::string shown(const model::Container& container) { return "container " + base::printable(container.name); }

void look_at_execs(engine::Client& client, Looked& out) {
  std::vector<std::string>& ids = out.inspected.exec_ids;
  if (ids.size() > kMaxExecsAsked) {
    out.notes.push_back({base::Note::Kind::kSkipped, shown(out.inspected.container),
                         format("{} commands run in it, {} were looked at", ids.size(), kMaxExecsAsked), ""});
    ids.resize(kMaxExecsAsked);
  }
  for (const std::string& id : ids) {
    bool running = false;
    auto text = client.answer(format("/exec/{}/json", http::percent_encode(id)), "command " + id);
    auto exec = text ? engine::parse_exec(*text, running) : Result<model::EngineExec>(text.error());
    if (!exec && exec.error().code != Code::kNotFound) {
      out.notes.push_back({base::Note::Kind::kSkipped, shown(out.inspected.container), exec.error().message, ""});
    }
    if (!exec || !running) continue;
    exec->container = out.inspected.container.name;
    out.execs.push_back(std::move(*exec));
  }
}

void look_at(engine::Client& client, const HostFiles& files, const LiveHost& host, const std::string& name, Looked& out) {
  auto text = client.answer(format("/containers/{}/json", http::percent_encode(name)), format("container '{}'", base::printable(name)));
  auto inspected = text ? engine::parse_inspect(*text) : Result<engine::InspectedContainer>(text.error());
  if (!inspected) {
    out.done = inspected.error();
    return;
  }
  out.inspected = std::move(*inspected);
  model::Container& container = out.inspected.container;
  if (container.process) container.process = live_process(files, host, container.process->pid, container.id);
  look_at_execs(client, out);
}

std::vector<Looked> look_at_all(engine::Client& client, const HostFiles& files, const std::vector<std::string>& names) {
  LiveHost host = look_at_live_host(files);
  std::vector<Looked> out(names.size());
  std::atomic<std::size_t> next = 0;
  auto work = [&](engine::Client& connection) {
    for (std::size_t at = next++; at < names.size(); at = next++) look_at(connection, files, host, names[at], out[at]);
  };
  std::size_t others = std::min(kMaxConnections, names.size() / kPerConnection + 1) - 1;
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < others; ++i) {
    threads.emplace_back([&] {
      if (auto connection = engine::Client::connect(client.where())) work(*connection);
    });
  }
  work(client);
  threads.clear();
  return out;
}

}  // namespace

Result<RunningContainers> containers(engine::Client& client, const HostFiles& files, const std::vector<std::string>& names,
                                     base::Notes& notes) {
  std::vector<std::string> wanted = names;
  if (names.empty()) {
    for (engine::EngineContainer& container : TRY(client.containers(false))) wanted.push_back(std::move(container.id));
  }
  RunningContainers out;
  std::vector<Looked> all = look_at_all(client, files, wanted);
  for (std::size_t i = 0; i < all.size(); ++i) {
    Looked& one = all[i];
    if (!one.done) {
      if (!names.empty()) return one.done.error();
      // It ended while we looked: there is nothing to say of it.
      if (one.done.error().code != Code::kNotFound) {
        notes.push_back({base::Note::Kind::kSkipped, "container " + wanted[i].substr(0, 12), one.done.error().message, ""});
      }
      continue;
    }
    model::Container& container = one.inspected.container;
    if (!container.process) {
      notes.push_back({base::Note::Kind::kInfo, shown(container), "it does not run: only its configuration was looked at", ""});
    }
    notes.insert(notes.end(), one.notes.begin(), one.notes.end());
    out.execs.insert(out.execs.end(), one.execs.begin(), one.execs.end());
    out.containers.push_back(std::move(container));
  }
  std::ranges::sort(out.containers, {}, &model::Container::name);
  return out;
}

}  // namespace batten::audit

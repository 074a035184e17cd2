// SPDX-License-Identifier: Apache-2.0
#include "monitor/attribution.h"

#include <algorithm>
#include <utility>

namespace batten::monitor {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

void note_error(base::Notes& notes, std::string where, const Error& error) {
  notes.push_back({.kind = base::Note::Kind::kDegraded, .where = std::move(where), .message = error.message, .hint = {}});
}

void add_missing(std::vector<std::string>& out, const std::vector<std::string>& more) {
  for (const std::string& one : more) {
    if (std::ranges::find(out, one) == out.end()) out.push_back(one);
  }
}

// Engines that run now say by their arguments where their data is.
void find_places(ProcReader& reader, ContainerFinder::Places& places) {
  std::vector<std::shared_ptr<const model::Process>> daemons;
  reader.scan_named({"dockerd", "containerd"},
                    [&](model::Process one) { daemons.push_back(std::make_shared<const model::Process>(std::move(one))); });
  const ContainerFinder::Places found = find_engine_places(daemons);
  add_missing(places.docker, found.docker);
  add_missing(places.bundles, found.bundles);
}

}  // namespace

std::unique_ptr<Attribution> Attribution::live(Options options, base::Notes& notes) {
  std::unique_ptr<Attribution> out(new Attribution(options.users));
  const std::uint64_t boot_ns = boot_time_ns();
  options.processes.boot_ns = boot_ns;
  if (Result<CgroupTree> tree = CgroupTree::open()) {
    out->tree_ = std::make_unique<CgroupTree>(*std::move(tree));
  } else {
    note_error(notes, "cgroups", tree.error());
  }
  if (Result<ProcReader> reader = ProcReader::open({.environment = options.environment, .boot_ns = boot_ns}, out->tree_.get())) {
    out->reader_ = std::make_unique<ProcReader>(*std::move(reader));
    find_places(*out->reader_, options.containers.places);
  } else {
    note_error(notes, "processes", reader.error());
  }
  if (options.engines && options.containers.hosts.empty()) options.containers.hosts = find_engine_sockets();
  out->processes_ = std::make_unique<ProcessTable>(options.processes, out->reader_.get());
  out->containers_ = std::make_unique<Containers>(std::move(options.containers), out->tree_.get());
  return out;
}

std::unique_ptr<Attribution> Attribution::recorded(Options options, const RecordingHeader& header) {
  std::unique_ptr<Attribution> out(new Attribution(options.users));
  options.processes.boot_ns = header.boot_ns;
  options.containers.hosts.clear();
  out->processes_ = std::make_unique<ProcessTable>(options.processes, nullptr);
  out->containers_ = std::make_unique<Containers>(std::move(options.containers), nullptr);
  return out;
}

void Attribution::scan(std::uint64_t time_ns, base::Notes& notes) {
  containers_->scan(time_ns, notes);
  processes_->scan();
}

Attributed Attribution::apply(const model::Event& event, std::uint64_t time_ns) {
  users_.set_time(time_ns);
  if (!event.info().for_rules) containers_->apply(event, time_ns);
  Attributed out{.process = &processes_->apply(event, time_ns), .container = nullptr, .time_ns = time_ns};
  out.container = containers_->find(event.header().cgroup, event.header().pid, time_ns);
  return out;
}

void Attribution::add(RecordedContainer container, std::uint64_t time_ns) {
  if (container.container) {
    containers_->add(container.cgroup, *std::move(container.container));
  } else {
    containers_->remove(container.cgroup, time_ns);
  }
}

void Attribution::tidy(std::uint64_t time_ns) {
  processes_->tidy(time_ns);
  containers_->tidy(time_ns);
}

Result<void> Attribution::write_snapshot(RecordingWriter& writer) const {
  std::vector<const model::Process*> processes;
  processes_->each([&](const model::Process& one) { processes.push_back(&one); });
  // Whoever began first is the parent, never the child.
  std::ranges::sort(processes, {}, [](const model::Process* one) { return std::pair(one->key.start_ns, one->key.pid); });
  for (const model::Process* one : processes) TRY(writer.add(*one));
  Result<void> out;
  containers_->each([&](std::uint64_t cgroup, const model::RunningContainer& container) {
    if (out) out = writer.add(cgroup, &container);
  });
  return out;
}

Result<Replay> Replay::open(const std::string& path, Attribution::Options options) {
  RecordingReader reader = TRY(RecordingReader::open(path));
  std::unique_ptr<Attribution> attribution = Attribution::recorded(std::move(options), reader.header());
  return Replay(std::move(reader), std::move(attribution));
}

Result<std::optional<Replay::Seen>> Replay::next() {
  while (true) {
    std::optional<RecordingReader::Item> item = TRY(reader_.next());
    if (!item) return std::optional<Seen>();
    if (auto* process = std::get_if<model::Process>(&*item)) {
      attribution_->add(std::move(*process));
    } else if (auto* container = std::get_if<RecordedContainer>(&*item)) {
      attribution_->add(std::move(*container), time_ns_);
    } else if (const auto* event = std::get_if<model::Event>(&*item)) {
      time_ns_ = event->header().time_ns;
      if (time_ns_ >= tidied_ns_ + kSecond) {
        attribution_->tidy(time_ns_);
        tidied_ns_ = time_ns_;
      }
      return std::optional<Seen>(Seen{.event = *event, .whose = attribution_->apply(*event, time_ns_)});
    }
  }
}

}  // namespace batten::monitor

// SPDX-License-Identifier: Apache-2.0
#include "monitor/containers.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/file.h"
#include "base/format.h"

namespace batten::monitor {

using model::RunningContainer;

namespace {

constexpr std::size_t kMaxScanned = 100'000;
constexpr std::size_t kMaxNotes = 32;
// After its first sight: an engine writes some of it (first process, address) once the container has started.
constexpr std::uint64_t kAskAfterNs[] = {20'000'000, 200'000'000, 1'000'000'000, 5'000'000'000, 30'000'000'000};

bool is_complete(const RunningContainer& facts) {
  return facts.known && facts.first_pid != 0 && (facts.started_ns != 0 || facts.engine != RunningContainer::Engine::kDocker);
}

}  // namespace

Containers::Containers(Options options, const CgroupTree* tree)
    : options_(std::move(options)), tree_(tree), finder_(options_.places), inquiry_(options_.places, options_.hosts) {}

void Containers::add_places(const ContainerFinder::Places& more) {
  finder_.add_places(more);
  inquiry_.add_places(more);
}

void Containers::note(std::string where, std::string message) {
  if (noted_ >= kMaxNotes) return;
  ++noted_;
  notes_.push_back({.kind = base::Note::Kind::kDegraded, .where = std::move(where), .message = std::move(message), .hint = {}});
}

void Containers::plan(Tracked& tracked) {
  const bool more = tracked.asked < std::size(kAskAfterNs) && !is_complete(tracked.facts);
  tracked.ask_ns = more ? tracked.seen_ns + kAskAfterNs[tracked.asked] : kNever;
}

void Containers::set_facts(Tracked& tracked, RunningContainer facts) {
  facts.known = true;
  if (facts.first_pid == 0) facts.first_pid = tracked.facts.first_pid;
  if (facts.root.empty() && facts.first_pid != 0) facts.root = format("{}/{}/root", options_.proc, facts.first_pid);
  facts.image_facts = tracked.facts.image_facts;
  facts.baseline = tracked.facts.baseline;
  facts.packages = tracked.facts.packages;
  if (annotator_) annotator_(facts);
  if (facts == tracked.facts) return;
  tracked.facts = std::move(facts);
  if (listener_ && tracked.cgroup != 0) listener_(tracked.cgroup, Change::kContainer, &tracked.facts);
}

void Containers::annotate() {
  if (!annotator_) return;
  for (const auto& [id, tracked] : by_id_) {
    if (!tracked->facts.known) continue;
    RunningContainer facts = tracked->facts;
    annotator_(facts);
    if (facts == tracked->facts) continue;
    tracked->facts = std::move(facts);
    if (listener_ && tracked->cgroup != 0) listener_(tracked->cgroup, Change::kContainer, &tracked->facts);
  }
}

void Containers::read_facts(Tracked& tracked, std::uint64_t time_ns) {
  tracked.seen_ns = time_ns;
  tracked.asked = 0;
  if (Result<RunningContainer> found = finder_.find(tracked.name)) {
    if (!std::exchange(tracked.counted, true)) ++counts_.on_disk;
    set_facts(tracked, *std::move(found));
  } else if (found.error().code != Code::kNotFound) {
    note(format("container {}", tracked.name.id.substr(0, 12)), found.error().message);
  }
  plan(tracked);
}

std::shared_ptr<Containers::Tracked> Containers::track(CgroupName name, std::uint64_t time_ns) {
  std::shared_ptr<Tracked>& tracked = by_id_[name.id];
  // The container is started anew: it has another first process, another address.
  const bool again = tracked && !name.nested;
  if (tracked && !again) return tracked;
  if (!tracked) {
    tracked = std::make_shared<Tracked>();
    tracked->facts.id = name.id;
    tracked->facts.engine = name.engine;
    tracked->facts.pod_uid = name.pod_uid;
    tracked->facts.known = false;
    tracked->name = std::move(name);
  }
  if (tree_ != nullptr) read_facts(*tracked, time_ns);
  return tracked;
}

Containers::Cgroup& Containers::put(std::uint64_t cgroup, std::string_view path, std::uint64_t time_ns) {
  make_room();
  std::optional<CgroupName> name = parse_cgroup_name(path);
  const bool own = name && !name->nested;
  const std::shared_ptr<Tracked> tracked = name ? track(*std::move(name), time_ns) : nullptr;
  return bind(cgroup, tracked, own);
}

Containers::Cgroup& Containers::bind(std::uint64_t cgroup, const std::shared_ptr<Tracked>& tracked, bool own) {
  if (const auto known = cgroups_.find(cgroup); known != cgroups_.end()) {
    if (known->second.container == tracked) return known->second;
    // The number is another cgroup's now.
    if (known->second.container) forget(cgroup);
  }
  Cgroup& entry = cgroups_[cgroup];
  entry.container = tracked;
  if (!tracked) {
    if (listener_) listener_(cgroup, Change::kHost, nullptr);
    return entry;
  }
  ++tracked->cgroups;
  if (own || tracked->cgroup == 0) tracked->cgroup = cgroup;
  if (listener_) listener_(cgroup, Change::kContainer, &tracked->facts);
  return entry;
}

void Containers::scan(std::uint64_t time_ns, base::Notes& notes) {
  if (tree_ == nullptr) return;
  const bool all = tree_->each(kMaxScanned, [&](const std::string& path, std::uint64_t id) {
    // The host's are found when they are asked for.
    if (parse_cgroup_name(path)) put(id, path, time_ns);
  });
  if (!all)
    notes.push_back({.kind = base::Note::Kind::kSkipped,
                     .where = tree_->mount(),
                     .message = format("more than {} cgroups: the rest is looked at when its processes do something", kMaxScanned),
                     .hint = {}});
}

void Containers::add(std::uint64_t cgroup, RunningContainer container) {
  make_room();
  std::shared_ptr<Tracked>& tracked = by_id_[container.id];
  if (!tracked) tracked = std::make_shared<Tracked>();
  tracked->facts = std::move(container);
  if (annotator_) annotator_(tracked->facts);
  tracked->name = CgroupName{.engine = tracked->facts.engine, .id = tracked->facts.id, .pod_uid = tracked->facts.pod_uid};
  bind(cgroup, std::shared_ptr<Tracked>(tracked), true);
}

void Containers::remove(std::uint64_t cgroup, std::uint64_t time_ns) {
  const auto found = cgroups_.find(cgroup);
  if (found == cgroups_.end() || found->second.gone) return;
  found->second.gone = true;
  gone_.push_back({cgroup, time_ns});
  drop_gone(time_ns);
}

std::string Containers::path_of(std::uint64_t cgroup, std::uint32_t pid) {
  if (tree_ == nullptr) return {};
  if (std::optional<std::string> path = tree_->path_of(cgroup)) return *std::move(path);
  const Result<std::string> text = base::read_file(format("{}/{}/cgroup", options_.proc, pid), 64u << 10);
  const std::optional<std::string_view> path = text ? tree_->path_in(*text) : std::nullopt;
  // Another process may have that pid by now.
  if (path && tree_->id_of(*path) == cgroup) return std::string(*path);
  return {};
}

const RunningContainer* Containers::find_unknown(std::uint64_t cgroup, std::uint32_t pid, std::uint64_t time_ns) {
  if (cgroup == 0) return nullptr;
  const std::string path = path_of(cgroup, pid);
  if (path.empty() && tree_ != nullptr) {
    // Nothing is told of it: nobody knows.
    ++counts_.unresolved;
    make_room();
    cgroups_.try_emplace(cgroup);
    return nullptr;
  }
  const Cgroup& entry = put(cgroup, path, time_ns);
  return entry.container ? &entry.container->facts : nullptr;
}

void Containers::apply(const model::Event& event, std::uint64_t time_ns) {
  if (event.type() == BATTEN_CGROUP_MKDIR) {
    const auto id = static_cast<std::uint64_t>(event.number(1));
    std::string path(event.text(0).value_or(std::string_view()));
    if (tree_ != nullptr) {
      // Other hierarchies have numbers of their own: what the file system says goes before.
      const std::optional<std::uint64_t> there = tree_->id_of(path);
      if (there && *there != id) return;
      if (!there && tree_->path_of(id)) return;
    }
    put(id, path, time_ns);
  } else if (event.type() == BATTEN_CGROUP_RMDIR) {
    remove(static_cast<std::uint64_t>(event.number(0)), time_ns);
  }
}

void Containers::ask(Tracked& tracked, std::uint64_t time_ns) {
  tracked.ask_ns = time_ns + 50'000'000;  // when there was no room for the question
  if (tree_ == nullptr || !inquiry_.ask(tracked.name)) return;
  ++tracked.asked;
  tracked.ask_ns = kNever;  // planned by its answer
}

void Containers::forget(std::uint64_t cgroup) {
  const auto found = cgroups_.find(cgroup);
  if (found == cgroups_.end()) return;
  const std::shared_ptr<Tracked> tracked = std::move(found->second.container);
  cgroups_.erase(found);
  if (listener_) listener_(cgroup, Change::kGone, nullptr);
  if (!tracked) return;
  if (tracked->cgroup == cgroup) tracked->cgroup = 0;
  if (--tracked->cgroups > 0) return;
  if (!tracked->facts.known) ++counts_.not_found;
  by_id_.erase(tracked->name.id);
}

void Containers::drop_gone(std::uint64_t time_ns) {
  while (!gone_.empty() && (gone_.size() > options_.max_gone || gone_.front().time_ns + options_.keep_gone_ns <= time_ns)) {
    forget(gone_.front().cgroup);
    gone_.pop_front();
  }
}

// All can be found again by asking.
void Containers::make_room() {
  if (cgroups_.size() < options_.max_cgroups) return;
  std::vector<std::uint64_t> going;
  for (const auto& [id, entry] : cgroups_) {
    if (!entry.container || entry.gone) going.push_back(id);
  }
  if (going.size() < options_.max_cgroups / 8) {
    for (const auto& [id, entry] : cgroups_) {
      if (entry.container && !entry.gone && !entry.container->facts.known) going.push_back(id);
    }
  }
  if (going.size() < options_.max_cgroups / 8) {
    going.clear();
    for (const auto& [id, entry] : cgroups_) going.push_back(id);
  }
  for (const std::uint64_t id : going) forget(id);
  std::erase_if(gone_, [&](const Gone& one) { return !cgroups_.contains(one.cgroup); });
}

void Containers::tidy(std::uint64_t time_ns) {
  drop_gone(time_ns);
  for (ContainerInquiry::Answer& answer : inquiry_.take()) {
    const auto found = by_id_.find(answer.id);
    if (found == by_id_.end()) continue;
    Tracked& tracked = *found->second;
    if (answer.container) {
      if (!std::exchange(tracked.counted, true)) ++(answer.by_api ? counts_.by_api : counts_.on_disk);
      set_facts(tracked, *std::move(answer.container));
    } else if (answer.container.error().code != Code::kNotFound) {
      note(format("container {}", answer.id.substr(0, 12)), answer.container.error().message);
    }
    plan(tracked);
  }
  // One that does nothing is asked about all the same.
  for (const auto& [id, tracked] : by_id_) {
    if (tracked->ask_ns <= time_ns) ask(*tracked, time_ns);
  }
}

Containers::Counts Containers::counts() const {
  Counts out = counts_;
  out.containers = by_id_.size();
  out.cgroups = cgroups_.size();
  out.gone = gone_.size();
  for (const auto& [id, tracked] : by_id_) {
    if (!tracked->facts.known && tracked->ask_ns == kNever && tracked->asked >= std::size(kAskAfterNs)) ++out.not_found;
  }
  return out;
}

void Containers::each(const std::function<void(std::uint64_t, const RunningContainer&)>& visit) const {
  for (const auto& [id, entry] : cgroups_) {
    if (entry.container) visit(id, entry.container->facts);
  }
}

}  // namespace batten::monitor

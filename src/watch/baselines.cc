// SPDX-License-Identifier: Apache-2.0
#include "watch/baselines.h"

#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "base/file.h"
#include "base/format.h"
#include "rules/event_baseline.h"
#include "watch/socket_table.h"

namespace batten::watch {
namespace {

constexpr std::size_t kMaxAsked = 65'536;
constexpr model::EventType kLearnedTypes[] = {BATTEN_EXECVE, BATTEN_EXECVEAT, BATTEN_CONNECT, BATTEN_LISTEN, BATTEN_BIND};

const std::string& name_of(const model::RunningContainer& container) {
  return container.image_repository.empty() || container.image_repository == "<none>" ? container.image_id : container.image_repository;
}

bool is_loopback(std::string_view address) {
  return address.size() == 4 ? address[0] == 127 : address == std::string_view("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16);
}

}  // namespace

Result<std::unique_ptr<Baselines>> Baselines::open(Options options) {
  std::unique_ptr<Baselines> out(new Baselines(std::move(options)));
  const std::string& path = out->options_.path;
  if (path.empty()) return out;
  Result<std::string> text = base::read_file(path, kMaxBaselineFile);
  if (!text && text.error().code == Code::kNotFound && out->learns()) return out;
  if (!text) return base::in_context("the baseline", text.error());
  BaselineEntries entries = TRY_IN(path, parse_baseline_file(*text));
  for (auto& [name, entry] : entries) {
    Image& image = out->images_[name];
    image.before_ns = entry.learned_for_ns;
    if (entry.learned) {
      image.learned = std::make_shared<const model::Baseline>(std::move(entry.baseline));
    } else {
      image.seen = std::move(entry.baseline);
    }
  }
  return out;
}

void Baselines::widen(model::Prefilter& filter) const {
  if (!learns()) return;
  for (const model::EventType type : kLearnedTypes) {
    model::EventFilter& one = filter.types[type];
    model::EventClause clause{.where = model::EventClause::Where::kContainer};
    if (type == BATTEN_CONNECT) clause.families = {AF_INET, AF_INET6};
    if (!one.wanted || !one.any.empty()) one.any.push_back(std::move(clause));
    one.wanted = true;
  }
}

Baselines::Image* Baselines::learning(const model::RunningContainer& container, std::uint64_t time_ns) {
  const std::string& name = name_of(container);
  if (name.empty()) return nullptr;
  auto found = images_.find(name);
  if (found == images_.end()) {
    if (images_.size() >= kMaxImages) {
      if (!std::exchange(too_many_, true))
        messages_.push_back(format("there are baselines of {} images, more are not learned: {} has none", kMaxImages, name));
      return nullptr;
    }
    found = images_.emplace(name, Image{}).first;
  }
  Image& image = found->second;
  if (image.learned) return nullptr;
  if (image.first_ns == 0) image.first_ns = image.last_ns = time_ns;
  image.last_ns = std::max(image.last_ns, time_ns);
  return &image;
}

void Baselines::learn(const model::Event& event, const model::Process& process, const model::RunningContainer& container,
                      std::uint64_t time_ns) {
  Image* image = learning(container, time_ns);
  if (image == nullptr || image->before_ns + (image->last_ns - image->first_ns) >= options_.learn_ns) return;
  if (!process.program->path.empty()) changed_ = image->seen.programs.add(process.program->path) || changed_;
  if (const auto listener = rules::baseline_listener(event)) changed_ = image->seen.listeners.add(*listener) || changed_;
  if (const auto destination = rules::baseline_destination(event)) changed_ = image->seen.add_destination(*destination) || changed_;
}

void Baselines::learn_sockets(const model::RunningContainer& container, Image& image) {
  const std::vector<SocketRow> rows = read_socket_tables(options_.proc, container.first_pid);
  std::set<std::pair<std::uint8_t, std::uint16_t>> listening;
  for (const SocketRow& row : rows) {
    if (!row.listens) continue;
    listening.emplace(row.protocol, row.local_port);
    const auto listener = is_loopback(row.local) ? std::nullopt : model::baseline_listener(row.protocol, row.local_port);
    if (listener) changed_ = image.seen.listeners.add(*listener) || changed_;
  }
  for (const SocketRow& row : rows) {
    // Who came to a listener is nobody that the container went to.
    if (row.listens || listening.contains({row.protocol, row.local_port})) continue;
    if (const auto destination = model::baseline_destination(row.protocol, row.remote_port, row.remote))
      changed_ = image.seen.add_destination(*destination) || changed_;
  }
}

void Baselines::saw(const model::RunningContainer& container, std::uint64_t time_ns) {
  if (!learns() || !container.known || options_.proc.empty() || container.first_pid == 0 || container.host_network == true) return;
  Image* image = learning(container, time_ns);
  if (image == nullptr || asked_.size() >= kMaxAsked || !asked_.insert(container.id).second) return;
  learn_sockets(container, *image);
}

void Baselines::annotate(model::RunningContainer& container) const {
  const auto found = images_.find(name_of(container));
  if (found != images_.end() && found->second.learned) container.baseline = found->second.learned;
}

void Baselines::end_learning(const std::string& name, Image& image) {
  const model::Baseline& seen = image.seen;
  messages_.push_back(format("the baseline of {} is learned: {} listeners, {} destinations, {} programs", name, seen.listeners.all().size(),
                             seen.destinations.all().size(), seen.programs.all().size()));
  const std::pair<const char*, const model::BaselineItems*> lists[] = {
      {"listeners", &seen.listeners}, {"destinations", &seen.destinations}, {"programs", &seen.programs}};
  for (const auto& [what, items] : lists) {
    if (items->full())
      messages_.push_back(format("the baseline of {} has no room for all its {}: rules can't tell which are new", name, what));
  }
  image.before_ns += image.last_ns - image.first_ns;
  image.first_ns = 0;
  image.learned = std::make_shared<const model::Baseline>(std::exchange(image.seen, {}));
  changed_ = true;
}

bool Baselines::tidy(std::uint64_t time_ns) {
  if (!learns()) return false;
  bool more = false;
  for (auto& [name, image] : images_) {
    if (image.learned || image.first_ns == 0) continue;
    image.last_ns = std::max(image.last_ns, time_ns);
    if (image.before_ns + (image.last_ns - image.first_ns) < options_.learn_ns) continue;
    end_learning(name, image);
    more = true;
  }
  return more;
}

Result<void> Baselines::save() {
  if (!learns() || options_.path.empty()) return {};
  BaselineEntries entries;
  for (const auto& [name, image] : images_) {
    BaselineEntry& entry = entries[name];
    entry.learned = image.learned != nullptr;
    entry.baseline = image.learned ? *image.learned : image.seen;
    entry.learned_for_ns = image.before_ns + (image.last_ns - image.first_ns) * (image.first_ns != 0 ? 1 : 0);
    changed_ = changed_ || (image.first_ns != 0 && !image.learned);
  }
  if (!std::exchange(changed_, false)) return {};
  return base::write_file_atomic(options_.path, baseline_file_text(entries));
}

}  // namespace batten::watch

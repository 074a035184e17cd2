// SPDX-License-Identifier: Apache-2.0
#include "watch/top_model.h"

#include <fcntl.h>

#include <algorithm>
#include <utility>

namespace batten::watch {
namespace {

// Where the file is: as the kernel has it, else as the program gave it.
std::optional<std::string> opened_path(const model::Event& event) {
  const model::EventRoles& roles = event.info().roles;
  if (const auto real = event.role_text(roles.real); real && !real->empty()) return std::string(*real);
  const auto path = event.role_text(roles.path);
  if (!path || path->empty()) return std::nullopt;
  if (path->starts_with('/')) return std::string(*path);
  const auto base = event.role_text(roles.base);
  if (!base || base->empty()) return std::string(*path);
  return std::string(*base) + (base->ends_with('/') ? "" : "/") + std::string(*path);
}

bool is_open(model::EventType type) {
  return type == BATTEN_OPEN || type == BATTEN_OPENAT || type == BATTEN_OPENAT2 || type == BATTEN_CREAT || type == BATTEN_OPEN_BY_HANDLE_AT;
}

bool may_write(const model::Event& event) {
  if (event.type() == BATTEN_CREAT) return true;
  const std::int8_t flags = event.info().roles.flags;
  return flags >= 0 && (event.number(static_cast<unsigned>(flags)) & O_ACCMODE) != O_RDONLY;
}

std::optional<double> per_second(std::uint64_t now, std::uint64_t before, double seconds) {
  if (seconds <= 0 || now < before) return std::nullopt;
  return static_cast<double>(now - before) / seconds;
}

}  // namespace

TopModel::Counted& TopModel::counted(std::string_view id) {
  const std::string key(short_id(id));
  if (const auto found = counted_.find(key); found != counted_.end()) return found->second;
  if (counted_.size() >= options_.max_containers) {
    // Those that are not there any more go first.
    std::erase_if(counted_, [&](const auto& one) { return !one.first.empty() && container(one.first) == nullptr; });
    if (counted_.size() >= options_.max_containers) counted_.clear();
  }
  return counted_[key];
}

void TopModel::add(const model::Event& event, const model::Process& process, const model::RunningContainer* container) {
  ++events_;
  if (!is_open(event.type()) || event.result() < 0 || (container == nullptr && !options_.host_files)) return;
  const std::string id = container == nullptr ? std::string() : container->id;
  ++counted(id).opened;
  if (std::optional<std::string> path = opened_path(event)) {
    if (path->size() > options_.max_path) path->resize(options_.max_path);
    add_file(*path, may_write(event), process, id);
  }
}

void TopModel::add_file(const std::string& path, bool writes, const model::Process& process, const std::string& container) {
  const std::string key = container + ':' + path;
  auto found = files_.find(key);
  if (found == files_.end()) {
    if (files_.size() >= options_.max_files) make_room_for_files();
    found = files_.emplace(key, TopFile{.path = path, .container = container, .comm = {}, .opened_per_second = {}}).first;
  }
  TopFile& file = found->second;
  ++file.opened;
  file.writes += writes ? 1 : 0;
  if (file.comm != process.comm) file.comm = process.comm;
}

// The half that was opened least goes.
void TopModel::make_room_for_files() {
  std::vector<std::pair<std::uint64_t, const std::string*>> by_count;
  by_count.reserve(files_.size());
  for (const auto& [key, file] : files_) by_count.emplace_back(file.opened, &key);
  const auto middle = by_count.begin() + static_cast<std::ptrdiff_t>(by_count.size() / 2);
  std::nth_element(by_count.begin(), middle, by_count.end());
  std::vector<std::string> going;
  for (auto at = by_count.begin(); at != middle; ++at) going.push_back(*at->second);
  for (const std::string& key : going) files_.erase(key);
  forgotten_files_ += going.size();
  if (files_.size() < options_.max_files) return;
  forgotten_files_ += files_.size();
  files_.clear();
}

void TopModel::add(const model::Alert& alert) {
  ++alert_count_;
  Counted& count = counted(alert.container_id);
  ++count.alerts[std::min<std::size_t>(static_cast<std::size_t>(alert.priority), count.alerts.size() - 1)];
  if (count.name != alert.container_name) count.name = alert.container_name;
  alerts_.push_front({alert_count_, alert});
  if (alerts_.size() > options_.max_alerts) alerts_.pop_back();
}

void TopModel::set(TopRound round) {
  const double seconds =
      round_.time_ns == 0 || round.time_ns <= round_.time_ns ? 0 : static_cast<double>(round.time_ns - round_.time_ns) / 1e9;
  if (!round.has_connections && round_.has_connections) {
    // Those of the last time that they were asked for.
    round.connections = std::move(round_.connections);
    round.has_connections = true;
  }
  round_ = std::move(round);
  for (TopContainer& one : round_.containers) {
    const bool told = missing_.empty() && (!one.id.empty() || options_.host_files);
    const auto found = counted_.find(std::string(short_id(one.id)));
    if (found == counted_.end()) {
      if (seconds > 0 && told) one.opened_per_second = 0;
      continue;
    }
    Counted& count = found->second;
    one.opened = count.opened;
    if (told) one.opened_per_second = per_second(count.opened, count.opened_before, seconds);
    count.opened_before = count.opened;
    one.alerts = count.alerts;
    count.name = one.name;
  }
  for (auto& [key, file] : files_) {
    file.opened_per_second = per_second(file.opened, file.opened_before, seconds);
    file.opened_before = file.opened;
  }
}

const TopContainer* TopModel::container(std::string_view id) const {
  for (const TopContainer& one : round_.containers) {
    if (short_id(one.id) == short_id(id)) return &one;
  }
  return nullptr;
}

std::string TopModel::container_name(std::string_view id) const {
  if (id.empty()) return "(host)";
  const TopContainer* one = container(id);
  if (one != nullptr && !one->name.empty()) return one->name;
  const auto found = counted_.find(std::string(short_id(id)));
  return found != counted_.end() && !found->second.name.empty() ? found->second.name : std::string(short_id(id));
}

}  // namespace batten::watch

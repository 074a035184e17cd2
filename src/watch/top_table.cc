// SPDX-License-Identifier: Apache-2.0
#include "watch/top_table.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "base/format.h"
#include "base/text.h"
#include "model/alert_json.h"

namespace batten::watch {
namespace {

constexpr std::string_view kViewNames[kTopViews] = {"containers", "processes", "files", "connections", "alerts"};
constexpr std::string_view kContainerSorts[] = {"cpu", "memory", "processes", "connections", "opens", "alerts", "name"};
constexpr std::string_view kProcessSorts[] = {"tree", "cpu", "memory", "pid", "command"};
constexpr std::string_view kFileSorts[] = {"opened", "written", "rate", "path"};
constexpr std::string_view kConnectionSorts[] = {"state", "local", "remote", "process"};
constexpr std::string_view kAlertSorts[] = {"newest", "priority", "rule"};
constexpr std::size_t kDeepest = 32;  // branches of a tree that are drawn

std::uint64_t urgent(const std::array<std::uint64_t, 8>& alerts, std::size_t begin, std::size_t end) {
  return std::accumulate(alerts.begin() + static_cast<std::ptrdiff_t>(begin), alerts.begin() + static_cast<std::ptrdiff_t>(end),
                         std::uint64_t{0});
}

// "1c 2w 3n": critical and above, warnings with errors, the others; nothing: "-".
std::string alerts_text(const std::array<std::uint64_t, 8>& alerts) {
  std::string out;
  const std::pair<std::uint64_t, char> parts[] = {{urgent(alerts, 0, 3), 'c'}, {urgent(alerts, 3, 5), 'w'}, {urgent(alerts, 5, 8), 'n'}};
  for (const auto& [count, letter] : parts) {
    if (count > 0) out += format("{}{}{}", out.empty() ? "" : " ", count, letter);
  }
  return out.empty() ? "-" : out;
}

TopMark mark_of(model::Priority priority) {
  if (priority <= model::Priority::kCritical) return TopMark::kCritical;
  return priority <= model::Priority::kWarning ? TopMark::kWarning : TopMark::kNone;
}

std::string clock_text(std::uint64_t time_ns) {
  const std::string whole = model::alert_time(time_ns);  // "2026-11-24T09:39:00.123456789Z"
  return whole.size() < 19 ? whole : whole.substr(11, 8);
}

// The largest first, then by the second.
template <typename Row, typename Number, typename Name>
void sort_down(std::vector<const Row*>& rows, Number number, Name name) {
  std::ranges::sort(rows, [&](const Row* a, const Row* b) {
    const auto left = number(*a), right = number(*b);
    return left != right ? left > right : name(*a) < name(*b);
  });
}

template <typename Row, typename Name>
void sort_up(std::vector<const Row*>& rows, Name name) {
  std::ranges::sort(rows, [&](const Row* a, const Row* b) { return name(*a) < name(*b); });
}

TopTable containers_table(const TopModel& model, const TopQuestion& question) {
  TopTable out{.columns = {{"CONTAINER", false, 14, 2},
                           {"IMAGE", false, 10, 3, 6},
                           {"CPU%", true, 6},
                           {"MEMORY", true, 8},
                           {"PROCS", true, 5, 0, 2},
                           {"CONNS", true, 5, 0, 3},
                           {"OPENS/S", true, 7, 0, 4},
                           {"ALERTS", true, 10, 0, 1}},
               .rows = {}};
  std::vector<const TopContainer*> rows;
  for (const TopContainer& one : model.round().containers) rows.push_back(&one);
  const auto by_name = [](const TopContainer& one) { return std::tuple(one.id.empty(), one.name, one.id); };
  const std::string_view sort = kContainerSorts[question.sort % std::size(kContainerSorts)];
  if (sort == "name") {
    sort_up(rows, by_name);
  } else {
    sort_down(
        rows,
        [sort](const TopContainer& one) -> std::tuple<double, double, double> {
          if (sort == "memory") return {static_cast<double>(one.memory_bytes), 0, 0};
          if (sort == "processes") return {one.processes, 0, 0};
          if (sort == "connections") return {static_cast<double>(one.connections.value_or(0)), 0, 0};
          if (sort == "opens") return {one.opened_per_second.value_or(0), static_cast<double>(one.opened), 0};
          if (sort == "alerts")
            return {static_cast<double>(urgent(one.alerts, 0, 3)), static_cast<double>(urgent(one.alerts, 3, 5)),
                    static_cast<double>(urgent(one.alerts, 5, 8))};
          return {one.cpu_percent.value_or(0), 0, 0};
        },
        by_name);
  }
  for (const TopContainer* one : rows) {
    TopRow row{
        .key = one->id,
        .cells = {one->name, one->image.empty() ? "-" : one->image, top_number(one->cpu_percent), base::human_size(one->memory_bytes),
                  std::to_string(one->processes), one->connections ? std::to_string(*one->connections) : "-",
                  top_number(one->opened_per_second), alerts_text(one->alerts)}};
    if (one->id.empty()) row.mark = TopMark::kQuiet;
    if (urgent(one->alerts, 3, 5) > 0) row.mark = TopMark::kWarning;
    if (urgent(one->alerts, 0, 3) > 0) row.mark = TopMark::kCritical;
    out.rows.push_back(std::move(row));
  }
  return out;
}

// Children below their parents, each with its depth.
std::vector<std::pair<const TopProcess*, std::size_t>> tree_of(const std::vector<const TopProcess*>& all) {
  std::unordered_map<std::uint32_t, std::vector<const TopProcess*>> children;
  std::unordered_map<std::uint32_t, bool> placed;  // false: not yet
  for (const TopProcess* one : all) placed.emplace(one->pid, false);
  std::vector<std::pair<const TopProcess*, std::size_t>> out, ahead;
  std::vector<const TopProcess*> roots;
  for (const TopProcess* one : all) {
    if (placed.contains(one->parent) && one->parent != one->pid) {
      children[one->parent].push_back(one);
    } else {
      roots.push_back(one);
    }
  }
  auto go_down = [&](const TopProcess* root) {
    ahead.emplace_back(root, 0);
    while (!ahead.empty()) {
      const auto [one, depth] = ahead.back();
      ahead.pop_back();
      if (std::exchange(placed[one->pid], true)) continue;
      out.emplace_back(one, depth);
      const std::vector<const TopProcess*>& below = children[one->pid];
      for (auto at = below.rbegin(); at != below.rend(); ++at) ahead.emplace_back(*at, depth + 1);
    }
  };
  for (const TopProcess* one : roots) go_down(one);
  // Pids that were given anew between two looks can make a ring.
  for (const TopProcess* one : all) {
    if (!placed[one->pid]) go_down(one);
  }
  return out;
}

TopTable processes_table(const TopModel& model, const TopQuestion& question, std::string_view branch) {
  TopTable out{.columns = {{"PID", true, 7},
                           {"USER", false, 8, 0, 3},
                           {"CPU%", true, 6},
                           {"MEMORY", true, 8, 0, 1},
                           {"S", false, 1, 0, 4},
                           {"CONTAINER", false, 12, 1, 2},
                           {"COMMAND", false, 16, 5}},
               .rows = {}};
  std::vector<const TopProcess*> rows;
  for (const TopProcess& one : model.round().processes) rows.push_back(&one);
  const auto by_pid = [](const TopProcess& one) { return one.pid; };
  const std::string_view sort = kProcessSorts[question.sort % std::size(kProcessSorts)];
  sort_up(rows, by_pid);
  if (sort == "cpu") sort_down(rows, [](const TopProcess& one) { return one.cpu_percent.value_or(0); }, by_pid);
  if (sort == "memory") sort_down(rows, [](const TopProcess& one) { return one.memory_bytes; }, by_pid);
  if (sort == "command") sort_up(rows, [](const TopProcess& one) { return std::tuple(std::string_view(one.command), one.pid); });
  if (question.container) std::erase_if(rows, [&](const TopProcess* one) { return one->container != *question.container; });
  std::vector<std::pair<const TopProcess*, std::size_t>> placed;
  if (sort == "tree") {
    placed = tree_of(rows);
  } else {
    for (const TopProcess* one : rows) placed.emplace_back(one, 0);
  }
  for (const auto& [one, depth] : placed) {
    std::string command;
    if (depth > 0) command = std::string(2 * (std::min(depth, kDeepest) - 1), ' ') + std::string(branch);
    out.rows.push_back({.key = top_key(*one),
                        .cells = {std::to_string(one->pid), one->user, top_number(one->cpu_percent), base::human_size(one->memory_bytes),
                                  std::string(1, one->state), model.container_name(one->container), command + one->command},
                        .mark = one->state == 'Z' || one->command.starts_with('[') ? TopMark::kQuiet : TopMark::kNone});
  }
  return out;
}

TopTable files_table(const TopModel& model, const TopQuestion& question) {
  TopTable out{.columns = {{"OPENED", true, 8},
                           {"WRITTEN", true, 8},
                           {"PER S", true, 7, 0, 2},
                           {"CONTAINER", false, 12, 1, 1},
                           {"PROCESS", false, 12, 0, 3},
                           {"PATH", false, 20, 5}},
               .rows = {}};
  std::vector<const TopFile*> rows;
  for (const auto& [key, one] : model.files()) {
    if (!question.container || one.container == *question.container) rows.push_back(&one);
  }
  const auto by_path = [](const TopFile& one) { return std::tuple(std::string_view(one.path), std::string_view(one.container)); };
  const std::string_view sort = kFileSorts[question.sort % std::size(kFileSorts)];
  if (sort == "path") sort_up(rows, by_path);
  if (sort == "opened") sort_down(rows, [](const TopFile& one) { return one.opened; }, by_path);
  if (sort == "written") sort_down(rows, [](const TopFile& one) { return std::pair(one.writes, one.opened); }, by_path);
  if (sort == "rate") sort_down(rows, [](const TopFile& one) { return one.opened_per_second.value_or(0); }, by_path);
  for (const TopFile* one : rows) {
    out.rows.push_back({.key = one->container + ':' + one->path,
                        .cells = {std::to_string(one->opened), std::to_string(one->writes), top_number(one->opened_per_second),
                                  model.container_name(one->container), one->comm, one->path}});
  }
  return out;
}

TopTable connections_table(const TopModel& model, const TopQuestion& question) {
  TopTable out{.columns = {{"PROTO", false, 5, 0, 3},
                           {"LOCAL", false, 18, 2},
                           {"REMOTE", false, 18, 2},
                           {"STATE", false, 11},
                           {"CONTAINER", false, 12, 1, 1},
                           {"PROCESS", false, 14, 1, 2}},
               .rows = {}};
  std::vector<const TopConnection*> rows;
  for (const TopConnection& one : model.round().connections) {
    if (!question.container || one.container == *question.container) rows.push_back(&one);
  }
  const auto rank = [](const TopConnection& one) { return one.state == "ESTABLISHED" ? 0 : one.state == "LISTEN" ? 1 : 2; };
  const std::string_view sort = kConnectionSorts[question.sort % std::size(kConnectionSorts)];
  sort_up(rows, [&](const TopConnection& one) {
    const std::string_view first = sort == "remote"    ? std::string_view(one.remote)
                                   : sort == "process" ? std::string_view(one.comm)
                                                       : std::string_view(one.local);
    return std::tuple(sort == "state" ? rank(one) : 0, first, std::string_view(one.local), std::string_view(one.remote));
  });
  for (const TopConnection* one : rows) {
    out.rows.push_back({.key = top_key(*one),
                        .cells = {std::string(one->protocol), one->local, one->remote, std::string(one->state),
                                  model.container_name(one->container), one->pid == 0 ? "-" : format("{} {}", one->pid, one->comm)},
                        .mark = rank(*one) == 2 ? TopMark::kQuiet : TopMark::kNone});
  }
  return out;
}

TopTable alerts_table(const TopModel& model, const TopQuestion& question) {
  TopTable out{.columns = {{"TIME UTC", false, 8}, {"PRIORITY", false, 13, 0, 2}, {"CONTAINER", false, 14, 1, 1}, {"RULE", false, 24, 3}},
               .rows = {}};
  std::vector<const TopModel::Told*> rows;
  for (const TopModel::Told& one : model.alerts()) {
    if (!question.container || short_id(one.alert.container_id) == short_id(*question.container)) rows.push_back(&one);
  }
  const std::string_view sort = kAlertSorts[question.sort % std::size(kAlertSorts)];
  const auto newest = [](const TopModel::Told& one) { return ~one.number; };
  if (sort == "priority") sort_up(rows, [&](const TopModel::Told& one) { return std::tuple(one.alert.priority, newest(one)); });
  if (sort == "rule") sort_up(rows, [&](const TopModel::Told& one) { return std::tuple(std::string_view(one.alert.rule), newest(one)); });
  for (const TopModel::Told* one : rows) {
    out.rows.push_back({.key = std::to_string(one->number),
                        .cells = {clock_text(one->alert.time_ns), std::string(priority_name(one->alert.priority)),
                                  model.container_name(one->alert.container_id), one->alert.rule},
                        .mark = mark_of(one->alert.priority)});
  }
  return out;
}

}  // namespace

std::string top_key(const TopProcess& one) { return format("{} {}", one.pid, one.start_ticks); }
std::string top_key(const TopConnection& one) {
  return format("{} {} {} {} {}", one.protocol, one.local, one.remote, one.pid, one.container);
}

std::string_view top_view_name(TopView view) { return kViewNames[static_cast<std::size_t>(view)]; }

std::optional<TopView> parse_top_view(std::string_view name) {
  for (std::size_t i = 0; i < kTopViews; ++i) {
    if (kViewNames[i] == name) return static_cast<TopView>(i);
  }
  return std::nullopt;
}

std::span<const std::string_view> top_sorts(TopView view) {
  switch (view) {
    case TopView::kContainers: return kContainerSorts;
    case TopView::kProcesses: return kProcessSorts;
    case TopView::kFiles: return kFileSorts;
    case TopView::kConnections: return kConnectionSorts;
    case TopView::kAlerts: break;
  }
  return kAlertSorts;
}

std::string top_number(std::optional<double> number) {
  if (!number) return "-";
  return *number < 9'999.95 ? format("{:.1f}", *number) : format("{:.0f}", *number);
}

TopTable make_top_table(const TopModel& model, const TopQuestion& question, std::string_view branch) {
  TopTable out;
  switch (question.view) {
    case TopView::kContainers: out = containers_table(model, question); break;
    case TopView::kProcesses: out = processes_table(model, question, branch); break;
    case TopView::kFiles: out = files_table(model, question); break;
    case TopView::kConnections: out = connections_table(model, question); break;
    case TopView::kAlerts: out = alerts_table(model, question); break;
  }
  if (question.filter.empty()) return out;
  const std::string wanted = base::lower(question.filter);
  std::erase_if(out.rows, [&](const TopRow& row) {
    return std::ranges::none_of(row.cells, [&](const std::string& cell) { return base::lower(cell).contains(wanted); });
  });
  return out;
}

}  // namespace batten::watch

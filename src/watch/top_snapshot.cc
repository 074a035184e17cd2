// SPDX-License-Identifier: Apache-2.0
#include "watch/top_snapshot.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/json.h"
#include "model/alert_json.h"
#include "watch/top_screen.h"

namespace batten::watch {
namespace {

constexpr unsigned kWidest = 200;

void write_rate(json::Writer& writer, std::string_view name, std::optional<double> number) {
  writer.key(name);
  if (number) {
    writer.value(std::round(*number * 100) / 100);
  } else {
    writer.null();
  }
}

void write_name(json::Writer& writer, const TopModel& model, const std::string& container) {
  if (container.empty()) return;
  const TopContainer* known = model.container(container);
  writer.member("container", model.container_name(container)).member("container_id", known == nullptr ? container : known->id);
}

void write_container(json::Writer& writer, const TopModel&, const TopContainer& one) {
  if (!one.id.empty()) writer.member("id", one.id);
  writer.member("name", one.name).member_if("image", one.image);
  write_rate(writer, "cpu_percent", one.cpu_percent);
  writer.member("memory_bytes", one.memory_bytes);
  if (one.memory_limit != 0) writer.member("memory_limit_bytes", one.memory_limit);
  writer.member("processes", one.processes);
  if (one.connections) writer.member("connections", *one.connections);
  write_rate(writer, "opened_per_second", one.opened_per_second);
  writer.key("alerts").begin_object();
  for (std::size_t i = 0; i < one.alerts.size(); ++i) {
    if (one.alerts[i] != 0) writer.member(priority_name(static_cast<model::Priority>(i)), one.alerts[i]);
  }
  writer.end_object();
}

void write_process(json::Writer& writer, const TopModel& model, const TopProcess& one) {
  writer.member("pid", one.pid).member("parent", one.parent).member("name", one.comm).member("command", one.command);
  writer.member("user", one.user).member("state", std::string(1, one.state)).member("threads", one.threads);
  write_rate(writer, "cpu_percent", one.cpu_percent);
  writer.member("memory_bytes", one.memory_bytes);
  write_name(writer, model, one.container);
}

void write_file(json::Writer& writer, const TopModel& model, const TopFile& one) {
  writer.member("path", one.path).member("opened", one.opened).member("opened_to_write", one.writes).member("process", one.comm);
  write_rate(writer, "opened_per_second", one.opened_per_second);
  write_name(writer, model, one.container);
}

void write_connection(json::Writer& writer, const TopModel& model, const TopConnection& one) {
  writer.member("protocol", one.protocol).member("local", one.local).member("remote", one.remote).member("state", one.state);
  if (one.pid != 0) writer.member("pid", one.pid).member("process", one.comm);
  write_name(writer, model, one.container);
}

void write_alert(json::Writer& writer, const TopModel& model, const TopModel::Told& one) {
  writer.member("time", model::alert_time(one.alert.time_ns)).member("rule", one.alert.rule);
  writer.member("priority", priority_name(one.alert.priority)).member("output", one.alert.output);
  write_name(writer, model, one.alert.container_id);
}

// A snapshot of one container has no row of another.
TopTable snapshot_rows(const TopModel& model, const TopQuestion& question, std::string_view branch) {
  TopTable out = make_top_table(model, question, branch);
  if (question.view == TopView::kContainers && question.container)
    std::erase_if(out.rows, [&](const TopRow& row) { return row.key != *question.container; });
  return out;
}

// What a row of a view stands for, by its key.
template <typename Rows, typename KeyOf>
auto by_key(const Rows& rows, KeyOf key_of) {
  std::unordered_map<std::string, const typename Rows::value_type*> out;
  for (const auto& one : rows) out.emplace(key_of(one), &one);
  return out;
}

template <typename Found, typename Write>
void write_view(json::Writer& writer, const TopModel& model, TopQuestion question, TopView view, const Found& found, Write write) {
  question.view = view;
  question.sort = 0;
  writer.key(top_view_name(view)).begin_array();
  for (const TopRow& row : snapshot_rows(model, question, "").rows) {
    const auto at = found.find(row.key);
    if (at == found.end()) continue;
    writer.begin_object();
    write(writer, model, *at->second);
    writer.end_object();
  }
  writer.end_array();
}

}  // namespace

std::string top_snapshot_table(const TopModel& model, const TopQuestion& question, Letters letters) {
  const TopTable table = snapshot_rows(model, question, top_branch(letters));
  std::vector<std::vector<CellText>> lines;
  std::vector<CellText> titles;
  for (const TopColumn& one : table.columns) titles.push_back(cell_text(one.title, kWidest, letters));
  lines.push_back(std::move(titles));
  for (const TopRow& row : table.rows) {
    std::vector<CellText> cells;
    for (const std::string& cell : row.cells) cells.push_back(cell_text(cell, kWidest, letters));
    lines.push_back(std::move(cells));
  }
  std::vector<unsigned> widths(table.columns.size());
  for (const auto& cells : lines) {
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], cells[i].width);
  }
  std::string out;
  for (const auto& cells : lines) {
    std::string line;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const std::string blanks(widths[i] - cells[i].width, ' ');
      line += i == 0 ? "" : "  ";
      line += table.columns[i].to_the_right ? blanks + cells[i].text : cells[i].text + blanks;
    }
    while (line.ends_with(' ')) line.pop_back();
    out += line + '\n';
  }
  return out;
}

std::string top_snapshot_json(const TopModel& model, const TopQuestion& question) {
  json::Writer writer(2);
  const TopRound& round = model.round();
  writer.begin_object().member("time", model::alert_time(round.time_ns)).member("events_seen", model.missing().empty());
  writer.member_if("missing", model.missing());
  writer.key("machine").begin_object().member("processors", round.processors);
  write_rate(writer, "cpu_percent", round.cpu_percent);
  writer.member("memory_bytes", round.memory_bytes).member("memory_total_bytes", round.memory_total_bytes).end_object();
  writer.member("events", model.events()).member("events_lost", model.dropped());
  writer.member("left_out", round.left_out).member("files_forgotten", model.forgotten_files());
  const auto id_of = [](const TopContainer& one) { return one.id; };
  write_view(writer, model, question, TopView::kContainers, by_key(round.containers, id_of), write_container);
  const auto process_key = [](const TopProcess& one) { return top_key(one); };
  write_view(writer, model, question, TopView::kProcesses, by_key(round.processes, process_key), write_process);
  std::unordered_map<std::string, const TopFile*> files;
  for (const auto& [key, file] : model.files()) files.emplace(key, &file);
  write_view(writer, model, question, TopView::kFiles, files, write_file);
  const auto connection_key = [](const TopConnection& one) { return top_key(one); };
  write_view(writer, model, question, TopView::kConnections, by_key(round.connections, connection_key), write_connection);
  const auto alert_key = [](const TopModel::Told& one) { return std::to_string(one.number); };
  write_view(writer, model, question, TopView::kAlerts, by_key(model.alerts(), alert_key), write_alert);
  return writer.end_object().take();
}

}  // namespace batten::watch

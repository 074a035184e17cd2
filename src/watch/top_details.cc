// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "model/alert_json.h"
#include "watch/top_table.h"

namespace batten::watch {
namespace {

using Details = std::vector<std::pair<std::string, std::string>>;

Details of_process(const TopModel& model, std::string_view key) {
  for (const TopProcess& one : model.round().processes) {
    if (top_key(one) != key) continue;
    Details out{{"pid", std::to_string(one.pid)},
                {"parent", std::to_string(one.parent)},
                {"name", one.comm},
                {"user", one.user},
                {"state", std::string(1, one.state)},
                {"cpu", top_number(one.cpu_percent) + " %"},
                {"threads", std::to_string(one.threads)},
                {"memory", base::human_size(one.memory_bytes)}};
    out.emplace_back("container", model.container_name(one.container));
    if (!one.container.empty()) out.emplace_back("container id", one.container);
    out.emplace_back("command", one.command);
    return out;
  }
  return {};
}

Details of_file(const TopModel& model, std::string_view key) {
  const auto found = model.files().find(std::string(key));
  if (found == model.files().end()) return {};
  const TopFile& one = found->second;
  return {{"path", one.path},
          {"container", model.container_name(one.container)},
          {"opened", std::to_string(one.opened)},
          {"opened to write", std::to_string(one.writes)},
          {"last process", one.comm}};
}

Details of_connection(const TopModel& model, std::string_view key) {
  for (const TopConnection& one : model.round().connections) {
    if (top_key(one) != key) continue;
    return {{"protocol", std::string(one.protocol)},
            {"local", one.local},
            {"remote", one.remote},
            {"state", std::string(one.state)},
            {"container", model.container_name(one.container)},
            {"pid", one.pid == 0 ? "-" : std::to_string(one.pid)},
            {"process", one.comm}};
  }
  return {};
}

Details of_alert(const TopModel& model, std::string_view key) {
  for (const TopModel::Told& one : model.alerts()) {
    if (std::to_string(one.number) != key) continue;
    const model::Alert& alert = one.alert;
    Details out{{"rule", alert.rule},
                {"priority", std::string(priority_name(alert.priority))},
                {"time", model::alert_time(alert.time_ns)},
                {"source", alert.source},
                {"output", alert.output},
                {"tags", base::join(alert.tags, ", ")}};
    if (!alert.container_id.empty()) {
      out.emplace_back("container", model.container_name(alert.container_id));
      out.emplace_back("image", alert.image);
    }
    for (const auto& [name, value] : alert.fields) out.emplace_back(name, model::alert_value_text(value));
    return out;
  }
  return {};
}

}  // namespace

std::vector<std::pair<std::string, std::string>> top_details(const TopModel& model, TopView view, std::string_view key) {
  switch (view) {
    case TopView::kContainers: return {};
    case TopView::kProcesses: return of_process(model, key);
    case TopView::kFiles: return of_file(model, key);
    case TopView::kConnections: return of_connection(model, key);
    case TopView::kAlerts: break;
  }
  return of_alert(model, key);
}

}  // namespace batten::watch

// SPDX-License-Identifier: Apache-2.0
//
// Variables and labels of a service: as a list or a map, and from files. What is written in the service goes over what files say.
#include "base/format.h"
#include "manifest/compose_service.h"

namespace batten::manifest {
namespace {

constexpr std::string_view kEnvFileKeys[] = {"path", "format", "required"};
constexpr std::size_t kMaxVariables = 10'000;

// over: whether it goes over one of the same name that is written in the service.
void set_variable(ServiceReading& reading, model::ContainerVariable variable, bool over) {
  std::vector<model::ContainerVariable>& all = reading.container.environment;
  if (all.size() >= kMaxVariables) return reading.project.notes.skipped("", format("{}: too many variables", reading.container.name));
  auto [known, is_new] = reading.variables.try_emplace(variable.name, all.size());
  if (is_new) {
    all.push_back(std::move(variable));
  } else if (over || !all[known->second].from_file.empty()) {
    all[known->second] = std::move(variable);
  }
}

// What a file may refer to: the service's own variables as well.
Variables visible_to_files(const ComposeNode& node, const ServiceReading& reading) {
  Variables out = reading.project.variables(node);
  for (const model::ContainerVariable& variable : reading.container.environment) {
    if (variable.from_file.empty() && variable.value) out.insert_or_assign(variable.name, *variable.value);
  }
  return out;
}

void read_env_file(const ComposeNode& node, ServiceReading& reading) {
  std::string_view written = node.is_scalar() ? std::string_view(node.text) : node.string("path");
  if (written.empty()) return reading.unread(node, "env_file");
  if (node.is_map()) reading.known_keys(node, kEnvFileKeys, "env_file");
  std::string path = reading.project.path_from(node, written);
  auto text = reading.project.read(path);
  if (!text) {
    bool required = parse_boolean(node.string("required")).value_or(true);
    if (required || text.error().code != Code::kNotFound) {
      reading.project.notes.skipped(reading.project.where(node), format("env_file {}: {}", written, text.error().message));
    }
    return;
  }
  auto file = node.string("format") == "raw" ? parse_raw_env(*text) : parse_dotenv(*text, visible_to_files(node, reading));
  if (!file) return reading.project.notes.skipped(reading.project.where(node), format("env_file {}: {}", written, file.error().message));
  for (std::size_t line : file->unread_lines) reading.project.notes.skipped(path, format("{}: line {} is no NAME=value", path, line));
  for (FileVariable& one : file->variables)
    set_variable(reading, {.name = one.name, .value = one.value, .from_file = path, .place = {}}, false);
}

}  // namespace

void read_environment(const ComposeNode& node, ServiceReading& reading) {
  ComposeNode map = node;
  list_to_map(map);
  if (!map.is_map()) return reading.unread(node, "environment");
  for (const ComposeNode& one : map.children) {
    if (one.name.empty() || one.is_map() || one.is_list()) {
      reading.unread(one, "environment");
      continue;
    }
    model::ContainerVariable variable{.name = one.name, .value = std::nullopt, .from_file = {}, .place = setting_place(one)};
    if (one.is_scalar()) variable.value = one.text;
    variable.from_outside = one.from_outside;
    set_variable(reading, std::move(variable), true);
  }
}

void read_env_files(const ComposeNode& node, ServiceReading& reading) {
  if (node.kind == ComposeNode::Kind::kNull) return;
  reading.service.has_foreign_settings = true;
  each_item(node, [&](const ComposeNode& item) { read_env_file(item, reading); });
}

void read_labels(const ComposeNode& node, ServiceReading& reading) {
  ComposeNode map = node;
  list_to_map(map);
  if (!map.is_map()) return reading.unread(node, "labels");
  for (const ComposeNode& one : map.children) reading.container.labels[one.name] = reading.placed(one);
}

void read_label_files(const ComposeNode& node, ServiceReading& reading) {
  reading.service.has_foreign_settings = true;
  each_item(node, [&](const ComposeNode& item) {
    if (!item.is_scalar()) return reading.unread(item, "label_file");
    auto text = reading.project.read(reading.project.path_from(item, item.text));
    auto file = text ? parse_dotenv(*text, reading.project.variables(item)) : Result<VariablesFile>(text.error());
    if (!file)
      return reading.project.notes.skipped(reading.project.where(item), format("label_file {}: {}", item.text, file.error().message));
    for (FileVariable& one : file->variables)
      reading.container.labels.try_emplace(one.name, model::Placed<std::string>{one.value.value_or(""), {}});
  });
}

}  // namespace batten::manifest

// SPDX-License-Identifier: Apache-2.0
//
// How the container was set up: what it shares with the host, its labels.
#include <string>

#include "rules/field.h"

namespace batten::rules::fields {
namespace {

using model::RunningContainer;

template <std::optional<bool> RunningContainer::* Member>
Value shares(const Question& q) {
  const RunningContainer* container = q.moment.container;
  return container == nullptr || !(container->*Member) ? Value::none() : Value::of_bool(*(container->*Member));
}
Value label(const Question& q) {
  if (q.moment.container == nullptr) return Value::none();
  const auto found = q.moment.container->labels.find(std::string(q.argument.text));
  return found == q.moment.container->labels.end() ? Value::none() : Value::of_text(found->second);
}
// Annotations and what Kubernetes keeps for itself are no labels of the user's.
bool is_internal(std::string_view key) { return key.starts_with("annotation.") || key.starts_with("io.kubernetes."); }
Value labels(const Question& q) {
  if (q.moment.container == nullptr) return Value::none();
  std::string out;
  for (const auto& [key, value] : q.moment.container->labels) {
    if (is_internal(key)) continue;
    out += (out.empty() ? "" : ", ") + key;
    if (!value.empty()) out += ":" + value;
  }
  return out.empty() ? Value::none() : Value::of_text(q.scratch.copy(out));
}

constexpr Field kFields[] = {
    {.name = "container.host_pid",
     .kind = Value::Kind::kBool,
     .description = "Whether it sees the processes of the host.",
     .get = shares<&RunningContainer::host_pid>},
    {.name = "container.host_network",
     .kind = Value::Kind::kBool,
     .description = "Whether it shares the network of the host.",
     .get = shares<&RunningContainer::host_network>},
    {.name = "container.host_ipc",
     .kind = Value::Kind::kBool,
     .description = "Whether it shares the IPC namespace of the host.",
     .get = shares<&RunningContainer::host_ipc>},
    {.name = "container.label",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kKey,
     .description = "A label of the container, by its name.",
     .get = label},
    {.name = "container.labels",
     .kind = Value::Kind::kText,
     .description = "All labels of the container: key:value, separated by commas.",
     .get = labels},
};

constexpr std::string_view kWeb =
    "{unlink: {path: /x}, container: {host_pid: false, host_network: true, host_ipc: false, labels: {app: shop, com.example.team: a, "
    "empty: '', io.kubernetes.pod.name: p, annotation.x: y}}}";
constexpr std::string_view kUnknown = "{unlink: {path: /x}, container: {id: 3ad7b26ded6d}}";
constexpr std::string_view kHost = "{unlink: {path: /x}}";
constexpr FieldExample kExamples[] = {
    {kWeb, "container.host_pid", "false"},
    {kUnknown, "container.host_pid", "<NA>"},
    {kWeb, "container.host_network", "true"},
    {kHost, "container.host_network", "<NA>"},
    {kWeb, "container.host_ipc", "false"},
    {kWeb, "container.label[app]", "shop"},
    {kWeb, "container.label.com.example.team", "a"},
    {kWeb, "container.label[io.kubernetes.pod.name]", "p"},
    {kWeb, "container.label[none]", "<NA>"},
    {kHost, "container.label[app]", "<NA>"},
    {kWeb, "container.labels", "app:shop, com.example.team:a, empty"},
    {kUnknown, "container.labels", "<NA>"},
};

}  // namespace

extern constinit const FieldFamily container_settings;
constinit const FieldFamily container_settings{
    .name = "container_settings", .description = "how the container was set up", .fields = kFields, .examples = kExamples};

}  // namespace batten::rules::fields

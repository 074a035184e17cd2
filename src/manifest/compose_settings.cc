// SPDX-License-Identifier: Apache-2.0
//
// Settings of a service that have forms of their own.
#include <algorithm>

#include "base/format.h"
#include "manifest/compose_service.h"

namespace batten::manifest {
namespace {

constexpr std::string_view kHealthKeys[] = {"disable", "interval", "retries", "test", "timeout", "start_period", "start_interval"};
constexpr std::string_view kLoggingKeys[] = {"driver", "options"};
constexpr std::string_view kBuildKeys[] = {
    "context",     "dockerfile",      "dockerfile_inline",   "entitlements", "args", "ssh",        "labels",   "cache_from", "cache_to",
    "no_cache",    "no_cache_filter", "additional_contexts", "network",      "pull", "provenance", "sbom",     "target",     "shm_size",
    "extra_hosts", "isolation",       "privileged",          "secrets",      "tags", "ulimits",    "platforms"};

bool is_remote(std::string_view context) {
  return context.contains("://") || context.starts_with("git@") || context.starts_with("github.com/") || context.ends_with(".git");
}

void read_words(const ComposeNode& node, ServiceReading& reading, std::vector<model::Placed<std::string>>& out) {
  if (node.is_list()) {
    out = read_strings(node, reading);
  } else if (node.is_scalar()) {
    auto words = compose_words(node.text);
    if (!words) return reading.unread(node, "a command with a quote that is not closed");
    for (std::string& word : *words) out.push_back({std::move(word), setting_place(node)});
  } else if (node.is_map()) {
    reading.unread(node, node.name);
  }
}

}  // namespace

std::vector<model::Placed<std::string>> read_strings(const ComposeNode& node, ServiceReading& reading) {
  std::vector<model::Placed<std::string>> out;
  each_item(node, [&](const ComposeNode& item) {
    if (item.is_scalar()) {
      out.push_back(reading.placed(item));
    } else {
      reading.unread(item, node.name);
    }
  });
  return out;
}

void read_capabilities_added(const ComposeNode& node, ServiceReading& reading) {
  reading.container.capabilities_added = read_strings(node, reading);
  for (auto& one : reading.container.capabilities_added) one.value = capability_name(one.value);
}

void read_capabilities_dropped(const ComposeNode& node, ServiceReading& reading) {
  reading.container.capabilities_dropped = read_strings(node, reading);
  for (auto& one : reading.container.capabilities_dropped) one.value = capability_name(one.value);
}

void read_security_options(const ComposeNode& node, ServiceReading& reading) {
  each_item(node, [&](const ComposeNode& item) {
    if (!item.is_scalar()) return reading.unread(item, "security_opt");
    apply_security_option(reading.container, reading.placed(item), reading.source_root(item));
  });
}

void read_sysctls(const ComposeNode& node, ServiceReading& reading) {
  ComposeNode map = node;
  list_to_map(map);
  for (const ComposeNode& one : map.children) reading.container.sysctls[one.name] = reading.placed(one);
}

void read_ulimits(const ComposeNode& node, ServiceReading& reading) {
  if (!node.is_map()) return reading.unread(node, "ulimits");
  for (const ComposeNode& one : node.children) {
    model::Placed<std::string> value = reading.placed(one);
    if (one.is_map()) value.value = format("{}:{}", one.string("soft"), one.string("hard"));
    reading.container.ulimits[one.name] = std::move(value);
  }
}

void read_logging(const ComposeNode& node, ServiceReading& reading) {
  if (!node.is_map()) return reading.unread(node, "logging");
  reading.known_keys(node, kLoggingKeys, "logging");
  if (const ComposeNode* driver = node.find("driver"); driver != nullptr && driver->is_scalar()) {
    reading.container.log_driver = reading.placed(*driver);
  }
  const ComposeNode* options = node.find("options");
  if (options == nullptr) return;
  for (const ComposeNode& option : options->children) reading.container.log_options[option.name] = option.text;
}

void read_health(const ComposeNode& node, ServiceReading& reading) {
  if (!node.is_map()) return reading.unread(node, "healthcheck");
  reading.known_keys(node, kHealthKeys, "healthcheck");
  model::ContainerHealth& health = reading.container.health;
  health.place = setting_place(node);
  if (const ComposeNode* test = node.find("test")) {
    health.test.clear();
    if (test->is_scalar()) {
      health.test = {"CMD-SHELL", test->text};
    } else {
      for (auto& word : read_strings(*test, reading)) health.test.push_back(std::move(word.value));
    }
    health.kind = health.test.empty()             ? model::ContainerHealth::Kind::kNotSaid
                  : health.test.front() == "NONE" ? model::ContainerHealth::Kind::kDisabled
                                                  : model::ContainerHealth::Kind::kSet;
  }
  if (parse_boolean(node.string("disable")).value_or(false)) health.kind = model::ContainerHealth::Kind::kDisabled;
}

void read_command(const ComposeNode& node, ServiceReading& reading) { read_words(node, reading, reading.container.command); }
void read_entrypoint(const ComposeNode& node, ServiceReading& reading) { read_words(node, reading, reading.container.entrypoint); }

void read_build(const ComposeNode& node, ServiceReading& reading) {
  const ComposeNode* context = node.is_scalar() ? &node : node.find("context");
  if (!node.is_scalar() && !node.is_map()) return reading.unread(node, "build");
  reading.known_keys(node, kBuildKeys, "build");
  // Without one it is the directory of the project, also when what is extended says build.
  ComposeNode project;
  project.file = reading.file;
  bool is_said = context != nullptr && context->is_scalar();
  std::string_view path = is_said ? std::string_view(context->text) : ".";
  reading.container.build = is_remote(path) ? std::string(path) : reading.project.host_path(is_said ? *context : project, path);
  reading.container.dockerfile = "Dockerfile";
  if (const ComposeNode* file = node.find("dockerfile"); file != nullptr && file->is_scalar()) reading.container.dockerfile = file->text;
  if (const ComposeNode* text = node.find("dockerfile_inline"); text != nullptr && text->is_scalar()) {
    reading.container.dockerfile.clear();
    reading.service.dockerfile_inline = {text->text, text->place};
  }
}

void read_depends_on(const ComposeNode& node, ServiceReading& reading) {
  if (node.is_map()) {
    for (const ComposeNode& child : node.children) reading.service.depends_on.push_back(child.name);
  } else {
    for (auto& one : read_strings(node, reading)) reading.service.depends_on.push_back(std::move(one.value));
  }
}

void read_networks(const ComposeNode& node, ServiceReading& reading) {
  if (node.is_map()) {
    for (const ComposeNode& child : node.children) reading.container.networks.push_back(child.name);
  } else {
    for (auto& one : read_strings(node, reading)) reading.container.networks.push_back(std::move(one.value));
  }
}

}  // namespace batten::manifest

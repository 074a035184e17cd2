// SPDX-License-Identifier: Apache-2.0
//
// Reads one service of a Compose project (compose-spec, 05-services.md), all merging done, into a container. One function per setting; the
// table in compose_service.cc says which keys there are.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "manifest/compose_project.h"
#include "manifest/container_syntax.h"

namespace batten::manifest {

class ServiceReading {
 public:
  ServiceReading(const ComposeProject& whole, ComposeService& to) : project(whole), service(to), container(to.container) {}

  const ComposeProject& project;
  ComposeService& service;
  model::Container& container;
  std::uint16_t file = 0;                                          // that the service's block is in
  std::map<std::string, std::size_t> variables;                    // name to its index in Container::environment
  std::map<std::string, std::size_t> mounts;                       // target to its index in Container::mounts
  double cpu_period = 100'000;                                     // microseconds
  std::vector<std::pair<std::string, model::Place>> volumes_from;  // service and its item; resolved when all are read

  void unread(const ComposeNode& node, std::string_view what) const;
  model::Placed<std::string> placed(const ComposeNode& node) const { return {node.text, setting_place(node)}; }
  // Notes members that are in no list of names.
  void known_keys(const ComposeNode& node, std::span<const std::string_view> names, std::string_view what) const;
  SourceRoot source_root(const ComposeNode& node) const;
};

using SettingReader = void (*)(const ComposeNode& node, ServiceReading& reading);

// Visits the items of a list or the one scalar that stands for one.
template <typename Visit>
void each_item(const ComposeNode& node, const Visit& visit) {
  if (node.is_list()) {
    for (const ComposeNode& child : node.children) visit(child);
  } else if (node.kind != ComposeNode::Kind::kNull) {
    visit(node);
  }
}
std::vector<model::Placed<std::string>> read_strings(const ComposeNode& node, ServiceReading& reading);

// compose_service.cc
void read_service(const ComposeNode& node, ServiceReading& reading);
// compose_settings.cc
void read_capabilities_added(const ComposeNode& node, ServiceReading& reading);
void read_capabilities_dropped(const ComposeNode& node, ServiceReading& reading);
void read_security_options(const ComposeNode& node, ServiceReading& reading);
void read_sysctls(const ComposeNode& node, ServiceReading& reading);
void read_ulimits(const ComposeNode& node, ServiceReading& reading);
void read_logging(const ComposeNode& node, ServiceReading& reading);
void read_health(const ComposeNode& node, ServiceReading& reading);
void read_command(const ComposeNode& node, ServiceReading& reading);
void read_entrypoint(const ComposeNode& node, ServiceReading& reading);
void read_build(const ComposeNode& node, ServiceReading& reading);
void read_depends_on(const ComposeNode& node, ServiceReading& reading);
void read_networks(const ComposeNode& node, ServiceReading& reading);
// compose_environment.cc
void read_environment(const ComposeNode& node, ServiceReading& reading);
void read_env_files(const ComposeNode& node, ServiceReading& reading);
void read_labels(const ComposeNode& node, ServiceReading& reading);
void read_label_files(const ComposeNode& node, ServiceReading& reading);
// compose_storage.cc
void read_volumes(const ComposeNode& node, ServiceReading& reading);
void read_tmpfs(const ComposeNode& node, ServiceReading& reading);
void read_secrets(const ComposeNode& node, ServiceReading& reading);
void read_configs(const ComposeNode& node, ServiceReading& reading);
void read_devices(const ComposeNode& node, ServiceReading& reading);
void read_volumes_from(const ComposeNode& node, ServiceReading& reading);
void read_use_api_socket(const ComposeNode& node, ServiceReading& reading);
// compose_ports.cc
void read_ports(const ComposeNode& node, ServiceReading& reading);
void read_expose(const ComposeNode& node, ServiceReading& reading);
// compose_limits.cc
void read_memory(const ComposeNode& node, ServiceReading& reading);
void read_pids(const ComposeNode& node, ServiceReading& reading);
void read_cpus(const ComposeNode& node, ServiceReading& reading);
void read_cpu_quota(const ComposeNode& node, ServiceReading& reading);
void read_deploy(const ComposeNode& node, ServiceReading& reading);

}  // namespace batten::manifest

// SPDX-License-Identifier: Apache-2.0
//
// Limits on what a service uses: its own keys, and those of deploy (compose-spec, deploy.md). Where both are, they must agree, so the
// first counts.
#include "base/format.h"
#include "manifest/compose_service.h"

namespace batten::manifest {
namespace {

constexpr std::string_view kDeployKeys[] = {"mode",          "endpoint_mode", "replicas",       "labels",   "rollback_config",
                                            "update_config", "resources",     "restart_policy", "placement"};
constexpr std::string_view kLimitKeys[] = {"cpus", "memory", "pids"};

// As Compose turns it into a restart policy of the engine.
void read_restart_policy(const ComposeNode& node, ServiceReading& reading) {
  std::string_view condition = node.string("condition");
  std::string value;
  if (condition == "none") {
    value = "no";
  } else if (condition == "on-failure") {
    value = "on-failure";
    if (std::string_view attempts = node.string("max_attempts"); !attempts.empty()) value += format(":{}", attempts);
  } else if (condition == "unless-stopped" || condition == "always") {
    value = condition;
  } else if (condition.empty() || condition == "any") {
    value = "always";
  } else {
    return reading.unread(node, "restart_policy");
  }
  reading.container.restart = {std::move(value), setting_place(node)};
}

}  // namespace

void read_memory(const ComposeNode& node, ServiceReading& reading) {
  auto bytes = parse_size(node.text);
  if (!node.is_scalar() || !bytes) return reading.unread(node, "memory limit");
  if (*bytes > 0 && !reading.container.memory_limit_bytes) reading.container.memory_limit_bytes = {*bytes, setting_place(node)};
}

void read_pids(const ComposeNode& node, ServiceReading& reading) {
  auto count = parse_whole_number(node.text);
  if (!node.is_scalar() || !count) return reading.unread(node, "pids limit");
  if (*count != 0 && !reading.container.pids_limit) reading.container.pids_limit = {*count, setting_place(node)};
}

void read_cpus(const ComposeNode& node, ServiceReading& reading) {
  auto count = parse_decimal(node.text);
  if (!node.is_scalar() || !count) return reading.unread(node, "CPU limit");
  if (*count > 0 && !reading.container.cpu_limit) reading.container.cpu_limit = {*count, setting_place(node)};
}

void read_cpu_quota(const ComposeNode& node, ServiceReading& reading) {
  auto quota = parse_size(node.text);
  if (!node.is_scalar() || !quota) return reading.unread(node, "CPU quota");
  if (*quota > 0 && !reading.container.cpu_limit)
    reading.container.cpu_limit = {static_cast<double>(*quota) / reading.cpu_period, setting_place(node)};
}

void read_deploy(const ComposeNode& node, ServiceReading& reading) {
  if (!node.is_map()) return reading.unread(node, "deploy");
  reading.known_keys(node, kDeployKeys, "deploy");
  const ComposeNode* resources = node.find("resources");
  const ComposeNode* limits = resources == nullptr ? nullptr : resources->find("limits");
  if (limits != nullptr && limits->is_map()) {
    reading.known_keys(*limits, kLimitKeys, "deploy.resources.limits");
    if (const ComposeNode* memory = limits->find("memory")) read_memory(*memory, reading);
    if (const ComposeNode* pids = limits->find("pids")) read_pids(*pids, reading);
    if (const ComposeNode* cpus = limits->find("cpus")) read_cpus(*cpus, reading);
  }
  const ComposeNode* restart = node.find("restart_policy");
  if (restart != nullptr && restart->is_map()) read_restart_policy(*restart, reading);
}

}  // namespace batten::manifest

// SPDX-License-Identifier: Apache-2.0
#include "monitor/response_rule.h"

#include <algorithm>

#include "base/glob.h"

namespace batten::monitor {
namespace {

constexpr std::string_view kActions[] = {"kill", "kill-container", "pause"};

// Engines, runtimes and what keeps the machine: the host is lost without them.
constexpr std::string_view kProtected[] = {"systemd",      "init",   "dockerd", "containerd", "runc",      "crun",
                                           "conmon",       "podman", "crio",    "kubelet",    "buildkitd", "dockerd-rootless",
                                           "docker-proxy", "sshd"};

}  // namespace

std::string_view response_action_name(ResponseAction action) { return kActions[static_cast<std::size_t>(action)]; }

std::optional<ResponseAction> parse_response_action(std::string_view name) {
  const auto* found = std::ranges::find(kActions, name);
  if (found == std::end(kActions)) return std::nullopt;
  return static_cast<ResponseAction>(found - std::begin(kActions));
}

bool response_applies(const ResponseRule& rule, const model::Alert& alert, const model::RunningContainer* container) {
  if (rule.container_only && container == nullptr) return false;
  if (alert.priority > rule.least) return false;
  if (!rule.tag.empty() && std::ranges::find(alert.tags, rule.tag) == alert.tags.end()) return false;
  return rule.rule.empty() || base::glob_match(rule.rule, alert.rule);
}

std::string response_protects(const model::Process& process, const model::RunningContainer* container, std::uint32_t own_pid) {
  if (process.key.pid <= 1) return "it is the first process of the machine";
  if (process.key.pid == own_pid) return "it is the monitor itself";
  if (container != nullptr) return {};
  const std::string& path = process.program->path;
  const std::string_view name = std::string_view(path).substr(path.rfind('/') + 1);
  const bool is_protected = name.starts_with("containerd-shim") || std::ranges::find(kProtected, name) != std::end(kProtected) ||
                            std::ranges::find(kProtected, process.comm) != std::end(kProtected);
  return is_protected ? "it belongs to the engine or the machine" : std::string();
}

std::string container_cgroup(std::string_view path, std::string_view id) {
  if (id.size() < 12 || !path.starts_with('/')) return {};
  const std::size_t at = path.find(id);
  if (at == std::string_view::npos) return {};
  return std::string(path.substr(0, path.find('/', at)));
}

}  // namespace batten::monitor

// SPDX-License-Identifier: Apache-2.0
#include "monitor/response_rule.h"

#include <fnmatch.h>

#include <algorithm>

namespace batten::monitor {
namespace {

constexpr std::string_view kActions[] = {"kill", "kill-container", "stop", "pause", "deny-network"};

// Engines, runtimes and what keeps the machine: the host is lost without them.
constexpr std::string_view kProtected[] = {
    "systemd", "init",       "dockerd", "containerd",       "runc",          "crun",           "conmon",     "podman",
    "crio",    "kubelet",    "docker",  "buildkitd",        "docker-proxy",  "docker-init",    "sshd",       "batten",
    "nerdctl", "k3s-server", "k3s",     "dockerd-rootless", "systemd-udevd", "systemd-logind", "dbus-daemon"};

bool matches(const std::string& pattern, const std::string& name) { return ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0; }

}  // namespace

std::string_view response_action_name(ResponseAction action) { return kActions[static_cast<std::size_t>(action)]; }

std::optional<ResponseAction> parse_response_action(std::string_view name) {
  const auto* found = std::ranges::find(kActions, name);
  if (found == std::end(kActions)) return std::nullopt;
  return static_cast<ResponseAction>(found - std::begin(kActions));
}

bool response_applies(const ResponseRule& rule, const model::Alert& alert, const model::RunningContainer* container) {
  if (container == nullptr && !(rule.host && rule.action == ResponseAction::kKill)) return false;
  if (alert.priority > rule.least) return false;
  if (!rule.tag.empty() && std::ranges::find(alert.tags, rule.tag) == alert.tags.end()) return false;
  if (!rule.container.empty() && (container == nullptr || !matches(rule.container, container->name))) return false;
  return rule.rule.empty() || matches(rule.rule, alert.rule);
}

std::string response_protects(const model::Process& process, const model::RunningContainer* container) {
  if (process.key.pid <= 1) return "it is the first process of the machine";
  if (container != nullptr) return {};
  const std::string& path = process.program->path;
  // Anybody may call itself as it likes; its file is where it is.
  const std::string_view name = path.empty() ? std::string_view(process.comm) : std::string_view(path).substr(path.rfind('/') + 1);
  const bool is_protected = name.starts_with("containerd-shim") || std::ranges::find(kProtected, name) != std::end(kProtected);
  return is_protected ? "it belongs to the engine or the machine" : std::string();
}

}  // namespace batten::monitor

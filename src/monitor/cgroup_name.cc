// SPDX-License-Identifier: Apache-2.0
#include "monitor/cgroup_name.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace batten::monitor {
namespace {

using Engine = model::RunningContainer::Engine;
constexpr std::size_t kIdSize = 64;
constexpr std::size_t kMaxUid = 64;

struct Prefix {
  std::string_view text;
  Engine engine;
};
constexpr Prefix kPrefixes[] = {{"docker", Engine::kDocker},
                                {"cri-containerd", Engine::kContainerd},
                                {"containerd", Engine::kContainerd},
                                {"nerdctl", Engine::kContainerd},
                                {"crio", Engine::kCrio},
                                {"libpod", Engine::kPodman}};

bool is_id(std::string_view text) {
  return text.size() == kIdSize && std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// "docker-ID.scope", "crio-ID", "kubepods-podUID.slice:cri-containerd:ID"; a monitor beside the container is none ("crio-conmon-ID").
std::optional<CgroupName> parse_component(std::string_view name, std::string_view parent) {
  if (name.ends_with(".scope")) name.remove_suffix(6);
  CgroupName out;
  if (is_id(name)) {
    if (parent == "docker") out.engine = Engine::kDocker;
    out.id = name;
    return out;
  }
  if (name.size() <= kIdSize + 1 || !is_id(name.substr(name.size() - kIdSize))) return std::nullopt;
  std::string_view prefix = name.substr(0, name.size() - kIdSize);
  if (prefix.back() != '-' && prefix.back() != ':') return std::nullopt;
  prefix.remove_suffix(1);
  if (const std::size_t colon = prefix.rfind(':'); colon != std::string_view::npos) prefix.remove_prefix(colon + 1);
  for (const Prefix& one : kPrefixes) {
    if (prefix != one.text) continue;
    out.engine = one.engine;
    out.id = name.substr(name.size() - kIdSize);
    return out;
  }
  return std::nullopt;
}

// "pod0123-...", "kubepods-besteffort-pod0123_....slice"; systemd's form has '_' for '-'.
std::string pod_uid(std::string_view component) {
  if (component.starts_with("kubepods") || component.starts_with("kubelet-kubepods")) {
    component = component.substr(0, component.find(".slice"));
    const std::size_t pod = component.rfind("-pod");
    if (pod == std::string_view::npos) return {};
    component.remove_prefix(pod + 1);
  }
  if (!component.starts_with("pod")) return {};
  std::string out(component.substr(3, kMaxUid));
  std::ranges::replace(out, '_', '-');
  const bool valid = std::ranges::all_of(out, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-'; });
  return valid ? out : std::string();
}

std::uint32_t slice_user(std::string_view component) {
  if (!component.starts_with("user-") || !component.ends_with(".slice")) return 0;
  component.remove_prefix(5);
  component.remove_suffix(6);
  const std::optional<std::uint64_t> id = base::parse_unsigned(component);
  return id && *id <= 0xffffffffu ? static_cast<std::uint32_t>(*id) : 0;
}

}  // namespace

std::optional<CgroupName> parse_cgroup_name(std::string_view path) {
  const std::vector<std::string_view> parts = base::split(path, '/');
  std::string pod;
  std::uint32_t user = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (std::string uid = pod_uid(parts[i]); !uid.empty()) pod = std::move(uid);
    if (const std::uint32_t id = slice_user(parts[i]); id != 0) user = id;
    std::optional<CgroupName> found = parse_component(parts[i], i == 0 ? std::string_view() : parts[i - 1]);
    if (!found) continue;
    found->pod_uid = std::move(pod);
    found->user_id = user;
    found->nested = i + 1 < parts.size();
    return found;
  }
  return std::nullopt;
}

}  // namespace batten::monitor

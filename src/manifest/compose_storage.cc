// SPDX-License-Identifier: Apache-2.0
//
// What a service mounts: volumes, tmpfs, secrets, configs, devices, the engine's socket. Of two with one target the last counts.
#include <algorithm>

#include "base/format.h"
#include "manifest/compose_service.h"

namespace batten::manifest {
namespace {

using Kind = model::ContainerMount::Kind;

constexpr std::string_view kVolumeKeys[] = {"type", "source", "target", "read_only", "consistency", "bind", "volume", "tmpfs", "image"};
constexpr std::string_view kBindKeys[] = {"propagation", "create_host_path", "recursive", "selinux"};
constexpr std::string_view kGrantKeys[] = {"source", "target", "uid", "gid", "mode"};
constexpr std::string_view kDeviceKeys[] = {"source", "target", "permissions"};
constexpr std::string_view kSocket = "/var/run/docker.sock";

void add_mount(ServiceReading& reading, model::ContainerMount mount) {
  auto [known, is_new] = reading.mounts.try_emplace(mount.target, reading.container.mounts.size());
  if (is_new) {
    reading.container.mounts.push_back(std::move(mount));
  } else {
    reading.container.mounts[known->second] = std::move(mount);
  }
}

// A named volume of the local driver that is a directory of the host in disguise.
void resolve_volume(model::ContainerMount& mount, ServiceReading& reading) {
  const ComposeNode* volume = mount.source.empty() ? nullptr : reading.project.volume(mount.source);
  const ComposeNode* options = volume == nullptr ? nullptr : volume->find("driver_opts");
  if (options == nullptr) return;
  std::string_view device = options->string("device"), how = options->string("o");
  bool binds = ("," + std::string(how) + ",").contains("bind,");
  if (device.empty() || !binds) return;
  mount.kind = Kind::kBind;
  mount.source = reading.project.host_path(*options, device);
  if (("," + std::string(how) + ",").contains(",ro,")) mount.read_only = true;
}

Kind kind_of(std::string_view type) {
  if (type == "bind") return Kind::kBind;
  if (type == "volume" || type.empty()) return Kind::kVolume;
  return type == "tmpfs" ? Kind::kTmpfs : Kind::kOther;
}

void read_long_volume(const ComposeNode& node, ServiceReading& reading) {
  reading.known_keys(node, kVolumeKeys, "volumes");
  model::ContainerMount mount;
  mount.kind = kind_of(node.string("type"));
  mount.source = node.string("source");
  mount.target = node.string("target");
  mount.read_only = parse_boolean(node.string("read_only")).value_or(false);
  mount.place = node.place;
  if (mount.target.empty()) return reading.unread(node, "volumes: no target");
  if (const ComposeNode* bind = node.find("bind")) {
    reading.known_keys(*bind, kBindKeys, "volumes.bind");
    mount.propagation = bind->string("propagation");
  }
  if (mount.kind == Kind::kBind) mount.source = reading.project.host_path(node, mount.source);
  if (mount.kind == Kind::kVolume) resolve_volume(mount, reading);
  add_mount(reading, std::move(mount));
}

// A secret or config: source and target, wherever it is mounted.
void read_grant(const ComposeNode& node, ServiceReading& reading, Kind kind, std::string_view directory) {
  model::ContainerMount mount;
  mount.kind = kind;
  mount.read_only = true;
  mount.place = node.place;
  mount.source = node.is_scalar() ? std::string_view(node.text) : node.string("source");
  if (mount.source.empty()) return reading.unread(node, kind == Kind::kSecret ? "secrets" : "configs");
  if (node.is_map()) reading.known_keys(node, kGrantKeys, kind == Kind::kSecret ? "secrets" : "configs");
  std::string_view target = node.string("target");
  if (target.empty()) target = mount.source;
  mount.target = target.starts_with('/') ? std::string(target) : format("{}/{}", directory, target);
  if (kind == Kind::kSecret) reading.container.secrets.push_back({mount.source, node.place});
  add_mount(reading, std::move(mount));
}

}  // namespace

void read_volumes(const ComposeNode& node, ServiceReading& reading) {
  each_item(node, [&](const ComposeNode& item) {
    if (item.is_map()) return read_long_volume(item, reading);
    if (!item.is_scalar()) return reading.unread(item, "volumes");
    auto mount = parse_volume(item.text, {});
    if (!mount) return reading.unread(item, format("volume {}", item.text));
    mount->place = item.place;
    if (mount->kind == Kind::kBind) mount->source = reading.project.host_path(item, mount->source);
    if (mount->kind == Kind::kVolume) resolve_volume(*mount, reading);
    add_mount(reading, std::move(*mount));
  });
}

void read_tmpfs(const ComposeNode& node, ServiceReading& reading) {
  each_item(node, [&](const ComposeNode& item) {
    auto mount = item.is_scalar() ? parse_tmpfs(item.text) : std::nullopt;
    if (!mount) return reading.unread(item, "tmpfs");
    mount->place = node.is_scalar() ? setting_place(item) : item.place;
    add_mount(reading, std::move(*mount));
  });
}

void read_secrets(const ComposeNode& node, ServiceReading& reading) {
  each_item(node, [&](const ComposeNode& item) { read_grant(item, reading, Kind::kSecret, "/run/secrets"); });
}

void read_configs(const ComposeNode& node, ServiceReading& reading) {
  each_item(node, [&](const ComposeNode& item) { read_grant(item, reading, Kind::kConfig, ""); });
}

void read_devices(const ComposeNode& node, ServiceReading& reading) {
  each_item(node, [&](const ComposeNode& item) {
    model::Placed<std::string> device{item.text, item.place};
    if (item.is_map()) {
      reading.known_keys(item, kDeviceKeys, "devices");
      std::string_view target = item.string("target"), permissions = item.string("permissions");
      device.value = item.string("source");
      if (!target.empty() || !permissions.empty()) device.value += format(":{}", target.empty() ? item.string("source") : target);
      if (!permissions.empty()) device.value += format(":{}", permissions);
    }
    if (device.value.empty()) return reading.unread(item, "devices");
    reading.container.devices.push_back(std::move(device));
  });
}

void read_volumes_from(const ComposeNode& node, ServiceReading& reading) {
  for (auto& one : read_strings(node, reading)) reading.volumes_from.emplace_back(std::move(one.value), one.place);
}

void read_use_api_socket(const ComposeNode& node, ServiceReading& reading) {
  if (!parse_boolean(node.text).value_or(false)) return;
  add_mount(reading, {.kind = Kind::kBind,
                      .source = std::string(kSocket),
                      .target = std::string(kSocket),
                      .read_only = false,
                      .propagation = {},
                      .place = setting_place(node)});
}

}  // namespace batten::manifest

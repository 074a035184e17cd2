// SPDX-License-Identifier: Apache-2.0
#include "manifest/compose_service.h"

#include <algorithm>

#include "base/format.h"

namespace batten::manifest {
namespace {

using Text = std::optional<model::Placed<std::string>>;
using Flag = std::optional<model::Placed<bool>>;

template <Text model::Container::* kSetting>
void read_text(const ComposeNode& node, ServiceReading& reading) {
  if (node.is_map() || node.is_list()) return reading.unread(node, node.name);
  if (node.is_scalar() && !node.text.empty()) reading.container.*kSetting = reading.placed(node);
}

template <Flag model::Container::* kSetting>
void read_flag(const ComposeNode& node, ServiceReading& reading) {
  auto value = node.is_scalar() ? parse_boolean(node.text) : std::nullopt;
  if (!value) return reading.unread(node, node.name);
  reading.container.*kSetting = {*value, setting_place(node)};
}

void read_image(const ComposeNode& node, ServiceReading& reading) {
  if (!node.is_scalar()) return reading.unread(node, "image");
  reading.container.image = {node.text, node.place};
}

// That of deploy goes over it.
void read_restart(const ComposeNode& node, ServiceReading& reading) {
  if (!node.is_scalar()) return reading.unread(node, "restart");
  if (!reading.container.restart) reading.container.restart = reading.placed(node);
}

void read_runtime(const ComposeNode& node, ServiceReading& reading) { reading.container.engine_runtime = node.text; }

void read_device_rules(const ComposeNode& node, ServiceReading& reading) {
  reading.container.device_cgroup_rules = read_strings(node, reading);
}

void read_profiles(const ComposeNode& node, ServiceReading& reading) {
  for (auto& one : read_strings(node, reading)) reading.service.profiles.push_back(std::move(one.value));
}

// As files of version 1 have it.
void read_log_driver(const ComposeNode& node, ServiceReading& reading) {
  if (node.is_scalar()) reading.container.log_driver = reading.placed(node);
}

void read_containers_before(const ComposeNode& node, ServiceReading& reading) {
  std::size_t count = node.is_list() ? node.children.size() : 1;
  reading.project.notes.skipped(reading.project.where(node),
                                format("service {}: {} containers of pre_start are not looked at", reading.container.name, count));
}

struct Key {
  std::string_view name;
  SettingReader read = nullptr;  // null: known, says nothing about what a container may do
};

// By name.
using model::Container;
constexpr Key kKeys[] = {
    {"annotations"},
    {"attach"},
    {"blkio_config"},
    {"build", read_build},
    {"cap_add", read_capabilities_added},
    {"cap_drop", read_capabilities_dropped},
    {"cgroup", read_text<&Container::cgroup_namespace>},
    {"cgroup_parent", read_text<&Container::cgroup_parent>},
    {"command", read_command},
    {"configs", read_configs},
    {"container_name"},
    {"cpu_count"},
    {"cpu_percent"},
    {"cpu_period"},
    {"cpu_quota", read_cpu_quota},
    {"cpu_rt_period"},
    {"cpu_rt_runtime"},
    {"cpu_shares"},
    {"cpus", read_cpus},
    {"cpuset"},
    {"credential_spec"},
    {"depends_on", read_depends_on},
    {"deploy", read_deploy},
    {"develop"},
    {"device_cgroup_rules", read_device_rules},
    {"devices", read_devices},
    {"dns"},
    {"dns_opt"},
    {"dns_search"},
    {"domainname"},
    {"entrypoint", read_entrypoint},
    {"env_file", read_env_files},
    {"environment", read_environment},
    {"expose", read_expose},
    {"extends"},
    {"external_links"},
    {"extra_hosts"},
    {"gpus"},
    {"group_add"},
    {"healthcheck", read_health},
    {"hostname"},
    {"image", read_image},
    {"init", read_flag<&Container::init>},
    {"ipc", read_text<&Container::ipc_mode>},
    {"isolation"},
    {"label_file", read_label_files},
    {"labels", read_labels},
    {"links"},
    {"logging", read_logging},
    {"mac_address"},
    {"mem_limit", read_memory},
    {"mem_reservation"},
    {"mem_swappiness"},
    {"memswap_limit"},
    {"models"},
    {"network_mode", read_text<&Container::network_mode>},
    {"networks", read_networks},
    {"oom_kill_disable"},
    {"oom_score_adj"},
    {"pid", read_text<&Container::pid_mode>},
    {"pids_limit", read_pids},
    {"platform"},
    {"ports", read_ports},
    {"post_start"},
    {"pre_start", read_containers_before},
    {"pre_stop"},
    {"privileged", read_flag<&Container::privileged>},
    {"profiles", read_profiles},
    {"provider"},
    {"pull_policy"},
    {"pull_refresh_after"},
    {"read_only", read_flag<&Container::read_only_root>},
    {"restart", read_restart},
    {"runtime", read_runtime},
    {"scale"},
    {"secrets", read_secrets},
    {"security_opt", read_security_options},
    {"shm_size"},
    {"stdin_open"},
    {"stop_grace_period"},
    {"stop_signal"},
    {"storage_opt"},
    {"sysctls", read_sysctls},
    {"tmpfs", read_tmpfs},
    {"triggers"},
    {"tty"},
    {"ulimits", read_ulimits},
    {"umask"},
    {"use_api_socket", read_use_api_socket},
    {"user", read_text<&Container::user>},
    {"userns_mode", read_text<&Container::user_namespace>},
    {"uts", read_text<&Container::uts_mode>},
    {"volumes", read_volumes},
    {"volumes_from", read_volumes_from},
    {"working_dir"},
};
static_assert(std::ranges::is_sorted(kKeys, {}, &Key::name));

// Of files of version 1, and what later versions dropped.
constexpr Key kOldKeys[] = {
    {"cpu_quota", read_cpu_quota},
    {"dockerfile"},
    {"log_driver", read_log_driver},
    {"log_opt"},
    {"net", read_text<&Container::network_mode>},
    {"volume_driver"},
};

const Key* find_key(std::string_view name) {
  const Key* found = std::ranges::lower_bound(kKeys, name, {}, &Key::name);
  if (found != std::end(kKeys) && found->name == name) return found;
  found = std::ranges::find(kOldKeys, name, &Key::name);
  return found == std::end(kOldKeys) ? nullptr : found;
}

void note_unknown(const ComposeNode& node, std::string_view owner, const std::vector<std::string_view>& names,
                  const ComposeProject& project) {
  if (node.name.starts_with("x-") || project.notes.full()) return;
  project.notes.skipped(project.where(node),
                        with_suggestion(format("{}: unknown key {}", owner, node.name.substr(0, 100)), node.name, names));
}

}  // namespace

void ServiceReading::unread(const ComposeNode& node, std::string_view what) const {
  project.notes.skipped(project.where(node), format("service {}: {} is not understood", container.name, what.substr(0, 200)));
}

void ServiceReading::known_keys(const ComposeNode& node, std::span<const std::string_view> names, std::string_view what) const {
  if (!node.is_map()) return;
  for (const ComposeNode& child : node.children) {
    if (std::ranges::find(names, child.name) != names.end()) continue;
    note_unknown(child, format("service {}: {}", container.name, what), {names.begin(), names.end()}, project);
  }
}

SourceRoot ServiceReading::source_root(const ComposeNode& node) const {
  return {project.world.directory.empty() ? std::string() : project.host_path(node, "."), {}};
}

void read_service(const ComposeNode& node, ServiceReading& reading) {
  model::Container& container = reading.container;
  container.form = model::ContainerForm::kCompose;
  container.name = node.name;
  container.place = node.key;
  reading.file = node.file;
  reading.service.has_foreign_settings = has_foreign_part(node);
  if (auto period = parse_decimal(node.string("cpu_period")); period && *period > 0) reading.cpu_period = *period;
  for (const ComposeNode& child : node.children) {
    const Key* key = find_key(child.name);
    if (key == nullptr && !reading.project.notes.full()) {
      std::vector<std::string_view> names;
      for (const Key& one : kKeys) names.push_back(one.name);
      note_unknown(child, format("service {}", node.name), names, reading.project);
    } else if (key != nullptr && key->read != nullptr && child.kind != ComposeNode::Kind::kNull && key->read != read_env_files) {
      key->read(child, reading);
    }
  }
  // These refer to variables of the service.
  if (const ComposeNode* files = node.find("env_file")) read_env_files(*files, reading);
}

}  // namespace batten::manifest

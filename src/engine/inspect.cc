// SPDX-License-Identifier: Apache-2.0
#include "engine/inspect.h"

#include <algorithm>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::engine {
namespace {

using model::Container;
using model::ContainerMount;
using model::ContainerPort;
using model::Placed;

constexpr json::Limits kLimits{.max_bytes = 16u << 20, .max_depth = 100};
constexpr std::size_t kMaxItems = 10'000;

std::string upper_capability(std::string_view name) {
  std::string out;
  for (char c : name) out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out.starts_with("CAP_") ? out.substr(4) : out;
}

std::optional<Placed<std::string>> said(json::View value) {
  std::string_view text = value.string();
  if (text.empty()) return std::nullopt;
  return Placed<std::string>{std::string(text), {}};
}

void add_all(json::View list, std::vector<Placed<std::string>>& out) {
  list.each([&](json::View item) {
    if (item.is_string() && out.size() < kMaxItems) out.push_back({std::string(item.string()), {}});
  });
}

// A word or a list of words, as older engines and Podman have it.
std::vector<Placed<std::string>> command_of(json::View value) {
  std::vector<Placed<std::string>> out;
  if (value.is_string() && !value.string().empty()) out.push_back({std::string(value.string()), {}});
  add_all(value, out);
  return out;
}

// A profile that is given as its JSON: one that allows by default and refuses nothing is none.
std::string seccomp_profile(std::string_view text) {
  if (!text.starts_with('{')) return std::string(text);
  auto profile = json::Document::parse(text, kLimits);
  if (!profile) return "custom";
  std::string_view fallback = (*profile)["defaultAction"].string();
  if (fallback != "SCMP_ACT_ALLOW" && fallback != "SCMP_ACT_LOG") return "custom";
  bool refuses = false;
  (*profile)["syscalls"].each([&](json::View rule) {
    std::string_view action = rule["action"].string();
    refuses = refuses || (action != "SCMP_ACT_ALLOW" && action != "SCMP_ACT_LOG");
  });
  return refuses ? "custom" : "unconfined";
}

// "no-new-privileges", "seccomp=unconfined"; old engines part name and value by a colon.
void add_security_option(std::string_view option, Container& out) {
  std::size_t at = option.find_first_of("=:");
  std::string_view name = option.substr(0, at);
  std::string_view value = at == std::string_view::npos ? std::string_view() : option.substr(at + 1);
  std::string written(option);
  if (name == "no-new-privileges") {
    out.no_new_privileges = Placed<bool>{value != "false", {}};
  } else if (name == "seccomp") {
    out.seccomp = Placed<std::string>{seccomp_profile(value), {}};
    if (value.starts_with('{')) written = "seccomp=" + out.seccomp->value;
  } else if (name == "apparmor") {
    out.apparmor = Placed<std::string>{std::string(value), {}};
  } else if (name == "label") {
    out.selinux = Placed<std::string>{std::string(value), {}};
  }
  out.security_options.push_back({std::move(written), {}});
}

void add_mounts(json::View root, Container& out) {
  root["Mounts"].each([&](json::View item) {
    if (out.mounts.size() >= kMaxItems) return;
    ContainerMount mount;
    std::string_view type = item["Type"].string();
    bool is_volume = type == "volume";
    mount.kind = is_volume         ? ContainerMount::Kind::kVolume
                 : type == "bind"  ? ContainerMount::Kind::kBind
                 : type == "tmpfs" ? ContainerMount::Kind::kTmpfs
                                   : ContainerMount::Kind::kOther;
    mount.source = is_volume ? item["Name"].string() : item["Source"].string();
    mount.target = item["Destination"].string();
    mount.read_only = !item["RW"].boolean(true);
    mount.propagation = item["Propagation"].string();
    out.mounts.push_back(std::move(mount));
  });
  root["HostConfig"]["Tmpfs"].each_member([&](std::string_view target, json::View) {
    bool known = std::ranges::any_of(out.mounts, [&](const ContainerMount& mount) { return mount.target == target; });
    if (known || out.mounts.size() >= kMaxItems) return;
    ContainerMount mount;
    mount.kind = ContainerMount::Kind::kTmpfs;
    mount.target = target;
    out.mounts.push_back(std::move(mount));
  });
}

std::uint16_t port_number(std::string_view text) {
  auto number = base::parse_unsigned(text);
  return number && *number <= 65535 ? static_cast<std::uint16_t>(*number) : std::uint16_t{0};
}

// {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}, {"HostIp": "::", ..}], "443/tcp": null}
void add_ports(json::View ports, Container& out) {
  ports.each_member([&](std::string_view key, json::View bindings) {
    ContainerPort port;
    std::size_t slash = key.find('/');
    port.container_first = port_number(key.substr(0, slash));
    if (slash != std::string_view::npos) port.protocol = key.substr(slash + 1);
    port.published = false;
    bindings.each([&](json::View binding) {
      ContainerPort bound = port;
      bound.published = true;
      std::string_view address = binding["HostIp"].string();
      if (address != "0.0.0.0" && address != "::") bound.host_address = address;
      bound.host_first = bound.host_last = port_number(binding["HostPort"].string());
      bool known = std::ranges::find(out.ports, bound) != out.ports.end();
      if (!known && out.ports.size() < kMaxItems) out.ports.push_back(std::move(bound));
    });
    if (bindings.size() == 0 && out.ports.size() < kMaxItems) out.ports.push_back(std::move(port));
  });
}

void add_limits(json::View config, Container& out) {
  if (std::int64_t memory = config["Memory"].integer().value_or(0); memory > 0) out.memory_limit_bytes = Placed<std::int64_t>{memory, {}};
  if (std::int64_t pids = config["PidsLimit"].integer().value_or(0); pids > 0) out.pids_limit = Placed<std::int64_t>{pids, {}};
  double cpus = config["NanoCpus"].number().value_or(0) / 1e9;
  if (double quota = config["CpuQuota"].number().value_or(0); quota > 0 && cpus <= 0) {
    double period = config["CpuPeriod"].number().value_or(0);
    cpus = quota / (period > 0 ? period : 100'000);
  }
  if (cpus > 0) out.cpu_limit = Placed<double>{cpus, {}};
  config["Ulimits"].each([&](json::View limit) {
    if (out.ulimits.size() >= kMaxItems) return;
    out.ulimits[std::string(limit["Name"].string())] = {
        format("{}:{}", limit["Soft"].integer().value_or(0), limit["Hard"].integer().value_or(0)), {}};
  });
}

void add_health(json::View health, Container& out) {
  out.health.test = health["Test"].strings();
  if (out.health.test.empty()) return;
  out.health.kind = out.health.test.front() == "NONE" ? model::ContainerHealth::Kind::kDisabled : model::ContainerHealth::Kind::kSet;
}

void add_host_config(json::View config, Container& out) {
  out.privileged = Placed<bool>{config["Privileged"].boolean(), {}};
  out.read_only_root = Placed<bool>{config["ReadonlyRootfs"].boolean(), {}};
  if (config["Init"].type() == json::Type::kBool) out.init = Placed<bool>{config["Init"].boolean(), {}};
  out.network_mode = said(config["NetworkMode"]);
  out.pid_mode = said(config["PidMode"]);
  out.ipc_mode = said(config["IpcMode"]);
  out.uts_mode = said(config["UTSMode"]);
  out.user_namespace = said(config["UsernsMode"]);
  out.cgroup_namespace = said(config["CgroupnsMode"]);
  out.cgroup_parent = said(config["CgroupParent"]);
  out.engine_runtime = config["Runtime"].string();
  // The engine adds this one by itself where processes of others are shared.
  bool adds_label =
      out.privileged->value || (out.pid_mode && out.pid_mode->value == "host") || (out.ipc_mode && out.ipc_mode->value == "host");
  config["SecurityOpt"].each([&](json::View item) {
    bool is_added = adds_label && item.string() == "label=disable";
    if (!is_added && out.security_options.size() < kMaxItems) add_security_option(item.string(), out);
  });
  add_all(config["CapAdd"], out.capabilities_added);
  add_all(config["CapDrop"], out.capabilities_dropped);
  for (auto* list : {&out.capabilities_added, &out.capabilities_dropped}) {
    for (Placed<std::string>& name : *list) name.value = upper_capability(name.value);
  }
  config["Devices"].each([&](json::View item) {
    if (out.devices.size() >= kMaxItems) return;
    out.devices.push_back(
        {format("{}:{}:{}", item["PathOnHost"].string(), item["PathInContainer"].string(), item["CgroupPermissions"].string()), {}});
  });
  add_all(config["DeviceCgroupRules"], out.device_cgroup_rules);
  config["Sysctls"].each_member([&](std::string_view key, json::View value) {
    if (out.sysctls.size() < kMaxItems) out.sysctls[std::string(key)] = {std::string(value.string()), {}};
  });
  add_limits(config, out);
  json::View restart = config["RestartPolicy"];
  std::string policy(restart["Name"].string("no"));
  if (policy.empty()) policy = "no";
  if (std::int64_t count = restart["MaximumRetryCount"].integer().value_or(0); policy == "on-failure" && count > 0) {
    policy += format(":{}", count);
  }
  out.restart = Placed<std::string>{std::move(policy), {}};
  out.log_driver = said(config["LogConfig"]["Type"]);
  config["LogConfig"]["Config"].each_member([&](std::string_view key, json::View value) {
    if (out.log_options.size() < kMaxItems) out.log_options.emplace(key, value.string());
  });
}

void add_config(json::View config, Container& out) {
  out.image.value = config["Image"].string();
  out.user = said(config["User"]);
  out.entrypoint = command_of(config["Entrypoint"]);
  out.command = command_of(config["Cmd"]);
  config["Env"].each([&](json::View item) {
    if (out.environment.size() >= kMaxItems) return;
    std::string_view text = item.string();
    std::size_t at = text.find('=');
    model::ContainerVariable variable;
    variable.name = text.substr(0, at);
    if (at != std::string_view::npos) variable.value = text.substr(at + 1);
    out.environment.push_back(std::move(variable));
  });
  config["Labels"].each_member([&](std::string_view key, json::View value) {
    if (out.labels.size() < kMaxItems) out.labels[std::string(key)] = {std::string(value.string()), {}};
  });
  add_health(config["Healthcheck"], out);
}

}  // namespace

Result<InspectedContainer> parse_inspect(std::string_view text) {
  json::Document root = TRY(json::Document::parse(text, kLimits));
  InspectedContainer inspected;
  Container& out = inspected.container;
  out.form = model::ContainerForm::kEngine;
  out.id = root["Id"].string();
  std::string_view name = root["Name"].string();
  out.name = name.starts_with('/') ? name.substr(1) : name;
  if (out.id.empty() || !root["HostConfig"].is_object()) return Error{Code::kCorrupt, "a container without an id or a configuration"};
  add_config(root["Config"], out);
  add_host_config(root["HostConfig"], out);
  if (std::string_view profile = root["AppArmorProfile"].string(); !profile.empty() && !out.apparmor) {
    out.apparmor = Placed<std::string>{std::string(profile), {}};
  }
  add_mounts(root.root(), out);
  add_ports(root["NetworkSettings"]["Ports"], out);
  root["NetworkSettings"]["Networks"].each_member([&](std::string_view network, json::View) {
    if (out.networks.size() < kMaxItems) out.networks.emplace_back(network);
  });
  inspected.running = root["State"]["Running"].boolean();
  if (std::int64_t pid = root["State"]["Pid"].integer().value_or(0); inspected.running && pid > 0 && pid < (1 << 30)) {
    out.process.emplace().pid = static_cast<int>(pid);
  }
  inspected.exec_ids = root["ExecIDs"].strings();
  if (inspected.exec_ids.size() > kMaxItems) inspected.exec_ids.resize(kMaxItems);
  return inspected;
}

Result<model::EngineExec> parse_exec(std::string_view text, bool& running) {
  json::Document root = TRY(json::Document::parse(text, kLimits));
  running = root["Running"].boolean();
  json::View process = root["ProcessConfig"];
  model::EngineExec out;
  out.command = process["entrypoint"].string();  // not its arguments: they may hold a password
  out.user = process["user"].string();
  out.privileged = process["privileged"].boolean();
  return out;
}

}  // namespace batten::engine

// SPDX-License-Identifier: Apache-2.0
#include "manifest/kubernetes_container.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/path.h"
#include "base/text.h"

namespace batten::manifest {
namespace {

// What a pod may repeat for each of its containers is bounded.
constexpr std::size_t kMaxSysctls = 100;

using model::Container;
using model::Placed;

Placed<std::string> text_of(yaml::View view) { return {std::string(view.string()), pod_place(view)}; }

bool is_said(yaml::View view) { return view && !view.is_null(); }

std::optional<Placed<bool>> boolean(yaml::View view) {
  std::optional<bool> value = pod_boolean(view);
  if (!value) return std::nullopt;
  return Placed<bool>{*value, pod_place(view)};
}

std::vector<Placed<std::string>> texts(yaml::View list) {
  std::vector<Placed<std::string>> out;
  list.each([&](yaml::View item) {
    if (item.is_scalar()) out.push_back(text_of(item));
  });
  return out;
}

std::vector<Placed<std::string>> capabilities(yaml::View list) {
  std::vector<Placed<std::string>> out = texts(list);
  for (Placed<std::string>& capability : out) {
    std::ranges::transform(capability.value, capability.value.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    if (capability.value.starts_with("CAP_")) capability.value.erase(0, 4);
  }
  return out;
}

// {type: Localhost, localhostProfile: x} as the engine would call it.
std::optional<Placed<std::string>> profile(yaml::View view) {
  yaml::View type = view["type"];
  if (!type.is_scalar()) return std::nullopt;
  Placed<std::string> out = {"", pod_place(type)};
  if (type.string() == "RuntimeDefault") {
    out.value = "runtime/default";
  } else if (type.string() == "Unconfined") {
    out.value = "unconfined";
  } else if (type.string() == "Localhost") {
    out.value = "localhost/" + std::string(view["localhostProfile"].string());
  } else {
    out.value = type.string();
  }
  return out;
}

// An annotation of before there was a field.
std::optional<Placed<std::string>> annotated(yaml::View annotations, std::string_view key) {
  yaml::View view = annotations[key];
  if (!view.is_scalar()) return std::nullopt;
  Placed<std::string> out = text_of(view);
  if (out.value == "docker/default") out.value = "runtime/default";
  return out;
}

class Reader {
 public:
  Reader(const Pod& pod, const PodContainer& container)
      : spec_(pod.spec),
        view_(container.view),
        of_pod_(pod.spec["securityContext"]),
        own_(container.view["securityContext"]),
        annotations_(pod.metadata["annotations"]),
        name_(container.name) {}

  void security(Container& out) const {
    out.privileged = boolean(own_["privileged"]);
    out.read_only_root = boolean(own_["readOnlyRootFilesystem"]);
    if (auto escalation = boolean(own_["allowPrivilegeEscalation"])) {
      out.no_new_privileges = Placed<bool>{!escalation->value, escalation->place};
    }
    out.capabilities_added = capabilities(own_["capabilities"]["add"]);
    out.capabilities_dropped = capabilities(own_["capabilities"]["drop"]);
    out.seccomp = profile(merged("seccompProfile"));
    if (!out.seccomp) out.seccomp = annotated(annotations_, "container.seccomp.security.alpha.kubernetes.io/" + name_);
    if (!out.seccomp) out.seccomp = annotated(annotations_, "seccomp.security.alpha.kubernetes.io/pod");
    out.apparmor = profile(merged("appArmorProfile"));
    if (!out.apparmor) out.apparmor = annotated(annotations_, "container.apparmor.security.beta.kubernetes.io/" + name_);
    selinux(out);
    user(out);
  }

  void namespaces(Container& out) const {
    host(out.network_mode, "hostNetwork");
    host(out.pid_mode, "hostPID");
    host(out.ipc_mode, "hostIPC");
    if (auto users = boolean(spec_["hostUsers"])) {
      out.user_namespace = Placed<std::string>{users->value ? "host" : "private", users->place};
    }
    of_pod_["sysctls"].each([&](yaml::View item) {
      if (out.sysctls.size() < kMaxSysctls && item["name"].is_scalar()) {
        out.sysctls.emplace(item["name"].string(), Placed<std::string>{std::string(item["value"].string()), pod_place(item["name"])});
      }
    });
    if (yaml::View policy = spec_["restartPolicy"]; policy.is_scalar()) {
      out.restart = text_of(policy);
      out.restart->value = policy.string() == "Never" ? "no" : policy.string() == "OnFailure" ? "on-failure" : "always";
    }
    for (std::string_view label : {"automountServiceAccountToken", "serviceAccountName"}) {
      if (spec_[label].is_scalar()) out.labels.emplace(label, text_of(spec_[label]));
    }
  }

  void resources(Container& out) const {
    yaml::View limits = view_["resources"]["limits"], of_pod = spec_["resources"]["limits"];
    yaml::View memory = is_said(limits["memory"]) ? limits["memory"] : of_pod["memory"];
    if (auto bytes = quantity_bytes(memory.string())) out.memory_limit_bytes = Placed<std::int64_t>{*bytes, pod_place(memory)};
    yaml::View cpu = is_said(limits["cpu"]) ? limits["cpu"] : of_pod["cpu"];
    if (auto count = quantity(cpu.string())) out.cpu_limit = Placed<double>{*count, pod_place(cpu)};
  }

  void health(Container& out) const {
    for (std::string_view key : {"livenessProbe", "readinessProbe", "startupProbe"}) {
      yaml::View probe = view_[key];
      if (!probe.is_mapping() || out.health.kind == model::ContainerHealth::Kind::kSet) continue;
      out.health = {model::ContainerHealth::Kind::kSet, probe["exec"]["command"].strings(), pod_place(probe)};
    }
  }

 private:
  yaml::View merged(std::string_view field) const { return is_said(own_[field]) ? own_[field] : of_pod_[field]; }

  void host(std::optional<Placed<std::string>>& mode, std::string_view field) const {
    auto flag = boolean(spec_[field]);
    if (flag && flag->value) mode = Placed<std::string>{"host", flag->place};
  }

  void selinux(Container& out) const {
    yaml::View options = merged("seLinuxOptions");
    if (!options.is_mapping()) return;
    Placed<std::string> label = {"", pod_place(options)};
    for (std::string_view part : {"user", "role", "type", "level"}) {
      if (!options[part].is_scalar()) continue;
      if (!label.value.empty()) label.value += ',';
      label.value.append(part).append(":").append(options[part].string());
    }
    out.selinux = std::move(label);
  }

  void user(Container& out) const {
    yaml::View id = merged("runAsUser"), group = merged("runAsGroup"), non_root = merged("runAsNonRoot");
    if (is_said(id) && id.is_scalar()) {
      out.user = text_of(id);
      if (is_said(group) && group.is_scalar()) out.user->value.append(":").append(group.string());
    } else if (auto flag = boolean(non_root); flag && flag->value) {
      out.user = Placed<std::string>{"nonroot", flag->place};
    }
  }

  yaml::View spec_, view_, of_pod_, own_, annotations_;
  const std::string& name_;
};

std::string normal_host_path(std::string_view path) {
  if (!path.starts_with('/')) return std::string(path);
  std::optional<std::string> normal = base::normal_path(path);
  return normal ? "/" + *normal : std::string(path);
}

void name_source(yaml::View volume, model::ContainerMount& mount) {
  using Kind = model::ContainerMount::Kind;
  if (volume["hostPath"]) {
    mount.kind = Kind::kBind;
    mount.source = normal_host_path(volume["hostPath"]["path"].string());
  } else if (volume["emptyDir"]) {
    mount.kind = volume["emptyDir"]["medium"].string() == "Memory" ? Kind::kTmpfs : Kind::kVolume;
  } else if (volume["secret"]) {
    mount.kind = Kind::kSecret;
    mount.source = volume["secret"]["secretName"].string();
  } else if (volume["configMap"]) {
    mount.kind = Kind::kConfig;
    mount.source = volume["configMap"]["name"].string();
  } else if (volume["persistentVolumeClaim"]) {
    mount.source = volume["persistentVolumeClaim"]["claimName"].string();
  } else {
    mount.kind = Kind::kOther;
  }
}

void add_mounts(yaml::View list, const PodVolumes& volumes, Container& out) {
  list.each([&](yaml::View item) {
    if (!item.is_mapping()) return;
    model::ContainerMount mount;
    mount.source = item["name"].string();
    auto volume = volumes.find(item["name"].string());
    mount.kind = model::ContainerMount::Kind::kOther;
    if (volume != volumes.end()) name_source(volume->second, mount);
    mount.target = item["mountPath"].string();
    mount.read_only = pod_boolean(item["readOnly"]).value_or(false);
    std::string_view propagation = item["mountPropagation"].string();
    mount.propagation = propagation == "Bidirectional" ? "rshared" : propagation == "HostToContainer" ? "rslave" : "";
    mount.place = pod_place(item);
    if (mount.kind == model::ContainerMount::Kind::kSecret) out.secrets.push_back({mount.source, mount.place});
    out.mounts.push_back(std::move(mount));
  });
}

void add_ports(yaml::View list, Container& out) {
  auto number = [](yaml::View view) {
    std::int64_t port = view.as_integer().value_or(0);
    return static_cast<std::uint16_t>(port > 0 && port < 65536 ? port : 0);
  };
  list.each([&](yaml::View item) {
    if (!item.is_mapping()) return;
    model::ContainerPort port;
    port.container_first = number(item["containerPort"]);
    port.host_first = port.host_last = number(item["hostPort"]);
    port.published = port.host_first != 0;
    port.host_address = item["hostIP"].string();
    port.protocol = base::lower(item["protocol"].string("tcp"));
    port.place = pod_place(item);
    out.ports.push_back(std::move(port));
  });
}

void add_environment(yaml::View list, Container& out) {
  list.each([&](yaml::View item) {
    if (!item["name"].is_scalar()) return;
    model::ContainerVariable variable;
    variable.name = item["name"].string();
    if (!is_said(item["valueFrom"])) variable.value = std::string(item["value"].is_null() ? "" : item["value"].string());
    variable.place = pod_place(item);
    out.environment.push_back(std::move(variable));
  });
}

}  // namespace

PodVolumes pod_volumes(yaml::View spec) {
  PodVolumes out;
  spec["volumes"].each([&](yaml::View volume) {
    if (volume["name"].is_scalar()) out.emplace(volume["name"].string(), volume);
  });
  return out;
}

std::optional<double> quantity(std::string_view text) {
  static constexpr struct {
    std::string_view suffix;
    double factor;
  } kSuffixes[] = {{"Ki", 0x1p10}, {"Mi", 0x1p20}, {"Gi", 0x1p30}, {"Ti", 0x1p40}, {"Pi", 0x1p50}, {"Ei", 0x1p60}, {"n", 1e-9}, {"u", 1e-6},
                   {"m", 1e-3},    {"k", 1e3},     {"M", 1e6},     {"G", 1e9},     {"T", 1e12},    {"P", 1e15},    {"E", 1e18}, {"", 1}};
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || !std::isfinite(number)) return std::nullopt;
  std::string_view suffix = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const auto& known : kSuffixes) {
    if (suffix == known.suffix) return number * known.factor;
  }
  return std::nullopt;
}

std::optional<std::int64_t> quantity_bytes(std::string_view text) {
  std::optional<double> bytes = quantity(text);
  if (!bytes || *bytes < 0 || *bytes >= 0x1p62) return std::nullopt;
  return static_cast<std::int64_t>(std::ceil(*bytes));
}

Container container_of(const Pod& pod, const PodContainer& container, const PodVolumes& volumes) {
  Container out;
  out.form = model::ContainerForm::kKubernetes;
  out.name = pod.title() + "/" + container.name;
  out.place = pod_place(container.view);
  out.image = text_of(container.view["image"]);
  out.is_init = container.kind == PodContainer::Kind::kInit;
  Reader reader(pod, container);
  reader.security(out);
  reader.namespaces(out);
  reader.resources(out);
  reader.health(out);
  add_mounts(container.view["volumeMounts"], volumes, out);
  add_ports(container.view["ports"], out);
  add_environment(container.view["env"], out);
  container.view["volumeDevices"].each([&](yaml::View item) {
    if (item["devicePath"].is_scalar()) out.devices.push_back(text_of(item["devicePath"]));
  });
  out.entrypoint = texts(container.view["command"]);
  out.command = texts(container.view["args"]);
  return out;
}

}  // namespace batten::manifest

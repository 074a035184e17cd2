// SPDX-License-Identifier: Apache-2.0
//
// What Batten reads of Compose files, one line of JSON per project, in the form of compose_go.go: bench_compose DIRECTORY.
// With --time ROUNDS as well: how many files a second it parses.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "manifest/compose.h"
#include "manifest/compose_variables.h"

namespace batten {
namespace {

using manifest::ComposeFile;
using model::Container;
using Strings = std::vector<std::string>;

struct Project {
  std::string directory;
  std::vector<ComposeFile> files;
  manifest::ComposeWorld world;
};

Project open_project(const std::string& directory) {
  Project out{directory, {}, {}};
  for (const char* name : {"compose.yaml", "compose.override.yaml"}) {
    auto text = base::read_file(directory + "/" + name, 4u << 20);
    if (text) out.files.push_back({name, std::move(*text)});
  }
  out.world.directory = directory;
  out.world.environment["HOME"] = "/home/me";
  auto dotenv = base::read_file(directory + "/.env", 4u << 20);
  auto values = dotenv ? manifest::parse_dotenv(*dotenv, out.world.environment) : Result<manifest::VariablesFile>(dotenv.error());
  if (values) {
    for (const auto& one : values->variables) out.world.environment.emplace(one.name, one.value.value_or(""));
  }
  out.world.read = [directory](const std::string& path) {
    return base::read_file(path.starts_with('/') ? path : directory + "/" + path, 4u << 20);
  };
  return out;
}

Strings values(const std::vector<model::Placed<std::string>>& placed) {
  Strings out;
  for (const auto& one : placed) out.push_back(one.value);
  return out;
}

Strings sorted(Strings list) {
  std::ranges::sort(list);
  return list;
}

Strings mounts(const Container& container) {
  Strings out;
  for (const model::ContainerMount& mount : container.mounts) {
    using Kind = model::ContainerMount::Kind;
    if (mount.kind == Kind::kConfig) continue;
    const char* type = mount.kind == Kind::kBind     ? "bind"
                       : mount.kind == Kind::kVolume ? "volume"
                       : mount.kind == Kind::kTmpfs  ? "tmpfs"
                       : mount.kind == Kind::kSecret ? "secret"
                                                     : "other";
    out.push_back(format("{}|{}|{}|{}|{}", type, mount.source, mount.target, mount.read_only, mount.propagation));
  }
  return sorted(std::move(out));
}

// A line for each port of a range; compose-go knows no ranges once it has read them.
Strings ports(const Container& container) {
  Strings out;
  for (const model::ContainerPort& port : container.ports) {
    if (!port.published) continue;
    for (int i = 0; i <= port.host_last - port.host_first; ++i) {
      std::string host = port.host_first == 0 ? std::string() : std::to_string(port.host_first + i);
      out.push_back(format("{}:{}:{}/{}", port.host_address, host, port.container_first + i, port.protocol));
    }
  }
  return sorted(std::move(out));
}

Strings devices(const Container& container) {
  Strings out;
  for (const auto& device : container.devices) {
    std::vector<std::string_view> parts = base::split(device.value, ':');
    std::string_view target = parts.size() > 1 ? parts[1] : parts[0], permissions = parts.size() > 2 ? parts[2] : "rwm";
    if (parts.size() == 2 && !parts[1].starts_with('/')) target = parts[0], permissions = parts[1];
    out.push_back(format("{}:{}:{}", parts[0], target, permissions));
  }
  return out;
}

std::string text(const std::optional<model::Placed<std::string>>& setting) { return setting ? setting->value : std::string(); }
bool flag(const std::optional<model::Placed<bool>>& setting) { return setting && setting->value; }

void write_map(json::Writer& out, std::string_view name, const std::map<std::string, model::Placed<std::string>>& map) {
  out.key(name).begin_object();
  for (const auto& [key, value] : map) out.member(key, value.value);
  out.end_object();
}

void write_environment(json::Writer& out, const Container& container) {
  out.key("environment").begin_object();
  for (const model::ContainerVariable& variable : container.environment) {
    if (variable.value) {
      out.member(variable.name, *variable.value);
    } else {
      out.key(variable.name).null();
    }
  }
  out.end_object();
}

void write_service(json::Writer& out, const manifest::ComposeService& service) {
  const Container& one = service.container;
  out.key(one.name).begin_object();
  out.member("image", one.image.value).member("privileged", flag(one.privileged)).member("read_only", flag(one.read_only_root));
  out.member("init", flag(one.init)).member("user", text(one.user)).member("network_mode", text(one.network_mode));
  out.member("pid", text(one.pid_mode)).member("ipc", text(one.ipc_mode)).member("uts", text(one.uts_mode));
  out.member("userns_mode", text(one.user_namespace)).member("cgroup", text(one.cgroup_namespace));
  out.member("cgroup_parent", text(one.cgroup_parent)).member("runtime", one.engine_runtime);
  out.key("cap_add").strings(values(one.capabilities_added)).key("cap_drop").strings(values(one.capabilities_dropped));
  out.key("security_opt").strings(values(one.security_options)).key("mounts").strings(mounts(one)).key("ports").strings(ports(one));
  write_environment(out, one);
  out.member("restart", text(one.restart)).key("device_cgroup_rules").strings(values(one.device_cgroup_rules));
  write_map(out, "sysctls", one.sysctls);
  write_map(out, "ulimits", one.ulimits);
  write_map(out, "labels", one.labels);
  out.key("health").begin_object().key("test").strings(one.health.test);
  out.member("disabled", one.health.kind == model::ContainerHealth::Kind::kDisabled).end_object();
  out.key("entrypoint").strings(values(one.entrypoint)).key("command").strings(values(one.command));
  out.key("networks").strings(sorted(one.networks)).key("depends_on").strings(sorted(service.depends_on));
  out.key("profiles").strings(sorted(service.profiles)).key("devices").strings(devices(one)).member("log_driver", text(one.log_driver));
  out.key("log_options").begin_object();
  for (const auto& [key, value] : one.log_options) out.member(key, value);
  out.end_object();
  out.member("memory", one.memory_limit_bytes ? one.memory_limit_bytes->value : 0)
      .member("pids", one.pids_limit ? one.pids_limit->value : 0);
  out.member("cpus", format("{:.3f}", one.cpu_limit ? one.cpu_limit->value : 0.0));
  out.member("build", one.build).member("dockerfile", one.dockerfile).end_object();
}

std::string describe(const Project& project, const std::string& name) {
  json::Writer out(0);
  out.begin_object().member("case", name);
  auto compose = manifest::merge_compose(project.files, project.world);
  if (!compose) {
    out.member("error", compose.error().message);
  } else {
    out.key("services").begin_object();
    for (const manifest::ComposeService& service : compose->services) write_service(out, service);
    out.end_object().key("notes").begin_array();
    for (const base::Note& note : compose->notes) out.value(note.where + ": " + note.message);
    out.end_array();
  }
  return out.end_object().take();
}

void measure(const std::vector<Project>& projects, int rounds) {
  std::size_t files = 0, services = 0;
  auto begun = std::chrono::steady_clock::now();
  for (int round = 0; round < rounds; ++round) {
    for (const Project& project : projects) {
      auto compose = manifest::merge_compose(project.files, project.world);
      if (compose) services += compose->services.size();
      files += project.files.size();
    }
  }
  double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  std::printf("%zu files, %zu services, %.0f files a second\n", files, services, static_cast<double>(files) / seconds);
}

}  // namespace
}  // namespace batten

int main(int argc, char** argv) {
  using namespace batten;
  if (argc < 2) return 2;
  auto names = base::list_directory(argv[1]);
  if (!names) return 3;
  std::vector<Project> projects;
  for (const std::string& name : *names) projects.push_back(open_project(std::string(argv[1]) + "/" + name));
  if (argc == 4 && std::string_view(argv[2]) == "--time") {
    measure(projects, std::atoi(argv[3]));
    return 0;
  }
  for (std::size_t i = 0; i < projects.size(); ++i) std::printf("%s\n", describe(projects[i], (*names)[i]).c_str());
  return 0;
}

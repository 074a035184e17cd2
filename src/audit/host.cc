// SPDX-License-Identifier: Apache-2.0
#include "audit/host.h"

#include <algorithm>

#include "audit/engine_packages.h"
#include "audit/engine_process.h"
#include "audit/engine_settings.h"
#include "audit/mounts.h"
#include "audit/watched_paths.h"
#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "checks/host_paths.h"
#include "engine/describe.h"

namespace batten::audit {
namespace {

constexpr std::size_t kMaxBelow = 10'000;
constexpr int kMaxDepthBelow = 5;

std::string distribution_of(std::string_view os_release) {
  std::string out;
  base::each_line(os_release, [&](std::string_view line) {
    if (!line.starts_with("PRETTY_NAME=")) return;
    line.remove_prefix(12);
    if (line.size() >= 2 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
    out = base::printable(line.substr(0, 200));
  });
  return out;
}

// Files of a directory and of those below it.
void look_below(const HostFiles& files, const std::string& directory, int depth, std::vector<model::HostFile>& out) {
  auto names = files.list(directory);
  if (!names) {
    if (names.error().code == Code::kNotFound) return;
    model::HostFile unread;
    unread.path = directory;
    unread.kind = model::HostFile::Kind::kUnreadable;
    unread.why = names.error().message;
    out.push_back(std::move(unread));
    return;
  }
  for (const std::string& name : *names) {
    if (out.size() >= kMaxBelow) return;
    model::HostFile file = files.look(directory + "/" + name);
    bool is_directory = file.kind == model::HostFile::Kind::kDirectory;
    if (is_directory && depth < kMaxDepthBelow) look_below(files, file.path, depth + 1, out);
    if (!is_directory) out.push_back(std::move(file));
  }
}

void look_at_files(const HostFiles& files, model::Host& out) {
  checks::WantedPaths wanted = checks::wanted_paths(out.engine);
  for (const std::string& path : wanted.files) out.files.emplace(path, files.look(path));
  for (const std::string& path : wanted.directories) {
    std::vector<model::HostFile> below;
    look_below(files, path, 0, below);
    if (!below.empty()) out.directories.emplace(path, std::move(below));
  }
}

std::string first_value(const EngineSettings& settings, const char* name, std::string fallback) {
  auto at = settings.find(name);
  return at == settings.end() || at->second.empty() ? fallback : at->second.front().value;
}

// A rootless engine keeps its data below its user's home: "/home/alice/.local/share/docker".
std::string home_of(const model::Engine& engine) {
  std::size_t at = engine.root_directory.find("/.local/");
  return engine.rootless && at != std::string::npos ? engine.root_directory.substr(0, at) : std::string();
}

// docker: command line, then daemon.json.
void read_docker_settings(const HostFiles& files, const EngineProcess& process, model::Engine& engine) {
  if (process.pid == 0) {
    engine.settings_why = process.why;
  } else {
    read_arguments(process.arguments, "command line of dockerd", engine.settings);
  }
  std::string usual = engine.rootless && !engine.home.empty() ? engine.home + "/.config/docker/daemon.json" : "/etc/docker/daemon.json";
  std::string path = first_value(engine.settings, "config-file", usual);
  auto text = files.read(path, 4u << 20);
  Result<void> read = text ? read_daemon_json(*text, path, engine.settings) : Result<void>(text.error());
  bool is_absent = !text && text.error().code == Code::kNotFound;
  if (!read && !is_absent && engine.settings_why.empty()) engine.settings_why = base::in_context(path, read.error()).message;
  engine.settings_complete = process.pid != 0 && (read || is_absent);
}

void read_podman_settings(const HostFiles& files, model::Engine& engine) {
  engine.settings_complete = true;
  std::vector<std::string> places;
  if (engine.rootless && !engine.home.empty()) places.push_back(engine.home + "/.config/containers/containers.conf");
  places.emplace_back("/etc/containers/containers.conf");
  places.emplace_back("/usr/share/containers/containers.conf");
  auto unread = [&](const std::string& path, const Error& error) {
    if (error.code == Code::kNotFound) return;
    engine.settings_complete = false;
    engine.settings_why = base::in_context(path, error).message;
  };
  for (const std::string& path : places) {
    auto text = files.read(path);
    Result<void> read = text ? read_containers_conf(*text, path, engine.settings) : Result<void>(text.error());
    if (!read) unread(path, read.error());
  }
  std::string registries = "/etc/containers/registries.conf";
  auto text = files.read(registries);
  auto insecure = text ? insecure_registries(*text) : Result<std::vector<std::string>>(text.error());
  if (!insecure) return unread(registries, insecure.error());
  for (std::string& name : *insecure) engine.insecure_registries.push_back(std::move(name));
}

// Those that are written, and those that the kernel knows of.
void read_listeners(const HostFiles& files, const EngineProcess& process, model::Engine& engine) {
  bool asks_clients = first_value(engine.settings, "tlsverify", "") == "true";
  bool tls = asks_clients || first_value(engine.settings, "tls", "") == "true";
  std::vector<std::string> ports;
  auto port_of = [](std::string_view address) { return std::string(address.substr(address.rfind(':') + 1)); };
  if (auto hosts = engine.settings.find("host"); hosts != engine.settings.end()) {
    for (const model::EngineSetting& host : hosts->second) {
      bool is_tcp = host.value.starts_with("tcp://") || host.value.starts_with("http");
      engine.listeners.push_back({host.value, is_tcp && tls, is_tcp && asks_clients, host.where});
      if (is_tcp) ports.push_back(port_of(host.value));
    }
  }
  ports.push_back(port_of(first_value(engine.settings, "metrics-addr", "")));
  // Managers talk on 2377, all nodes on 7946; both by certificates and keys of the swarm.
  if (engine.swarm.active) ports.insert(ports.end(), {"2377", "7946"});
  if (process.pid == 0) return;
  for (const std::string& address : listening_addresses(files, process.pid)) {
    if (std::ranges::find(ports, port_of(address)) == ports.end())
      engine.listeners.push_back({address, tls, asks_clients, "it listens there"});
  }
}

// swarm/docker-state.json: the addresses that this node was told.
void read_swarm_addresses(const HostFiles& files, model::Engine& engine) {
  if (!engine.swarm.active) return;
  auto text = files.read(engine.root_directory + "/swarm/docker-state.json");
  auto state = text ? json::Document::parse(*text, {.max_bytes = 1u << 20, .max_depth = 20}) : Result<json::Document>(text.error());
  if (!state) return;
  engine.swarm.listen_address = (*state)["ListenAddr"].string();
  engine.swarm.advertise_address = (*state)["AdvertiseAddr"].string();
  engine.swarm.data_address = (*state)["DataPathAddr"].string();
}

// "DOCKER_CONTENT_TRUST=1", "export DOCKER_CONTENT_TRUST=1": where it is set for those who log in, or for us.
std::string content_trust(const HostFiles& files) {
  std::vector<std::string> paths{"/etc/environment", "/etc/profile"};
  for (const std::string& name : files.list("/etc/profile.d").value_or(std::vector<std::string>())) {
    if (name.ends_with(".sh")) paths.push_back("/etc/profile.d/" + name);
  }
  for (const std::string& path : paths) {
    bool set = false;
    base::each_line(files.read(path).value_or(""), [&](std::string_view line) {
      line = base::trim(line);
      if (line.starts_with("export ")) line = base::trim(line.substr(7));
      set = set || line == "DOCKER_CONTENT_TRUST=1" || line == "DOCKER_CONTENT_TRUST=\"1\"";
    });
    if (set) return path;
  }
  return files.is_this_host() && base::environment("DOCKER_CONTENT_TRUST") == "1" ? "the environment" : "";
}

// A file system of its own: something else is mounted there than what holds the directory above.
std::optional<bool> is_own_mount(const HostFiles& files, const std::string& directory) {
  auto text = files.read("/proc/1/mountinfo", 8u << 20);
  if (!text || directory.empty()) return std::nullopt;
  const std::vector<Mount> mounts = parse_mounts(*text);
  const Mount* above = nullptr;
  const Mount* there = nullptr;
  for (const Mount& mount : mounts) {
    bool holds = mount.target == "/" || directory.starts_with(mount.target + "/");
    if (mount.target == directory) there = &mount;
    if (holds && (above == nullptr || mount.target.size() >= above->target.size())) above = &mount;
  }
  return there != nullptr && (above == nullptr || there->device != above->device);
}

}  // namespace

std::optional<std::vector<std::string>> group_members(std::string_view group_file, std::string_view passwd_file, std::string_view group) {
  std::optional<std::vector<std::string>> out;
  std::string id;
  base::each_line(group_file, [&](std::string_view line) {
    std::vector<std::string_view> fields = base::split(line, ':');
    if (out || fields.size() < 4 || fields[0] != group) return;
    out.emplace();
    id = fields[2];
    for (std::string_view member : base::split(fields[3], ',')) {
      if (!member.empty()) out->emplace_back(member);
    }
  });
  if (!out) return out;
  base::each_line(passwd_file, [&](std::string_view line) {
    std::vector<std::string_view> fields = base::split(line, ':');
    if (fields.size() < 4 || fields[3] != id || out->size() >= kMaxBelow) return;
    if (std::ranges::find(*out, fields[0]) == out->end()) out->emplace_back(fields[0]);
  });
  return out;
}

model::Host look_at_host(const HostFiles& files, engine::Client* client, const std::string& why, base::Notes& notes) {
  model::Host out;
  out.name = base::printable(base::trim(files.read("/etc/hostname", 4096).value_or("")));
  out.distribution = distribution_of(files.read("/etc/os-release").value_or(files.read("/usr/lib/os-release").value_or("")));
  look_at_kernel(files, out.kernel);
  model::Engine& engine = out.engine;
  engine.why = why;
  if (client != nullptr) engine::describe(*client, engine, notes);
  engine.home = home_of(engine);
  if (engine.kind == model::Engine::Kind::kPodman) {
    read_podman_settings(files, engine);
  } else {
    // The engine's socket may lead to another host than the one whose files these are.
    EngineProcess process = find_engine_process(files, client != nullptr && files.is_this_host() ? client->peer_process() : 0);
    if (process.pid != 0 && engine.kind == model::Engine::Kind::kNone) engine.kind = model::Engine::Kind::kDocker;
    if (engine.rootless && !process.home.empty()) engine.home = process.home;
    if (!engine.root_directory.empty()) engine.settings["data-root"] = {{engine.root_directory, "engine"}};
    read_docker_settings(files, process, engine);
    read_listeners(files, process, engine);
  }
  if (engine.root_directory.empty()) engine.root_directory = first_value(engine.settings, "data-root", "/var/lib/docker");
  read_swarm_addresses(files, engine);
  name_packages(files, out.distribution, engine.components);
  look_at_files(files, out);
  out.audit = look_at_audit(files);
  out.docker_group = group_members(files.read("/etc/group", 16u << 20).value_or(""), files.read("/etc/passwd", 16u << 20).value_or(""),
                                   first_value(engine.settings, "group", "docker"));
  if (std::string where = content_trust(files); !where.empty()) engine.settings["client-content-trust"] = {{"1", where}};
  out.root_directory_is_mount = is_own_mount(files, engine.root_directory);
  return out;
}

}  // namespace batten::audit

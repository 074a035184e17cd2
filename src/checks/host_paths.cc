// SPDX-License-Identifier: Apache-2.0
#include "checks/host_paths.h"

#include <algorithm>

#include "base/format.h"
#include "checks/host_answer.h"

namespace batten::checks {
namespace {

using model::HostFile;
using Kind = model::HostFile::Kind;

constexpr std::string_view kDockerServicePlaces[] = {"/etc/systemd/system/docker.service", "/lib/systemd/system/docker.service",
                                                     "/usr/lib/systemd/system/docker.service", "~/.config/systemd/user/docker.service"};
constexpr std::string_view kDockerSocketUnitPlaces[] = {"/etc/systemd/system/docker.socket", "/lib/systemd/system/docker.socket",
                                                        "/usr/lib/systemd/system/docker.socket"};
constexpr std::string_view kEtcDockerPlaces[] = {"/etc/docker", "~/.config/docker"};
constexpr std::string_view kRegistryPlaces[] = {"/etc/docker/certs.d", "~/.config/docker/certs.d", "/etc/containers/certs.d"};
constexpr std::string_view kSocketPlaces[] = {"/var/run/docker.sock"};
constexpr std::string_view kDaemonJsonPlaces[] = {"/etc/docker/daemon.json", "~/.config/docker/daemon.json"};
constexpr std::string_view kDefaultPlaces[] = {"/etc/default/docker"};
constexpr std::string_view kSysconfigPlaces[] = {"/etc/sysconfig/docker"};
constexpr std::string_view kContainerdSocketPlaces[] = {"/run/containerd/containerd.sock"};
constexpr std::string_view kDockerdPlaces[] = {"/usr/bin/dockerd", "/usr/sbin/dockerd", "/usr/local/bin/dockerd"};
constexpr std::string_view kRunContainerdPlaces[] = {"/run/containerd"};
constexpr std::string_view kVarLibDockerPlaces[] = {"/var/lib/docker"};
constexpr std::string_view kContainerdTomlPlaces[] = {"/etc/containerd/config.toml"};
constexpr std::string_view kContainerdPlaces[] = {"/usr/bin/containerd", "/usr/local/bin/containerd"};
constexpr std::string_view kShimPlaces[] = {"/usr/bin/containerd-shim", "/usr/local/bin/containerd-shim"};
constexpr std::string_view kShimV1Places[] = {"/usr/bin/containerd-shim-runc-v1", "/usr/local/bin/containerd-shim-runc-v1"};
constexpr std::string_view kShimV2Places[] = {"/usr/bin/containerd-shim-runc-v2", "/usr/local/bin/containerd-shim-runc-v2"};
constexpr std::string_view kRuncPlaces[] = {"/usr/bin/runc", "/usr/sbin/runc", "/usr/local/bin/runc", "/usr/local/sbin/runc"};

// The owner that a path has to have: root's files belong to root, those of a rootless engine to its user.
std::string owner_for(std::string_view path, const model::Host& host) {
  const model::Engine& engine = host.engine;
  bool is_users = path.starts_with(engine.home + "/") || (engine.rootless && path.starts_with("/run/user/"));
  if (engine.home.empty() || !is_users) return "root";
  auto home = host.files.find(engine.home);
  return home == host.files.end() ? std::string() : home->second.owner;
}

std::string mode_text(std::uint32_t mode) { return format("{:04o}", mode); }

// What is there of a path, each with what was seen.
std::vector<const HostFile*> found(const HostPath& path, const model::Host& host) {
  std::vector<const HostFile*> out;
  for (const std::string& place : places(path, host.engine)) {
    if (path.all_below) {
      auto below = host.directories.find(place);
      if (below == host.directories.end()) continue;
      for (const HostFile& file : below->second) out.push_back(&file);
    } else if (auto at = host.files.find(place); at != host.files.end() && at->second.kind != Kind::kAbsent) {
      out.push_back(&at->second);
    }
  }
  return out;
}

bool by_own_rules(const HostPath& path, const model::Host& host, Hits& hits) {
  if (host.engine.kind == model::Engine::Kind::kPodman && !path.all_below) {
    not_applicable(hits, format("Podman does not use {}", path.what));
    return true;
  }
  return false;
}

template <typename Judge>
void judge_all(const HostPath& path, const model::Host& host, Hits& hits, const Judge& judge) {
  if (by_own_rules(path, host, hits)) return;
  std::vector<const HostFile*> files = found(path, host);
  if (files.empty()) {
    not_applicable(hits, format("{} is not on this host", path.what));
    return;
  }
  std::string seen;
  bool any_bad = false;
  for (const HostFile* file : files) {
    if (file->kind == Kind::kUnreadable) {
      could_not_look(hits, file->why);
      any_bad = true;
      continue;
    }
    std::string bad = judge(*file);
    if (!bad.empty()) failed(hits, bad, evidence_of(*file));
    any_bad = any_bad || !bad.empty();
    if (seen.size() < 300) seen += (seen.empty() ? "" : "; ") + evidence_of(*file);
  }
  if (!any_bad) passed(hits, format("{} is as it has to be", path.what), seen);
}

}  // namespace

const HostPath kDockerService{"the unit docker.service", kDockerServicePlaces};
const HostPath kDockerSocketUnit{"the unit docker.socket", kDockerSocketUnitPlaces};
const HostPath kEtcDocker{"the engine's configuration directory", kEtcDockerPlaces, "", "root", 0755};
const HostPath kRegistryCertificates{"a registry's certificate", kRegistryPlaces, "", "root", 0444, true};
const HostPath kCaCertificate{"the CA certificate of the engine's port", {}, "tlscacert", "root", 0444};
const HostPath kServerCertificate{"the engine's certificate", {}, "tlscert", "root", 0444};
const HostPath kServerKey{"the key of the engine's certificate", {}, "tlskey", "root", 0400};
const HostPath kDockerSocket{"the engine's socket", kSocketPlaces, "", "docker", 0660, false, true};
const HostPath kDaemonJson{"daemon.json", kDaemonJsonPlaces, "config-file"};
const HostPath kDefaultDocker{"/etc/default/docker", kDefaultPlaces};
const HostPath kSysconfigDocker{"/etc/sysconfig/docker", kSysconfigPlaces};
const HostPath kContainerdSocket{"containerd's socket", kContainerdSocketPlaces, "containerd", "root", 0660};
const HostPath kDockerd{"the program dockerd", kDockerdPlaces, "", "root", 0755};
const HostPath kRunContainerd{"/run/containerd", kRunContainerdPlaces, "", "root", 0755};
const HostPath kVarLibDocker{"the engine's data directory", kVarLibDockerPlaces, "data-root", "root", 0711};
const HostPath kContainerdToml{"containerd's configuration", kContainerdTomlPlaces};
const HostPath kContainerd{"the program containerd", kContainerdPlaces, "", "root", 0755};
const HostPath kContainerdShim{"the program containerd-shim", kShimPlaces, "", "root", 0755};
const HostPath kContainerdShimV1{"the program containerd-shim-runc-v1", kShimV1Places, "", "root", 0755};
const HostPath kContainerdShimV2{"the program containerd-shim-runc-v2", kShimV2Places, "", "root", 0755};
const HostPath kRunc{"the program runc", kRuncPlaces, "", "root", 0755};

std::vector<std::string> places(const HostPath& path, const model::Engine& engine) {
  std::vector<std::string> out;
  auto add = [&](std::string place) {
    if (!place.empty() && std::ranges::find(out, place) == out.end()) out.push_back(std::move(place));
  };
  if (!path.setting.empty()) {
    auto said = engine.settings.find(std::string(path.setting));
    if (said != engine.settings.end()) {
      for (const model::EngineSetting& setting : said->second) add(setting.value);
    }
  }
  if (path.by_listener) {
    for (const model::EngineListener& listener : engine.listeners) {
      if (listener.address.starts_with("unix://")) add(listener.address.substr(7));
    }
  }
  bool is_elsewhere = !out.empty();
  for (std::string_view place : path.candidates) {
    bool of_user = place.starts_with('~');
    // A setting replaces the usual place; a user's engine has no part in what root's uses.
    if (is_elsewhere || (of_user && !engine.rootless)) continue;
    if (!of_user) add(std::string(place));
    if (of_user && !engine.home.empty()) add(format("{}{}", engine.home, place.substr(1)));
  }
  return out;
}

WantedPaths wanted_paths(const model::Engine& engine) {
  const HostPath* const kAll[] = {
      &kDockerService,    &kDockerSocketUnit, &kEtcDocker,    &kRegistryCertificates, &kCaCertificate,   &kServerCertificate,
      &kServerKey,        &kDockerSocket,     &kDaemonJson,   &kDefaultDocker,        &kSysconfigDocker, &kContainerdSocket,
      &kDockerd,          &kRunContainerd,    &kVarLibDocker, &kContainerdToml,       &kContainerd,      &kContainerdShim,
      &kContainerdShimV1, &kContainerdShimV2, &kRunc};
  WantedPaths out;
  for (const HostPath* path : kAll) {
    for (std::string& place : places(*path, engine)) (path->all_below ? out.directories : out.files).push_back(std::move(place));
  }
  if (!engine.home.empty()) out.files.push_back(engine.home);
  return out;
}

void judge_owner(const HostPath& path, const model::Host& host, Hits& hits) {
  judge_all(path, host, hits, [&](const HostFile& file) -> std::string {
    std::string owner = owner_for(file.path, host);
    if (owner != "root") {
      return owner.empty() || file.owner == owner ? "" : format("{} belongs to {}, not to {}", file.path, file.owner, owner);
    }
    bool is_right = file.owner == owner && (file.group == path.group || file.group == "root");
    return is_right ? "" : format("{} belongs to {}:{}, not to {}:{}", file.path, file.owner, file.group, owner, path.group);
  });
}

void judge_mode(const HostPath& path, const model::Host& host, Hits& hits) {
  judge_all(path, host, hits, [&](const HostFile& file) -> std::string {
    std::uint32_t allowed = path.mode;
    if (file.kind == Kind::kDirectory) allowed |= 0711;  // of directories below a directory of certificates
    std::uint32_t more = file.mode & 0777 & ~allowed;
    return more == 0 ? "" : format("{} has mode {}, more than {}", file.path, mode_text(file.mode), mode_text(path.mode));
  });
}

void judge_watch(const HostPath& path, const model::Host& host, Hits& hits) {
  if (by_own_rules(path, host, hits)) return;
  std::vector<const HostFile*> files = found(path, host);
  if (files.empty()) return not_applicable(hits, format("{} is not on this host", path.what));
  if (!host.audit.read) return could_not_look(hits, "the rules of the audit system can't be read: " + host.audit.why);
  std::vector<std::string> unwatched;
  for (const HostFile* file : files) {
    bool watched = std::ranges::any_of(host.audit.watched, [&](const std::string& rule) {
      return file->path == rule || (file->path.starts_with(rule) && (rule == "/" || file->path[rule.size()] == '/'));
    });
    // /lib is a link to /usr/lib on most hosts: the same file twice.
    if (watched) return passed(hits, format("{} is watched", path.what), host.audit.where);
    unwatched.push_back(file->path);
  }
  failed(hits, format("no audit rule watches {}", unwatched.front()), host.audit.where,
         format("add the line \"-w {} -k docker\" to /etc/audit/rules.d/docker.rules and run augenrules --load", unwatched.front()));
}

}  // namespace batten::checks

// SPDX-License-Identifier: Apache-2.0
#include "audit/engine_packages.h"

#include <algorithm>

#include "audit/mounts.h"
#include "base/format.h"
#include "base/text.h"

namespace batten::audit {
namespace {

constexpr std::uint64_t kMaxStatusBytes = 64u << 20;

struct Owner {
  std::string_view package, component;
};
constexpr Owner kDistributions[] = {{"docker.io", "engine"},
                                    {"moby-engine", "engine"},
                                    {"docker-engine", "engine"},
                                    {"docker", "engine"},
                                    {"podman", "engine"},
                                    {"containerd", "containerd"},
                                    {"moby-containerd", "containerd"},
                                    {"runc", "runc"},
                                    {"moby-runc", "runc"},
                                    {"crun", "crun"}};
// Docker's own packages hold the versions they say.
constexpr Owner kUpstream[] = {{"docker-ce", "engine"}, {"containerd.io", "containerd"}, {"containerd.io", "runc"}};

bool is_known(std::string_view package) {
  return std::ranges::find(kDistributions, package, &Owner::package) != std::end(kDistributions) ||
         std::ranges::find(kUpstream, package, &Owner::package) != std::end(kUpstream);
}

std::string leading_version(std::string_view text) {
  std::size_t end = text.find_first_not_of("0123456789.");
  std::string_view version = text.substr(0, end);
  while (version.ends_with('.')) version.remove_suffix(1);
  return std::string(version);
}

std::optional<bool> flag_of(const HostFiles& files, const std::string& path, std::string_view on) {
  auto text = files.read(path, 4096);
  if (text) return base::trim(*text).starts_with(on);
  if (text.error().code == Code::kNotFound) return false;
  return std::nullopt;
}

std::optional<bool> user_namespaces(const HostFiles& files) {
  auto most = files.read("/proc/sys/user/max_user_namespaces", 4096);
  if (!most) return most.error().code == Code::kNotFound ? std::optional(false) : std::nullopt;
  if (base::trim(*most) == "0") return false;
  // Debian's switch.
  auto clone = files.read("/proc/sys/kernel/unprivileged_userns_clone", 4096);
  return !clone || base::trim(*clone) != "0";
}

// Sockets of the kernel's crypto interface: there when the protocol is registered; else a module can bring it, unless modprobe is told
// otherwise.
std::optional<bool> algorithm_sockets(const HostFiles& files, const std::string& release) {
  auto protocols = files.read("/proc/net/protocols", 1u << 20);
  if (!protocols) return std::nullopt;
  if (protocols->starts_with("ALG ") || protocols->contains("\nALG ")) return true;
  auto modules = files.read(format("/lib/modules/{}/modules.dep", release), 16u << 20);
  if (!modules) {
    // No modules at all: what is not registered can't come.
    bool can_load = files.exists("/proc/modules");
    return can_load ? std::nullopt : std::optional(false);
  }
  if (!modules->contains("/af_alg.ko")) return false;
  for (const char* folder : {"/etc/modprobe.d", "/usr/lib/modprobe.d", "/run/modprobe.d"}) {
    auto names = files.list(folder);
    if (!names) continue;
    for (const std::string& name : *names) {
      auto text = files.read(format("{}/{}", folder, name));
      if (text && (text->contains("install af_alg /bin/") || text->contains("install af_alg /usr/bin/"))) return false;
    }
  }
  return true;
}

}  // namespace

std::map<std::string, std::string> engine_packages(std::string_view text) {
  std::map<std::string, std::string> out;
  std::string_view name;
  bool installed = true;
  base::each_line(text, [&](std::string_view line) {
    if (line.empty()) {
      name = {};
      installed = true;
    } else if (line.starts_with("Package: ") || line.starts_with("P:")) {
      name = base::trim(line.substr(line.find(':') + 1));
      if (!is_known(name)) name = {};
    } else if (line.starts_with("Status: ")) {
      installed = line.ends_with(" installed");
    } else if (!name.empty() && installed && (line.starts_with("Version: ") || line.starts_with("V:"))) {
      out.emplace(name, base::trim(line.substr(line.find(':') + 1)));
    }
  });
  return out;
}

void name_packages(const HostFiles& files, const std::string& distribution, std::map<std::string, model::EngineComponent>& components) {
  auto dpkg = files.read("/var/lib/dpkg/status", kMaxStatusBytes);
  auto apk = files.read("/lib/apk/db/installed", kMaxStatusBytes);
  std::map<std::string, std::string> packages;
  if (dpkg) packages.merge(engine_packages(*dpkg));
  if (apk) packages.merge(engine_packages(*apk));
  for (const Owner& owner : kDistributions) {
    auto at = packages.find(std::string(owner.package));
    auto component = components.find(std::string(owner.component));
    // Of the version that runs: another one may have been installed by hand.
    if (at == packages.end() || component == components.end()) continue;
    std::string_view version = at->second;
    version = version.substr(version.find(':') == std::string_view::npos ? 0 : version.find(':') + 1);
    if (leading_version(version) == leading_version(component->second.version)) {
      component->second.package = format("{} {} of {}", at->first, at->second, distribution);
    }
  }
  // rpm's database is not read here: without Docker's own repository it is the distribution's package.
  bool is_rpm = files.exists("/var/lib/rpm") || files.exists("/usr/lib/sysimage/rpm");
  if (dpkg || apk || !is_rpm || files.exists("/etc/yum.repos.d/docker-ce.repo")) return;
  for (const char* name : {"engine", "containerd", "runc", "crun"}) {
    if (auto at = components.find(name); at != components.end()) at->second.package = format("{} of {}", name, distribution);
  }
}

void read_kernel_version(std::string_view release, std::string_view version, std::string_view signature, model::HostKernel& out) {
  out.release = base::trim(release);
  out.version = leading_version(out.release);
  std::string_view rest = std::string_view(out.release).substr(out.version.size());
  out.distribution = !rest.empty() && !rest.starts_with("-rc");
  // "Linux version 6.1.0-28-amd64 (...) #1 SMP PREEMPT_DYNAMIC Debian 6.1.119-1 (2024-11-22)"
  if (std::size_t at = version.find(" Debian "); at != std::string_view::npos) out.version = leading_version(version.substr(at + 8));
  // "Ubuntu 5.15.0-91.101-generic 5.15.131"
  std::vector<std::string_view> words = base::words(base::trim(signature));
  if (words.size() == 3 && words[0] == "Ubuntu") out.version = leading_version(words[2]);
}

void look_at_kernel(const HostFiles& files, model::HostKernel& out) {
  read_kernel_version(files.read("/proc/sys/kernel/osrelease", 4096).value_or(""), files.read("/proc/version", 4096).value_or(""),
                      files.read("/proc/version_signature", 4096).value_or(""), out);
  out.apparmor = flag_of(files, "/sys/module/apparmor/parameters/enabled", "Y");
  out.selinux = flag_of(files, "/sys/fs/selinux/enforce", "1");
  out.user_namespaces = user_namespaces(files);
  out.algorithm_sockets = algorithm_sockets(files, out.release);
  if (auto mounts = files.read("/proc/1/mountinfo", 8u << 20)) {
    out.cgroup_v1 = std::ranges::any_of(parse_mounts(*mounts), [](const Mount& mount) { return mount.kind == "cgroup"; });
  }
}

}  // namespace batten::audit

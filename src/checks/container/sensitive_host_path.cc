// SPDX-License-Identifier: Apache-2.0
//
// A directory of the host that holds the system, its secrets or its devices is mounted into the container.
#include "base/format.h"
#include "base/text.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

struct Sensitive {
  std::string_view path;
  bool below;         // what is in it, too
  bool read_only_ok;  // harmless to most when it can't be written
  std::string_view what;
};
constexpr Sensitive kSensitive[] = {
    {"/", false, false, "the whole host"},
    {"/bin", true, true, "programs of the host"},
    {"/boot", true, false, "the kernel"},
    {"/dev", false, false, "all devices of the host"},
    {"/etc", false, false, "the host's configuration with its password hashes"},
    {"/etc/shadow", true, false, "the host's password hashes"},
    {"/etc/sudoers", true, false, "who may become root"},
    {"/etc/sudoers.d", true, false, "who may become root"},
    {"/etc/ssh", true, false, "the host's keys"},
    {"/etc/kubernetes", true, false, "the cluster's keys"},
    {"/etc/cron.d", true, true, "what the host runs as root"},
    {"/etc/crontab", true, true, "what the host runs as root"},
    {"/etc/systemd", true, true, "what the host runs as root"},
    {"/etc/ld.so.preload", true, true, "code in every program of the host"},
    {"/etc/pam.d", true, true, "who may log in"},
    {"/etc/docker", true, true, "the engine's settings"},
    {"/home", false, false, "everybody's files"},
    {"/lib", false, true, "libraries of the host"},
    {"/lib64", false, true, "libraries of the host"},
    {"/proc", false, false, "the host's processes and kernel settings"},
    {"/proc/sys", true, false, "the host's kernel settings"},
    {"/proc/1", true, false, "the host's first process"},
    {"/root", true, false, "root's files"},
    {"/run", false, false, "the sockets of the host's services"},
    {"/sbin", true, true, "programs of the host"},
    {"/sys", false, true, "the host's devices and kernel settings"},
    {"/sys/fs/cgroup", true, true, "the host's cgroups"},
    {"/sys/kernel/debug", true, false, "the inside of the kernel"},
    {"/usr", false, true, "programs of the host"},
    {"/usr/bin", true, true, "programs of the host"},
    {"/usr/sbin", true, true, "programs of the host"},
    {"/usr/lib", false, true, "libraries of the host"},
    {"/var", false, false, "the data of all services"},
    {"/var/lib", false, false, "the data of all services"},
    {"/var/lib/docker", true, false, "the data of all containers"},
    {"/var/lib/containerd", true, false, "the data of all containers"},
    {"/var/lib/containers", true, false, "the data of all containers"},
    {"/var/lib/kubelet", true, false, "the secrets of all pods"},
    {"/var/lib/etcd", true, false, "the cluster's state and secrets"},
    {"/var/run", false, false, "the sockets of the host's services"},
    {"/var/spool/cron", true, true, "what the host runs as root"},
};

// The most specific row that this mount falls under.
const Sensitive* row_of(const std::string& source) {
  const Sensitive* best = nullptr;
  for (const Sensitive& row : kSensitive) {
    bool here = row.below ? is_within(source, row.path) : source == row.path;
    if (here && (best == nullptr || row.path.size() > best->path.size())) best = &row;
  }
  return best;
}

void check(const model::Container& container, const Settings&, Hits& hits) {
  for (const model::ContainerMount& mount : container.mounts) {
    if (mount.kind != model::ContainerMount::Kind::kBind) continue;
    std::string source = host_path(mount.source);
    const Sensitive* row = row_of(source);
    // The log of one container, the time zone: these are nobody's secret.
    if (row == nullptr || (row->read_only_ok && mount.read_only)) continue;
    // Engine sockets are judged by engine_socket.
    if (source.ends_with(".sock")) continue;
    hits.push_back(
        hit_at(container, mount.place,
               format("has {} of the host{}: {}", base::printable(source), mount.read_only ? ", read-only" : ", writable", row->what)));
  }
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.6", "PSS baseline: hostPath"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    volumes:\n      - /etc:/host/etc:ro\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    volumes:\n      - /etc/localtime:/etc/localtime:ro\n      - "
             "/etc/ssl/certs:/etc/ssl/certs:ro\n"},
    {.bad = "services:\n  app:\n    image: debian:12.8\n    volumes:\n      - /:/host\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    volumes:\n      - /srv/app:/data\n      - "
             "/usr/share/zoneinfo:/usr/share/zoneinfo:ro\n"},
};

}  // namespace

extern constinit const ContainerCheck sensitive_host_path;
constinit const ContainerCheck sensitive_host_path = {
    .info = {.id = "sensitive-host-path",
             .title = "Container has a sensitive directory of the host",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Writing to /etc, /usr, /boot, /root or a cron directory is taking over the host at its next start or login; reading "
                    "/, /etc or /var/lib/docker gives away keys, password hashes and the data of every other container.",
             .fix = "Mount only the one file or directory that is needed, read-only; better a named volume.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::container

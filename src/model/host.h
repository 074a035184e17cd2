// SPDX-License-Identifier: Apache-2.0
//
// What an audit knows of this host and its container engine: plain values, gathered before anything is judged. What could not be read says
// so: nothing here is a guess.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/container.h"

namespace batten::model {

// A file, directory or socket and who may use it.
struct HostFile {
  enum class Kind : std::uint8_t { kAbsent, kFile, kDirectory, kSocket, kOther, kUnreadable };
  std::string path;
  Kind kind = Kind::kAbsent;
  std::uint32_t mode = 0;    // permission bits with setuid, setgid and sticky
  std::string owner, group;  // names of the host's own passwd and group, else numbers
  std::string why;           // unreadable: why

  bool operator==(const HostFile&) const = default;
};

// A value of the engine's configuration and who says so: "engine", "/etc/docker/daemon.json", "command line of dockerd".
struct EngineSetting {
  std::string value;
  std::string where;

  bool operator==(const EngineSetting&) const = default;
};

// A program of which a known flaw is asked by version.
struct EngineComponent {
  std::string version;  // as it says itself: "20.10.24+dfsg1"
  std::string package;  // "runc 1.1.5+ds1-1+deb12u1" of a distribution, which may have put a fix into an old version; empty: upstream's

  bool operator==(const EngineComponent&) const = default;
};

struct EngineListener {
  std::string address;        // "tcp://0.0.0.0:2375", "unix:///run/docker.sock"
  bool tls = false;           // encrypted
  bool asks_clients = false;  // and a client needs a certificate
  std::string where;          // who says so, or "it listens there"

  bool operator==(const EngineListener&) const = default;
};

struct EngineNetwork {
  std::string name, driver;  // "bridge", "overlay"
  bool encrypted = false;    // of an overlay: its data between hosts
  bool ingress = false;
  std::optional<bool> containers_reach_each_other;  // icc; none: the engine's default, they do

  bool operator==(const EngineNetwork&) const = default;
};

struct EngineSwarm {
  bool active = false;
  bool manager = false;  // what follows is known to managers only
  int managers = 0;
  int manager_and_worker = 0;                                   // managers that run tasks as well
  std::string listen_address, advertise_address, data_address;  // "0.0.0.0:2377", "192.0.2.1:2377", "192.0.2.1"; empty: not known
  std::optional<bool> auto_lock;
  std::optional<std::int64_t> node_certificate_days;
  std::optional<std::int64_t> root_certificate_since;  // seconds since 1970
  std::optional<int> services, secrets;
  std::string why;  // a part could not be asked

  bool operator==(const EngineSwarm&) const = default;
};

// A command that was started in a running container beside its first process.
struct EngineExec {
  std::string container;  // name
  std::string command;
  std::string user;  // as given; empty: the container's
  bool privileged = false;

  bool operator==(const EngineExec&) const = default;
};

struct Engine {
  enum class Kind : std::uint8_t { kNone, kDocker, kPodman };
  Kind kind = Kind::kNone;
  bool answered = false;  // over its API; else why
  std::string why;
  bool rootless = false;
  std::string home;                            // of the user whose engine it is, when rootless: "/home/alice"
  std::string version;                         // "20.10.24+dfsg1"
  std::vector<std::string> security_options;   // "name=seccomp,profile=default"
  int cgroup_version = 0;                      // 0: not known
  std::string root_directory;                  // "/var/lib/docker"
  std::string default_runtime;                 // "runc"
  std::string storage_driver, logging_driver;  // "overlay2", "json-file"
  std::vector<std::string> authorization_plugins;
  std::vector<std::string> insecure_registries;  // names and networks, without the loopback network
  int images = 0, containers = 0, running = 0;
  std::optional<int> images_in_use;

  // Of all sources; names as the options of dockerd: "icc", "host" (one entry per value). A name that is not there was not said.
  std::map<std::string, std::vector<EngineSetting>> settings;
  // The command line was read and the configuration file too (or there is none): what is not in settings has its default.
  bool settings_complete = false;
  std::string settings_why;  // else

  std::map<std::string, EngineComponent> components;  // "engine", "containerd", "runc", "crun", "buildkit"
  std::vector<EngineListener> listeners;
  std::vector<EngineNetwork> networks;
  EngineSwarm swarm;
  std::vector<EngineExec> execs;

  // With that name in a security option: "seccomp", "userns", "no-new-privileges".
  bool has_security(std::string_view name) const {
    for (const std::string& option : security_options) {
      std::string_view text = option;
      if (text.starts_with("name=")) text.remove_prefix(5);
      if (text.substr(0, text.find(',')) == name) return true;
    }
    return false;
  }

  bool operator==(const Engine&) const = default;
};

// Linux as it runs here.
struct HostKernel {
  std::string release;                    // "6.1.0-28-amd64"
  std::string version;                    // of kernel.org that it is built from: "6.1.119"; empty: not known
  bool distribution = false;              // a distribution's, which may have put a fix into an old version
  std::optional<bool> apparmor, selinux;  // on; none: not known
  std::optional<bool> user_namespaces;    // an ordinary user may make them
  std::optional<bool> cgroup_v1;          // controllers of the first version are mounted
  std::optional<bool> algorithm_sockets;  // AF_ALG can be had: built in, loaded, or a module that may be loaded

  bool operator==(const HostKernel&) const = default;
};

// Which paths the audit system of the kernel watches, by rules that are loaded or written in its files.
struct HostAudit {
  bool read = false;
  std::string why;    // not read
  std::string where;  // "auditctl -l", "/etc/audit/rules.d"
  std::vector<std::string> watched;

  bool operator==(const HostAudit&) const = default;
};

struct Host {
  std::string name;
  std::string distribution;  // "Debian GNU/Linux 12 (bookworm)"
  HostKernel kernel;
  Engine engine;
  HostAudit audit;
  std::map<std::string, HostFile> files;                     // by path: those that a check asks for
  std::map<std::string, std::vector<HostFile>> directories;  // files in and below a directory: certificates of registries
  std::optional<std::vector<std::string>> docker_group;      // members; none: there is no such group
  std::optional<bool> root_directory_is_mount;               // /var/lib/docker is a file system of its own
  std::vector<Container> containers;                         // that run, with their processes

  bool operator==(const Host&) const = default;
};

}  // namespace batten::model

// SPDX-License-Identifier: Apache-2.0
//
// A container as somebody asks for it (Compose service, container of a pod, `docker run` line, Quadlet unit) or as an engine runs it: one
// value for all, so that a check of containers is written once. What is not said has no value: the engine's default applies.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/place.h"

namespace batten::model {

// kImage: what a container of the image gets when nobody says otherwise.
enum class ContainerForm : std::uint8_t { kCompose, kKubernetes, kRunLine, kQuadlet, kEngine, kImage };

struct ContainerMount {
  enum class Kind : std::uint8_t { kBind, kVolume, kTmpfs, kSecret, kConfig, kOther };
  Kind kind = Kind::kVolume;
  std::string source;  // path of the host (absolute, normalised, ~ and variables resolved), name of a volume or secret; may be empty
  std::string target;
  bool read_only = false;
  std::string propagation;  // "shared", "rslave", ...; empty: not said
  Place place;

  bool operator==(const ContainerMount&) const = default;
};

struct ContainerPort {
  std::string host_address;           // "127.0.0.1"; empty: not said, all addresses
  std::uint16_t host_first = 0;       // 0: any free port, or not published
  std::uint16_t host_last = 0;        // of a range, else as host_first
  std::uint16_t container_first = 0;  // of a range
  std::string protocol = "tcp";
  bool published = true;  // on the host; else only exposed
  Place place;

  bool operator==(const ContainerPort&) const = default;
};

struct ContainerVariable {
  std::string name;
  std::optional<std::string> value;  // none: handed on from outside, or from a secret store
  std::string from_file;             // env_file that it comes from; empty: written here
  Place place;
  bool from_outside = false;  // the value, or a part of it, is that of a variable from outside (${PASSWORD}): it is not written here

  bool operator==(const ContainerVariable&) const = default;
};

struct ContainerHealth {
  enum class Kind : std::uint8_t { kNotSaid, kDisabled, kSet };
  Kind kind = Kind::kNotSaid;
  std::vector<std::string> test;
  Place place;

  bool operator==(const ContainerHealth&) const = default;
};

// What the kernel says of a running container's first process. A member without value could not be read.
struct ContainerProcess {
  int pid = 0;  // on the host
  std::optional<std::uint64_t> capabilities_effective, capabilities_permitted, capabilities_bounding, capabilities_ambient;
  std::optional<int> seccomp_mode;     // 0 off, 1 strict, 2 filter
  std::optional<int> seccomp_filters;  // how many are loaded
  std::optional<bool> no_new_privileges;
  std::optional<std::uint32_t> uid, gid;  // effective, as the host counts
  // First range of the user namespace's map: container id 0 is this id of the host; 0 means that root is root.
  std::optional<std::uint32_t> root_is;
  std::string security_label;                // AppArmor profile or SELinux context; empty: none
  std::vector<std::string> host_namespaces;  // of "cgroup", "ipc", "mnt", "net", "pid", "user", "uts": those shared with the host
  std::vector<ContainerMount> mounts;        // from mountinfo: what of the host is really mounted
  std::optional<bool> root_read_only;
  std::optional<std::int64_t> memory_limit_bytes, pids_limit;  // of its cgroup; -1: no limit
  std::optional<double> cpu_limit;                             // in CPUs; -1: no limit
  std::vector<std::string> unread;                             // what could not be read and why

  bool operator==(const ContainerProcess&) const = default;
};

struct Container {
  ContainerForm form = ContainerForm::kCompose;
  std::string name;  // "app": the service, container or unit; in Kubernetes "Deployment web/app"
  std::string id;    // of the engine; else empty
  Place place;       // of its name or block
  Placed<std::string> image;
  std::string build;            // directory of the Dockerfile that it is built from; empty: not built here
  std::string dockerfile = {};  // path, with build
  bool is_init = false;         // runs to its end before others (init container, one-shot)

  std::optional<Placed<bool>> privileged, read_only_root, no_new_privileges, init;
  std::optional<Placed<std::string>> user;  // "1000:1000"
  std::optional<Placed<std::string>> network_mode, pid_mode, ipc_mode, uts_mode, user_namespace, cgroup_namespace, cgroup_parent;
  std::optional<Placed<std::string>> seccomp, apparmor, selinux;              // profile: "unconfined", "runtime/default", path, ...
  std::vector<Placed<std::string>> security_options;                          // all, as written
  std::vector<Placed<std::string>> capabilities_added, capabilities_dropped;  // upper case, without CAP_
  std::vector<std::string> networks;
  std::vector<ContainerMount> mounts;
  std::vector<ContainerPort> ports;
  std::vector<ContainerVariable> environment;
  std::vector<Placed<std::string>> devices;
  std::vector<Placed<std::string>> device_cgroup_rules;
  std::map<std::string, Placed<std::string>> sysctls, ulimits, labels;
  std::optional<Placed<std::int64_t>> memory_limit_bytes, pids_limit;
  std::optional<Placed<double>> cpu_limit;
  std::optional<Placed<std::string>> restart;  // "no", "always", "unless-stopped", "on-failure:5"
  std::optional<Placed<std::string>> log_driver;
  std::map<std::string, std::string> log_options;
  ContainerHealth health;
  std::vector<Placed<std::string>> entrypoint, command;
  std::vector<Placed<std::string>> secrets;  // names of those that it is given as files
  std::vector<std::string> history;          // of an image: the lines that built it
  std::string engine_runtime;                // "runc"; empty: not said
  std::optional<ContainerProcess> process;   // of a running one

  bool operator==(const Container&) const = default;
};

// A setting that a fix wants changed; each form of manifest knows how to write it.
struct ContainerChange {
  enum class Kind : std::uint8_t {
    kDropAllCapabilities,  // values: those to add back
    kNoNewPrivileges,
    kReadOnlyRoot,  // values: directories that stay writable as tmpfs
    kUser,          // value: "10001:10001"
    kPidsLimit,     // value: number
    kMemoryLimit,   // value: "512m"
    kCpuLimit,      // value: "1.0"
    kRemovePrivileged,
    kRemoveHostNetwork,
    kRemoveHostPid,
    kRemoveHostIpc,
    kRemoveHostUts,
    kRemoveHostUserNamespace,
    kRemoveCapability,      // value: name as written, place: where
    kRemoveSecurityOption,  // value: as written, place: where
    kMountReadOnly,         // place: of the mount
    kBindPortToLoopback,    // place: of the port
    kSecretFromFile,        // value: name of the variable, it is moved to a file secret NAME_FILE; values: name and reference of who has it
    kImageDigest,           // value: "sha256:..."
    kImage,                 // value: the whole reference: "nginx:1.27.2@sha256:..."
    kHealthCheck,           // values: the command
    kRestartOnFailure,      // value: number
    kSeccompDefault,
    kLogLimits,              // size and number of log files
    kNoServiceAccountToken,  // Kubernetes
  };
  Kind kind = Kind::kNoNewPrivileges;
  std::string value = {};
  std::vector<std::string> values = {};
  Place place = {};

  bool operator==(const ContainerChange&) const = default;
};

}  // namespace batten::model

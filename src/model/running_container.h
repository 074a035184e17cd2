// SPDX-License-Identifier: Apache-2.0
//
// A container that runs, as the monitor names it in events and alerts. Read from the engine's state on disk where it can be, so that it is
// there for the first event, else from its API. What an engine does not say is empty.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace batten::model {

struct Baseline;
class ImagePackages;

struct RunningMount {
  std::string source, target;
  std::string mode;  // as the engine has it: "ro", "Z", ""
  bool writable = true;
  std::string propagation;  // "rprivate"

  bool operator==(const RunningMount&) const = default;
};

// What scans of its image have told; none: it was not scanned.
struct RunningImageFacts {
  std::uint32_t fixable_critical = 0, fixable_high = 0;
  std::optional<bool> digest_verified;  // a signature of the digest was checked

  bool operator==(const RunningImageFacts&) const = default;
};

struct RunningContainer {
  enum class Engine : std::uint8_t { kUnknown, kDocker, kContainerd, kCrio, kPodman };
  Engine engine = Engine::kUnknown;
  std::string id;                // 64 hexadecimal digits; rules see the first 12
  std::string name;              // without the slash in front
  std::string image;             // as it was asked for: "registry:5000/team/app:1.2"
  std::string image_repository;  // "registry:5000/team/app"
  std::string image_tag;         // "1.2"
  std::string image_digest;      // "sha256:..." of the manifest
  std::string image_id;          // "sha256:..." of the configuration
  std::map<std::string, std::string> labels;
  std::vector<RunningMount> mounts;
  std::vector<std::string> environment;
  std::optional<bool> privileged, host_pid, host_network, host_ipc;
  std::string user;                             // as configured
  std::string address;                          // first IPv4 address
  std::string root;                             // path of its root file system as the host sees it (/proc/PID/root of its first process)
  std::string upper_directory;                  // of its overlay; empty: not known
  std::int64_t created_ns = 0, started_ns = 0;  // since 1970; 0: not known
  std::uint32_t first_pid = 0;
  std::string compose_project, compose_service;
  std::string pod_name, pod_namespace, pod_uid;
  std::map<std::string, std::string> pod_labels;
  std::optional<RunningImageFacts> image_facts;
  std::shared_ptr<const Baseline> baseline;       // of its image; null: it was not learned
  std::shared_ptr<const ImagePackages> packages;  // of its image; null: not known
  bool known = true;                              // false: only the id is, the engine has not told anything yet

  bool operator==(const RunningContainer&) const = default;
};

}  // namespace batten::model

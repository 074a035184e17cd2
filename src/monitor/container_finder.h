// SPDX-License-Identifier: Apache-2.0
//
// Where engines keep what they know of a container, and the reading of it:
//
//   Docker       ROOT/containers/ID/{config.v2.json,hostconfig.json}, ROOT/image/DRIVER/layerdb/mounts/ID/mount-id,
//                ROOT/image/DRIVER/repositories.json; written before the container starts
//   containerd   RUN/io.containerd.runtime.v2.task/NAMESPACE/ID/config.json (the bundle)
//   CRI-O, Podman   STORAGE/overlay-containers/ID/userdata/config.json, STORAGE/overlay-containers/containers.json
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "model/process.h"
#include "model/running_container.h"
#include "monitor/cgroup_name.h"
#include "monitor/container_facts.h"

namespace batten::monitor {

class ContainerFinder {
 public:
  struct Places {
    std::vector<std::string> docker = {"/var/lib/docker"};
    std::vector<std::string> bundles = {"/run/containerd/io.containerd.runtime.v2.task",
                                        "/run/docker/containerd/daemon/io.containerd.runtime.v2.task"};
    std::vector<std::string> storages = {"/run/containers/storage", "/var/lib/containers/storage"};
    std::string users = "/etc/passwd";  // homes of those whose engines run without root

    bool operator==(const Places&) const = default;
  };
  explicit ContainerFinder(Places places);

  // not_found: no engine has it, or not yet; other codes: it could not be read.
  Result<model::RunningContainer> find(const CgroupName& name);
  const Places& places() const { return places_; }

 private:
  Result<model::RunningContainer> find_docker(const std::string& root, const std::string& id);
  Result<model::RunningContainer> find_bundle(const std::string& folder, const std::string& id);
  Result<model::RunningContainer> find_stored(const std::string& storage, const CgroupName& name);
  void read_docker_layers(const std::string& root, model::RunningContainer& out);

  struct Images {
    std::int64_t changed_ns = 0;
    std::uint64_t size = 0;
    std::map<std::string, DockerImageNames> by_id;
  };
  Places places_;
  std::map<std::string, Images> images_;  // by the path of repositories.json
};

// The default places, /etc/docker/daemon.json's root, and those that running dockerd processes were started with.
ContainerFinder::Places find_engine_places(const std::vector<std::shared_ptr<const model::Process>>& processes,
                                           const std::string& daemon_json = "/etc/docker/daemon.json");

}  // namespace batten::monitor

// SPDX-License-Identifier: Apache-2.0
//
// What engines write down about a container, read into a RunningContainer. Files and answers of any content: what is of another type than
// it should be is taken as absent, and each list has a limit.
//
//   Docker       config.v2.json and hostconfig.json of a container's folder; ContainerInspect of the Engine API (Podman answers alike)
//   containerd, CRI-O, Podman   config.json of the OCI runtime specification, with the annotations of each
//   CRI-O, Podman               containers.json of containers/storage: names, images, layers
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/running_container.h"

namespace batten::monitor {

// All: corrupt or limit when the text is no JSON object; out keeps what it had and the text says nothing about.
Result<void> read_docker_config(std::string_view text, model::RunningContainer& out);
Result<void> read_docker_host_config(std::string_view text, model::RunningContainer& out);
Result<void> read_docker_inspect(std::string_view text, model::RunningContainer& out);
// Docker's repositories.json: what its images are called, by their ids ("sha256:...").
struct DockerImageNames {
  std::string name;    // "nginx:1.25"; one of them
  std::string digest;  // "sha256:..." of the manifest
  bool operator==(const DockerImageNames&) const = default;
};
Result<std::map<std::string, DockerImageNames>> read_docker_images(std::string_view text);
Result<void> read_runtime_config(std::string_view text, model::RunningContainer& out);
// out.id says whose entry. layer: of its overlay; empty when there is none. not_found.
Result<void> read_storage_entry(std::string_view text, model::RunningContainer& out, std::string& layer);

// Fills image_repository, image_tag and image_digest from image.
void split_image_name(model::RunningContainer& container);
// Fills compose_*, pod_* from the labels, where they are empty.
void read_known_labels(model::RunningContainer& container);

}  // namespace batten::monitor

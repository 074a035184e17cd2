// SPDX-License-Identifier: Apache-2.0
//
// What runs on an engine, as subjects: containers with the same Compose service or Swarm service are one. Read from the engine's own
// answers (Engine API: ContainerInspect, ImageInspect, ServiceList; Podman's service answers in the same form), and from labels that
// Compose, Swarm and Kubernetes write on their containers.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "engine/client.h"
#include "model/digest.h"
#include "update/subject.h"

namespace batten::update {

struct EngineContainerFacts {
  std::string id, name;
  std::string image;  // as it was asked for
  model::Digest image_id;
  std::string state;  // "running", "exited"
  Health health = Health::kNone;
  std::map<std::string, std::string> labels;
  std::string network_mode, ipc_mode, pid_mode;  // "container:ID"
  std::vector<std::string> links;                // names of containers
  std::vector<std::string> volumes_from;         // names or ids
  std::vector<std::string> volumes;              // named ones
  std::int64_t created = 0;
};

struct EngineImageFacts {
  model::Digest id;
  std::vector<std::string> repo_digests;  // "nginx@sha256:..."
  std::vector<std::string> repo_tags;
  model::Platform platform;
  bool built = false;             // the engine says that it was built on this machine
  bool built_by_compose = false;  // somewhere
};

// A service of a swarm, as its manager tells it.
struct SwarmService {
  std::string name, image;
  std::map<std::string, std::string> labels;
};

// Answers to inspect and to /services: corrupt, limit.
Result<EngineContainerFacts> parse_container_facts(std::string_view json);
Result<EngineImageFacts> parse_image_facts(std::string_view json);
Result<std::vector<SwarmService>> parse_swarm_services(std::string_view json);

struct EngineFacts {
  std::vector<EngineContainerFacts> containers;
  std::map<model::Digest, EngineImageFacts> images;
  std::vector<SwarmService> services;
  std::string own_container;  // the id of the one that this program runs in; empty: none
};

struct Inventory {
  std::vector<Subject> subjects;  // by id
  base::Notes notes;              // containers that are left out, and why
};

// Kubernetes answers for its containers itself: they are left out here.
Inventory subjects_of(const EngineFacts& facts);

// Asks the engine. A container that is gone by the time it is asked about is left out; an image that is gone is a note.
Result<Inventory> read_inventory(engine::Client& engine);

// The id of the container in /proc/self/mountinfo or /proc/self/cgroup of a process in it; empty when there is none.
std::string container_in(std::string_view mountinfo);

}  // namespace batten::update

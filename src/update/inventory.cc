// SPDX-License-Identifier: Apache-2.0
#include "update/inventory.h"

#include <algorithm>
#include <set>

#include "base/format.h"
#include "base/text.h"
#include "model/reference.h"

namespace batten::update {
namespace {

using base::Note;

constexpr std::string_view kProject = "com.docker.compose.project", kService = "com.docker.compose.service",
                           kOneOff = "com.docker.compose.oneoff", kDependsOn = "com.docker.compose.depends_on",
                           kDirectory = "com.docker.compose.project.working_dir", kFiles = "com.docker.compose.project.config_files",
                           kSwarmService = "com.docker.swarm.service.name", kPod = "io.kubernetes.pod.name";
// Podman's own compose writes these.
constexpr std::string_view kPodmanProject = "io.podman.compose.project";

std::string label(const std::map<std::string, std::string>& labels, std::string_view name) {
  auto at = labels.find(std::string(name));
  return at == labels.end() ? std::string() : at->second;
}

bool runs(const EngineContainerFacts& container) { return container.health != Health::kStopped; }

// Worse first: what is said of several containers of one subject.
int badness(Health health) {
  switch (health) {
    case Health::kUnhealthy: return 4;
    case Health::kStarting: return 3;
    case Health::kHealthy: return 2;
    case Health::kNone: return 1;
    case Health::kStopped: break;
  }
  return 0;
}

ComposeOrigin compose_origin(const EngineContainerFacts& container) {
  ComposeOrigin out;
  out.project = label(container.labels, kProject);
  if (out.project.empty()) out.project = label(container.labels, kPodmanProject);
  out.service = label(container.labels, kService);
  out.directory = label(container.labels, kDirectory);
  const std::string files = label(container.labels, kFiles);
  for (std::string_view file : base::split(files, ',')) {
    if (file.empty()) continue;
    bool whole = file.starts_with('/') || out.directory.empty();
    out.files.push_back(whole ? std::string(file) : out.directory + "/" + std::string(file));
  }
  return out;
}

// Whose it is: kind, id and name of the subject.
Subject begin_subject(const EngineContainerFacts& container) {
  Subject out;
  ComposeOrigin compose = compose_origin(container);
  if (std::string service = label(container.labels, kSwarmService); !service.empty()) {
    out.kind = SubjectKind::kSwarmService;
    out.id = "swarm/" + service;
    out.name = std::move(service);
  } else if (!compose.project.empty() && !compose.service.empty()) {
    out.kind = SubjectKind::kComposeService;
    out.name = compose.project + "/" + compose.service;
    out.id = "compose/" + out.name;
    out.compose = std::move(compose);
  } else {
    out.name = container.name.empty() ? container.id.substr(0, 12) : container.name;
    out.id = "container/" + out.name;
  }
  return out;
}

// Was it started by its id instead of a name?
bool is_id_of(std::string_view image, const model::Digest& id) {
  if (image.starts_with("sha256:")) return true;
  return image.size() >= 12 && id.hex().starts_with(image);
}

// The digest by which the engine knows the image in the repository that was asked for.
model::Digest digest_in_repository(const EngineImageFacts& image, const model::Reference& wanted) {
  model::Digest out;
  for (const std::string& text : image.repo_digests) {
    auto known = model::parse_reference(text);
    if (!known || known->registry != wanted.registry || known->repository != wanted.repository) continue;
    if (known->digest == wanted.digest) return known->digest;
    if (out.empty()) out = known->digest;
  }
  return out;
}

// Has it no digest of a registry? Podman calls what it builds "localhost/...", Compose "project-service"; what Compose has built under a
// registry's name may have come from there.
bool was_built_here(const EngineImageFacts& image, const std::string& name) {
  if (image.built_by_compose && !name.contains('/')) return true;
  return image.built || std::ranges::all_of(image.repo_digests, [](const std::string& text) { return text.starts_with("localhost/"); });
}

void set_image(Subject& subject, const EngineContainerFacts& container, const EngineFacts& facts, base::Notes& notes) {
  subject.image = container.image;
  subject.image_id = container.image_id;
  if (is_id_of(subject.image, subject.image_id)) subject.image = subject.image_id.empty() ? subject.image : subject.image_id.text();
  auto image = facts.images.find(subject.image_id);
  if (image == facts.images.end()) {
    notes.push_back({Note::Kind::kSkipped, subject.name, "the engine does not have the image that it runs any more", ""});
    return;
  }
  subject.platform = image->second.platform;
  subject.built_here = was_built_here(image->second, subject.image);
  auto reference = model::parse_reference(subject.image);
  if (reference && !subject.image.starts_with("sha256:")) subject.digest = digest_in_repository(image->second, *reference);
}

// Containers in the order in which they speak for their subject: those that run before those that don't, the oldest first.
std::vector<const EngineContainerFacts*> ordered(const EngineFacts& facts) {
  std::vector<const EngineContainerFacts*> out;
  for (const EngineContainerFacts& container : facts.containers) out.push_back(&container);
  std::ranges::stable_sort(out, [](const EngineContainerFacts* left, const EngineContainerFacts* right) {
    return std::tuple(!runs(*left), left->created, left->id) < std::tuple(!runs(*right), right->created, right->id);
  });
  return out;
}

class Grouping {
 public:
  explicit Grouping(const EngineFacts& facts) : facts_(facts) {}

  Inventory take() {
    for (const EngineContainerFacts* container : ordered(facts_)) add(*container);
    for (const SwarmService& service : facts_.services) add(service);
    for (const EngineContainerFacts& container : facts_.containers) connect(container);
    Inventory out;
    for (auto& [id, subject] : subjects_) {
      for (const std::string& other : dependents_[id]) subject.dependents.push_back(other);
      for (const std::string& other : sharing_[id]) subject.shares_volumes.push_back(other);
      std::ranges::sort(subject.containers);
      out.subjects.push_back(std::move(subject));
    }
    out.notes = std::move(notes_);
    return out;
  }

 private:
  void add(const EngineContainerFacts& container) {
    if (!label(container.labels, kPod).empty()) {
      ++of_kubernetes_;
      if (of_kubernetes_ == 1) notes_.push_back({Note::Kind::kInfo, "inventory", "containers of Kubernetes are left to it", ""});
      return;
    }
    if (base::lower(label(container.labels, kOneOff)) == "true") return;  // `compose run`: it ends by itself
    Subject begun = begin_subject(container);
    auto [at, is_new] = subjects_.try_emplace(begun.id, begun);
    Subject& subject = at->second;
    if (is_new) {
      set_image(subject, container, facts_, notes_);
      subject.labels = container.labels;
      subject.created = container.created;
      subject.health = container.health;
    } else if (runs(container) && subject.image_id != container.image_id) {
      notes_.push_back({Note::Kind::kInfo, subject.name, "its containers run different images; the oldest one speaks for it", ""});
    }
    if (badness(container.health) > badness(subject.health)) subject.health = container.health;
    subject.containers.push_back(container.id);
    subject.is_batten = subject.is_batten || (!facts_.own_container.empty() && container.id == facts_.own_container);
    subject_of_[container.id] = subject.id;
    by_name_[container.name] = container.id;
    // A container that was stopped in a service that runs has no say in what depends on what.
    for (const std::string& volume : container.volumes) volumes_[volume].insert(subject.id);
  }

  // What the manager knows goes before what a container of one node shows.
  void add(const SwarmService& service) {
    auto at = subjects_.find("swarm/" + service.name);
    if (at == subjects_.end()) return;  // no task on this node: its image can't be looked at here
    if (!service.image.empty()) at->second.image = service.image;
    for (const auto& [key, value] : service.labels) at->second.labels[key] = value;
  }

  // The subject of a container that is named by its id, the start of it, or its name.
  std::string find(std::string_view container) const {
    if (auto named = by_name_.find(std::string(container)); named != by_name_.end()) return subject_of_.at(named->second);
    auto at = subject_of_.lower_bound(std::string(container));
    bool is_start = container.size() >= 12 && at != subject_of_.end() && at->first.starts_with(container);
    return is_start ? at->second : std::string();
  }

  void depends(const std::string& dependent, const std::string& on) {
    if (!on.empty() && on != dependent) dependents_[on].insert(dependent);
  }

  void connect(const EngineContainerFacts& container) {
    auto own = subject_of_.find(container.id);
    if (own == subject_of_.end()) return;
    const std::string& id = own->second;
    for (const std::string* mode : {&container.network_mode, &container.ipc_mode, &container.pid_mode}) {
      if (mode->starts_with("container:")) depends(id, find(std::string_view(*mode).substr(10)));
    }
    for (const std::string& other : container.links) depends(id, find(other));
    for (const std::string& other : container.volumes_from) depends(id, find(other));
    const Subject& subject = subjects_.at(id);
    if (subject.compose) {
      // "db:service_healthy:false,cache:service_started:true"
      const std::string depends_on = label(container.labels, kDependsOn);
      for (std::string_view entry : base::split(depends_on, ',')) {
        std::string service = std::string(base::trim(entry.substr(0, entry.find(':'))));
        std::string other = "compose/" + subject.compose->project + "/" + service;
        if (subjects_.contains(other)) depends(id, other);
      }
    }
    for (const std::string& volume : container.volumes) {
      for (const std::string& other : volumes_[volume]) {
        if (other != id) sharing_[id].insert(other);
      }
    }
  }

  const EngineFacts& facts_;
  std::map<std::string, Subject> subjects_;
  std::map<std::string, std::string> subject_of_;  // by container id
  std::map<std::string, std::string> by_name_;     // container id
  std::map<std::string, std::set<std::string>> volumes_, dependents_, sharing_;
  std::size_t of_kubernetes_ = 0;
  base::Notes notes_;
};

}  // namespace

Inventory subjects_of(const EngineFacts& facts) { return Grouping(facts).take(); }

}  // namespace batten::update

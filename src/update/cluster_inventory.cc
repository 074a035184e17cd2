// SPDX-License-Identifier: Apache-2.0
#include "update/cluster_inventory.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/format.h"
#include "base/text.h"
#include "base/time.h"
#include "image/platform.h"
#include "model/reference.h"
#include "update/workload.h"

namespace batten::update {
namespace {

using base::Note;

constexpr std::string_view kKinds[] = {"deployment", "statefulset", "daemonset"};
constexpr std::size_t kMaxContainers = 200;
constexpr std::string_view kPrefix = "batten.update.";

std::string key_of(std::string_view name_space, std::string_view kind, std::string_view name) {
  return format("{}/{}/{}", name_space, kind, name);
}

// Annotations may be large; those that settings are read from are kept.
void add_labels(json::View view, bool all, std::map<std::string, std::string>& out) {
  view.each_member([&](std::string_view key, json::View value) {
    if ((all || key.starts_with(kPrefix)) && out.size() < 1000) out[std::string(key)] = value.string();
  });
}

Health health_of(json::View item, std::string_view kind) {
  const json::View status = item["status"];
  const bool daemon = kind == "daemonset";
  const std::int64_t wanted =
      daemon ? status["desiredNumberScheduled"].integer().value_or(0) : item["spec"]["replicas"].integer().value_or(1);
  const std::int64_t ready = status[daemon ? "numberReady" : "readyReplicas"].integer().value_or(0);
  if (wanted == 0) return Health::kStopped;
  return ready >= wanted ? Health::kHealthy : Health::kUnhealthy;
}

// Containerd: "docker.io/library/nginx@sha256:..."; others write "docker-pullable://" before it. A digest alone is of the configuration.
void set_running(Subject& subject, const std::string& written) {
  std::string_view text = written;
  if (const std::size_t at = text.find("://"); at != std::string_view::npos) text = text.substr(at + 3);
  auto wanted = model::parse_reference(subject.image);
  if (text.starts_with("sha256:")) {
    if (auto digest = model::Digest::parse(text)) subject.image_id = *digest;
  } else if (auto running = model::parse_reference(text); running && wanted && !running->digest.empty()) {
    if (running->registry == wanted->registry && running->repository == wanted->repository) subject.digest = running->digest;
  }
  if (subject.digest.empty() && wanted) subject.digest = wanted->digest;
}

// Ready ones before others, the oldest first.
std::vector<const PodFacts*> ordered(const std::vector<const PodFacts*>& pods, std::string_view container) {
  const auto is_ready = [&](const PodFacts* pod) {
    const auto at = std::ranges::find(pod->containers, container, &PodContainer::name);
    return at != pod->containers.end() && at->ready;
  };
  std::vector<const PodFacts*> out = pods;
  std::ranges::stable_sort(out, [&](const PodFacts* left, const PodFacts* right) {
    return std::tuple(!is_ready(left), left->created, left->name) < std::tuple(!is_ready(right), right->created, right->name);
  });
  return out;
}

Subject subject_of(const WorkloadFacts& workload, const std::string& container, const std::string& image) {
  Subject out;
  out.kind = SubjectKind::kWorkload;
  out.id = format("kubernetes/{}/{}", key_of(workload.name_space, workload.kind, workload.name), container);
  out.name = format("{}/{}", workload.name_space, workload.name);
  if (workload.containers.size() > 1) out.name += "/" + container;
  out.image = image;
  out.health = workload.health;
  out.labels = workload.labels;
  out.created = workload.created;
  out.workload = WorkloadOrigin{.name_space = workload.name_space, .kind = workload.kind, .name = workload.name, .container = container};
  return out;
}

void look_at_pods(const std::vector<const PodFacts*>& pods, const ClusterFacts& facts, Subject& subject, base::Notes& notes) {
  subject.platform = facts.own;
  std::string spoken;
  std::set<std::string> different;
  for (const PodFacts* pod : ordered(pods, subject.workload->container)) {
    for (const PodContainer& one : pod->containers) {
      if (one.name != subject.workload->container || one.image_id.empty()) continue;
      different.insert(one.image_id);
      if (!spoken.empty()) continue;
      spoken = one.image_id;
      if (const auto node = facts.nodes.find(pod->node); node != facts.nodes.end()) subject.platform = node->second;
    }
  }
  if (different.size() > 1)
    notes.push_back({Note::Kind::kInfo, subject.name, "its pods run different images; the oldest ready one speaks for it", ""});
  set_running(subject, spoken);
}

}  // namespace

WorkloadFacts read_workload_facts(json::View item, std::string_view kind) {
  WorkloadFacts out;
  const json::View metadata = item["metadata"], pod = item["spec"]["template"];
  out.name_space = metadata["namespace"].string();
  out.kind = kind;
  out.name = metadata["name"].string();
  add_labels(metadata["labels"], true, out.labels);
  add_labels(pod["metadata"]["annotations"], false, out.labels);
  add_labels(metadata["annotations"], false, out.labels);
  pod["spec"]["containers"].each([&](json::View one) {
    if (!one["name"].string().empty() && out.containers.size() < kMaxContainers)
      out.containers.emplace_back(one["name"].string(), one["image"].string());
  });
  out.health = health_of(item, kind);
  out.created = base::parse_time(metadata["creationTimestamp"].string()).value_or(0);
  return out;
}

PodFacts read_pod_facts(json::View item) {
  PodFacts out;
  const json::View metadata = item["metadata"];
  out.name_space = metadata["namespace"].string();
  out.name = metadata["name"].string();
  out.node = item["spec"]["nodeName"].string();
  out.created = base::parse_time(metadata["creationTimestamp"].string()).value_or(0);
  metadata["ownerReferences"].each([&](json::View owner) {
    if (!owner["controller"].boolean()) return;
    out.owner_kind = base::lower(owner["kind"].string());
    out.owner = owner["name"].string();
  });
  // A replica set of a deployment has the deployment's name and the hash of the template.
  const std::string hash = format("-{}", metadata["labels"]["pod-template-hash"].string());
  if (out.owner_kind == "replicaset" && hash.size() > 1 && out.owner.ends_with(hash)) {
    out.owner_kind = "deployment";
    out.owner.resize(out.owner.size() - hash.size());
  }
  item["status"]["containerStatuses"].each([&](json::View one) {
    if (out.containers.size() == kMaxContainers) return;
    out.containers.push_back({std::string(one["name"].string()), std::string(one["imageID"].string()), one["ready"].boolean()});
  });
  return out;
}

Inventory subjects_of(const ClusterFacts& facts) {
  std::map<std::string, std::vector<const PodFacts*>> pods;
  for (const PodFacts& pod : facts.pods) pods[key_of(pod.name_space, pod.owner_kind, pod.owner)].push_back(&pod);
  Inventory out;
  for (const WorkloadFacts& workload : facts.workloads) {
    if (workload.name.empty()) continue;
    for (const auto& [container, image] : workload.containers) {
      Subject& subject = out.subjects.emplace_back(subject_of(workload, container, image));
      look_at_pods(pods[key_of(workload.name_space, workload.kind, workload.name)], facts, subject, out.notes);
    }
  }
  std::ranges::sort(out.subjects, {}, &Subject::id);
  return out;
}

Result<Inventory> read_inventory(engine::KubernetesClient& cluster) {
  ClusterFacts facts;
  facts.own = image::own_platform();
  base::Notes notes;
  std::string inside;  // "/namespaces/shop": only there
  for (const std::string_view kind : kKinds) {
    const auto add = [&](json::View item) { facts.workloads.push_back(read_workload_facts(item, kind)); };
    const std::string what(plural_of(kind));
    Result<void> listed = cluster.list(format("/apis/apps/v1{}/{}", inside, what), what, add);
    const std::string& own = cluster.address().name_space;
    if (!listed && listed.error().code == Code::kDenied && inside.empty() && !own.empty() && facts.workloads.empty()) {
      inside = "/namespaces/" + http::percent_encode(own);
      listed = cluster.list(format("/apis/apps/v1{}/{}", inside, what), what, add);
      if (listed) notes.push_back({Note::Kind::kInfo, "inventory", format("only namespace {} may be looked at", own), ""});
    }
    TRY(std::move(listed));
  }
  TRY(cluster.list(format("/api/v1{}/pods", inside), "pods", [&](json::View item) { facts.pods.push_back(read_pod_facts(item)); }));
  const Result<void> nodes = cluster.list("/api/v1/nodes", "nodes", [&](json::View item) {
    const json::View info = item["status"]["nodeInfo"];
    if (info["architecture"].string().empty()) return;
    facts.nodes[std::string(item["metadata"]["name"].string())] = {
        .os = std::string(info["operatingSystem"].string("linux")), .arch = std::string(info["architecture"].string()), .variant = {}};
  });
  if (!nodes)
    notes.push_back({Note::Kind::kInfo, "inventory", "which platforms its nodes have is not known: " + nodes.error().message, ""});
  Inventory out = subjects_of(facts);
  out.notes.insert(out.notes.begin(), notes.begin(), notes.end());
  return out;
}

}  // namespace batten::update

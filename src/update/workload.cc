// SPDX-License-Identifier: Apache-2.0
#include "update/workload.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "http/client.h"

namespace batten::update {
namespace {

constexpr json::Limits kLimits{.max_bytes = 16u << 20, .max_depth = 100};

std::uint64_t count(json::View view, std::uint64_t fallback = 0) {
  const auto number = view.integer();
  return number && *number >= 0 ? static_cast<std::uint64_t>(*number) : fallback;
}

std::string selector_of(json::View selector) {
  std::vector<std::string> parts;
  selector["matchLabels"].each_member(
      [&](std::string_view key, json::View value) { parts.push_back(format("{}={}", key, value.string())); });
  selector["matchExpressions"].each([&](json::View one) {
    const std::string_view key = one["key"].string(), how = one["operator"].string();
    const std::string values = base::join(one["values"].strings(), ",");
    if (how == "In") parts.push_back(format("{} in ({})", key, values));
    if (how == "NotIn") parts.push_back(format("{} notin ({})", key, values));
    if (how == "Exists") parts.emplace_back(key);
    if (how == "DoesNotExist") parts.push_back(format("!{}", key));
  });
  return base::join(parts, ",");
}

std::string keeper_of(json::View metadata) {
  const json::View labels = metadata["labels"], annotations = metadata["annotations"];
  if (annotations["argocd.argoproj.io/tracking-id"] || labels["argocd.argoproj.io/instance"]) return "Argo CD";
  if (labels["kustomize.toolkit.fluxcd.io/name"] || labels["helm.toolkit.fluxcd.io/name"]) return "Flux";
  if (labels["app.kubernetes.io/managed-by"].string() == "Helm") return "Helm";
  return {};
}

void read_deployment(json::View spec, json::View status, WorkloadState& out) {
  out.wanted = count(spec["replicas"], 1);
  out.updated = count(status["updatedReplicas"]);
  out.available = count(status["availableReplicas"]);
  out.all = count(status["replicas"]);
  if (spec["paused"].boolean()) out.unchangeable = "it is paused ('kubectl rollout resume' goes on)";
  status["conditions"].each([&](json::View one) {
    if (one["type"].string() == "Progressing" && one["reason"].string() == "ProgressDeadlineExceeded")
      out.gave_up = one["message"].string("it has exceeded its progress deadline");
  });
}

void read_stateful_set(json::View spec, json::View status, WorkloadState& out) {
  out.wanted = count(spec["replicas"], 1);
  out.updated = count(status["updatedReplicas"]);
  // All of them are: then the controller counts no updated ones any more.
  if (status["updateRevision"].string("-") == status["currentRevision"].string()) out.updated = count(status["currentReplicas"]);
  out.available = std::min(count(status["readyReplicas"]), count(status["availableReplicas"], count(status["readyReplicas"])));
  out.all = count(status["replicas"]);
  const json::View strategy = spec["updateStrategy"];
  if (strategy["type"].string() == "OnDelete") out.unchangeable = "its update strategy is OnDelete: its pods are replaced by hand";
  if (count(strategy["rollingUpdate"]["partition"]) > 0)
    out.unchangeable = "its update strategy has a partition: only some pods would follow";
}

void read_daemon_set(json::View spec, json::View status, WorkloadState& out) {
  out.wanted = out.all = count(status["desiredNumberScheduled"]);
  out.updated = count(status["updatedNumberScheduled"]);
  out.available = count(status["numberAvailable"]);
  if (spec["updateStrategy"]["type"].string() == "OnDelete")
    out.unchangeable = "its update strategy is OnDelete: its pods are replaced by hand";
}

}  // namespace

std::string_view plural_of(std::string_view kind) {
  if (kind == "deployment") return "deployments";
  if (kind == "statefulset") return "statefulsets";
  return kind == "daemonset" ? "daemonsets" : "";
}

std::string workload_path(const WorkloadOrigin& origin) {
  return format("/apis/apps/v1/namespaces/{}/{}/{}", http::percent_encode(origin.name_space), plural_of(origin.kind),
                http::percent_encode(origin.name));
}

Result<WorkloadState> parse_workload(std::string_view text, const WorkloadOrigin& origin) {
  const std::string what = format("{} {} of {}", origin.kind, origin.name, origin.name_space);
  json::Document document = TRY_IN(what, json::Document::parse(text, kLimits));
  const json::View metadata = document["metadata"], spec = document["spec"], status = document["status"];
  WorkloadState out;
  out.uid = metadata["uid"].string();
  out.resource_version = metadata["resourceVersion"].string();
  if (out.uid.empty() || out.resource_version.empty()) return Error{Code::kCorrupt, what + ": the answer has no uid or version"};
  spec["template"]["spec"]["containers"].each([&](json::View one) {
    if (one["name"].string() == origin.container) out.image = one["image"].string();
  });
  out.selector = selector_of(spec["selector"]);
  out.keeper = keeper_of(metadata);
  out.observed = count(status["observedGeneration"]) >= count(metadata["generation"], 1);
  out.min_ready_seconds = std::min<std::uint64_t>(count(spec["minReadySeconds"]), 86'400);
  if (origin.kind == "deployment") read_deployment(spec, status, out);
  if (origin.kind == "statefulset") read_stateful_set(spec, status, out);
  if (origin.kind == "daemonset") read_daemon_set(spec, status, out);
  return out;
}

void add_pod(json::View pod, const WorkloadOrigin& origin, std::string_view image, PodsState& out) {
  if (pod["metadata"]["deletionTimestamp"]) return;
  bool has_it = false;
  pod["spec"]["containers"].each(
      [&](json::View one) { has_it = has_it || (one["name"].string() == origin.container && one["image"].string() == image); });
  if (!has_it) return;
  const auto problem = [&](std::string_view reason, std::string_view message) {
    if (!out.problem.empty() || reason.empty() || reason == "ContainerCreating" || reason == "PodInitializing") return;
    out.problem = base::printable(
        format("{}: {}{}{}", pod["metadata"]["name"].string(), reason, message.empty() ? "" : ": ", message).substr(0, 400));
  };
  pod["status"]["containerStatuses"].each([&](json::View one) {
    if (one["name"].string() != origin.container) return;
    out.restarts += count(one["restartCount"]);
    const json::View waits = one["state"]["waiting"], ended = one["state"]["terminated"];
    problem(waits["reason"].string(), waits["message"].string());
    if (ended) problem(ended["reason"].string("terminated"), format("exit status {}", count(ended["exitCode"])));
  });
  bool ready = false;
  pod["status"]["conditions"].each([&](json::View one) {
    ready = ready || (one["type"].string() == "Ready" && one["status"].string() == "True");
    if (one["status"].string() == "False" && one["type"].string() == "PodScheduled")
      problem(one["reason"].string(), one["message"].string());
  });
  out.ready += ready;
  if (!ready && out.not_ready.size() < 1000) out.not_ready.emplace_back(pod["metadata"]["name"].string());
}

RolloutView view_of(const WorkloadState& workload, const PodsState& pods, std::string_view uid, std::string_view wanted,
                    std::string_view other) {
  RolloutView out;
  if (workload.uid != uid) {
    out.phase = RolloutPhase::kForeign;
    out.why = "it was deleted, and another one has its name";
  } else if (workload.image == other) {
    out.phase = RolloutPhase::kElsewhere;
    out.why = "somebody gave it its other image back";
  } else if (workload.image != wanted) {
    out.phase = RolloutPhase::kForeign;
    out.why = format("somebody else gave it the image {}", base::printable(workload.image.substr(0, 300)));
  }
  if (!out.why.empty()) return out;
  // The controller counts the available pods of all revisions: those that can't be old ones are new.
  const std::uint64_t old = workload.all - std::min(workload.all, workload.updated);
  const std::uint64_t surely = workload.available - std::min(workload.available, old);
  out.ready = workload.observed ? std::min(workload.updated, std::max(surely, pods.ready)) : 0;
  out.restarts = pods.restarts;
  out.why = format("{} of {} pods run it and are ready", out.ready, workload.wanted);
  if (!pods.problem.empty()) out.why += "; " + pods.problem;
  // No old pod is left, and no new one is missing.
  const bool whole = workload.updated >= workload.wanted && workload.available >= workload.wanted && workload.all <= workload.updated;
  if (workload.observed && whole) {
    out.phase = RolloutPhase::kDone;
  } else if (workload.observed && !workload.gave_up.empty()) {
    out.phase = RolloutPhase::kFailed;
    out.why = base::printable(workload.gave_up.substr(0, 400)) + (pods.problem.empty() ? "" : "; " + pods.problem);
  }
  return out;
}

std::string image_patch(const WorkloadOrigin& origin, const std::string& resource_version, const std::string& image,
                        const std::string& cause) {
  json::Writer out(0);
  out.begin_object().key("metadata").begin_object().member("resourceVersion", resource_version);
  out.key("annotations").begin_object().member("kubernetes.io/change-cause", cause).end_object().end_object();
  out.key("spec").begin_object().key("template").begin_object().key("spec").begin_object().key("containers").begin_array();
  out.begin_object().member("name", origin.container).member("image", image).end_object().end_array();
  out.end_object().end_object().end_object().end_object();
  return out.take();
}

}  // namespace batten::update

// SPDX-License-Identifier: Apache-2.0
//
// One container of a Kubernetes workload (Deployment, StatefulSet, DaemonSet): a patch changes its image, the workload's own controller
// replaces the pods. The way back is the old image, which brings back the revision that had it.
#include <algorithm>
#include <memory>
#include <utility>

#include "base/format.h"
#include "engine/kubernetes_client.h"
#include "update/health_gate.h"
#include "update/rollout.h"
#include "update/workload.h"

namespace batten::update::targets {
namespace {

constexpr int kTries = 5;  // its controllers write its status all the time, and each of that is a new version

std::string called(const WorkloadOrigin& origin) { return format("{} {} in namespace {}", origin.kind, origin.name, origin.name_space); }

Result<WorkloadState> read_workload(engine::KubernetesClient& cluster, const WorkloadOrigin& origin) {
  return parse_workload(TRY(cluster.get(workload_path(origin), called(origin))), origin);
}

class WorkloadRollout : public Rollout {
 public:
  WorkloadRollout(engine::KubernetesClient& cluster, WorkloadOrigin origin, std::string uid, std::string old_image, std::string new_image)
      : cluster_(cluster),
        origin_(std::move(origin)),
        uid_(std::move(uid)),
        old_image_(std::move(old_image)),
        new_image_(std::move(new_image)) {}

  Result<void> order(Way way) override {
    const std::string& to = way == Way::kForward ? new_image_ : old_image_;
    const std::string& from = way == Way::kForward ? old_image_ : new_image_;
    for (int tries = 1;; ++tries) {
      const WorkloadState now = TRY(read_workload(cluster_, origin_));
      if (now.uid != uid_) return Error{Code::kConflict, called(origin_) + " was deleted and made anew meanwhile"};
      if (now.image == to) return way == Way::kBack ? clear_way_back(now) : Result<void>();
      if (now.image != from) return Error{Code::kConflict, format("{}: somebody else gave it the image {}", called(origin_), now.image)};
      const std::string cause = format("batten update: {} {}", way == Way::kForward ? "to" : "back to", to);
      Result<std::string> done =
          cluster_.patch(workload_path(origin_), image_patch(origin_, now.resource_version, to, cause), called(origin_));
      if (done) return way == Way::kBack ? clear_way_back(now) : Result<void>();
      if (done.error().code != Code::kConflict || tries == kTries) return done.error();
    }
  }

  Result<RolloutView> look(Way way) override {
    Result<WorkloadState> found = read_workload(cluster_, origin_);
    if (!found && found.error().code == Code::kNotFound) {
      RolloutView gone;
      gone.phase = RolloutPhase::kForeign;
      gone.why = called(origin_) + " is gone";
      return gone;
    }
    const WorkloadState now = TRY(std::move(found));
    pause_ = std::chrono::seconds(now.min_ready_seconds);
    const std::string& wanted = way == Way::kForward ? new_image_ : old_image_;
    PodsState pods;
    // Without them restarts and reasons are not known, and the workload's own counts still are.
    (void)read_pods(now, wanted, pods);
    return view_of(now, pods, uid_, wanted, way == Way::kForward ? old_image_ : new_image_);
  }

  std::chrono::seconds pause() const override { return pause_; }

 private:
  Result<void> read_pods(const WorkloadState& workload, const std::string& image, PodsState& out) {
    if (workload.selector.empty()) return {};
    const std::string path = pods_path() + "?labelSelector=" + http::percent_encode(workload.selector);
    return cluster_.list(path, "pods", [&](json::View pod) { add_pod(pod, origin_, image, out); });
  }

  // The controller of stateful sets waits for a pod that never gets ready, also on the way back: it has to be deleted.
  Result<void> clear_way_back(const WorkloadState& workload) {
    if (origin_.kind != "statefulset") return {};
    PodsState pods;
    TRY(read_pods(workload, new_image_, pods));
    for (const std::string& pod : pods.not_ready) TRY(cluster_.remove(pods_path() + "/" + http::percent_encode(pod), "pod " + pod));
    return {};
  }

  std::string pods_path() const { return format("/api/v1/namespaces/{}/pods", http::percent_encode(origin_.name_space)); }

  engine::KubernetesClient& cluster_;
  WorkloadOrigin origin_;
  std::string uid_, old_image_, new_image_;
  std::chrono::seconds pause_{0};
};

std::vector<std::string> messages_for(const Order& order, const WorkloadState& before) {
  std::vector<std::string> out;
  const HealthSettings& health = order.settings.health;
  if (!health.http.empty() || !health.tcp.empty() || !health.command.empty() || health.log_errors)
    out.emplace_back("checks of the settings (http, tcp, command, log) are not made in a cluster: the probes of its pods are");
  if (!before.keeper.empty())
    out.push_back(format("{} writes this workload and may put the old image back: change it there too", before.keeper));
  return out;
}

Result<Redeployed> redeploy(const Order& order, World& world) {
  if (!order.subject.workload) return Error{Code::kInvalidArgument, format("{}: no workload is said", order.subject.name)};
  if (world.kubernetes == nullptr) return Error{Code::kUnavailable, format("{}: no cluster is asked (--kubernetes)", order.subject.name)};
  const WorkloadOrigin& origin = *order.subject.workload;
  const WorkloadState before = TRY(read_workload(*world.kubernetes, origin));
  if (before.image.empty()) return Error{Code::kNotFound, format("{} has no container '{}'", called(origin), origin.container)};
  if (!before.unchangeable.empty()) return Error{Code::kUnsupported, format("{}: {}", called(origin), before.unchangeable)};
  if (before.image == order.image)
    return Redeployed{.outcome = Outcome::kNothingDone, .why = "it runs this image already", .running = order.digest};
  if (before.image != order.subject.image)
    return Error{Code::kConflict, format("{}: its image is {} by now: make a new plan", called(origin), before.image)};
  WorkloadRollout rollout(*world.kubernetes, origin, before.uid, before.image, order.image);
  Operation operation = TRY(world.journal->begin(order.subject.id, "kubernetes",
                                                 {{"image", order.image},
                                                  {"from", before.image},
                                                  {"digest", order.digest.text()},
                                                  {"kubeconfig", world.kubernetes->address().file},
                                                  {"context", world.kubernetes->address().context}}));
  Redeployed done = TRY(roll_out(rollout, operation,
                                 {{"namespace", origin.name_space},
                                  {"kind", origin.kind},
                                  {"name", origin.name},
                                  {"container", origin.container},
                                  {"uid", before.uid},
                                  {"old", before.image},
                                  {"new", order.image},
                                  {"health", health_to_json(order.settings.health)}},
                                 order.settings.health, world));
  std::vector<std::string> messages = messages_for(order, before);
  done.messages.insert(done.messages.begin(), messages.begin(), messages.end());
  if (done.outcome == Outcome::kKept) done.running = order.digest;
  return done;
}

Result<Redeployed> resume(const Operation& operation, World& world) {
  Operation going_on = operation;
  const JournalStep* update = going_on.last("update");
  if (update == nullptr) {
    TRY(world.journal->end(going_on));
    return Redeployed{.outcome = Outcome::kNothingDone, .why = "it ended before anything was done"};
  }
  std::map<std::string, std::string> values = update->values, order = operation.order;
  // The cluster that it was begun in, whichever is asked now.
  engine::KubernetesClient cluster =
      TRY(engine::KubernetesClient::make(TRY(engine::find_kubernetes(order["kubeconfig"], order["context"]))));
  const HealthSettings health = health_from_json(values["health"]);
  const WorkloadOrigin origin{
      .name_space = values["namespace"], .kind = values["kind"], .name = values["name"], .container = values["container"]};
  if (plural_of(origin.kind).empty()) return Error{Code::kCorrupt, format("journal: {}: no kind of workload", operation.subject)};
  WorkloadRollout rollout(cluster, origin, values["uid"], values["old"], values["new"]);
  return go_on_rolling_out(rollout, going_on, health, world);
}

constexpr std::string_view kExamples[] = {"kubernetes/shop/deployment/web/app"};

}  // namespace

extern constinit const Target kubernetes;
constinit const Target kubernetes = {
    .name = "kubernetes", .kind = SubjectKind::kWorkload, .examples = kExamples, .redeploy = redeploy, .resume = resume};

}  // namespace batten::update::targets

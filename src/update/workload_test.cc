// SPDX-License-Identifier: Apache-2.0
#include "update/workload.h"

#include <gtest/gtest.h>

#include "base/format.h"
#include "fuzz/replay.h"

int workload_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::update {
namespace {

WorkloadOrigin origin(const char* kind) { return {.name_space = "shop", .kind = kind, .name = "web", .container = "app"}; }

// An answer of the API with that in spec, status and metadata; image 2 of container app.
WorkloadState state(const char* kind, const std::string& spec, const std::string& status, const std::string& metadata = "") {
  auto out = parse_workload(
      format(R"({{"metadata":{{"uid":"u","resourceVersion":"9","generation":3{}}},"spec":{{"selector":{{"matchLabels":{{"app":"web"}}}},
        "template":{{"spec":{{"containers":[{{"name":"side","image":"side:1"}},{{"name":"app","image":"app:2"}}]}}}}{}}},"status":{{{}}}}})",
             metadata, spec, status),
      origin(kind));
  EXPECT_TRUE(out) << out.error().message;
  return out ? *out : WorkloadState();
}

RolloutView look(const WorkloadState& workload, const PodsState& pods = {}) { return view_of(workload, pods, "u", "app:2", "app:1"); }

TEST(Workload, ADeploymentIsDoneWhenAllIsNewAndNothingIsOld) {
  const std::string spec = R"(,"replicas":3)";
  const struct {
    const char* status;
    RolloutPhase phase;
    std::uint64_t ready;
  } cases[] = {{R"("observedGeneration":2,"replicas":3,"updatedReplicas":3,"availableReplicas":3)", RolloutPhase::kUnderWay, 0},
               {R"("observedGeneration":3,"replicas":4,"updatedReplicas":1,"availableReplicas":3)", RolloutPhase::kUnderWay, 0},
               {R"("observedGeneration":3,"replicas":4,"updatedReplicas":2,"availableReplicas":3)", RolloutPhase::kUnderWay, 1},
               {R"("observedGeneration":3,"replicas":4,"updatedReplicas":3,"availableReplicas":3)", RolloutPhase::kUnderWay, 2},
               {R"("observedGeneration":3,"replicas":3,"updatedReplicas":3,"availableReplicas":3)", RolloutPhase::kDone, 3},
               {R"("observedGeneration":3,"replicas":4,"updatedReplicas":1,"availableReplicas":2,
          "conditions":[{"type":"Available"},{"type":"Progressing","reason":"ProgressDeadlineExceeded","message":"has timed out"}])",
                RolloutPhase::kFailed, 0},
               {"", RolloutPhase::kUnderWay, 0}};
  for (const auto& one : cases) {
    const RolloutView view = look(state("deployment", spec, one.status));
    EXPECT_EQ(view.phase, one.phase) << one.status;
    EXPECT_EQ(view.ready, one.ready) << one.status;
  }
  EXPECT_EQ(look(state("deployment", R"(,"replicas":0)", R"("observedGeneration":3)")).phase, RolloutPhase::kDone);
}

TEST(Workload, SetsAreDoneByTheirOwnCounts) {
  const std::string set = R"(,"replicas":2)";
  EXPECT_EQ(
      look(state("statefulset", set,
                 R"("observedGeneration":3,"replicas":2,"readyReplicas":2,"updatedReplicas":1,"currentRevision":"a","updateRevision":"b")"))
          .phase,
      RolloutPhase::kUnderWay);
  EXPECT_EQ(
      look(state("statefulset", set,
                 R"("observedGeneration":3,"replicas":2,"readyReplicas":2,"currentReplicas":2,"currentRevision":"b","updateRevision":"b")"))
          .phase,
      RolloutPhase::kDone);
  EXPECT_EQ(
      look(state("daemonset", "", R"("observedGeneration":3,"desiredNumberScheduled":5,"updatedNumberScheduled":5,"numberAvailable":4)"))
          .phase,
      RolloutPhase::kUnderWay);
  EXPECT_EQ(
      look(state("daemonset", "", R"("observedGeneration":3,"desiredNumberScheduled":5,"updatedNumberScheduled":5,"numberAvailable":5)"))
          .phase,
      RolloutPhase::kDone);
}

TEST(Workload, WhereNoRolloutWouldFollowIsSaid) {
  EXPECT_TRUE(state("deployment", R"(,"paused":true)", "").unchangeable.contains("paused"));
  EXPECT_TRUE(state("statefulset", R"(,"updateStrategy":{"type":"OnDelete"})", "").unchangeable.contains("OnDelete"));
  EXPECT_TRUE(state("daemonset", R"(,"updateStrategy":{"type":"OnDelete"})", "").unchangeable.contains("OnDelete"));
  EXPECT_TRUE(state("statefulset", R"(,"updateStrategy":{"rollingUpdate":{"partition":1}})", "").unchangeable.contains("partition"));
  EXPECT_EQ(state("deployment", "", "").unchangeable, "");
  EXPECT_EQ(state("deployment", "", "", R"(,"labels":{"app.kubernetes.io/managed-by":"Helm"})").keeper, "Helm");
  EXPECT_EQ(state("deployment", "", "", R"(,"annotations":{"argocd.argoproj.io/tracking-id":"x"})").keeper, "Argo CD");
}

TEST(Workload, OthersChangesAreSeen) {
  WorkloadState workload = state("deployment", "", R"("observedGeneration":3)");
  EXPECT_EQ(view_of(workload, {}, "other", "app:2", "app:1").phase, RolloutPhase::kForeign);
  EXPECT_EQ(view_of(workload, {}, "u", "app:3", "app:2").phase, RolloutPhase::kElsewhere);
  EXPECT_EQ(view_of(workload, {}, "u", "app:3", "app:1").phase, RolloutPhase::kForeign);
  for (const char* text : {"", "[]", "{}", R"({"metadata":{"uid":"x"}})"}) EXPECT_FALSE(parse_workload(text, origin("deployment"))) << text;
}

TEST(Workload, PodsOfTheImageCount) {
  const auto pod = [](const char* image, const char* more, const char* status) {
    return format(R"({{"metadata":{{"name":"web-1"{}}},"spec":{{"containers":[{{"name":"app","image":"{}"}}]}},"status":{}}})", more, image,
                  status);
  };
  const char* crash =
      R"({"containerStatuses":[{"name":"app","restartCount":4,"state":{"waiting":{"reason":"CrashLoopBackOff","message":"back-off"}}},
    {"name":"side","restartCount":90}]})";
  PodsState pods;
  for (const std::string& text :
       {pod("app:2", "", crash), pod("app:1", "", crash), pod("app:2", R"(,"deletionTimestamp":"now")", crash),
        pod("app:2", "",
            R"({"containerStatuses":[{"name":"app","restartCount":1,"state":{"waiting":{"reason":"ContainerCreating"}}}]})")}) {
    auto document = json::Document::parse(text);
    ASSERT_TRUE(document);
    add_pod(document->root(), origin("deployment"), "app:2", pods);
  }
  EXPECT_EQ(pods.restarts, 5u);
  EXPECT_EQ(pods.ready, 0u);
  EXPECT_EQ(pods.problem, "web-1: CrashLoopBackOff: back-off");
  auto waits = json::Document::parse(
      pod("app:2", "", R"({"conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"no room"}]})"));
  PodsState unscheduled;
  add_pod(waits->root(), origin("deployment"), "app:2", unscheduled);
  EXPECT_EQ(unscheduled.problem, "web-1: Unschedulable: no room");
  auto runs = json::Document::parse(pod("app:2", "", R"({"conditions":[{"type":"Ready","status":"True"}]})"));
  PodsState one;
  add_pod(runs->root(), origin("deployment"), "app:2", one);
  EXPECT_EQ(one.ready, 1u);
  const WorkloadState mixed =
      state("deployment", R"(,"replicas":3)", R"("observedGeneration":3,"replicas":4,"updatedReplicas":1,"availableReplicas":3)");
  EXPECT_EQ(look(mixed, unscheduled).ready, 0u) << "the old ones are those that are available";
  EXPECT_EQ(look(mixed, one).ready, 1u);
}

TEST(Workload, ThePatchIsOfOneContainerAndOneVersion) {
  EXPECT_EQ(image_patch(origin("deployment"), "9", "app:2", "batten update: to app:2"),
            R"({"metadata":{"resourceVersion":"9","annotations":{"kubernetes.io/change-cause":"batten update: to app:2"}},)"
            R"("spec":{"template":{"spec":{"containers":[{"name":"app","image":"app:2"}]}}}})");
  EXPECT_EQ(workload_path(origin("daemonset")), "/apis/apps/v1/namespaces/shop/daemonsets/web");
  auto selector =
      parse_workload(R"({"metadata":{"uid":"u","resourceVersion":"1"},"spec":{"selector":{"matchLabels":{"a":"b"},"matchExpressions":[
    {"key":"c","operator":"In","values":["d","e"]},{"key":"f","operator":"NotIn","values":["g"]},{"key":"h","operator":"Exists"},
    {"key":"i","operator":"DoesNotExist"}]}}})",
                     origin("deployment"));
  ASSERT_TRUE(selector);
  EXPECT_EQ(selector->selector, "a=b,c in (d,e),f notin (g),h,!i");
  EXPECT_EQ(selector->image, "");
}

TEST(Workload, Corpus) { REPLAY_CORPUS(workload_fuzz); }

}  // namespace
}  // namespace batten::update

// SPDX-License-Identifier: Apache-2.0
#include "update/cluster_inventory.h"

#include <gtest/gtest.h>

#include "base/format.h"

namespace batten::update {
namespace {

const std::string kOne = "sha256:" + std::string(64, '1'), kTwo = "sha256:" + std::string(64, '2');

template <typename F>
auto read(const std::string& text, F reader) {
  auto document = json::Document::parse(text);
  EXPECT_TRUE(document) << text;
  return reader(document->root());
}

WorkloadFacts workload(const std::string& text, std::string_view kind) {
  return read(text, [&](json::View item) { return read_workload_facts(item, kind); });
}
PodFacts pod(const std::string& name, const std::string& owner, const std::string& hash, const std::string& statuses) {
  return read(
      format(
          R"({{"metadata":{{"name":"{}","namespace":"shop","labels":{{"pod-template-hash":"{}"}},"creationTimestamp":"2026-01-02T03:04:05Z",
    "ownerReferences":[{{"kind":"Other","name":"x"}},{{"controller":true,{}}}]}},"spec":{{"nodeName":"n0"}},"status":{{"containerStatuses":[{}]}}}})",
          name, hash, owner, statuses),
      read_pod_facts);
}

constexpr const char* kDeployment = R"({"metadata":{"name":"web","namespace":"shop","labels":{"app":"web"},
  "annotations":{"batten.update.tags":"minor","kubectl.kubernetes.io/last-applied-configuration":"{}"},"creationTimestamp":"2026-01-02T03:04:05Z"},
  "spec":{"replicas":2,"template":{"metadata":{"annotations":{"batten.update.tags":"patch","batten.update.approval":"true"}},
    "spec":{"initContainers":[{"name":"init","image":"init:1"}],
      "containers":[{"name":"app","image":"registry.example/app:1.2"},{"name":"proxy","image":"registry.example/proxy:3"}]}}},
  "status":{"readyReplicas":2}})";

TEST(ClusterInventory, EachContainerOfAWorkloadIsASubject) {
  ClusterFacts facts;
  facts.own = {.os = "linux", .arch = "amd64", .variant = {}};
  facts.nodes["n0"] = {.os = "linux", .arch = "arm64", .variant = {}};
  facts.workloads = {workload(kDeployment, "deployment")};
  facts.pods = {pod("web-5d-b", R"("kind":"ReplicaSet","name":"web-5d")", "5d",
                    format(R"({{"name":"app","imageID":"docker-pullable://registry.example/app@{}","ready":true}},
                      {{"name":"proxy","imageID":"{}","ready":true}})",
                           kOne, kTwo))};
  const Inventory inventory = subjects_of(facts);
  ASSERT_EQ(inventory.subjects.size(), 2u);
  const Subject& app = inventory.subjects[0];
  EXPECT_EQ(app.id, "kubernetes/shop/deployment/web/app");
  EXPECT_EQ(app.name, "shop/web/app");
  EXPECT_EQ(app.image, "registry.example/app:1.2");
  EXPECT_EQ(app.digest.text(), kOne);
  EXPECT_EQ(app.platform.arch, "arm64");
  EXPECT_EQ(app.health, Health::kHealthy);
  EXPECT_EQ(app.labels.at("batten.update.tags"), "minor");  // of the workload, before the one of its template
  EXPECT_EQ(app.labels.at("batten.update.approval"), "true");
  EXPECT_FALSE(app.labels.contains("kubectl.kubernetes.io/last-applied-configuration"));
  ASSERT_TRUE(app.workload);
  EXPECT_EQ(app.workload->container, "app");
  const Subject& proxy = inventory.subjects[1];
  EXPECT_TRUE(proxy.digest.empty());  // that is the digest of a configuration
  EXPECT_EQ(proxy.image_id.text(), kTwo);
}

TEST(ClusterInventory, WhatRunsIsSaidByReadyPodsAndElseByTheTemplate) {
  ClusterFacts facts;
  const std::string set =
      format(R"({{"metadata":{{"name":"db","namespace":"shop"}},"spec":{{"template":{{"spec":{{"containers":[{{"name":"db",
    "image":"registry.example/db:1@{}"}}]}}}}}}}})",
             kOne);
  facts.workloads = {workload(set, "statefulset")};
  Inventory none = subjects_of(facts);
  ASSERT_EQ(none.subjects.size(), 1u);
  EXPECT_EQ(none.subjects[0].digest.text(), kOne);
  EXPECT_EQ(none.subjects[0].name, "shop/db");
  EXPECT_EQ(none.subjects[0].health, Health::kUnhealthy);
  const char* owner = R"("kind":"StatefulSet","name":"db")";
  const auto status = [](const std::string& repository, const std::string& digest, bool ready) {
    return format(R"({{"name":"db","imageID":"{}@{}","ready":{}}})", repository, digest, ready);
  };
  facts.pods = {pod("db-0", owner, "", status("registry.example/db", kOne, false)),
                pod("db-1", owner, "", status("registry.example/db", kTwo, true))};
  Inventory both = subjects_of(facts);
  EXPECT_EQ(both.subjects[0].digest.text(), kTwo);
  EXPECT_EQ(both.notes.size(), 1u);
  // Of another repository: a mirror's digest is not asked for here.
  facts.pods = {pod("db-0", owner, "", status("mirror.example/db", kTwo, true))};
  EXPECT_EQ(subjects_of(facts).subjects[0].digest.text(), kOne);
}

TEST(ClusterInventory, OddItemsAreNoSubjects) {
  ClusterFacts facts;
  for (const char* text : {"{}", "[]", R"({"metadata":{"name":5}})", R"({"metadata":{"name":"x","namespace":"y"},"spec":{"template":3}})"})
    facts.workloads.push_back(workload(text, "deployment"));
  facts.pods.push_back(read(R"({"metadata":{"ownerReferences":7},"status":{"containerStatuses":{"a":1}}})", read_pod_facts));
  EXPECT_TRUE(subjects_of(facts).subjects.empty());
}

}  // namespace
}  // namespace batten::update

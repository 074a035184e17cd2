// SPDX-License-Identifier: Apache-2.0
//
// The target for workloads against an API server of a few lines.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

#include "base/format.h"
#include "http/loopback_server.h"
#include "update/health_gate.h"
#include "update/json_value.h"
#include "update/target.h"

namespace batten::update {
namespace {

using http::LoopbackServer;

// One Deployment of two replicas; with each look one more of them is new, unless its image is sick.
class FakeCluster {
 public:
  FakeCluster() : server_([this](const std::string& request) { return answer(request); }) {}

  std::string url() const { return server_.url(); }
  std::string image() const { return image_; }

  std::string sick;             // the image that never gets ready
  int conflicts = 0;            // so many patches are refused
  std::string steals;           // after a patch somebody else gives it this image
  int patches = 0, denied = 0;  // denied: the status that all but reading gets
  std::string last_patch;

 private:
  std::string answer(const std::string& request) {
    const bool patches_it = request.starts_with("PATCH ");
    if (request.contains("/pods?")) return LoopbackServer::answer(200, R"({"metadata":{},"items":[]})");
    if (!request.contains("/apis/apps/v1/namespaces/shop/deployments/web ")) return LoopbackServer::answer(404, "{}");
    if (patches_it && denied != 0) return LoopbackServer::answer(denied, R"({"message":"no"})");
    if (patches_it) {
      if (conflicts-- > 0) return LoopbackServer::answer(409, R"({"message":"the object has been modified"})");
      ++patches;
      last_patch = request.substr(request.find("\r\n\r\n") + 4);
      auto body = JsonValue::parse(last_patch);
      if (!body) return LoopbackServer::answer(400, "{}");
      image_ = (*body)["spec"]["template"]["spec"]["containers"].elements.at(0).text_of("image");
      updated_ = 0;
      ++generation_;
      if (!steals.empty()) image_ = steals;
    } else if (updated_ < 2 && image_ != sick) {
      ++updated_;
    }
    return LoopbackServer::answer(
        200, format(R"({{"metadata":{{"name":"web","uid":"u1","resourceVersion":"{0}","generation":{0}}},"spec":{{"replicas":2,
      "template":{{"spec":{{"containers":[{{"name":"app","image":"{1}"}}]}}}}}},"status":{{"observedGeneration":{0},"replicas":2,
      "updatedReplicas":{2},"availableReplicas":2}}}})",
                    generation_, image_, updated_));
  }

  std::string image_ = "r.example/app:1";
  int generation_ = 1, updated_ = 2;
  LoopbackServer server_;
};

class KubernetesTarget : public testing::Test {
 public:
  void SetUp() override {
    std::string folder = "/tmp/batten-kubernetes-XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    auto opened = Journal::open(folder_ + "/journal");
    ASSERT_TRUE(opened) << opened.error().message;
    journal_.emplace(*std::move(opened));
    std::ofstream(folder_ + "/config") << format(
        R"({{"current-context":"test","clusters":[{{"name":"c","cluster":{{"server":"{}"}}}}],"users":[],)"
        R"("contexts":[{{"name":"test","context":{{"cluster":"c"}}}}]}})",
        cluster_.url());
    auto address = engine::find_kubernetes(folder_ + "/config", "");
    ASSERT_TRUE(address) << address.error().message;
    auto made = engine::KubernetesClient::make(*std::move(address), 5000);
    ASSERT_TRUE(made) << made.error().message;
    client_.emplace(*std::move(made));
  }
  void TearDown() override {
    auto left = journal_->unfinished();
    EXPECT_TRUE(left && left->empty()) << "the journal is not empty";
    std::filesystem::remove_all(folder_);
  }

  World world() { return {.journal = &*journal_, .tell = {}, .stopped = {}, .kubernetes = &*client_}; }
  static Order order(const std::string& image) {
    Order out;
    out.subject.kind = SubjectKind::kWorkload;
    out.subject.id = "kubernetes/shop/deployment/web/app";
    out.subject.name = "shop/web";
    out.subject.image = "r.example/app:1";
    out.subject.workload = WorkloadOrigin{.name_space = "shop", .kind = "deployment", .name = "web", .container = "app"};
    out.image = out.reference = image;
    out.settings.health.timeout = std::chrono::seconds(1);
    out.settings.health.steady = std::chrono::seconds(0);
    return out;
  }
  Result<Redeployed> redeploy(const Order& what) {
    World here = world();
    return find_target(SubjectKind::kWorkload)->redeploy(what, here);
  }

  std::string folder_;
  FakeCluster cluster_;
  std::optional<Journal> journal_;
  std::optional<engine::KubernetesClient> client_;
};

TEST_F(KubernetesTarget, PatchesTheImageAndWatches) {
  cluster_.conflicts = 2;
  auto done = redeploy(order("r.example/app:2"));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->outcome, Outcome::kKept) << done->why;
  EXPECT_EQ(cluster_.image(), "r.example/app:2");
  EXPECT_EQ(cluster_.patches, 1);
  EXPECT_TRUE(cluster_.last_patch.contains("batten update: to r.example/app:2")) << cluster_.last_patch;
}

TEST_F(KubernetesTarget, GoesBackWhenNothingGetsReady) {
  cluster_.sick = "r.example/app:2";
  auto done = redeploy(order("r.example/app:2"));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->outcome, Outcome::kRolledBack) << done->why;
  EXPECT_EQ(cluster_.image(), "r.example/app:1");
  EXPECT_EQ(cluster_.patches, 2);
}

TEST_F(KubernetesTarget, WhatIsRefusedChangesNothing) {
  const struct {
    int status;
    Code code;
  } cases[] = {{403, Code::kDenied}, {422, Code::kInvalidArgument}, {409, Code::kConflict}};
  for (const auto& one : cases) {
    cluster_.denied = one.status;
    auto refused = redeploy(order("r.example/app:2"));
    ASSERT_FALSE(refused) << one.status;
    EXPECT_EQ(refused.error().code, one.code) << refused.error().message;
  }
  // No answer that says anything: it is looked at, and was not done.
  cluster_.denied = 500;
  EXPECT_FALSE(redeploy(order("r.example/app:2")));
  Order stale = order("r.example/app:2");
  stale.subject.image = "r.example/app:0";
  auto conflict = redeploy(stale);
  ASSERT_FALSE(conflict);
  EXPECT_EQ(conflict.error().code, Code::kConflict);
  Order gone = order("r.example/app:2");
  gone.subject.workload->name = "other";
  auto missing = redeploy(gone);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Code::kNotFound);
  EXPECT_EQ(redeploy(order("r.example/app:1"))->outcome, Outcome::kNothingDone);
  EXPECT_EQ(cluster_.image(), "r.example/app:1");
}

TEST_F(KubernetesTarget, WhatSomebodyElseDoesMeanwhileStays) {
  cluster_.steals = "r.example/app:7";
  auto done = redeploy(order("r.example/app:2"));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->outcome, Outcome::kNeedsHelp) << done->why;
  EXPECT_EQ(cluster_.image(), "r.example/app:7");
  EXPECT_EQ(cluster_.patches, 1);
}

TEST_F(KubernetesTarget, AnInterruptedOneGoesOnInTheClusterItWasBegunIn) {
  for (const bool was_ordered : {false, true}) {
    auto operation = journal_->begin("kubernetes/shop/deployment/web/app", "kubernetes",
                                     {{"image", "r.example/app:2"}, {"kubeconfig", folder_ + "/config"}, {"context", "test"}});
    ASSERT_TRUE(operation);
    ASSERT_TRUE(journal_->step(*operation, "update",
                               {{"namespace", "shop"},
                                {"kind", "deployment"},
                                {"name", "web"},
                                {"container", "app"},
                                {"uid", "u1"},
                                {"old", "r.example/app:1"},
                                {"new", "r.example/app:2"},
                                {"health", health_to_json(order("").settings.health)}}));
    if (was_ordered) {
      ASSERT_TRUE(client_->patch("/apis/apps/v1/namespaces/shop/deployments/web",
                                 R"({"spec":{"template":{"spec":{"containers":[{"name":"app","image":"r.example/app:2"}]}}}})", "web"));
    }
    auto unfinished = journal_->unfinished();
    ASSERT_TRUE(unfinished);
    World here = world();
    here.kubernetes = nullptr;
    auto done = find_target(SubjectKind::kWorkload)->resume(unfinished->front(), here);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->outcome, was_ordered ? Outcome::kKept : Outcome::kNothingDone) << done->why;
  }
}

}  // namespace
}  // namespace batten::update
